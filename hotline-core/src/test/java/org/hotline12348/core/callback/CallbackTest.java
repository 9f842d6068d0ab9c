package org.hotline12348.core.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hotline12348.core.callback.Attempt.Result;
import org.hotline12348.core.callback.Callback.State;
import org.hotline12348.core.callback.NextCalls.Free;
import org.hotline12348.core.callback.NextCalls.Scene;
import org.hotline12348.core.callback.NextCalls.Start;
import org.hotline12348.core.privacy.PhoneNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One who is owed a call: how it merges, is taken, tried and ended, and whose telephone rings for it. */
class CallbackTest {

    private static final Instant TEN = Instant.parse("2026-11-24T02:00:00Z");
    private static final CallbackRules RULES = CallbackRules.usual();

    private static Callback missed(String number) {
        return Callback.opened(
                "cb" + number,
                "jiaozuo",
                PhoneNumber.of(number).orElseThrow(),
                new Source("call-" + number, Reason.MISSED, TEN),
                TEN);
    }

    private static Callback changed(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Changed.class);
        return ((Verdict.Changed) verdict).callback();
    }

    private static String rule(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) verdict).why()).isNotBlank();
        return ((Verdict.Refused) verdict).rule();
    }

    @Test
    void whoAsksTwiceStandsOnceOnTheListAndAtTheEarlierTime() {
        Callback callback = missed("13800000001");
        Callback more =
                callback.needed(new Source("call-2", Reason.REQUESTED, TEN.plusSeconds(60)), TEN.minusSeconds(60));
        assertThat(more.reasons()).containsExactly(Reason.REQUESTED, Reason.MISSED);
        assertThat(more.dueAt()).isEqualTo(TEN.minusSeconds(60));
        assertThat(more.needed(new Source("call-2", Reason.REQUESTED, TEN.plusSeconds(60)), TEN))
                .isEqualTo(more);
    }

    @Test
    void oneLawyerTakesItAndTheOthersAreTold() {
        Callback taken = changed(missed("13800000001").claim("lawyer01", TEN));
        assertThat(taken.claim("lawyer01", TEN)).isEqualTo(new Verdict.Changed(taken));
        assertThat(rule(taken.claim("lawyer02", TEN))).isEqualTo("taken");
        assertThat(rule(taken.call("lawyer02", TEN, RULES))).isEqualTo("taken");
        assertThat(rule(taken.release("lawyer02", false))).isEqualTo("taken");
        assertThat(rule(taken.close(Ending.SPOKEN, "lawyer02", TEN, "", false))).isEqualTo("taken");
        assertThat(changed(taken.release("coordinator", true)).state()).isEqualTo(new State.Waiting());
        Callback calling = changed(taken.call("lawyer01", TEN, RULES));
        assertThat(rule(calling.claim("lawyer01", TEN))).isEqualTo("calling");
        assertThat(rule(calling.call("lawyer01", TEN, RULES))).isEqualTo("calling");
        assertThat(rule(calling.close(Ending.DISMISSED, "coordinator", TEN, "no", true)))
                .isEqualTo("calling");
        Callback spoken = calling.reached("call-9", TEN.plusSeconds(90));
        assertThat(spoken.state()).isEqualTo(new State.Closed(Ending.SPOKEN, "", TEN.plusSeconds(90), ""));
        assertThat(spoken.attempts())
                .containsExactly(new Attempt("lawyer01", TEN, Optional.of(Result.SPOKEN), Optional.of("call-9")));
        assertThat(rule(spoken.claim("lawyer01", TEN))).isEqualTo("closed");
    }

    @Test
    void threeAttemptsOnTheStatedScaleThenItIsGivenUp() {
        Callback callback = missed("13800000001");
        Instant at = TEN.plusSeconds(1);
        for (Duration pause : List.of(Duration.ofMinutes(15), Duration.ofHours(2))) {
            callback = changed(callback.call("lawyer01", at, RULES));
            Instant due = at.plus(RULES.pauseAfter(callback.attemptsMade() + 1));
            callback = callback.notReached(Result.NOT_REACHED, Optional.empty(), at, due, RULES);
            assertThat(callback.state()).isEqualTo(new State.Waiting());
            assertThat(Duration.between(at, callback.dueAt())).isEqualTo(pause);
            at = callback.dueAt();
        }
        callback = changed(callback.call("lawyer02", at, RULES));
        callback = callback.notReached(Result.NOT_REACHED, Optional.empty(), at, at, RULES);
        assertThat(callback.state()).isEqualTo(new State.Closed(Ending.GIVEN_UP, "", at, ""));
        assertThat(callback.attempts()).hasSize(3);
    }

    @Test
    void aLawyerWhoDoesNotAcceptIsNoAttempt() {
        Callback callback = missed("13800000001");
        for (int i = 0; i < 5; i++) {
            callback = changed(callback.call("lawyer01", TEN.plusSeconds(i + 1L), RULES))
                    .lawyerDeclined(TEN.plusSeconds(i + 1L), RULES);
        }
        assertThat(callback.attemptsMade()).isZero();
        assertThat(callback.state()).isEqualTo(new State.Waiting());
        assertThat(callback.dueAt()).isEqualTo(TEN.plusSeconds(5).plus(RULES.afterLawyerDeclined()));
    }

    @Test
    void whoCallsAgainIsTriedAnew() {
        Callback tried = changed(missed("13800000001").call("lawyer01", TEN.plusSeconds(1), RULES))
                .notReached(Result.NOT_REACHED, Optional.empty(), TEN, TEN.plusSeconds(900), RULES);
        assertThat(tried.attemptsMade()).isEqualTo(1);
        Callback again = tried.needed(new Source("call-2", Reason.MISSED, TEN.plusSeconds(300)), TEN.plusSeconds(480));
        assertThat(again.attemptsMade()).isZero();
        assertThat(again.dueAt()).isEqualTo(TEN.plusSeconds(480));
    }

    @Test
    void whoWasAnsweredMeanwhileIsNotCalled() {
        Callback callback = missed("13800000001");
        assertThat(callback.calledIn(TEN).state()).isEqualTo(new State.Closed(Ending.CALLED_IN, "", TEN, ""));
        Callback calling = changed(callback.call("lawyer01", TEN, RULES));
        assertThat(calling.calledIn(TEN)).isEqualTo(calling);
    }

    @Test
    void whatWasNoSourceAfterAllIsTakenBack() {
        Callback callback = missed("13800000001");
        assertThat(callback.withdrawn("call-13800000001", TEN).state())
                .isEqualTo(new State.Closed(Ending.WITHDRAWN, "", TEN, ""));
        Callback two = callback.needed(new Source("call-2", Reason.VOICEMAIL, TEN), TEN);
        assertThat(two.withdrawn("call-13800000001", TEN).reasons()).containsExactly(Reason.VOICEMAIL);
        assertThat(two.withdrawn("call-3", TEN)).isEqualTo(two);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        13800000001      | true  | a mobile
        +8613800000001   | true  | the same with the country's code
        03912345678      | true  | a landline with its area
        2345678          | true  | a landline of the town
        4008123123       | true  | a service number
        0044207946000    | false | abroad
        +447911123456    | false | abroad
        16812345         | false | a premium service
        110              | false | the police
        13800000001111   | false | too long
        """)
    void numbersThatMayBeDialled(String number, boolean may, String why) {
        PhoneNumber dialled = PhoneNumber.of(number).orElseThrow();
        assertThat(RULES.mayDial(dialled)).as(why).isEqualTo(may);
        Callback callback = Callback.opened("cb1", "jiaozuo", dialled, new Source("c", Reason.MISSED, TEN), TEN);
        assertThat(callback.call("lawyer01", TEN, RULES) instanceof Verdict.Changed)
                .isEqualTo(may);
    }

    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', textBlock = """
        5 | 2 | 0 | false | 2 | as many as there are free lawyers, whatever the list's length
        5 | 2 | 1 | false | 1 | a caller who waits comes first
        5 | 2 | 2 | false | 0 | two callers who wait leave nobody for the list
        5 | 2 | 9 | false | 0 | a long queue
        5 | 0 | 0 | false | 0 | nobody is free
        1 | 2 | 0 | false | 1 | one callback needs one lawyer
        9 | 9 | 0 | false | 4 | the cap on calls at once
        5 | 2 | 0 | true  | 0 | nobody is called outside service hours
        """)
    void howManyTelephonesRing(int due, int free, int waiting, boolean closed, int starts, String why) {
        List<Callback> open =
                IntStream.range(0, due).mapToObj(i -> missed("1380000000" + i)).toList();
        List<Free> lawyers = IntStream.range(0, free)
                .mapToObj(i -> new Free("lawyer0" + i, TEN.minusSeconds(60)))
                .toList();
        List<Start> begun = NextCalls.of(
                new Scene(open, lawyers, java.util.Collections.nCopies(waiting, TEN), 0, closed), RULES, TEN);
        assertThat(begun).as(why).hasSize(starts);
        assertThat(begun.stream().map(Start::lawyer).distinct().count()).isEqualTo(starts);
        assertThat(begun.stream().map(Start::callback).distinct().count()).isEqualTo(starts);
    }

    @Test
    void theMostUrgentFirstThenTheOldest() {
        Callback asked = Callback.opened(
                "cb-asked",
                "jiaozuo",
                PhoneNumber.of("13800000002").orElseThrow(),
                new Source("c2", Reason.REQUESTED, TEN),
                TEN);
        Callback cut = Callback.opened(
                "cb-cut",
                "jiaozuo",
                PhoneNumber.of("13800000003").orElseThrow(),
                new Source("c3", Reason.INTERRUPTED, TEN),
                TEN);
        List<Free> one = List.of(new Free("lawyer01", TEN.minusSeconds(60)));
        assertThat(NextCalls.of(
                        new Scene(List.of(missed("13800000001"), asked, cut), one, List.of(), 0, false), RULES, TEN))
                .extracting(start -> start.callback().id())
                .containsExactly("cb-cut");
    }

    /** He stood in line at 9:55 and asked for his callback; the lawyers' telephones rest after their last calls. */
    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
        1 | 0    | true  | nobody else waits
        1 | 3    | true  | three came after him: it is his turn
        1 | -3   | false | one came before him, and there is one lawyer
        2 | -3   | true  | one came before him, and there are two lawyers
        2 | 3,-3 | true  | one before, one after
        2 | -3,-4 | false | two before him, two lawyers
        """)
    void whoAskedByKeyKeepsHisPlaceInTheLine(int free, String minutes, boolean rung, String why) {
        Instant place = TEN.minusSeconds(300);
        Callback asked = Callback.opened(
                "cb-asked",
                "jiaozuo",
                PhoneNumber.of("13800000002").orElseThrow(),
                new Source("c2", Reason.REQUESTED, place),
                TEN);
        List<Instant> waiting = minutes.equals("0")
                ? List.of()
                : java.util.Arrays.stream(minutes.split(","))
                        .map(minute -> place.plusSeconds(60 * Long.parseLong(minute)))
                        .toList();
        List<Free> lawyers = IntStream.range(0, free)
                .mapToObj(i -> new Free("lawyer0" + i, TEN.minusSeconds(60)))
                .toList();
        assertThat(NextCalls.of(new Scene(List.of(asked), lawyers, waiting, 0, false), RULES, TEN))
                .as(why)
                .hasSize(rung ? 1 : 0);
        // One who was missed has no place to keep.
        if (!minutes.equals("0") && free == 1) {
            assertThat(NextCalls.of(new Scene(List.of(missed("13800000001")), lawyers, waiting, 0, false), RULES, TEN))
                    .isEmpty();
        }
    }

    @Test
    void theListRingsNobodyForWhatIsNotDueTakenOrOnlyAMessage() {
        List<Free> one = List.of(new Free("lawyer01", TEN.minusSeconds(60)));
        Callback later = missed("13800000001");
        Callback message = Callback.opened(
                "cb-m",
                "jiaozuo",
                PhoneNumber.of("13800000002").orElseThrow(),
                new Source("c2", Reason.VOICEMAIL, TEN),
                TEN);
        Callback taken = changed(missed("13800000003").claim("lawyer02", TEN));
        Scene scene = new Scene(List.of(later, message, taken), one, List.of(), 0, false);
        assertThat(NextCalls.of(scene, RULES, TEN.minusSeconds(1))).isEmpty();
        assertThat(NextCalls.of(scene, RULES, TEN)).extracting(Start::callback).containsExactly(later);
        assertThat(NextCalls.of(scene, RULES.withAutomatic(false), TEN)).isEmpty();
        Scene tired =
                new Scene(List.of(later), List.of(new Free("lawyer01", TEN.minusSeconds(3))), List.of(), 0, false);
        assertThat(NextCalls.of(tired, RULES, TEN)).isEmpty();
        Scene spent = new Scene(List.of(later), one, List.of(), RULES.daily(), false);
        assertThat(NextCalls.of(spent, RULES, TEN)).isEmpty();
    }
}
