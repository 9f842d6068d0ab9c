package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lawyer says at his desk or by his telephone's keys that he is away: one truth, the last word. */
@Tag("pbx")
class StatusStoryTest {

    private static WholeLine line;
    private String anna;
    private String boris;

    @BeforeAll
    static void start() {
        line = WholeLine.shared();
    }

    @BeforeEach
    void twoLawyersOnDuty() {
        line.quiet();
        List<String> duty = line.onDuty();
        anna = duty.getFirst();
        boris = duty.getLast();
        line.until("both are ready", () -> line.seatIsUp(anna) && line.seatIsUp(boris));
    }

    @AfterEach
    void bothAreReadyAgain() {
        says(anna, "READY", true);
        says(boris, "READY", true);
        line.until("both are ready", () -> line.seatIsUp(anna) && line.seatIsUp(boris));
    }

    /** From his own mobile he dials the hotline and presses the code in the welcome. */
    private static void presses(String lawyer, String code) {
        CallLeg mobile = line.phones()
                .citizen(line.phoneOf(lawyer).number())
                .dials("12348")
                .awaitAnswer()
                .awaitAudio(1);
        mobile.presses(code);
        mobile.awaitEnd();
    }

    private JsonNode says(String lawyer, String status, boolean anyway) {
        try (ApiClient his = client(lawyer)) {
            ObjectNode body = new ObjectMapper().createObjectNode();
            return his.put("/me/status", body.put("status", status).put("anyway", anyway), Duration.ofSeconds(10));
        }
    }

    private static JsonNode status(String lawyer) {
        try (ApiClient his = client(lawyer)) {
            return his.get("/me/status", Map.of());
        }
    }

    private static ApiClient client(String lawyer) {
        ApiClient his = new ApiClient(URI.create(line.hotline().ready().http()));
        his.signIn(lawyer, line.password());
        return his;
    }

    private static JsonNode seat(String lawyer) {
        for (JsonNode seat :
                line.api().get("/duty", Map.of("centre", WholeLine.CENTRE)).path("seats")) {
            if (seat.path("lawyer").path("id").asText().equals(lawyer)) {
                return seat;
            }
        }
        throw new IllegalStateException(lawyer + " is not on duty");
    }

    private static void awaitSeat(String lawyer, String state) {
        line.until(
                lawyer + " is " + state,
                () -> seat(lawyer).path("state").asText().equals(state));
    }

    private static boolean pausedAs(String lawyer, String reason) {
        return line.said("queue show " + WholeLine.CENTRE).stream()
                .anyMatch(said -> said.contains(lawyer) && said.contains("paused:" + reason));
    }

    private static long warnings() {
        try {
            return Files.readAllLines(Path.of(line.hotline().ready().paths().get("journal"))).stream()
                    .filter(row -> row.contains("HOTLINE_SEATS") && row.contains("working=0"))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    @DisplayName("*15 by telephone stands at the desk and on the wall with reason and since; the desk ends it")
    void byTelephoneThenAtTheDesk() {
        presses(anna, "*15");
        awaitSeat(anna, "BREAK");
        JsonNode own = status(anna);
        assertThat(own.path("status").asText()).isEqualTo("BREAK");
        assertThat(seat(anna).path("since").asText())
                .isEqualTo(own.path("since").asText());
        says(anna, "READY", false);
        line.until("the exchange rings her again", () -> !pausedAs(anna, "BREAK"));
    }

    @Test
    @DisplayName("a meeting set at the desk is what *14 by telephone ends")
    void atTheDeskThenByTelephone() {
        says(anna, "MEETING", false);
        line.until("the exchange knows", () -> pausedAs(anna, "MEETING"));
        presses(anna, "*14");
        awaitSeat(anna, "READY");
        assertThat(status(anna).path("status").asText()).isEqualTo("READY");
        assertThat(pausedAs(anna, "MEETING")).isFalse();
    }

    @Test
    @DisplayName("said by keys while the service is dead: it knows since when; ended by keys while it is dead: over")
    void whileTheServiceIsDead() {
        says(boris, "MEETING", false);
        line.until("the exchange knows", () -> pausedAs(boris, "MEETING"));
        line.serviceDies();
        presses(anna, "*16");
        presses(boris, "*14");
        line.serviceComesBack();
        awaitSeat(anna, "VISITOR");
        awaitSeat(boris, "READY");
        assertThat(pausedAs(anna, "VISITOR")).isTrue();
        assertThat(pausedAs(boris, "MEETING")).isFalse();
    }

    @Test
    @DisplayName("one on a break by keys, the other asks at the desk: warned; and the other way round, too")
    void neverBothWithoutAWarning() {
        presses(anna, "*15");
        awaitSeat(anna, "BREAK");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> says(boris, "BREAK", false))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("No colleague on duty is ready");
        says(anna, "READY", false);
        says(boris, "VISITOR", false);
        line.until("the exchange knows", () -> pausedAs(boris, "VISITOR"));
        long before = warnings();
        presses(anna, "*17");
        line.until("she was told that nobody is left", () -> warnings() == before + 1);
    }
}
