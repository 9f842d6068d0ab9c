package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the real exchange recorded, after the call. */
@Tag("pbx")
class RecordingStoryTest {

    private WholeLine line;

    @BeforeEach
    void quiet() {
        line = WholeLine.shared();
        line.quiet();
    }

    @Test
    @DisplayName("a call is recorded, sealed within seconds, and nothing of it lies on the disk in plain")
    void sealed() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(150);
        lawyer.awaitAudio(150);
        caller.hangsUp();
        lawyer.awaitEnd();
        String id = line.recordOf(number).path("id").asText();

        JsonNode[] recording = new JsonNode[1];
        line.until("the recording is sealed", () -> {
            recording[0] = line.api()
                    .get("/consultations/" + id + "/recordings", Map.of())
                    .path("items")
                    .path(0);
            return recording[0].path("state").asText().equals("SEALED");
        });
        assertThat(recording[0].path("seconds").asDouble()).isGreaterThan(2);
        assertThat(recording[0].path("short").asBoolean()).isFalse();
        Path spool = Path.of(line.hotline().ready().paths().get("recordings"));
        line.until("no plain file is left", () -> {
            // A bare header (44 bytes) is left for a minute by calls that nobody answered; there is nothing in it.
            try (Stream<Path> all = Files.walk(spool)) {
                return all.noneMatch(file ->
                        file.toString().endsWith(".wav") && file.toFile().length() > 44);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        // The caller heard the centre's own set of prompts, in which none was missing.
        Path pbx = spool.getParent().getParent();
        assertThat(pbx.resolve("lib/sounds/zh_jiaozuo/welcome-jiaozuo.wav")).exists();
        assertThat(Files.readString(pbx.resolve("log/messages.log")))
                .contains("Asterisk")
                .doesNotContain("does not exist in any format");
    }
}
