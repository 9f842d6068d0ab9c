package org.hotline12348.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hotline12348.scheduler.RosterChange.OnDutyChanged;
import org.hotline12348.scheduler.RosterChange.RosterEdited;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRosterTest {

    static final String CENTRE = DemoRoster.CENTRE;
    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final InMemoryRosterStore store = new InMemoryRosterStore();
    private final BlockingQueue<RosterChange> told = new LinkedBlockingQueue<>();
    private final SetClock clock = new SetClock();

    /** A real clock that can be set. */
    static final class SetClock extends Clock {
        private volatile Duration offset = Duration.ZERO;

        void set(Instant instant) {
            offset = Duration.between(Instant.now(), instant);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
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

    private LiveRoster started(String at) throws Exception {
        vertx.exceptionHandler(stray::add);
        clock.set(Instant.parse(at));
        LiveRoster roster = new LiveRoster(vertx, store, clock);
        roster.onChange(told::add);
        DemoRoster.seed(store, clock).compose(ignored -> roster.start()).await(30, TimeUnit.SECONDS);
        return roster;
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        assertThat(stray).isEmpty();
    }

    private OnDutyChanged nextOnDuty() throws InterruptedException {
        while (true) {
            RosterChange change = told.poll(30, TimeUnit.SECONDS);
            assertThat(change).as("a change should have been told").isNotNull();
            if (change instanceof OnDutyChanged onDuty) {
                return onDuty;
            }
        }
    }

    @Test
    void tellsAtTheStartWhoIsOnDuty() throws Exception {
        LiveRoster roster = started("2026-11-23T04:00:00Z");
        OnDutyChanged first = nextOnDuty();
        assertThat(first.now().seats())
                .hasSize(2)
                .isEqualTo(roster.at(CENTRE, clock.instant()).seats());
        assertThat(first.now().standby()).hasSize(1);
        assertThat(first.now().changesAt()).contains(Instant.parse("2026-11-23T12:00:00Z"));
    }

    @Test
    void tellsOfTheShiftThatBeginsAndOfNoneBefore() throws Exception {
        started("2026-11-22T23:59:58.500Z");
        assertThat(nextOnDuty().now().seats()).isEmpty();
        OnDutyChanged begun = nextOnDuty();
        assertThat(begun.now().seats()).hasSize(2);
        assertThat(begun.at()).isAfterOrEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void looksAgainWhenTheClockIsSet() throws Exception {
        started("2026-11-23T04:00:00Z");
        assertThat(nextOnDuty().now().seats()).hasSize(2);
        clock.set(Instant.parse("2026-11-23T15:00:00Z"));
        assertThat(nextOnDuty().now().seats()).isEmpty();
        clock.set(Instant.parse("2026-11-24T01:00:00Z"));
        assertThat(nextOnDuty().now().seats()).extracting(Duty::date).containsOnly(TODAY.plusDays(1));
    }

    @Test
    void tellsOfAnAmendmentAtOnce() throws Exception {
        LiveRoster roster = started("2026-11-22T10:00:00Z");
        nextOnDuty();
        LocalDate day = LocalDate.of(2026, 11, 25);
        store.inCentre(CENTRE, clock.instant(), book -> book.save(DayByHand.closed(day, "停电")))
                .compose(ignored -> roster.refresh())
                .await(30, TimeUnit.SECONDS);
        RosterChange change = told.poll(30, TimeUnit.SECONDS);
        assertThat(change).isInstanceOf(RosterEdited.class);
        assertThat(roster.calendar(CENTRE, day, day).getFirst().open()).isFalse();
    }

    @Test
    void anUnknownCentreHasNobodyAndNoDays() throws Exception {
        LiveRoster roster = started("2026-11-23T04:00:00Z");
        assertThat(roster.at("nowhere", clock.instant()).seats()).isEmpty();
        assertThat(roster.service("nowhere", clock.instant())).isEmpty();
        assertThat(roster.calendar("nowhere", TODAY, TODAY)).isEmpty();
        assertThat(roster.roster("nowhere", TODAY, TODAY).await(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void theRosterOfADayShowsWhatIsToFillAndWhoFillsIt() throws Exception {
        LiveRoster roster = started("2026-11-23T04:00:00Z");
        var days = roster.roster(CENTRE, TODAY, TODAY.plusDays(1)).await(30, TimeUnit.SECONDS);
        assertThat(days).hasSize(2).allSatisfy(day -> {
            assertThat(day.day().open()).isTrue();
            assertThat(day.shifts()).hasSize(1);
            assertThat(day.duties()).hasSize(3);
        });
    }
}
