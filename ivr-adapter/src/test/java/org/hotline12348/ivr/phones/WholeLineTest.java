package org.hotline12348.ivr.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.Telephone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line by itself: a real PBX, no service. Seats and hours are put into it by hand. */
@Tag("pbx")
class WholeLineTest extends LineStory {
    // --- answered

    @Test
    @DisplayName("a citizen dials 12348, a lawyer's mobile presses 1, both hear each other, the citizen hangs up")
    void answered() throws IOException {
        var lawyer = pbx.seat(1);
        var caller = citizen();
        var ring = lawyer.rings();
        assertThat(ring.caller()).as("the lawyer's mobile shows the hotline").isEqualTo("12348");
        var talk = ring.accepts();
        caller.awaitAudio(60);
        talk.awaitAudio(60);
        assertThat(caller.packetsLoud()).isPositive();
        caller.hangsUp();
        talk.awaitEnd();
        recorded("answered").contains("HOTLINE_ACCEPTED lawyer=lawyer01").noneMatch(e -> e.contains("VOICEMAIL"));
        String file = TestPbx.events(pbx.call(number)).stream()
                .filter(e -> e.startsWith("HOTLINE_RECORDING"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*file=", "");
        assertThat(Files.size(pbx.asterisk().paths().recordings().resolve(file)))
                .as("a second or more of 16 bit audio at 8 kHz")
                .isGreaterThan(16000);
    }

    @Test
    @DisplayName("the lawyer hangs up first: the citizen is asked to rate, and presses 5")
    void rated() {
        var lawyer = pbx.seat(1);
        var caller = citizen();
        var talk = lawyer.rings().accepts();
        talk.awaitAudio(60);
        talk.hangsUp();
        awaitEvent("HOTLINE_QUEUE_LEFT status=CONTINUE");
        pause(200);
        caller.presses("5");
        caller.awaitEnd();
        assertThat(caller.endedByUs()).isFalse();
        recorded("rated").contains("HOTLINE_QUEUE_LEFT status=CONTINUE;queue=jiaozuo", "HOTLINE_RATING value=5");
    }

    @Test
    @DisplayName("a rating of 7 is refused, then 3 is taken")
    void ratedAfterAWrongKey() {
        var lawyer = pbx.seat(1);
        var caller = citizen();
        var talk = lawyer.rings().accepts();
        talk.awaitAudio(60);
        talk.hangsUp();
        awaitEvent("HOTLINE_QUEUE_LEFT status=CONTINUE");
        pause(200);
        caller.presses("7");
        pause(1200);
        caller.presses("3");
        caller.awaitEnd();
        recorded("rated-after-a-wrong-key").contains("HOTLINE_RATING value=3");
    }

    @Test
    @DisplayName("the mobile's keys by SIP INFO are heard too")
    void acceptedByInfo() {
        var lawyer = pbx.seat(1);
        var caller = citizen();
        var talk = lawyer.rings().answers();
        talk.awaitAudio(1);
        talk.pressesByInfo("1");
        talk.awaitAudio(60);
        caller.hangsUp();
        recorded("accepted-by-info").contains("HOTLINE_ACCEPTED lawyer=lawyer01");
    }

    // --- changes

    @Test
    @DisplayName(
            "a new centre and its number are taken up, and given up again, while one citizen talks and another waits")
    void aNewCentre() {
        var lawyer = pbx.seat(1);
        var talking = citizen();
        var talk = lawyer.rings().accepts();
        talk.awaitAudio(60);
        String waits = anotherNumber();
        var waiting = phones.citizen(waits).dials("12348");
        awaitEvent(waits, "HOTLINE_QUEUED");
        EmbeddedAsterisk exchange = pbx.asterisk();
        PbxSettings before = exchange.settings();
        try {
            List<PbxSettings.Centre> more = new ArrayList<>(before.centres());
            more.add(new PbxSettings.Centre("newtown", "新城法律援助中心", "New Town"));
            assertThat(exchange.serve(Map.of("12348", "jiaozuo", "12349", "newtown"), more))
                    .as("the exchange says that it knows them")
                    .isTrue();
            String arrives = anotherNumber();
            var third = phones.citizen(arrives).dials("12349");
            awaitEvent(arrives, "HOTLINE_ARRIVED centre=newtown;line=12349");
            third.hangsUp();
        } finally {
            assertThat(exchange.serve(before.lines(), before.centres())).isTrue();
        }
        phones.citizen(anotherNumber()).dials("12349").awaitEnd();
        long heard = talking.packetsLoud();
        await("the lawyer is still heard", () -> talking.packetsLoud() > heard + 20);
        talking.hangsUp();
        talk.awaitEnd();
        lawyer.rings().accepts().awaitAudio(60);
        waiting.hangsUp();
        recorded("a-new-centre").noneMatch(event -> event.contains("QUEUE_LEFT status=LEAVE"));
    }

    // --- the other lawyer

    @ParameterizedTest(name = "the first lawyer''s mobile {0}: the second one''s rings")
    @CsvSource(delimiter = '|', textBlock = """
                    rings out              | NOANSWER
                    is busy                | BUSY
                    declines               | CHANUNAVAIL
                    is unreachable         | NOANSWER
                    answers without key    | NOT_ACCEPTED
                    answers and hangs up   | ANY
                    """)
    void theOtherLawyer(String behaviour, String reason) {
        Telephone first = pbx.seat(1).always(ring -> {
            switch (behaviour) {
                case "rings out" -> {}
                case "is busy" -> ring.isBusy();
                case "declines" -> ring.declines();
                case "is unreachable" -> ring.isUnreachable();
                case "answers without key" -> ring.answers();
                case "answers and hangs up" -> ring.answers().awaitAudio(5).hangsUp();
                default -> throw new IllegalArgumentException(behaviour);
            }
        });
        pbx.seat(2).acceptsAndTalks(Duration.ofSeconds(60));
        var caller = citizen();
        // The queue begins with either; after one talk with the second it is the first one's turn.
        var second = phones.telephone("13900000002").rings();
        if (first.allRings().isEmpty()) {
            second.leg().awaitAnswer().awaitAudio(20);
            caller.hangsUp();
            second.leg().awaitEnd();
            pbx.call(number);
            number = number.replaceFirst("138", "137");
            caller = citizen();
            second = phones.telephone("13900000002").rings();
        }
        second.leg().awaitAnswer();
        assertThat(first.allRings()).as("the first lawyer's telephone rang").isNotEmpty();
        assertThat(first.allRings().getFirst().leg().awaitEnd().endedAt().orElseThrow())
                .as("never both telephones at once")
                .isBeforeOrEqualTo(second.at().plusMillis(300));
        second.leg().awaitAudio(60);
        caller.hangsUp();
        // Hung up in the question, the mobile's leg ends without a word of the dialplan; the journal has its CHAN_END.
        recorded("other-lawyer-" + behaviour.replace(' ', '-'))
                .contains("HOTLINE_ACCEPTED lawyer=lawyer02")
                .doesNotContain("HOTLINE_ACCEPTED lawyer=lawyer01")
                .matches(events ->
                        reason.equals("ANY") || events.contains("HOTLINE_DECLINED lawyer=lawyer01;reason=" + reason));
    }

    @Test
    @DisplayName("two calls at once go to two lawyers; a third waits until one is free")
    void threeCallers() {
        Telephone one = pbx.seat(1).acceptsAndTalks(Duration.ofSeconds(60));
        Telephone two = pbx.seat(2).acceptsAndTalks(Duration.ofSeconds(60));
        var anna = phones.citizen("13600000001").dials("12348");
        var boris = phones.citizen("13600000002").dials("12348");
        one.rings().leg().awaitAnswer();
        two.rings().leg().awaitAnswer();
        var clara = phones.citizen("13600000003").dials("12348");
        clara.awaitAnswer().awaitAudio(75);
        assertThat(one.allRings()).hasSize(1);
        assertThat(two.allRings()).hasSize(1);
        anna.hangsUp();
        long until = System.nanoTime() + CallLeg.PATIENCE.toNanos();
        while (one.allRings().size() + two.allRings().size() < 3 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(one.allRings().size() + two.allRings().size()).isEqualTo(3);
        clara.awaitAudio(75);
        boris.hangsUp();
        clara.hangsUp();
        recorded("third-waits", "13600000003").anyMatch(e -> e.startsWith("HOTLINE_ACCEPTED"));
        recorded("first-of-three", "13600000001")
                .filteredOn(e -> e.startsWith("HOTLINE_ACCEPTED"))
                .hasSize(1);
    }

    @Test
    @DisplayName("the standby is called when neither lawyer answers")
    void standby() {
        pbx.seat(1).always(Telephone.Ring::isBusy);
        Telephone standby = pbx.seat(9, "jiaozuo-standby").acceptsAndTalks(Duration.ofSeconds(60));
        var caller = citizen();
        standby.rings().leg().awaitAnswer();
        caller.awaitAudio(60);
        caller.hangsUp();
        recorded("standby").contains("HOTLINE_QUEUED queue=jiaozuo-standby", "HOTLINE_ACCEPTED lawyer=lawyer09");
    }

    // --- nobody

    @Test
    @DisplayName("nobody answers: the citizen leaves a message and ends it with the hash key")
    void nobodyAnswers() throws IOException {
        pbx.seat(1).always(Telephone.Ring::isBusy);
        pbx.seat(2).always(Telephone.Ring::declines);
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_VOICEMAIL state=STARTED");
        caller.awaitAudio(5);
        pause(2500);
        caller.presses("#");
        caller.awaitEnd();
        recorded("nobody-answers-message")
                .anyMatch(e -> e.matches("HOTLINE_VOICEMAIL state=SAVED;file=jiaozuo/.*\\.wav;seconds=[1-9]"));
        String file = TestPbx.events(pbx.call(number)).stream()
                .filter(e -> e.contains("SAVED"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*file=", "")
                .replaceFirst(";.*", "");
        assertThat(Files.size(pbx.asterisk().paths().messages().resolve(file))).isGreaterThan(16000);
    }

    @Test
    @DisplayName(
            "nobody sits in the queue: straight to the message; the citizen hangs up while speaking and it is kept")
    void nobodySeated() {
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_VOICEMAIL state=STARTED");
        pause(2500);
        caller.hangsUp();
        recorded("nobody-seated-message")
                .contains("HOTLINE_QUEUE_LEFT status=JOINEMPTY;queue=jiaozuo")
                .anyMatch(e -> e.contains("state=SAVED"));
    }

    // --- the citizen hangs up

    @Test
    @DisplayName("the citizen hangs up in the welcome")
    void hangsUpInTheWelcome() {
        pbx.seat(1);
        var caller = citizen().awaitAnswer();
        caller.hangsUp();
        recorded("hangs-up-in-the-welcome").noneMatch(e -> e.contains("ACCEPTED"));
    }

    @Test
    @DisplayName("the citizen hangs up while waiting in the queue")
    void hangsUpInTheQueue() {
        pbx.seat(1).acceptsAndTalks(Duration.ofSeconds(60));
        var other = phones.citizen("13500000001").dials("12348");
        phones.telephone("13900000001").rings().leg().awaitAnswer();
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUED");
        caller.awaitAudio(50);
        caller.hangsUp();
        other.hangsUp();
        recorded("hangs-up-in-the-queue").noneMatch(e -> e.contains("ACCEPTED"));
    }

    @Test
    @DisplayName("the citizen hangs up while a telephone rings: it stops ringing")
    void hangsUpWhileRinging() {
        var lawyer = pbx.seat(1);
        var caller = citizen();
        var ring = lawyer.rings();
        caller.awaitAudio(20);
        caller.hangsUp();
        assertThat(ring.leg().awaitEnd().wasCancelled()).isTrue();
        recorded("hangs-up-while-ringing").noneMatch(e -> e.contains("ACCEPTED"));
    }

    @Test
    @DisplayName("the citizen hangs up while the mobile is asked to press 1: nobody is connected to nothing")
    void hangsUpWhileAccepting() {
        var lawyer = pbx.seat(1);
        var caller = citizen();
        var talk = lawyer.rings().answers();
        talk.awaitAudio(1);
        caller.hangsUp();
        talk.awaitEnd();
        assertThat(talk.endedByUs()).isFalse();
        recorded("hangs-up-while-accepting").noneMatch(e -> e.contains("ACCEPTED"));
    }

    // --- closed

    @Test
    @DisplayName("closed at night: the hours are said, and nothing rings")
    void closedAtNight() {
        Telephone lawyer = pbx.seat(1);
        pbx.hours("CLOSED_HOURS", "");
        citizen().awaitEnd();
        assertThat(lawyer.allRings()).isEmpty();
        recorded("closed-at-night").contains("HOTLINE_CLOSED reason=HOURS").noneMatch(e -> e.contains("QUEUED"));
    }

    @Test
    @DisplayName("closed at night: 1 leaves a message, pressed at any time")
    void closedWithMessage() {
        pbx.hours("CLOSED_HOURS", "");
        var caller = citizen().awaitAnswer().awaitAudio(3);
        caller.presses("1");
        awaitEvent("HOTLINE_VOICEMAIL state=STARTED");
        pause(3000);
        caller.presses("#");
        caller.awaitEnd();
        recorded("closed-with-message")
                .contains("HOTLINE_CLOSED reason=HOURS")
                .anyMatch(e -> e.contains("state=SAVED"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    CLOSED_HOLIDAY | 国庆节   | HOTLINE_CLOSED reason=HOLIDAY | closed on a holiday whose name is known
                    CLOSED_HOLIDAY | 某某节   | HOTLINE_CLOSED reason=HOLIDAY | closed on a holiday whose name was never recorded
                    OPEN           | ''      | HOTLINE_QUEUED queue=jiaozuo  | a make-up Saturday is an open window like any other
                    """)
    void windows(String state, String holiday, String expected) {
        pbx.hours(state, holiday);
        citizen().awaitEnd();
        recorded("window-" + state.toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .contains(expected);
    }

    @Test
    @DisplayName("the emergency closure beats open hours, at once")
    void emergency() {
        pbx.seat(1);
        pbx.hours("OPEN", "");
        pbx.closure("1");
        citizen().awaitEnd();
        recorded("closed-by-emergency").contains("HOTLINE_CLOSED reason=EMERGENCY");
    }

    // --- choices and odd callers

    @Test
    @DisplayName("9 in the notice: served all the same, and not recorded")
    void recordingRefused() throws IOException {
        var lawyer = pbx.seat(1);
        var caller = citizen().awaitAnswer().awaitAudio(2);
        caller.presses("9");
        var talk = lawyer.rings().accepts();
        talk.awaitAudio(50);
        caller.hangsUp();
        recorded("recording-refused")
                .contains("HOTLINE_RECORDING state=REFUSED")
                .noneMatch(e -> e.contains("state=ON"));
    }

    @Test
    @DisplayName("a caller who withholds his number is served")
    void anonymous() {
        var lawyer = pbx.seat(1);
        var caller = phones.citizen("anonymous").dials("12348");
        lawyer.rings().accepts().awaitAudio(50);
        caller.hangsUp();
        recorded("anonymous", "").contains("HOTLINE_ARRIVED centre=jiaozuo;line=12348;caller=");
    }

    @ParameterizedTest(name = "From: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "a \\"quoted\\" \\\\ name, with; signs" <sip:13400000001@127.0.0.2>           | 13400000001
                    "${SHELL(touch /tmp/x)}" <sip:13400000002@127.0.0.2>                 | 13400000002
                    <sip:13400000003;queue=x%0d%0aAction:%20Logoff@127.0.0.2>                    | ANY
                    <sip:1340000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000@127.0.0.2> | 13400000004000000000
                    "电话, $(id) `id`" <sip:+8613400000005@127.0.0.2>                      | +8613400000005
                    """)
    void hostileCallers(String from, String expected) {
        var lawyer = pbx.seat(1);
        var caller = phones.citizenWithFrom(from).dials("12348");
        lawyer.rings().accepts().awaitAudio(30);
        caller.hangsUp();
        if (!expected.equals("ANY")) {
            recorded("hostile-" + expected.length(), expected)
                    .contains("HOTLINE_ARRIVED centre=jiaozuo;line=12348;caller=" + expected);
        }
        assertThat(pbx.cli("core show version")).startsWith("Asterisk");
    }

    @Test
    @DisplayName("a number that is no line of ours is refused with 404")
    void unknownLine() {
        var caller = phones.citizen(number).dials("12399").awaitEnd();
        assertThat(caller.refusedWith()).isEqualTo(404);
    }

    // --- the service

    @Test
    @DisplayName(
            "the service stands still (accepts, says nothing): the caller is in the queue within three seconds of the hint")
    void serviceStandsStill() throws IOException {
        try (ServerSocket frozen =
                new ServerSocket(pbx.asterisk().settings().ports().agi())) {
            var lawyer = pbx.seat(1);
            var caller = citizen();
            lawyer.rings().accepts().awaitAudio(30);
            caller.hangsUp();
            recorded("service-stands-still").contains("HOTLINE_HINT done=0", "HOTLINE_ACCEPTED lawyer=lawyer01");
            assertThat(frozen.isBound()).isTrue();
        }
    }
}
