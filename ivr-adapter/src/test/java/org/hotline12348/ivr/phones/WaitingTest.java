package org.hotline12348.ivr.phones;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.ivr.Hint;
import org.hotline12348.ivr.asterisk.HintServer;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.Telephone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a citizen meets while all lawyers talk, and whom he is led to; without a service, but for the hints. */
@Tag("pbx")
class WaitingTest extends LineStory {
    private static String firstCaller = "";

    /** Lawyer 1 sits alone and talks with somebody else. */
    private CallLeg theOnlyLawyerTalks() {
        Telephone lawyer = pbx.seat(1);
        firstCaller = anotherNumber();
        CallLeg other = phones.citizen(firstCaller).dials("12348");
        lawyer.rings().accepts();
        other.awaitAudio(10);
        return other;
    }

    @Test
    @DisplayName("1 in the queue, 1 again: called back on the number that was shown")
    void callback() {
        theOnlyLawyerTalks();
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUED");
        caller.awaitAudio(50);
        caller.presses("1");
        awaitEvent("HOTLINE_CALLBACK number=%s;state=WANTED".formatted(number));
        pause(300);
        caller.presses("1");
        caller.awaitEnd();
        assertThat(caller.endedByUs()).isFalse();
        recorded("callback")
                .contains(
                        "HOTLINE_QUEUE_LEFT status=KEY;queue=jiaozuo",
                        "HOTLINE_CALLBACK number=%s;state=CONFIRMED".formatted(number));
    }

    @Test
    @DisplayName("another number is entered, and takes the place of the one that was shown")
    void callbackOnAnotherNumber() {
        theOnlyLawyerTalks();
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUED");
        caller.awaitAudio(50);
        caller.presses("1");
        awaitEvent("HOTLINE_CALLBACK");
        pause(300);
        caller.presses("2");
        pause(400);
        caller.presses("03912345678#");
        caller.awaitEnd();
        recorded("callback-on-another-number").contains("HOTLINE_CALLBACK number=03912345678;state=CONFIRMED");
    }

    @Test
    @DisplayName("hung up right after 1: the wish stands")
    void callbackHungUp() {
        theOnlyLawyerTalks();
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUED");
        caller.awaitAudio(50);
        caller.presses("1");
        awaitEvent("HOTLINE_CALLBACK");
        caller.hangsUp();
        recorded("callback-hung-up").contains("HOTLINE_CALLBACK number=%s;state=WANTED".formatted(number));
    }

    @Test
    @DisplayName("a number abroad is refused three times; the caller stands in his old place again and is served")
    void callbackAbroad() {
        CallLeg other = theOnlyLawyerTalks();
        var caller = phones.citizen("anonymous").dials("12348").awaitAnswer();
        awaitEvent("", "HOTLINE_QUEUED");
        caller.awaitAudio(50);
        caller.presses("1");
        for (int i = 0; i < 3; i++) {
            pause(700);
            caller.presses("0014155550100#");
            pause(2200);
        }
        Telephone lawyer = phones.telephone("13900000001");
        other.hangsUp();
        lawyer.rings().accepts().awaitAudio(25);
        caller.hangsUp();
        recorded("callback-abroad", "")
                .noneMatch(e -> e.startsWith("HOTLINE_CALLBACK"))
                .contains("HOTLINE_ACCEPTED lawyer=lawyer01");
    }

    @Test
    @DisplayName("the expected wait is told from measured talks, and 1 there is a callback too")
    void expectedWait() {
        theOnlyLawyerTalks();
        pbx.cli("database put talk jiaozuo 480,"
                + Instant.now().plusSeconds(600).getEpochSecond());
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUED");
        caller.presses("1");
        awaitEvent("HOTLINE_CALLBACK");
        caller.hangsUp();
        // Not in the queue yet: the queue never began.
        recorded("callback-before-the-queue").contains("HOTLINE_CALLBACK number=%s;state=WANTED".formatted(number));
        assertThat(pbx.call(number)).noneMatch(row -> row.startsWith("\"APP_START\"") && row.contains("\"Queue\""));
    }

    @Test
    @DisplayName("8 in the notice: the third in line becomes the second, never the first")
    void earlierTurn() {
        CallLeg other = theOnlyLawyerTalks();
        pbx.cli("database put option jiaozuo/vulnerable-key 1");
        List<CallLeg> waiting = new ArrayList<>();
        for (String caller : List.of("13500000011", "13500000012")) {
            waiting.add(phones.citizen(caller).dials("12348").awaitAnswer());
            awaitEvent(caller, "HOTLINE_QUEUED");
            pause(300);
        }
        var caller = citizen().awaitAnswer().awaitAudio(2);
        caller.presses("8");
        awaitEvent("HOTLINE_EARLIER place=2;of=3");
        caller.awaitAudio(25);
        Telephone lawyer = phones.telephone("13900000001");
        other.hangsUp();
        CallLeg first = lawyer.rings().accepts();
        first.awaitAudio(10);
        waiting.getFirst().hangsUp();
        first.awaitEnd();
        CallLeg second = lawyer.rings().accepts();
        second.awaitAudio(10);
        caller.hangsUp();
        second.awaitEnd();
        waiting.getLast().hangsUp();
        recorded("earlier-turn").contains("HOTLINE_EARLIER by=KEY", "HOTLINE_ACCEPTED lawyer=lawyer01");
    }

    @Test
    @DisplayName("2 in the welcome goes on in English")
    void english() {
        pbx.seat(1).acceptsAndTalks(Duration.ofSeconds(20));
        pbx.cli("database put option jiaozuo/english-key 1");
        var caller = citizen().awaitAnswer().awaitAudio(1);
        caller.presses("2");
        phones.telephone("13900000001").rings().leg().awaitAnswer().awaitAudio(60);
        String trunk = pbx.cli("core show channels concise")
                .lines()
                .filter(channel -> channel.startsWith("PJSIP/trunk-"))
                .findFirst()
                .orElseThrow()
                .split("!")[0];
        assertThat(pbx.cli("core show channel " + trunk)).contains("Language: en");
        caller.hangsUp();
        recorded("in-english").contains("HOTLINE_ACCEPTED lawyer=lawyer01");
    }

    @Test
    @DisplayName("nobody of the centre answers: the helping centre's lawyer does")
    void helper() {
        pbx.seat(1).always(Telephone.Ring::isBusy);
        pbx.seat(11, "county").acceptsAndTalks(Duration.ofSeconds(20));
        pbx.cli("database put overflow jiaozuo nowhere,county");
        var caller = citizen();
        phones.telephone("13900000011").rings().leg().awaitAnswer();
        caller.awaitAudio(25);
        caller.hangsUp();
        recorded("helping-centre").contains("HOTLINE_QUEUED queue=county", "HOTLINE_ACCEPTED lawyer=lawyer11");
    }

    @Test
    @DisplayName("nobody anywhere: 1 is a callback")
    void nobody() {
        pbx.seat(1).always(Telephone.Ring::isBusy);
        var caller = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUE_LEFT");
        pause(300);
        caller.presses("1");
        awaitEvent("HOTLINE_CALLBACK");
        caller.awaitEnd();
        recorded("nobody-answers-callback").contains("HOTLINE_CALLBACK number=%s;state=CONFIRMED".formatted(number));
    }

    @Test
    @DisplayName("a caller vanishes without a BYE, one in the queue and one in a talk: both are freed in 35 seconds")
    void vanished() {
        pbx.line();
        CallLeg talking = theOnlyLawyerTalks();
        var waiting = citizen().awaitAnswer();
        awaitEvent("HOTLINE_QUEUED");
        talking.awaitAudio(500);
        Instant gone = Instant.now();
        talking.vanishes();
        waiting.vanishes();
        talking.awaitEnd(Duration.ofSeconds(60));
        waiting.awaitEnd(Duration.ofSeconds(60));
        assertThat(Duration.between(gone, talking.endedAt().orElseThrow())).isLessThan(Duration.ofSeconds(35));
        assertThat(Duration.between(gone, waiting.endedAt().orElseThrow())).isLessThan(Duration.ofSeconds(35));
        recorded("vanished-in-the-queue").noneMatch(e -> e.startsWith("HOTLINE_ACCEPTED"));
        recorded("vanished-in-the-talk", firstCaller).contains("HOTLINE_ACCEPTED lawyer=lawyer01");
    }

    // --- the lawyer he spoke to

    private HintServer hints(Hint hint) throws IOException {
        return HintServer.start(
                "127.0.0.1", pbx.asterisk().settings().ports().agi(), (centre, caller) -> Future.succeededFuture(hint));
    }

    private Telephone seatWithPenalty(int lawyer) {
        Telephone telephone = pbx.seat(lawyer);
        pbx.cli("queue set penalty %d on Local/lawyer%02d@lawyer/n in jiaozuo".formatted(lawyer, lawyer));
        return telephone;
    }

    @Test
    @DisplayName("a repeat caller reaches his lawyer, whoever's turn it is")
    void ownLawyer() throws IOException {
        Telephone one = seatWithPenalty(1).acceptsAndTalks(Duration.ofSeconds(20));
        Telephone two = seatWithPenalty(2).acceptsAndTalks(Duration.ofSeconds(20));
        Telephone three = seatWithPenalty(3).acceptsAndTalks(Duration.ofSeconds(20));
        try (HintServer ignored = hints(new Hint(Optional.of("lawyer02"), Duration.ofSeconds(5), false))) {
            for (int i = 0; i < 2; i++) {
                number = anotherNumber();
                var caller = citizen();
                two.rings().leg().awaitAnswer().awaitAudio(25);
                caller.hangsUp();
                recorded("own-lawyer")
                        .contains("HOTLINE_HINT done=1", "HOTLINE_OWN_LAWYER lawyer=lawyer02")
                        .contains("HOTLINE_ACCEPTED lawyer=lawyer02");
            }
        }
        assertThat(one.allRings()).isEmpty();
        assertThat(three.allRings()).isEmpty();
    }

    @Test
    @DisplayName("his lawyer does not answer: the other's telephone rings after one ring time")
    void ownLawyerDoesNotAnswer() throws IOException {
        Telephone own = seatWithPenalty(1);
        Telephone other = seatWithPenalty(2).acceptsAndTalks(Duration.ofSeconds(20));
        try (HintServer ignored = hints(new Hint(Optional.of("lawyer01"), Duration.ofSeconds(5), false))) {
            var caller = citizen();
            other.rings().leg().awaitAnswer().awaitAudio(25);
            assertThat(own.allRings()).isNotEmpty();
            caller.hangsUp();
            recorded("own-lawyer-does-not-answer").contains("HOTLINE_ACCEPTED lawyer=lawyer02");
        }
    }

    @Test
    @DisplayName("his lawyer talks on: after some seconds the other's telephone rings")
    void ownLawyerTalks() throws IOException {
        CallLeg talk = theOnlyLawyerTalks();
        pbx.cli("queue set penalty 1 on Local/lawyer01@lawyer/n in jiaozuo");
        Telephone other = seatWithPenalty(2).acceptsAndTalks(Duration.ofSeconds(20));
        try (HintServer ignored = hints(new Hint(Optional.of("lawyer01"), Duration.ofSeconds(2), false))) {
            var caller = citizen();
            other.rings().leg().awaitAnswer().awaitAudio(25);
            caller.hangsUp();
            talk.hangsUp();
            recorded("own-lawyer-talks")
                    .doesNotContain("HOTLINE_OWN_LAWYER lawyer=lawyer01")
                    .contains("HOTLINE_ACCEPTED lawyer=lawyer02");
        }
    }
}
