package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.plan.Planners;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.hotline12348.scheduler.store.RosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A demonstration centre on the morning of Monday, 2026-11-23, with its desks, and words to tell stories with. */
abstract class DeskStories {

    static final String CENTRE = DemoRoster.CENTRE;
    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    static final Actor COORDINATOR = new Actor("coordinator", true);

    final Vertx vertx = Vertx.vertx();
    final List<Throwable> stray = new CopyOnWriteArrayList<>();
    final MovableClock clock = new MovableClock();
    RosterStore store = new InMemoryRosterStore();
    RosterDesk desk;

    static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T02:00:00Z");

        void moveTo(String instant) {
            now = Instant.parse(instant);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void open() {
        vertx.exceptionHandler(stray::add);
        await(DemoRoster.seed(store, clock));
        desk = new RosterDesk(vertx, store, Future::succeededFuture, Planners.best(), clock);
    }

    @AfterEach
    void close() {
        await(vertx.close());
        assertThat(stray).isEmpty();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within a minute", e);
        }
    }

    static <T> T done(Future<Verdict<T>> future) {
        Verdict<T> verdict = await(future);
        assertThat(verdict).isInstanceOf(Verdict.Done.class);
        return ((Verdict.Done<T>) verdict).value();
    }

    static <T> List<String> refused(Future<Verdict<T>> future) {
        Verdict<T> verdict = await(future);
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused<T>) verdict)
                .refusals().stream().map(Refusal::rule).toList();
    }

    static Actor lawyer(String id) {
        return new Actor(id, false);
    }

    List<Duty> duties(LocalDate from, LocalDate to) {
        return await(store.duties(CENTRE, from, to));
    }

    Duty seat(LocalDate day, int seat) {
        return duties(day, day).stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT && duty.seat() == seat)
                .findFirst()
                .orElseThrow();
    }

    /** A lawyer with no duty within three days of this day. */
    String freeAround(LocalDate day) {
        List<String> busy = duties(day.minusDays(3), day.plusDays(3)).stream()
                .map(Duty::lawyer)
                .toList();
        return DemoRoster.lawyers().stream()
                .map(one -> one.id())
                .filter(id -> !busy.contains(id))
                .findFirst()
                .orElseThrow();
    }

    static Duration limit() {
        return Duration.ofSeconds(5);
    }
}
