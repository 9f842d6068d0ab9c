package org.hotline12348.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.DayReason;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.store.RosterConflictException.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store of rosters keeps to. */
abstract class RosterStoreContract {

    static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    static final String CENTRE = DemoRoster.CENTRE;

    RosterStore store;

    abstract RosterStore emptyStore();

    @BeforeEach
    void demo() {
        store = emptyStore();
        await(DemoRoster.seed(store, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static Duty duty(String lawyer, LocalDate day, int seat, String from, String until) {
        return new Duty(
                UUID.randomUUID().toString(),
                CENTRE,
                day,
                "day",
                Duty.Kind.SEAT,
                seat,
                SeatRole.LAWYER,
                lawyer,
                day.atTime(LocalTime.parse(from)).toInstant(ZoneOffset.ofHours(8)),
                day.atTime(LocalTime.parse(until)).toInstant(ZoneOffset.ofHours(8)),
                false);
    }

    void put(Duty... duties) {
        await(store.inCentre(CENTRE, NOW, book -> book.put(List.of(duties))));
    }

    @Test
    void theDemoCentreHasTwoLawyersAndAStandbyOnEachServiceDay() {
        List<Duty> duties = await(store.duties(CENTRE, TODAY, TODAY.plusDays(60)));
        var centre = await(store.centres()).getFirst();
        for (LocalDate day = TODAY; !day.isAfter(TODAY.plusDays(60)); day = day.plusDays(1)) {
            LocalDate date = day;
            assertThat(duties.stream().filter(duty -> duty.date().equals(date)))
                    .as("%s", day)
                    .hasSize(centre.calendar().day(day).open() ? 3 : 0);
        }
    }

    @Test
    void seedingAgainChangesNothingAndALaterDayAddsItsDays() {
        List<Duty> first = await(store.duties(CENTRE, TODAY, TODAY.plusDays(90)));
        await(DemoRoster.seed(store, Clock.fixed(NOW, ZoneOffset.UTC)));
        assertThat(await(store.duties(CENTRE, TODAY, TODAY.plusDays(90)))).isEqualTo(first);
        await(DemoRoster.seed(store, Clock.fixed(NOW.plusSeconds(3 * 86_400), ZoneOffset.UTC)));
        assertThat(await(store.duties(CENTRE, TODAY, TODAY.plusDays(90))))
                .hasSize(first.size() + 9)
                .startsWith(first.toArray(Duty[]::new));
    }

    @Test
    void keepsWhatADutyAndAPractitionerSay() {
        assertThat(await(store.practitioners())).isEqualTo(DemoRoster.lawyers());
        Duty duty =
                duty("lawyer07", LocalDate.of(2027, 3, 1), 2, "08:00", "20:00").lockedAs(true);
        put(duty);
        assertThat(await(store.duties(CENTRE, duty.date(), duty.date()))).containsExactly(duty);
    }

    @ParameterizedTest(name = "{0} {1}-{2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            lawyer01 | 08:00 | 20:00 | ONE_PLACE_AT_A_TIME | an equal interval
            lawyer01 | 07:00 | 21:00 | ONE_PLACE_AT_A_TIME | an enclosing interval
            lawyer01 | 10:00 | 12:00 | ONE_PLACE_AT_A_TIME | an enclosed interval
            lawyer01 | 19:59 | 23:00 | ONE_PLACE_AT_A_TIME | one minute shared
            lawyer01 | 20:00 | 23:00 |                     | an adjacent interval
            lawyer01 | 05:00 | 08:00 |                     | an adjacent interval before
            """)
    void nobodyIsInTwoPlacesAtOnce(String lawyer, String from, String until, Rule refused, String why) {
        LocalDate day = LocalDate.of(2027, 3, 1);
        put(duty("lawyer01", day, 1, "08:00", "20:00"));
        Duty second = duty(lawyer, day, 2, from, until);
        if (refused == null) {
            put(second);
        } else {
            assertRefused(refused, () -> put(second));
        }
    }

    @ParameterizedTest(name = "{0} {1}-{2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            1 | 08:00 | 20:00 | ONE_LAWYER_A_SEAT | an equal interval
            1 | 07:00 | 21:00 | ONE_LAWYER_A_SEAT | an enclosing interval
            1 | 20:00 | 23:00 |                   | an adjacent interval
            2 | 08:00 | 20:00 |                   | the other seat
            """)
    void noSeatIsTakenTwice(int seat, String from, String until, Rule refused, String why) {
        LocalDate day = LocalDate.of(2027, 3, 1);
        put(duty("lawyer01", day, 1, "08:00", "20:00"));
        Duty second = duty("lawyer02", day, seat, from, until);
        if (refused == null) {
            put(second);
        } else {
            assertRefused(refused, () -> put(second));
        }
    }

    @Test
    void twoLawyersChangePlacesInOnePieceOfWork() {
        Duty monday = duty("lawyer01", LocalDate.of(2027, 3, 1), 1, "08:00", "20:00");
        Duty alsoMonday = duty("lawyer02", LocalDate.of(2027, 3, 1), 2, "08:00", "20:00");
        put(monday, alsoMonday);
        put(monday.heldBy("lawyer02"), alsoMonday.heldBy("lawyer01"));
        assertThat(await(store.duties(CENTRE, monday.date(), monday.date())))
                .extracting(Duty::lawyer)
                .containsExactly("lawyer02", "lawyer01");
    }

    @Test
    void whatIsOverCannotBeChanged() {
        Duty yesterday = duty("lawyer30", TODAY.minusDays(1), 1, "08:00", "20:00");
        put(yesterday);
        assertRefused(Rule.THE_PAST_STAYS, () -> put(yesterday.heldBy("lawyer29")));
        assertRefused(
                Rule.THE_PAST_STAYS, () -> await(store.inCentre(CENTRE, NOW, book -> book.remove(List.of(yesterday)))));
    }

    @Test
    void ofADutyUnderWayOnlyTheEndMoves() {
        Duty today = await(store.duties(CENTRE, TODAY, TODAY)).getFirst();
        assertRefused(Rule.THE_PAST_STAYS, () -> put(today.heldBy("lawyer29")));
        Duty shortened = new Duty(
                today.id(),
                CENTRE,
                today.date(),
                today.shift(),
                today.kind(),
                today.seat(),
                today.role(),
                today.lawyer(),
                today.from(),
                NOW,
                false);
        Duty rest = new Duty(
                UUID.randomUUID().toString(),
                CENTRE,
                today.date(),
                today.shift(),
                today.kind(),
                today.seat(),
                today.role(),
                "lawyer29",
                NOW,
                today.until(),
                false);
        put(shortened, rest);
        assertThat(await(store.duties(CENTRE, TODAY, TODAY))).contains(shortened, rest);
    }

    @Test
    void aFailedPieceOfWorkLeavesNothingBehind() {
        Duty good = duty("lawyer01", LocalDate.of(2027, 3, 1), 1, "08:00", "20:00");
        assertThatThrownBy(() -> await(store.inCentre(
                        CENTRE, NOW, book -> book.put(List.of(good)).compose(ignored -> Future.failedFuture("no")))))
                .hasMessageContaining("no");
        assertThat(await(store.duties(CENTRE, good.date(), good.date()))).isEmpty();
    }

    @Test
    void anUnknownLawyerOrCentreIsRefused() {
        assertRefused(Rule.UNKNOWN, () -> put(duty("nobody", LocalDate.of(2027, 3, 1), 1, "08:00", "20:00")));
        assertRefused(Rule.UNKNOWN, () -> await(store.inCentre("nowhere", NOW, CentreBook::version)));
    }

    @Test
    void versionsFollowEachOtherAndCarryWhatChanged() {
        Duty duty = duty("lawyer01", LocalDate.of(2027, 3, 1), 1, "08:00", "20:00");
        long next = await(store.inCentre(CENTRE, NOW, CentreBook::version)) + 1;
        RosterVersion version = new RosterVersion(
                CENTRE,
                next,
                RosterVersion.Kind.AMENDED,
                NOW,
                "coordinator",
                "春节前增加",
                List.of(duty),
                List.of(duty.heldBy("lawyer02")));
        await(store.inCentre(CENTRE, NOW, book -> book.record(version)));
        assertRefused(Rule.VERSION, () -> await(store.inCentre(CENTRE, NOW, book -> book.record(version))));
        List<RosterVersion> versions = await(store.inCentre(CENTRE, NOW, book -> book.versionsAfter(next - 1)));
        assertThat(versions).containsExactly(version);
    }

    @Test
    void workOnOneCentreComesOneAfterAnother() {
        List<Future<Long>> writers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            writers.add(store.inCentre(
                    CENTRE,
                    NOW,
                    book -> book.version()
                            .compose(version -> book.record(new RosterVersion(
                                            CENTRE,
                                            version + 1,
                                            RosterVersion.Kind.AMENDED,
                                            NOW,
                                            "x",
                                            "y",
                                            List.of(),
                                            List.of()))
                                    .map(version + 1))));
        }
        await(Future.all(writers));
        assertThat(writers.stream().map(Future::result)).doesNotHaveDuplicates();
    }

    @Test
    void daysByHandAndNoticesReachTheCalendar() {
        LocalDate tuesday = LocalDate.of(2026, 12, 1);
        await(store.inCentre(CENTRE, NOW, book -> book.save(DayByHand.closed(tuesday, "停电检修"))));
        assertThat(calendarDay(tuesday)).isEqualTo(new DayReason(DayReason.Kind.CLOSED_BY_HAND, "停电检修"));
        await(store.inCentre(CENTRE, NOW, book -> book.forgetDayByHand(tuesday)));
        assertThat(calendarDay(tuesday).kind()).isEqualTo(DayReason.Kind.ORDINARY_DAY);

        LocalDate eve = LocalDate.of(2027, 2, 5);
        await(store.importNotice(
                new HolidayNotice(2027, Map.of(eve, "春节"), Map.of(LocalDate.of(2027, 2, 14), "春节")), NOW, "admin"));
        assertThat(calendarDay(eve)).isEqualTo(new DayReason(DayReason.Kind.STATE_HOLIDAY, "春节"));
        assertThat(await(store.holidays()).knows(2027)).isTrue();
        assertThat(await(store.holidays()).knows(2026)).isTrue();
    }

    private DayReason calendarDay(LocalDate date) {
        return await(store.centres()).getFirst().calendar().day(date).reason();
    }

    static void assertRefused(Rule rule, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RosterConflictException.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(rule));
    }

    @Test
    void aVersionIsReadAsItWasHoweverItWasChangedSince() {
        LocalDate day = TODAY.plusDays(10);
        PublishedRoster first =
                await(store.published(CENTRE, day, day, Optional.empty())).orElseThrow();
        assertThat(first.version()).isPositive();
        assertThat(first.at()).contains(NOW);
        assertThat(first.duties()).isEqualTo(await(store.duties(CENTRE, day, day)));
        Duty before = first.duties().getFirst();
        Duty moved = duty("lawyer30", day.plusDays(100), 1, "08:00", "20:00");
        await(store.inCentre(
                CENTRE,
                NOW,
                book -> book.remove(List.of(before))
                        .compose(ignored -> book.put(List.of(moved)))
                        .compose(ignored -> book.record(new RosterVersion(
                                CENTRE,
                                first.version() + 1,
                                RosterVersion.Kind.AMENDED,
                                NOW.plusSeconds(60),
                                "coordinator",
                                "",
                                List.of(before),
                                List.of(moved))))));
        PublishedRoster second =
                await(store.published(CENTRE, day, day, Optional.empty())).orElseThrow();
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThat(second.duties())
                .doesNotContain(before)
                .hasSize(first.duties().size() - 1);
        assertThat(await(store.published(CENTRE, day, day, Optional.of(first.version()))))
                .contains(first);
        assertThat(await(store.published(CENTRE, day, day, Optional.of(0L)))
                        .orElseThrow()
                        .duties())
                .isEmpty();
        assertThat(await(store.published(CENTRE, day, day, Optional.of(second.version() + 1))))
                .isEmpty();
        assertThat(await(store.published(CENTRE, day, day, Optional.of(-1L)))).isEmpty();
    }
}
