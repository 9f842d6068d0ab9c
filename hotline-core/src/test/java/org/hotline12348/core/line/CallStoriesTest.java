package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a citizen who dials 12348, and what the log says of it afterwards. */
@Tag("pbx")
class CallStoriesTest {
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
    @DisplayName("a lawyer on duty answers; both talk; the log says so to the second")
    void answered() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        var rang = line.someoneRings();
        CallLeg lawyer = rang.ring().accepts();
        caller.awaitAudio(50);
        lawyer.awaitAudio(50);
        caller.hangsUp();
        lawyer.awaitEnd();

        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(line.onDuty()).contains(entry.path("lawyer").asText());
        assertThat(entry.path("lawyer").asText()).isEqualTo(rang.lawyer());
        assertThat(entry.path("caller").path("masked").asText()).startsWith("138****");
        assertThat(entry.path("channel").asText()).isEqualTo("PHONE");
        // The lawyer's leg also holds the question to press 1, so it is somewhat longer than the talk.
        assertThat(entry.path("talkSeconds").asLong())
                .isBetween(0L, lawyer.talked().toSeconds() + 1);
        assertThat(entry.path("waitSeconds").asLong()
                        + entry.path("talkSeconds").asLong())
                .isBetween(caller.talked().toSeconds() - 2, caller.talked().toSeconds() + 2);
    }

    @Test
    @DisplayName("the first lawyer does not answer, the second does")
    void theSecondAnswers() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        var first = line.someoneRings();
        var second = line.someoneRings();
        assertThat(second.lawyer()).isNotEqualTo(first.lawyer());
        CallLeg lawyer = second.ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("lawyer").asText()).isEqualTo(second.lawyer());
    }

    @Test
    @DisplayName("a mobile that answers without pressing 1 does not count; the next lawyer gets the call")
    void aMobileWithoutOne() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        var first = line.someoneRings();
        first.ring().answers();
        var second = line.someoneRings();
        assertThat(second.lawyer()).isNotEqualTo(first.lawyer());
        CallLeg lawyer = second.ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("lawyer").asText()).isEqualTo(second.lawyer());
    }

    @Test
    @DisplayName("nobody answers: the citizen leaves a message")
    void nobodyAnswers() throws Exception {
        line.phones().forget();
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348").awaitAnswer();
        line.until("the citizen is asked for a message", () -> liveState(number).equals("LEAVING_MESSAGE"));
        // The exchange is silent while it records: the citizen speaks for a while.
        Thread.sleep(Duration.ofSeconds(3));
        caller.hangsUp();
        assertThat(line.recordOf(number).path("outcome").asText()).isEqualTo("VOICEMAIL");
    }

    @Test
    @DisplayName("the citizen hangs up in the welcome")
    void hangsUpInTheWelcome() {
        String number = line.someNumber();
        line.phones().citizen(number).dials("12348").awaitAnswer().hangsUp();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ABANDONED");
        assertThat(entry.path("lawyer").isNull()).isTrue();
    }

    @Test
    @DisplayName("the citizen hangs up while a lawyer's telephone rings")
    void hangsUpWhileItRings() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        var rang = line.someoneRings();
        caller.awaitAnswer().hangsUp();
        rang.ring().leg().awaitEnd();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ABANDONED");
    }

    @Test
    @DisplayName("two citizens at once go to two lawyers; a third waits, and is served when one is free")
    void aThirdWaits() throws Exception {
        List<String> numbers = List.of(line.someNumber(), line.someNumber(), line.someNumber());
        CallLeg first = line.phones().citizen(numbers.get(0)).dials("12348");
        var one = line.someoneRings();
        // Only now, so that it is known whose lawyer is whose.
        CallLeg second = line.phones().citizen(numbers.get(1)).dials("12348");
        CallLeg firstLawyer = one.ring().accepts();
        var two = line.someoneRings();
        CallLeg secondLawyer = two.ring().accepts();
        assertThat(Set.of(one.lawyer(), two.lawyer())).hasSize(2);

        CallLeg third = line.phones().citizen(numbers.get(2)).dials("12348").awaitAnswer();
        line.until("the third waits", () -> liveState(numbers.get(2)).equals("WAITING"));
        firstLawyer.hangsUp();
        var again = line.someoneRings();
        CallLeg thirdLawyer = again.ring().accepts();
        third.awaitAudio(25);
        third.hangsUp();
        thirdLawyer.awaitEnd();
        second.hangsUp();
        secondLawyer.awaitEnd();
        first.awaitEnd();
        for (String number : numbers) {
            assertThat(line.recordOf(number).path("outcome").asText()).isEqualTo("ANSWERED");
        }
        assertThat(line.recordOf(numbers.get(2)).path("lawyer").asText()).isEqualTo(again.lawyer());
    }

    @Test
    @DisplayName("a citizen gives up in the queue while both lawyers talk")
    void hangsUpInTheQueue() throws Exception {
        CallLeg first = line.phones().citizen(line.someNumber()).dials("12348");
        CallLeg second = line.phones().citizen(line.someNumber()).dials("12348");
        line.someoneRings().ring().accepts();
        line.someoneRings().ring().accepts();
        String number = line.someNumber();
        CallLeg third = line.phones().citizen(number).dials("12348").awaitAnswer();
        line.until("the third waits", () -> liveState(number).equals("WAITING"));
        third.hangsUp();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ABANDONED");
        first.awaitAnswer().hangsUp();
        second.awaitAnswer().hangsUp();
    }

    @Test
    @DisplayName("the lawyer hangs up first, the citizen rates with 5")
    void rates() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(25);
        lawyer.hangsUp();
        line.until("the citizen is asked to rate", () -> liveState(number).equals("RATING"));
        caller.presses("5");
        caller.awaitEnd();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("rating").asInt()).isEqualTo(5);
    }

    @Test
    @DisplayName("a lawyer on duty dials the hotline from his mobile, presses *12 and has signed in to his duty")
    void signsInByTelephone() {
        String lawyer = line.onDuty().getFirst();
        line.hasNotSignedIn(lawyer);
        assertThat(line.hasSignedIn(lawyer)).isFalse();
        CallLeg call = line.phones()
                .citizen(line.phoneOf(lawyer).number())
                .dials("12348")
                .awaitAnswer();
        call.awaitAudio(1);
        call.presses("*12");
        call.awaitEnd();
        line.until("he is there, says the roster", () -> line.hasSignedIn(lawyer));
    }

    @Test
    @DisplayName("the citizen refuses to be recorded with 9 and is served all the same")
    void refusesTheRecording() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348").awaitAnswer();
        caller.awaitAudio(5);
        caller.presses("9");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("recordingRefused").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("a caller without a number is served and logged")
    void anonymous() throws Exception {
        int before = entries();
        CallLeg caller = line.phones().citizen("anonymous").dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        line.until("one more record", () -> entries() == before + 1);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a hostile caller id harms nobody")
    @ValueSource(
            strings = {
                "\"Robert\\\"); DROP TABLE calls;--\" <sip:1'drop@127.0.0.2>",
                "\"${SHELL(id)} ${CHANNEL}\" <sip:%24%7BEPOCH%7D@127.0.0.2>",
                "\"back\\\\slash\" <sip:a%5Cb@127.0.0.2>",
                "\"line%0D%0ABreak: yes\" <sip:13800%0D%0A138@127.0.0.2>",
                "<sip:12345678901234567890123456789012345678901234567890123456789012345678901234567890"
                        + "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
                        + "1234567890123456789012345678901234567890@127.0.0.2>"
            })
    void hostileCallerIds(String from) throws Exception {
        int before = entries();
        CallLeg caller = line.phones().citizenWithFrom(from).dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        line.until("one more record", () -> entries() == before + 1);
    }

    @Test
    @DisplayName("closed at night: the citizen hears so, nobody rings")
    void closedAtNight() {
        line.itIs(LocalDateTime.of(2026, 11, 25, 3, 0));
        assertThat(closedCall()).isEqualTo("CLOSED_HOURS");
    }

    @Test
    @DisplayName("closed on National Day")
    void closedOnAHoliday() {
        line.itIs(LocalDateTime.of(2026, 10, 1, 10, 0));
        assertThat(closedCall()).isEqualTo("CLOSED_HOLIDAY");
    }

    @Test
    @DisplayName("open on a make-up Saturday")
    void openOnAMakeUpSaturday() throws Exception {
        line.itIs(LocalDateTime.of(2026, 10, 10, 10, 0));
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        CallLeg lawyer = line.someoneRings().ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        assertThat(line.recordOf(number).path("outcome").asText()).isEqualTo("ANSWERED");
    }

    @Test
    @DisplayName("the service dies while they talk: the talk goes on, and is logged once")
    void theServiceDiesInATalk() throws Exception {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        var rang = line.someoneRings();
        CallLeg lawyer = rang.ring().accepts();
        caller.awaitAudio(25);
        line.serviceDies();
        caller.awaitAudio(50);
        lawyer.awaitAudio(50);
        caller.hangsUp();
        lawyer.awaitEnd();
        line.serviceComesBack();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("lawyer").asText()).isEqualTo(rang.lawyer());
    }

    @Test
    @DisplayName("the service is dead when a call comes: a lawyer answers, and the log has it afterwards")
    void theServiceIsDead() throws Exception {
        line.serviceDies();
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348");
        var rang = line.someoneRings();
        CallLeg lawyer = rang.ring().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        line.serviceComesBack();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("lawyer").asText()).isEqualTo(rang.lawyer());
    }

    private String closedCall() {
        String number = line.someNumber();
        CallLeg caller = line.phones().citizen(number).dials("12348").awaitAnswer();
        caller.awaitAudio(25);
        caller.hangsUp();
        return line.recordOf(number).path("outcome").asText();
    }

    private static String liveState(String number) {
        JsonNode live = line.api()
                .get("/consultations", java.util.Map.of("centre", WholeLine.CENTRE, "caller", number))
                .path("items");
        return live.isEmpty() ? "" : live.get(0).path("live").asText("");
    }

    private static int entries() {
        return line.api()
                .get("/consultations", java.util.Map.of("centre", WholeLine.CENTRE, "limit", "200"))
                .path("items")
                .size();
    }
}
