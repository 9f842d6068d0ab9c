package org.hotline12348.ivr.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.Telephone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A talk that goes on with others: to a lawyer, a centre, a number outside; at once, after a word, as three. Whatever happens,
 * no telephone of a lawyer is ever told the citizen's whole number, in no header of no message.
 */
@Tag("pbx")
class PassedOnTest extends LineStory {

    private CallLeg caller;

    @BeforeEach
    void twoDesks() {
        pbx.deskSeat(1);
        caller = citizen();
    }

    @AfterEach
    void theNumberWasMasked() {
        if (!caller.isOver()) {
            caller.hangsUp();
        }
        for (String desk : List.of("lawyer01", "lawyer05")) {
            assertThat(phones.seenBy(desk))
                    .as("what the telephone of %s was told", desk)
                    .noneMatch(message -> message.contains(number));
        }
    }

    private Telephone second() {
        Telephone second = pbx.deskSeat(5);
        pbx.cli("queue remove member PJSIP/lawyer05 from jiaozuo");
        pbx.cli("database put short 505 lawyer05");
        return second;
    }

    private CallLeg talk() {
        Telephone.Ring ring = phones.telephone("lawyer01").rings();
        assertThat(ring.caller()).isEqualTo("138****" + number.substring(7));
        CallLeg talk = ring.answers();
        talk.awaitAudio(25);
        caller.awaitAudio(25);
        return talk;
    }

    private void asks(CallLeg talk, String keys) {
        talk.presses("#2");
        pause(800);
        talk.presses(keys);
    }

    @Test
    @DisplayName("as three: #2, a word, *3, all hear each other; the first lawyer leaves and the two go on")
    void asThree() {
        Telephone other = second();
        CallLeg talk = talk();
        asks(talk, "505");
        CallLeg colleague = other.rings().answers();
        colleague.awaitAudio(50);
        talk.awaitAudio(50);
        talk.presses("*3");
        caller.awaitAudio(50);
        talk.hangsUp();
        colleague.awaitAudio(50);
        caller.awaitAudio(50);
        assertThat(caller.isOver()).isFalse();
        caller.hangsUp();
        colleague.awaitEnd();
        recorded("as-three").noneMatch(e -> e.startsWith("HOTLINE_VOICEMAIL"));
    }

    @Test
    @DisplayName("after a word: #2, then *2 hands the citizen over")
    void handedOver() {
        Telephone other = second();
        CallLeg talk = talk();
        asks(talk, "505");
        CallLeg colleague = other.rings().answers();
        colleague.awaitAudio(50);
        talk.presses("*2");
        talk.awaitEnd();
        caller.awaitAudio(50);
        colleague.awaitAudio(50);
        caller.hangsUp();
        colleague.awaitEnd();
        recorded("handed-over").contains("HOTLINE_PASSED to=LAWYER;lawyer=lawyer05");
    }

    @Test
    @DisplayName("only a word: #2, then *1; the citizen has his lawyer again")
    void onlyAWord() {
        Telephone other = second();
        CallLeg talk = talk();
        asks(talk, "505");
        CallLeg colleague = other.rings().answers();
        colleague.awaitAudio(50);
        talk.presses("*1");
        colleague.awaitEnd();
        caller.awaitAudio(50);
        talk.awaitAudio(50);
        caller.hangsUp();
        talk.awaitEnd();
        recorded("only-a-word").contains("HOTLINE_PASSED to=LAWYER;lawyer=lawyer05");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        by-the-button-to-a-lawyer | lawyer05    | HOTLINE_PASSED to=LAWYER;lawyer=lawyer05
        by-keys-to-a-lawyer       | 505         | HOTLINE_PASSED to=LAWYER;lawyer=lawyer05
        by-the-button-to-a-centre | county      | HOTLINE_PASSED to=CENTRE;centre=county
        by-keys-to-a-centre       | 20          | HOTLINE_PASSED to=CENTRE;centre=county
        by-keys-outside           | 03912345678 | HOTLINE_PASSED to=OUTSIDE
        """)
    void atOnce(String how, String goal, String told) {
        Telephone other = switch (how.replaceFirst(".*-", "")) {
            case "lawyer" -> second();
            case "centre" -> {
                pbx.cli("database put short 20 county");
                yield pbx.seat(11, "county");
            }
            default -> phones.telephone(goal);
        };
        CallLeg talk = talk();
        if (how.startsWith("by-keys")) {
            talk.presses("#1");
            pause(800);
            talk.presses(goal);
        } else {
            talk.passesOnTo(goal);
        }
        Telephone.Ring ring = other.rings();
        CallLeg colleague = how.endsWith("centre") ? ring.accepts() : ring.answers();
        if (how.endsWith("outside")) {
            assertThat(ring.caller()).as("it sees the hotline").isEqualTo("12348");
        }
        colleague.awaitAudio(60);
        caller.awaitAudio(25);
        caller.hangsUp();
        colleague.awaitEnd();
        recorded("passed-" + how).contains(told);
    }

    @Test
    @DisplayName("after a word outside: the citizen speaks with the authority, which sees the hotline")
    void outsideAfterAWord() {
        CallLeg talk = talk();
        asks(talk, "03912345679");
        Telephone.Ring ring = phones.telephone("03912345679").rings();
        assertThat(ring.caller()).isEqualTo("12348");
        CallLeg outside = ring.answers();
        outside.awaitAudio(50);
        talk.presses("*2");
        talk.awaitEnd();
        caller.awaitAudio(50);
        outside.awaitAudio(25);
        caller.hangsUp();
        outside.awaitEnd();
        recorded("outside-after-a-word").contains("HOTLINE_PASSED to=OUTSIDE");
    }

    @Test
    @DisplayName("a colleague who is asked and is busy: the citizen has his lawyer again")
    void askedInVain() {
        second().always(Telephone.Ring::isBusy);
        CallLeg talk = talk();
        asks(talk, "505");
        phones.telephone("lawyer05").rings();
        caller.awaitAudio(100);
        talk.awaitAudio(25);
        assertThat(talk.isOver()).isFalse();
        caller.hangsUp();
        talk.awaitEnd();
        recorded("asked-in-vain")
                .contains("HOTLINE_PASSED to=LAWYER;lawyer=lawyer05")
                .as("only the citizen was ever in a queue")
                .filteredOn(row -> row.startsWith("HOTLINE_QUEUED"))
                .hasSize(1);
    }

    @Test
    @DisplayName(
            "handed over while the colleague's telephone still rings, and he declines: the citizen is at the front again")
    void handedOverInVain() {
        Telephone other = second();
        CallLeg talk = talk();
        asks(talk, "505");
        Telephone.Ring ring = other.rings();
        talk.presses("*2");
        talk.awaitEnd();
        ring.declines();
        phones.telephone("lawyer01").rings().answers().awaitAudio(25);
        assertThat(caller.isOver()).isFalse();
        caller.hangsUp();
        recorded("handed-over-in-vain").anyMatch(row -> row.startsWith("HOTLINE_PASSED to=BACK"));
    }
}
