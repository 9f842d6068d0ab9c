package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.ivr.prompt.Sound;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A centre records what its callers hear. */
@Tag("db")
class PromptApiTest {

    @TempDir
    static Path directory;

    private static SoundStand sounds;
    private static Person coordinator;

    @BeforeAll
    static void start() {
        sounds = new SoundStand(directory);
        coordinator = sounds.stand.signedIn("coordinator");
    }

    @AfterAll
    static void stop() {
        sounds.close();
    }

    private static Person upload(String path, byte[] file, String type) {
        return coordinator.send(
                HttpMethod.POST,
                path,
                Map.of("Content-Type", type, "X-XSRF-TOKEN", coordinator.cookies.get("XSRF-TOKEN")),
                Buffer.buffer(file));
    }

    private static JsonObject prompt(String key) {
        JsonArray items =
                coordinator.get("/prompts?language=zh").isAnswered(200).json().getJsonArray("items");
        return items.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("key").equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static void choose(String key, int version) {
        coordinator
                .write(
                        HttpMethod.PUT,
                        "/prompts/zh/%s/active".formatted(key),
                        Map.of(),
                        new JsonObject().put("version", version))
                .isAnswered(204);
    }

    @Test
    void theListHasTheTextsAndOnlyTheOwnWelcome() {
        assertThat(prompt("opens-next").getJsonArray("follows")).containsExactly("month", "day", "hour", "minute");
        assertThat(prompt("hour-8").getString("group")).isEqualTo("PIECE");
        assertThat(prompt("welcome-jiaozuo").getString("group")).isEqualTo("WELCOME");
        assertThat(coordinator.answer.bodyAsString()).doesNotContain("welcome-xiuwu");
    }

    @Test
    void aRecordingIsPlayedFromTheNextCallOnAndEveryVersionIsKept() throws IOException {
        byte[] generated = sounds.played("zh", "goodbye");
        upload("/prompts/zh/goodbye/versions?name=a.wav", Sound.tone(500, 900).wav(), "audio/wav")
                .isAnswered(201);
        assertThat(coordinator.json().getInteger("version")).isEqualTo(1);
        byte[] first = sounds.played("zh", "goodbye");
        upload("/prompts/zh/goodbye/versions?name=b.wav", Sound.tone(600, 700).wav(), "audio/wav")
                .isAnswered(201);
        byte[] second = sounds.played("zh", "goodbye");
        assertThat(first).isNotEqualTo(generated).isNotEqualTo(second);
        assertThat(Sound.read(second).rate()).isEqualTo(8000);
        assertThat(sounds.played("en", "goodbye"))
                .as("the other language stays")
                .isEqualTo(generated);

        choose("goodbye", 1);
        assertThat(sounds.played("zh", "goodbye")).isEqualTo(first);
        assertThat(prompt("goodbye").getJsonObject("active").getInteger("version"))
                .isEqualTo(1);
        assertThat(coordinator
                        .get("/prompts/zh/goodbye/sound?version=2")
                        .isAnswered(200)
                        .answer
                        .body()
                        .getBytes())
                .isEqualTo(second);
        choose("goodbye", 0);
        assertThat(sounds.played("zh", "goodbye")).isEqualTo(generated);
        assertThat(prompt("goodbye").getJsonObject("active")).isNull();
        assertThat(prompt("goodbye").getInteger("versions")).isEqualTo(2);
    }

    @Test
    void anAnnouncementForAnEmergencyHasANameOfItsOwn() {
        upload("/prompts/zh/closure-flood/versions", Sound.tone(500, 900).wav(), "audio/wav")
                .isAnswered(201);
        assertThat(prompt("closure-flood").getString("group")).isEqualTo("CLOSED");
        assertThat(sounds.played("zh", "closure-flood")).isNotEmpty();
    }

    @Test
    void whatIsNoSoundOrNoPromptIsRefusedInWords() {
        upload("/prompts/zh/goodbye/versions", "hello".getBytes(), "audio/wav").isRefused(422, "no WAV file");
        upload("/prompts/zh/nonsense/versions", Sound.tone(500, 900).wav(), "audio/wav")
                .isRefused(404, "nonsense");
        upload("/prompts/fr/goodbye/versions", Sound.tone(500, 900).wav(), "audio/wav")
                .isRefused(400);
        coordinator.get("/prompts/zh/goodbye/sound?version=99").isRefused(404, "99");
        sounds.stand.signedIn("lawyer01").get("/prompts").isRefused(403);
    }
}
