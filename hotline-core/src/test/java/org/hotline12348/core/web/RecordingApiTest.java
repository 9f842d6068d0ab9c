package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.audit.AuditEntry;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.recording.RecordingStand;
import org.hotline12348.core.recording.Sealer;
import org.hotline12348.core.recording.Tickets;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reason, a ticket, the sound in parts: who may, and what the audit log says of it. */
@Tag("db")
class RecordingApiTest {

    private static final Instant NINE = FRIDAY_TEN.minus(Duration.ofHours(1));
    private static final Duration KEEP = Duration.ofDays(730);
    private static final JsonObject WHY = new JsonObject().put("kind", "CALL").put("reason", "投诉核查");

    @TempDir
    static Path directory;

    private static RecordingStand recordings;
    private static Sealer sealer;
    private static ApiStand stand;
    private static byte[] wav;

    @BeforeAll
    static void start() {
        stand = new ApiStand(parts -> {
            recordings = new RecordingStand(parts.vertx, parts.pool, parts.clock, directory);
            sealer = recordings.sealer();
            return new ApiStand.Setting(
                    parts.roster,
                    List.of(new RecordingFeature(
                            parts.vertx,
                            parts.book,
                            recordings.book,
                            recordings.files,
                            new Tickets(recordings.vault),
                            sealer,
                            KEEP,
                            parts.clock)));
        });
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        recordings.call("c1", NINE.plusSeconds(130), 118);
        wav = recordings.recorded("c1", 118, NINE.plusSeconds(130));
        RecordingStand.round(sealer);
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static List<AuditEntry> audit() {
        return await(new AuditLog(stand.pool, stand.clock)
                .list(new AuditLog.Query(
                        "jiaozuo",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("recording."),
                        Optional.empty(),
                        Optional.empty(),
                        10)));
    }

    private static String ticket(Person person) {
        return person.post("/consultations/c1/recordings", WHY)
                .isAnswered(201)
                .json()
                .getString("ticket");
    }

    @Test
    void theLawyerOfTheCallHearsItAfterHeSaidWhy() {
        Person lawyer = stand.signedIn("lawyer01");
        JsonObject list =
                lawyer.get("/consultations/c1/recordings").isAnswered(200).json();
        JsonObject one = list.getJsonArray("items").getJsonObject(0);
        assertThat(one.getString("state")).isEqualTo("SEALED");
        assertThat(one.getDouble("seconds")).isEqualTo(118.0);
        assertThat(one.getString("keptUntil")).startsWith("2028-10-15T");

        String ticket = ticket(lawyer);
        assertThat(lawyer.get("/recordings/" + ticket + "/audio")
                        .isAnswered(200)
                        .answer
                        .body()
                        .getBytes())
                .isEqualTo(wav);
        assertThat(lawyer.answer.getHeader("Content-Type")).isEqualTo("audio/wav");
        lawyer.get("/recordings/" + ticket + "/audio", Map.of("Range", "bytes=100000-100099"))
                .isAnswered(206);
        assertThat(lawyer.answer.body().getBytes()).isEqualTo(Arrays.copyOfRange(wav, 100_000, 100_100));
        assertThat(lawyer.answer.getHeader("Content-Range")).isEqualTo("bytes 100000-100099/" + wav.length);
        lawyer.get("/recordings/" + ticket + "/audio", Map.of("Range", "bytes=99999999-"))
                .isAnswered(416);
        lawyer.get("/recordings/" + ticket + "/audio?download=true").isAnswered(200);
        assertThat(lawyer.answer.getHeader("Content-Disposition")).startsWith("attachment; filename=\"call-");
        assertThat(lawyer.get("/recordings/" + ticket + "/peaks")
                        .isAnswered(200)
                        .json()
                        .getJsonArray("peaks"))
                .hasSize(800);

        List<AuditEntry> written = audit();
        assertThat(written.stream().map(AuditEntry::action).limit(3))
                .containsExactly("recording.download", "recording.play", "recording.open");
        assertThat(written.get(2).reason()).isEqualTo("投诉核查");
        assertThat(written).allMatch(entry -> entry.subject().equals("c1"));
    }

    @Test
    void whoMayNotHearsNothing() {
        String ticket = ticket(stand.signedIn("lawyer01"));
        stand.signedIn("lawyer02")
                .post("/consultations/c1/recordings", WHY)
                .isRefused(404)
                .get("/recordings/" + ticket + "/audio")
                .isRefused(403, "ticket");
        stand.signedIn("admin").post("/consultations/c1/recordings", WHY).isRefused(403);
        stand.signedIn("xiuwu.boss").post("/consultations/c1/recordings", WHY).isRefused(404);
        stand.anyone().get("/recordings/" + ticket + "/audio").isRefused(401);
        Person coordinator = stand.signedIn("coordinator");
        coordinator.get("/recordings/made-up/audio").isRefused(403, "ticket");
        ticket(coordinator);
    }

    @Test
    void withoutAReasonThereIsNoTicket() {
        Person coordinator = stand.signedIn("coordinator");
        coordinator
                .post("/consultations/c1/recordings", new JsonObject().put("kind", "CALL"))
                .isRefused(400);
        coordinator
                .post("/consultations/c1/recordings", WHY.copy().put("reason", "   "))
                .isRefused(422, "reason");
        coordinator
                .post("/consultations/c1/recordings", WHY.copy().put("kind", "MESSAGE"))
                .isRefused(404, "no message");
    }

    @Test
    void aRecordingThatIsNotSealedYetIsShownAsWaiting() {
        stand.book.put(ScriptedBook.entry(
                "c2", "jiaozuo", "lawyer01", "13800001234", NINE, Optional.of(NINE), Optional.of(Outcome.ANSWERED)));
        Person lawyer = stand.signedIn("lawyer01");
        assertThat(lawyer.get("/consultations/c2/recordings")
                        .isAnswered(200)
                        .json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("state"))
                .isEqualTo("WAITING");
        lawyer.post("/consultations/c2/recordings", WHY).isRefused(404, "not sealed yet");
    }

    @Test
    void theCoordinatorLaysAHoldAndLiftsIt() {
        Person coordinator = stand.signedIn("coordinator");
        JsonObject laid = coordinator
                .write(
                        io.vertx.core.http.HttpMethod.PUT,
                        "/consultations/c1/recording-hold",
                        Map.of(),
                        new JsonObject().put("held", true).put("reason", "诉讼"))
                .isAnswered(200)
                .json();
        assertThat(laid.getJsonObject("hold").getString("by")).isEqualTo("coordinator");
        assertThat(coordinator.get("/recordings/status").isAnswered(200).json().getInteger("held"))
                .isEqualTo(1);
        coordinator
                .write(
                        io.vertx.core.http.HttpMethod.PUT,
                        "/consultations/c1/recording-hold",
                        Map.of(),
                        new JsonObject().put("held", false).put("reason", "结案"))
                .isAnswered(200);
        assertThat(coordinator.json().getJsonObject("hold")).isNull();
        assertThat(audit().stream().map(AuditEntry::action)).contains("recording.hold", "recording.release");
    }
}
