package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a coordinator chooses of the line, and what the next caller meets: a real exchange and the whole service. */
@Tag("pbx")
class LineChoiceStoryTest {

    private static final String COORDINATORS = "13900000099";
    private static WholeLine line;

    @BeforeAll
    static void start() {
        line = WholeLine.shared();
    }

    @BeforeEach
    void quiet() {
        line.quiet();
    }

    @AfterAll
    static void asBefore() {
        choose(choices().put("englishKey", false).put("earlierTurnKey", false).putNull("helpPerson"));
    }

    private static ObjectNode choices() {
        return new ObjectMapper().createObjectNode();
    }

    private static void choose(ObjectNode choices) {
        assertThat(line.api()
                        .put("/line/choices", choices, Duration.ofSeconds(10))
                        .path("told")
                        .asBoolean())
                .isTrue();
    }

    private static boolean journalHas(String event, String detail) {
        try {
            return Files.readAllLines(Path.of(line.hotline().ready().paths().get("journal"))).stream()
                    .anyMatch(row -> row.contains(event) && row.contains(detail));
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @DisplayName("the English key is switched on: 2 in the welcome goes on in English")
    void english() throws Exception {
        choose(choices().put("englishKey", true));
        String number = line.someNumber();
        CallLeg citizen = line.phones().citizen(number).dials("12348").awaitAnswer();
        citizen.awaitAudio(1);
        citizen.presses("2");
        line.someoneRings();
        String trunk = line.said("core show channels concise").stream()
                .map(String::strip)
                .filter(channel -> channel.startsWith("PJSIP/trunk-"))
                .findFirst()
                .orElseThrow()
                .split("!")[0];
        assertThat(line.said("core show channel " + trunk)).anyMatch(said -> said.contains("Language: en"));
        citizen.hangsUp();
        line.recordOf(number);
    }

    @Test
    @DisplayName("the key for an earlier turn is switched on: 8 in the notice asks for it")
    void earlierTurn() throws Exception {
        choose(choices().put("earlierTurnKey", true));
        String number = line.someNumber();
        CallLeg citizen = line.phones().citizen(number).dials("12348").awaitAnswer();
        citizen.awaitAudio(1);
        citizen.presses("8");
        line.someoneRings();
        citizen.hangsUp();
        line.recordOf(number);
        assertThat(journalHas("HOTLINE_EARLIER", "by=KEY")).isTrue();
    }

    @Test
    @DisplayName("the coordinator is named for help: a lawyer's #0 rings his telephone, and he joins the talk")
    void help() throws Exception {
        choose(choices().put("helpPerson", "coordinator").put("helpNumber", COORDINATORS));
        String number = line.someNumber();
        CallLeg citizen = line.phones().citizen(number).dials("12348").awaitAnswer();
        CallLeg talk = line.someoneRings().ring().accepts();
        talk.awaitAudio(60);
        talk.presses("#0");
        CallLeg coordinator = line.phones().telephone(COORDINATORS).rings().accepts();
        coordinator.awaitAudio(50);
        assertThat(coordinator.packetsLoud()).isPositive();
        citizen.hangsUp();
        coordinator.awaitEnd();
        line.recordOf(number);
        assertThat(journalHas("HOTLINE_SUPERVISED", "by=coordinator;lawyer=")).isTrue();
    }
}
