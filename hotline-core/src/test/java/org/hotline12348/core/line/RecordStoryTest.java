package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The record beside the exchange's own logs, with a real exchange. */
@Tag("pbx")
class RecordStoryTest {
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
    @DisplayName(
            "event log, queue log and book agree on an answered and an abandoned call, over a file put away between")
    void threeSourcesAgree() throws Exception {
        Instant from = Instant.now().minusSeconds(1);
        answeredCall();
        Path journal = line.hotline().ready().path("journal");
        Files.move(journal, journal.resolveSibling("journal.csv.20000101"));
        answeredCall();
        assertThat(journal).as("the exchange begins a new file").exists();
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        line.someoneRings();
        caller.awaitAnswer().hangsUp();
        assertThat(line.recordOf(number).path("outcome").asText()).isEqualTo("ABANDONED");

        JsonNode[] result = new JsonNode[1];
        line.until("a comparison that holds all three calls", () -> {
            JsonNode stretch = JsonNodeFactory.instance
                    .objectNode()
                    .put("from", from.toString())
                    .put("to", Instant.now().toString());
            result[0] = line.api().post("/reconciliations", stretch, Duration.ofSeconds(20));
            return result[0].path("cel").asInt() == 3;
        });
        assertThat(result[0].path("book").asInt()).isEqualTo(3);
        assertThat(result[0].path("queued").asInt()).isEqualTo(3);
        assertThat(result[0].path("differences")).as(result[0].toString()).isEmpty();
    }

    private static void answeredCall() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        assertThat(line.recordOf(number).path("outcome").asText()).isEqualTo("ANSWERED");
    }
}
