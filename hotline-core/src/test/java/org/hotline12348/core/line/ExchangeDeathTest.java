package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The exchange is killed under a talk: what is lost is known, owed and called back, and the next caller is served. */
@Tag("pbx")
class ExchangeDeathTest {
    private static WholeLine line;

    @BeforeAll
    static void start() {
        line = WholeLine.shared();
    }

    @BeforeEach
    void quiet() {
        line.quiet();
    }

    @Test
    @DisplayName("killed in mid-talk: interrupted, owed a call, started again, and the next caller reaches a lawyer")
    void killedInMidTalk() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(50);
        lawyer.awaitAudio(50);

        long old = line.hotline().ready().pids().get("asterisk");
        ProcessHandle.of(old).orElseThrow().destroyForcibly();
        line.until(
                "the exchange runs again", () -> line.hotline().ready().pids().get("asterisk") != old);

        caller.vanishes();
        lawyer.vanishes();

        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("INTERRUPTED");
        assertThat(entry.path("talkSeconds").asLong()).isNotNegative();
        JsonNode owed = callbackFor(entry.path("id").asText());
        assertThat(owed.path("reasons").get(0).asText()).isEqualTo("INTERRUPTED");
        assertThat(owed.path("state").asText()).isEqualTo("WAITING");

        String next = line.someNumber();
        CallLeg second = line.phones().citizen(next).dials("12348");
        CallLeg answering = line.someoneRings().ring().accepts();
        second.awaitAudio(25);
        second.hangsUp();
        answering.awaitEnd();
        assertThat(line.recordOf(next).path("outcome").asText()).isEqualTo("ANSWERED");
    }

    private static JsonNode callbackFor(String consultation) {
        for (JsonNode callback : line.api()
                .get("/callbacks", Map.of("centre", WholeLine.CENTRE, "limit", "200"))
                .path("items")) {
            for (JsonNode source : callback.path("sources")) {
                if (source.path("consultation").asText().equals(consultation)) {
                    return callback;
                }
            }
        }
        throw new AssertionError("no callback for " + consultation);
    }
}
