package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.Telephone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A citizen is owed a call: from the list over the real exchange to his telephone, and back to the list. */
@Tag("pbx")
class CallbackStoryTest {

    private static WholeLine line;
    private String lawyer;
    private String number;

    @BeforeAll
    static void start() {
        line = WholeLine.shared();
    }

    @BeforeEach
    void someoneOnDuty() {
        line.quiet();
        lawyer = line.onDuty().getFirst();
        number = line.someNumber();
        line.until("a lawyer is ready", () -> line.seatIsUp(lawyer));
    }

    @AfterEach
    void outsideIsOpen() {
        line.said("database del outside off");
    }

    private static ObjectNode json() {
        return new ObjectMapper().createObjectNode();
    }

    /** The coordinator enters the number and has the lawyer's telephone rung. */
    private String callsBack() {
        Duration limit = Duration.ofSeconds(10);
        String id = line.api()
                .post("/callbacks", json().put("number", number), limit)
                .path("id")
                .asText();
        line.api().post("/callbacks/" + id + "/call", json().put("lawyer", lawyer), limit);
        return id;
    }

    private static JsonNode callback(String id) {
        return line.api().get("/callbacks/" + id, Map.of());
    }

    @Test
    @DisplayName("the lawyer first; then the citizen, who sees the hotline, and they talk; the list is done with it")
    void answered() throws Exception {
        Telephone citizens = line.phones().telephone(number);
        String id = callsBack();
        WholeLine.Rang rang = line.someoneRings();
        assertThat(rang.lawyer()).isEqualTo(lawyer);
        assertThat(citizens.allRings()).as("not before he has pressed 1").isEmpty();
        CallLeg talk = rang.ring().accepts();
        Telephone.Ring ring = citizens.rings();
        assertThat(ring.caller()).isEqualTo("12348");
        CallLeg citizen = ring.answers();
        citizen.awaitAudio(60);
        talk.awaitAudio(25);
        citizen.hangsUp();
        line.until(
                "the list is done with it",
                () -> callback(id).path("state").asText().equals("CLOSED"));
        assertThat(callback(id).path("ending").asText()).isEqualTo("SPOKEN");
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("lawyer").asText()).isEqualTo(lawyer);
        assertThat(entry.path("caller").path("masked").asText()).isEqualTo("138****" + number.substring(7));
    }

    @ParameterizedTest(name = "{0}: {1}, {2} attempts left")
    @CsvSource(delimiter = '|', textBlock = """
        the citizen is busy        | NOT_REACHED     | 2 | a quarter of an hour later
        the citizen declines       | NOT_REACHED     | 2 | a quarter of an hour later
        the citizen does not answer | NOT_REACHED    | 2 | a quarter of an hour later
        the lawyer is busy         | LAWYER_DECLINED | 3 | a minute later, the citizen never rang
        the switch is off          | NOT_NOW         | 3 | told at once, no attempt
        """)
    void inVain(String what, String result, int left, String why) throws Exception {
        Telephone citizens = line.phones().telephone(number);
        switch (what) {
            case "the citizen is busy" -> citizens.always(Telephone.Ring::isBusy);
            case "the citizen declines" -> citizens.always(Telephone.Ring::declines);
            case "the switch is off" -> line.said("database put outside off 1");
            default -> {
                // Nobody picks up.
            }
        }
        String id = callsBack();
        Telephone.Ring ring = line.someoneRings().ring();
        if (what.equals("the lawyer is busy")) {
            ring.isBusy();
        } else {
            ring.accepts();
        }
        line.until(
                "the attempt is over", () -> callback(id).path("state").asText().equals("WAITING"));
        JsonNode after = callback(id);
        assertThat(after.path("attempts").path(0).path("result").asText())
                .as(why)
                .isEqualTo(result);
        assertThat(after.path("attemptsLeft").asInt()).as(why).isEqualTo(left);
        assertThat(after.path("due").asBoolean()).as(why).isFalse();
        assertThat(citizens.allRings().isEmpty()).as(why).isEqualTo(!result.equals("NOT_REACHED"));
    }
}
