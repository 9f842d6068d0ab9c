package org.hotline12348.ivr.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.Supervision;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a lawyer does with his telephone, and who may come into his talk; without a service. */
@Tag("pbx")
class LawyersTelephoneTest extends LineStory {

    private static SippPhones.Desk desk(int lawyer) {
        return phones.desk("lawyer%02d".formatted(lawyer), TestPbx.password(lawyer));
    }

    /** A citizen talks with lawyer 1 at his desk. */
    private CallLeg talk(CallLeg caller) {
        CallLeg talk = phones.telephone("lawyer01").rings().answers();
        caller.awaitAudio(25);
        talk.awaitAudio(25);
        return talk;
    }

    @Test
    @DisplayName("a desk telephone that registered is rung without a key, and both hear each other")
    void deskTelephone() {
        pbx.deskSeat(1);
        var caller = citizen();
        var talk = talk(caller);
        caller.hangsUp();
        talk.awaitEnd();
        recorded("desk-telephone").contains("HOTLINE_QUEUED queue=jiaozuo");
        assertThat(pbx.call(number))
                .anyMatch(row -> row.startsWith("\"BRIDGE_ENTER\"") && row.contains("PJSIP/lawyer01-"));
    }

    // --- star codes

    @ParameterizedTest(name = "*{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    15 | BREAK      | paused:BREAK
                    16 | VISITOR    | paused:VISITOR
                    17 | MEETING    | paused:MEETING
                    18 | WRAP_UP    | paused:WRAP_UP
                    13 | SIGNED_OUT | paused:SIGNED_OUT
                    """)
    void starCodes(String code, String state, String shown) {
        pbx.deskSeat(1);
        desk(1).dials("*" + code).awaitAnswer().awaitEnd();
        awaitJournal("HOTLINE_STATUS lawyer=lawyer01;state=%s;seated=1".formatted(state));
        assertThat(pbx.cli("queue show jiaozuo")).contains(shown);
        desk(1).dials("*14").awaitAnswer().awaitEnd();
        assertThat(pbx.cli("queue show jiaozuo")).doesNotContain("paused:");
    }

    @Test
    @DisplayName("the last one who goes on a break is warned, and the record knows that nobody is left")
    void nobodyLeft() {
        pbx.deskSeat(1);
        pbx.deskSeat(2);
        desk(1).dials("*15").awaitAnswer().awaitEnd();
        awaitJournal("HOTLINE_SEATS queue=jiaozuo;working=1");
        desk(2).dials("*15").awaitAnswer().awaitEnd();
        awaitJournal("HOTLINE_SEATS queue=jiaozuo;working=0");
    }

    @Test
    @DisplayName("from the mobile: he dials the hotline and presses *12 in the welcome; others' keys do nothing")
    void starCodeFromAMobile() {
        pbx.seat(1);
        pbx.cli("queue pause member Local/lawyer01@lawyer/n queue jiaozuo reason SIGNED_OUT");
        pbx.cli("database put mobile 13900000001 lawyer01");
        CallLeg stranger = citizen().awaitAnswer().awaitAudio(1);
        stranger.presses("*12");
        awaitEvent("HOTLINE_QUEUED");
        stranger.hangsUp();
        assertThat(pbx.cli("queue show jiaozuo")).contains("paused:SIGNED_OUT");
        number = "13900000001";
        CallLeg lawyer = citizen().awaitAnswer().awaitAudio(1);
        lawyer.presses("*12");
        lawyer.awaitEnd();
        recorded("star-code-from-a-mobile")
                .contains("HOTLINE_STATUS lawyer=lawyer01;state=SIGNED_IN;seated=1")
                .noneMatch(e -> e.startsWith("HOTLINE_QUEUED"));
        assertThat(pbx.cli("queue show jiaozuo")).doesNotContain("paused:");
    }

    // --- passing on

    @Test
    @DisplayName("passed on to another lawyer by the telephone's button; then the citizen rates")
    void passedToALawyer() {
        pbx.deskSeat(1);
        pbx.cli("database put phone lawyer05 \"mobile|13900000005\"");
        Telephone other = phones.telephone("13900000005");
        var caller = citizen();
        talk(caller).passesOnTo("lawyer05");
        CallLeg second = other.rings().accepts();
        second.awaitAudio(50);
        caller.awaitAudio(25);
        second.hangsUp();
        pause(800);
        caller.presses("4");
        caller.awaitEnd();
        recorded("passed-to-a-lawyer")
                .contains("HOTLINE_PASSED to=LAWYER;lawyer=lawyer05", "HOTLINE_ACCEPTED lawyer=lawyer05")
                .contains("HOTLINE_RATING value=4");
    }

    @Test
    @DisplayName("passed on to one who does not answer: back at the front of the queue")
    void passedToNobody() {
        Telephone first = pbx.deskSeat(1);
        pbx.cli("database put phone lawyer05 \"mobile|13900000005\"");
        phones.telephone("13900000005").always(Telephone.Ring::isBusy);
        var caller = citizen();
        talk(caller).passesOnTo("lawyer05");
        CallLeg again = first.rings().answers();
        again.awaitAudio(25);
        caller.hangsUp();
        again.awaitEnd();
        recorded("passed-to-nobody")
                .anyMatch(e -> e.startsWith("HOTLINE_PASSED to=BACK"))
                .filteredOn(e -> e.startsWith("HOTLINE_QUEUED"))
                .hasSize(2);
    }

    @Test
    @DisplayName("passed on to a number outside: it sees the hotline")
    void passedOutside() {
        pbx.deskSeat(1);
        var caller = citizen();
        talk(caller).passesOnTo("03912345678");
        var ring = phones.telephone("03912345678").rings();
        assertThat(ring.caller()).isEqualTo("12348");
        CallLeg outside = ring.answers();
        outside.awaitAudio(25);
        caller.hangsUp();
        outside.awaitEnd();
        recorded("passed-outside").contains("HOTLINE_PASSED to=OUTSIDE");
    }

    @Test
    @DisplayName("a number abroad is not dialled: the citizen comes back to the queue")
    void notPassedAbroad() {
        Telephone first = pbx.deskSeat(1);
        var caller = citizen();
        talk(caller).passesOnTo("0014155550100");
        CallLeg again = first.rings().answers();
        again.awaitAudio(25);
        caller.hangsUp();
        recorded("not-passed-abroad").contains("HOTLINE_OUTSIDE_REFUSED reason=NUMBER");
        assertThat(phones.telephone("0014155550100").allRings()).isEmpty();
    }

    @Test
    @DisplayName("from a mobile by keys: #2, the colleague's short number, a word with him, then the citizen has him")
    void attendedByKeys() {
        Telephone lawyer = pbx.seat(1);
        pbx.cli("database put phone lawyer05 \"mobile|13900000005\"");
        pbx.cli("database put short 505 lawyer05");
        Telephone other = phones.telephone("13900000005");
        var caller = citizen();
        CallLeg talk = lawyer.rings().accepts();
        talk.awaitAudio(60);
        talk.presses("#2");
        pause(800);
        talk.presses("505");
        CallLeg second = other.rings().accepts();
        second.awaitAudio(60);
        talk.hangsUp();
        second.awaitAudio(60);
        caller.awaitAudio(25);
        caller.hangsUp();
        second.awaitEnd();
        recorded("attended-by-keys").contains("HOTLINE_ACCEPTED lawyer=lawyer05");
        assertThat(pbx.call(number)).anyMatch(row -> row.startsWith("\"ATTENDEDTRANSFER\""));
    }

    @Test
    @DisplayName("a citizen's #1 passes nothing on")
    void citizensKeys() {
        pbx.deskSeat(1);
        var caller = citizen();
        CallLeg talk = talk(caller);
        caller.presses("#103912345678");
        talk.awaitAudio(100);
        assertThat(talk.isOver()).isFalse();
        assertThat(phones.telephone("03912345678").allRings()).isEmpty();
        caller.hangsUp();
        recorded("citizens-keys").noneMatch(e -> e.startsWith("HOTLINE_PASSED"));
    }

    // --- who comes into a talk

    @Test
    @DisplayName("#0 rings the coordinator, who joins the talk")
    void callForHelp() {
        pbx.seat(1);
        pbx.cli("database put phone coordinator \"mobile|13900000040\"");
        pbx.cli("database put help jiaozuo coordinator");
        var caller = citizen();
        CallLeg talk = phones.telephone("13900000001").rings().accepts();
        talk.awaitAudio(60);
        talk.presses("#0");
        CallLeg coordinator = phones.telephone("13900000040").rings().accepts();
        awaitJournal("HOTLINE_SUPERVISED by=coordinator;lawyer=lawyer01;mode=BARGE");
        coordinator.awaitAudio(50);
        assertThat(coordinator.packetsLoud()).isPositive();
        caller.hangsUp();
        talk.awaitEnd();
        coordinator.awaitEnd();
        recorded("call-for-help").contains("HOTLINE_HELP lawyer=lawyer01;centre=jiaozuo");
    }

    @ParameterizedTest
    @CsvSource({"LISTEN", "WHISPER", "BARGE"})
    void supervision(Supervision.Mode mode) throws Exception {
        pbx.deskSeat(1);
        pbx.cli("database put phone coordinator \"mobile|13900000040\"");
        var caller = citizen();
        CallLeg talk = talk(caller);
        var order = pbx.line().supervise(new Supervision("coordinator", "lawyer01", mode, "12348"));
        CallLeg supervisor = phones.telephone("13900000040").rings().accepts();
        assertThat(order.await(20, TimeUnit.SECONDS)).isTrue();
        awaitJournal("HOTLINE_SUPERVISED by=coordinator;lawyer=lawyer01;mode=" + mode);
        supervisor.awaitAudio(50);
        assertThat(supervisor.packetsLoud()).as("he hears them").isPositive();
        assertThat(talk.isOver()).isFalse();
        caller.hangsUp();
        talk.awaitEnd();
        supervisor.awaitEnd();
        assertThat(supervisor.endedByUs()).as("it ends with the talk").isFalse();
    }

    // --- callbacks

    private boolean callsBack(String id, String goal) throws Exception {
        return pbx.line()
                .callOut(new CallOut(id, "jiaozuo", "lawyer05", goal, "12348", 10))
                .await(30, TimeUnit.SECONDS);
    }

    private Telephone lawyerWithMobile() {
        pbx.cli("database put phone lawyer05 \"mobile|13900000005\"");
        return phones.telephone("13900000005").acceptsAndTalks(Duration.ofSeconds(60));
    }

    @Test
    @DisplayName("a callback: the lawyer first, then the citizen, who sees the hotline, hears the notice and talks")
    void calledBack() throws Exception {
        Telephone lawyer = lawyerWithMobile();
        Telephone citizen = phones.telephone(number);
        assertThat(callsBack("callback-7", number)).isTrue();
        var ring = citizen.rings();
        assertThat(ring.caller()).isEqualTo("12348");
        assertThat(lawyer.rings().at()).isBefore(ring.at());
        CallLeg leg = ring.answers();
        leg.awaitAudio(60);
        leg.hangsUp();
        awaitJournal("HOTLINE_CALLBACK_END id=callback-7;status=ANSWER");
        assertThat(TestPbx.events(pbx.journal("callback-7")))
                .contains("HOTLINE_CALLBACK_OUT id=callback-7;centre=jiaozuo;line=12348;lawyer=lawyer05;number="
                        + number);
        keep("called-back", "callback-7");
    }

    @Test
    @DisplayName("a callback that nobody answers is told so to the lawyer, and stands in the journal")
    void calledBackInVain() throws Exception {
        lawyerWithMobile();
        phones.telephone(number).always(Telephone.Ring::isBusy);
        assertThat(callsBack("callback-8", number)).isTrue();
        awaitJournal("HOTLINE_CALLBACK_END id=callback-8;status=BUSY");
        keep("called-back-in-vain", "callback-8");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    0014155550100 | NUMBER
                    13812345678   | A_DAY_EACH
                    13812345679   | A_DAY
                    13812345670   | AT_ONCE
                    """)
    void notDialled(String goal, String reason) throws Exception {
        lawyerWithMobile();
        long day = (java.time.Instant.now().getEpochSecond() + 28800) / 86400;
        switch (reason) {
            case "A_DAY_EACH" -> pbx.cli("database put outside-day each/%s 8".formatted(goal));
            case "A_DAY" -> pbx.cli("database put outside-day all 500");
            case "AT_ONCE" -> pbx.cli("dialplan set global OUTSIDE_AT_ONCE 0");
            default -> {
                // The number itself is not on the list.
            }
        }
        pbx.cli("database put outside-day day " + day);
        String id = "callback-" + reason;
        assertThat(callsBack(id, goal)).isTrue();
        awaitJournal("HOTLINE_CALLBACK_END id=%s;status=REFUSED;reason=%s".formatted(id, reason));
        pbx.cli("dialplan set global OUTSIDE_AT_ONCE 8");
        awaitJournal("HOTLINE_OUTSIDE_REFUSED reason=" + reason);
        assertThat(phones.telephone(goal).allRings()).isEmpty();
    }

    @Test
    @DisplayName("the switch: nothing is dialled outside any more")
    void outsideOff() throws Exception {
        lawyerWithMobile();
        pbx.cli("database put outside off 1");
        assertThat(callsBack("callback-off", number)).isTrue();
        awaitJournal("HOTLINE_CALLBACK_END id=callback-off;status=REFUSED");
        assertThat(phones.telephone(number).allRings()).isEmpty();
    }

    /** With -Drecord=DIR the journal rows of the call that holds this text are kept as NAME.csv. */
    private static void keep(String name, String text) {
        await(
                "the end of " + text,
                () -> linked(text)
                        .map(id -> pbx.journal(id).stream().anyMatch(row -> row.startsWith("\"LINKEDID_END\"")))
                        .orElse(false));
        recordedRows(name, pbx.journal(linked(text).orElseThrow()));
    }

    private static Optional<String> linked(String text) {
        return pbx.journal(text).stream().findFirst().map(row -> "\"" + row.split("\",\"")[5] + "\"");
    }
}
