package org.hotline12348.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.desk.DutyDesk;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the coordinator's hand to the queue: desk, live roster, dispatch and line together, on a clock that runs. */
class SeatingTest {

    private static final String CENTRE = DemoRoster.CENTRE;
    private static final Actor COORDINATOR = new Actor("coordinator", true);
    private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 24);

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final InMemoryRosterStore store = new InMemoryRosterStore();
    private final ScriptedPhoneLine line = new ScriptedPhoneLine(vertx);
    private final RunningClock clock = new RunningClock();
    private LiveRoster roster;
    private RosterDesk desk;
    private Dispatch dispatch;

    /** Runs as real time does, from where it was set. */
    private static final class RunningClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void set(String instant) {
            ahead = Duration.between(Instant.now(), Instant.parse(instant));
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void at(String instant) {
        vertx.exceptionHandler(stray::add);
        clock.set(instant);
        done(DemoRoster.seed(store, clock));
        roster = new LiveRoster(vertx, store, clock);
        done(roster.start());
        desk = new RosterDesk(vertx, store, roster, clock);
        dispatch = new Dispatch(
                vertx,
                line,
                roster,
                lawyer -> roster.practitioner(lawyer).map(Practitioner::mobile).map(LawyerPhone::mobile),
                clock,
                Duration.ZERO,
                Duration.ZERO,
                new SimpleMeterRegistry());
        done(dispatch.start());
        done(line.start());
    }

    @AfterEach
    void stop() {
        done(dispatch.stop());
        roster.stop();
        done(vertx.close());
        assertThat(stray).isEmpty();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    private static <T> T value(Future<Verdict<T>> future) {
        Verdict<T> verdict = done(future);
        assertThat(verdict).isInstanceOf(Verdict.Done.class);
        return ((Verdict.Done<T>) verdict).value();
    }

    private List<String> seated() {
        return done(line.truth()).stream()
                .filter(seat -> seat.queue().equals(CENTRE))
                .map(Seat::lawyer)
                .sorted()
                .toList();
    }

    private List<String> rostered(LocalDate day) {
        return done(store.duties(CENTRE, day, day)).stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT)
                .map(Duty::lawyer)
                .sorted()
                .toList();
    }

    private void awaitSeats(List<String> lawyers) {
        HeardEvents.await("in the queue: " + lawyers, () -> seated().equals(lawyers));
    }

    @Test
    void whatIsChangedAtTenAndAFractionSitsInTheQueueTheSameMinute() {
        at("2026-11-24T02:00:00.300Z");
        List<String> before = rostered(TUESDAY);
        awaitSeats(before);
        Duty first = done(store.duties(CENTRE, TUESDAY, TUESDAY)).getFirst();
        List<String> busy = done(store.duties(CENTRE, TUESDAY.minusDays(2), TUESDAY.plusDays(2))).stream()
                .map(Duty::lawyer)
                .toList();
        String cover = DemoRoster.lawyers().stream()
                .map(one -> one.id())
                .filter(id -> !busy.contains(id))
                .findFirst()
                .orElseThrow();
        value(desk.duties()
                .amend(
                        CENTRE,
                        first.id(),
                        new DutyDesk.Change(Optional.of(cover), Optional.empty(), "突发疾病", Optional.empty()),
                        COORDINATOR));
        List<String> after = before.stream()
                .map(lawyer -> lawyer.equals(first.lawyer()) ? cover : lawyer)
                .sorted()
                .toList();
        assertThat(after).isNotEqualTo(before);
        awaitSeats(after);
    }

    @Test
    void aDraftPublishedJustBeforeTheShiftIsWhatTheShiftBeginsWith() {
        at("2026-11-23T23:59:40Z");
        Duty sick = done(store.duties(CENTRE, TUESDAY, TUESDAY)).getFirst();
        value(desk.leaves().ask(CENTRE, sick.lawyer(), TUESDAY, TUESDAY, LeaveRequest.Kind.SICK, "发烧", COORDINATOR));
        Draft draft = value(desk.drafts().plan(CENTRE, TUESDAY, TUESDAY, true, Duration.ofSeconds(5), 1, COORDINATOR));
        value(desk.drafts().publish(CENTRE, draft.id(), "顶班", COORDINATOR));
        List<String> expected = rostered(TUESDAY);
        assertThat(expected).doesNotContain(sick.lawyer()).hasSize(2);
        clock.set("2026-11-23T23:59:59.500Z");
        awaitSeats(expected);
        assertThat(clock.instant()).isAfterOrEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @Test
    void theNextShiftSitsFromItsStartAndNotBefore() {
        at("2026-11-23T23:59:58Z");
        assertThat(seated()).isEmpty();
        awaitSeats(rostered(TUESDAY));
        assertThat(clock.instant()).isAfterOrEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @Test
    void theQueueFollowsAClockThatIsSet() {
        at("2026-11-24T02:00:00Z");
        awaitSeats(rostered(TUESDAY));
        clock.set("2026-11-24T13:00:00Z");
        awaitSeats(List.of());
        clock.set("2026-11-25T03:00:00Z");
        awaitSeats(rostered(TUESDAY.plusDays(1)));
        clock.set("2026-11-24T03:00:00Z");
        awaitSeats(rostered(TUESDAY));
    }

    @Test
    void sixtyDaysOfThirtyLawyersWithFiveClosuresArePublishedAndInTheQueueTheSameMinute() {
        at("2026-11-23T23:59:30Z");
        List<LocalDate> closed = List.of(
                TUESDAY.plusDays(3),
                TUESDAY.plusDays(10),
                TUESDAY.plusDays(11),
                TUESDAY.plusDays(25),
                TUESDAY.plusDays(50));
        for (LocalDate day : closed) {
            value(desk.settings().decide(CENTRE, DayByHand.closed(day, "停电"), COORDINATOR));
        }
        Draft draft = value(desk.drafts()
                .plan(CENTRE, TUESDAY, TUESDAY.plusDays(59), false, Duration.ofSeconds(4), 1, COORDINATOR));
        assertThat(draft.gaps()).isEmpty();
        value(desk.drafts().publish(CENTRE, draft.id(), "六十天", COORDINATOR));
        Instant published = clock.instant();
        List<Duty> duties = done(store.duties(CENTRE, TUESDAY, TUESDAY.plusDays(59)));
        assertThat(duties).extracting(Duty::date).doesNotContainAnyElementsOf(closed);
        assertThat(duties.stream()
                        .filter(duty -> duty.kind() == Duty.Kind.SEAT)
                        .map(Duty::lawyer)
                        .distinct())
                .hasSize(30);
        assertThat(published).isBefore(Instant.parse("2026-11-24T00:00:00Z"));
        clock.set("2026-11-23T23:59:59.700Z");
        assertThat(seated()).as("not a second before").isEmpty();
        awaitSeats(rostered(TUESDAY));
        assertThat(clock.instant()).isAfterOrEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
        // The clock is set: to a day that was closed, to one that was not.
        clock.set(TUESDAY.plusDays(10) + "T04:00:00Z");
        awaitSeats(List.of());
        clock.set(TUESDAY.plusDays(12) + "T04:00:00Z");
        awaitSeats(rostered(TUESDAY.plusDays(12)));
    }
}
