package org.hotline12348.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCalendarTest {

    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    static final HolidayCalendar HOLIDAYS = HolidayFile.shipped();

    static ServiceCalendar calendar(ServicePolicy policy, String... hours) {
        return new ServiceCalendar(SHANGHAI, policy, ServiceHours.of(hours), List.of(), HOLIDAYS);
    }

    static ServiceCalendar jiaozuo(DayByHand... byHand) {
        return new ServiceCalendar(
                SHANGHAI,
                ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS,
                ServiceHours.of("08:00-20:00"),
                List.of(byHand),
                HOLIDAYS);
    }

    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant();
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-10-10 | true  | MAKE_UP_WORKDAY    | a make-up Saturday is a service day
            2026-10-01 | false | STATE_HOLIDAY      | National Day
            2015-05-04 | true  | ORDINARY_DAY       | the Monday after Labour Day weekend works
            2015-09-03 | false | STATE_HOLIDAY      | added in mid-year: 70 years after the war
            2015-09-06 | true  | MAKE_UP_WORKDAY    | the Sunday that made up for it
            2019-05-02 | false | STATE_HOLIDAY      | a day off only since the notice was changed in March 2019
            2019-05-05 | true  | MAKE_UP_WORKDAY    | the Sunday that pays for it
            2020-01-31 | false | STATE_HOLIDAY      | Spring Festival lengthened for the epidemic
            2020-02-01 | false | STATE_HOLIDAY      | once a make-up Saturday, then a day off
            2020-02-03 | true  | ORDINARY_DAY       | and Monday works again
            2014-04-06 | false | SANDWICHED_WEEKEND | a Sunday the notice does not name, between two days off
            2015-06-21 | false | SANDWICHED_WEEKEND | likewise within the Dragon Boat Festival
            2026-02-14 | true  | MAKE_UP_WORKDAY    | the Saturday before Spring Festival works
            2026-02-15 | false | STATE_HOLIDAY      | and its Sunday does not
            2026-11-21 | true  | WEEKEND            | an ordinary Saturday is a service day
            2014-09-07 | true  | WEEKEND            | a Sunday before a day off is not between two
            2027-01-01 | false | STATE_HOLIDAY      | the law names New Year's Day, notice or not
            2027-01-02 | true  | WEEKEND            | no notice for 2027 yet
            """)
    void servesEveryDayExceptTheStateHolidays(LocalDate date, boolean open, DayReason.Kind kind, String why) {
        ServiceDay day = jiaozuo().day(date);
        assertThat(day.open()).as(why).isEqualTo(open);
        assertThat(day.reason().kind()).isEqualTo(kind);
        assertThat(day.windows()).hasSize(open ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            STATUTORY_DAYS_ONLY | 2026-10-01 | false | one of the three days the law names
            STATUTORY_DAYS_ONLY | 2026-10-04 | true  | an adjusted day off
            STATUTORY_DAYS_ONLY | 2026-02-16 | false | New Year's Eve, in the law since 2025
            STATUTORY_DAYS_ONLY | 2024-02-09 | true  | New Year's Eve, not in the law of 2014
            STATUTORY_DAYS_ONLY | 2013-02-09 | false | New Year's Eve, in the law of 2008
            STATUTORY_DAYS_ONLY | 2026-05-02 | false | second day of Labour Day, since 2025
            STATUTORY_DAYS_ONLY | 2024-05-02 | true  | second day of Labour Day, before
            STATUTORY_DAYS_ONLY | 2014-04-06 | true  | the law says nothing of a sandwiched Sunday
            WORKING_DAYS_ONLY   | 2026-11-21 | false | an ordinary Saturday
            WORKING_DAYS_ONLY   | 2026-10-10 | true  | a make-up Saturday
            WORKING_DAYS_ONLY   | 2026-10-05 | false | a Monday off
            WORKING_DAYS_ONLY   | 2026-11-23 | true  | a Monday
            ALWAYS              | 2026-10-01 | true  | National Day
            ALWAYS              | 2014-04-06 | true  | a sandwiched Sunday
            """)
    void otherPoliciesAnswerOtherwise(ServicePolicy policy, LocalDate date, boolean open, String why) {
        assertThat(calendar(policy, "08:00-20:00").day(date).open()).as(why).isEqualTo(open);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-23T08:00:00     | true  | a window includes its start
            2026-11-23T07:59:59     | false | a second before
            2026-11-23T19:59:59.999 | true  | the last moment
            2026-11-23T20:00:00     | false | a window excludes its end
            2026-10-10T09:00:00     | true  | a make-up Saturday
            2026-10-01T09:00:00     | false | National Day
            """)
    void aWindowIsHalfOpen(String local, boolean open, String why) {
        assertThat(jiaozuo().openAt(at(local))).as(why).isEqualTo(open);
    }

    @Test
    void aDayClosedByHandIsClosedAndAHolidayOpenedByHandIsOpen() {
        ServiceCalendar calendar = jiaozuo(
                DayByHand.closed(LocalDate.of(2026, 12, 1), "停电检修"),
                DayByHand.opened(LocalDate.of(2026, 10, 1), "法治宣传", DailyWindow.parse("09:00-12:00")));
        assertThat(calendar.day(LocalDate.of(2026, 12, 1)).reason())
                .isEqualTo(new DayReason(DayReason.Kind.CLOSED_BY_HAND, "停电检修"));
        assertThat(calendar.day(LocalDate.of(2026, 10, 1)).reason())
                .isEqualTo(new DayReason(DayReason.Kind.OPENED_BY_HAND, "法治宣传"));
        assertThat(calendar.openAt(at("2026-12-01T09:00:00"))).isFalse();
        assertThat(calendar.openAt(at("2026-10-01T09:00:00"))).isTrue();
        assertThat(calendar.openAt(at("2026-10-01T12:00:00"))).isFalse();
    }

    @Test
    void afterNationalDayServiceBeginsAgainOnTheEighth() {
        assertThat(jiaozuo().nextOpen(at("2026-09-30T20:00:00"))).contains(at("2026-10-08T08:00:00"));
        assertThat(jiaozuo().status(at("2026-10-02T10:00:00")))
                .isEqualTo(new ServiceStatus(
                        false,
                        new ServiceDay(
                                LocalDate.of(2026, 10, 2),
                                false,
                                new DayReason(DayReason.Kind.STATE_HOLIDAY, "国庆节"),
                                List.of()),
                        Optional.of(at("2026-10-08T08:00:00")),
                        Optional.empty()));
    }

    @Test
    void aNightWindowBelongsToTheDayItBegins() {
        ServiceCalendar nights = calendar(ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS, "20:00-08:00");
        assertThat(nights.openAt(at("2026-10-01T03:00:00")))
                .as("night of the last day of September")
                .isTrue();
        assertThat(nights.openAt(at("2026-10-01T21:00:00")))
                .as("night of National Day")
                .isFalse();
        assertThat(nights.openAt(at("2026-10-08T03:00:00")))
                .as("still the night of the holiday")
                .isFalse();
        assertThat(nights.status(at("2026-10-01T03:00:00")).day().date()).isEqualTo(LocalDate.of(2026, 9, 30));
    }

    @ParameterizedTest(name = "{0}: {1}-{2} on {3} is {4}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
            America/New_York | 20:00 | 08:00 | 2026-03-07 | PT11H | the clocks go forward in the night
            America/New_York | 20:00 | 08:00 | 2026-10-31 | PT13H | the clocks go back in the night
            America/New_York | 08:00 | 20:00 | 2026-03-08 | PT12H | the day after is whole
            America/New_York | 02:30 | 10:00 | 2026-03-08 | PT7H  | 02:30 does not exist: opens as the clocks jump to 03:00
            America/New_York | 01:30 | 10:00 | 2026-11-01 | PT9H30M | 01:30 comes twice: opens at the first
            Asia/Shanghai    | 20:00 | 08:00 | 2026-03-07 | PT12H | no daylight saving
            Europe/Berlin    | 00:00 | 00:00 | 2026-03-29 | PT23H | a whole day that has 23 hours
            """)
    void daylightSavingIsCountedRight(
            String zone, String opens, String closes, LocalDate date, Duration length, String why) {
        ServiceCalendar calendar = new ServiceCalendar(
                ZoneId.of(zone), ServicePolicy.ALWAYS, ServiceHours.of(opens + "-" + closes), List.of(), HOLIDAYS);
        ServiceWindow window = calendar.windowsOf(date).getFirst();
        assertThat(Duration.between(window.opens(), window.closes())).as(why).isEqualTo(length);
    }

    @Test
    void segmentsFollowEachOtherWithoutGapAndSayWhatACallerMeets() {
        Instant from = at("2026-09-29T10:00:00");
        Instant until = from.plus(Duration.ofDays(60));
        ServiceCalendar calendar = jiaozuo();
        List<ServiceSegment> segments = calendar.segments(from, until);
        assertThat(segments.getFirst().from()).isEqualTo(from);
        assertThat(segments.getLast().until()).isEqualTo(until);
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).from()).isEqualTo(segments.get(i - 1).until());
        }
        ServiceSegment eve = find(segments, "2026-09-30T21:00:00");
        assertThat(eve.state()).isEqualTo(ServiceSegment.State.CLOSED_HOURS);
        assertThat(eve.nextOpen()).contains(ZonedDateTime.of(2026, 10, 8, 8, 0, 0, 0, SHANGHAI));
        ServiceSegment holiday = find(segments, "2026-10-03T22:00:00");
        assertThat(holiday.state()).isEqualTo(ServiceSegment.State.CLOSED_HOLIDAY);
        assertThat(holiday.holiday()).contains("国庆节");
        assertThat(find(segments, "2026-10-10T12:00:00").state()).isEqualTo(ServiceSegment.State.OPEN);
        for (ServiceSegment segment : segments) {
            assertThat(calendar.openAt(segment.from())).isEqualTo(segment.state() == ServiceSegment.State.OPEN);
            assertThat(calendar.openAt(segment.until().minusMillis(1)))
                    .isEqualTo(segment.state() == ServiceSegment.State.OPEN);
        }
    }

    private static ServiceSegment find(List<ServiceSegment> segments, String local) {
        Instant instant = at(local);
        return segments.stream()
                .filter(segment -> !instant.isBefore(segment.from()) && instant.isBefore(segment.until()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void splitHoursCloseForNoon() {
        ServiceCalendar calendar = calendar(ServicePolicy.WORKING_DAYS_ONLY, "08:30-12:00", "14:00-17:30");
        assertThat(calendar.openAt(at("2026-11-23T13:00:00"))).isFalse();
        assertThat(calendar.nextOpen(at("2026-11-23T13:00:00"))).contains(at("2026-11-23T14:00:00"));
        List<ServiceSegment> noon = calendar.segments(at("2026-11-23T12:30:00"), at("2026-11-23T13:00:00"));
        assertThat(noon).singleElement().satisfies(segment -> {
            assertThat(segment.state()).isEqualTo(ServiceSegment.State.CLOSED_HOURS);
            assertThat(segment.opens()).hasToString("08:30");
            assertThat(segment.closes()).hasToString("17:30");
        });
    }

    @Test
    void aCentreClosedForEverHasNoNextOpening() {
        List<DayByHand> closed = new ArrayList<>();
        LocalDate.of(2026, 11, 1)
                .datesUntil(LocalDate.of(2028, 6, 1))
                .forEach(day -> closed.add(DayByHand.closed(day, "撤销")));
        ServiceCalendar calendar = jiaozuo(closed.toArray(DayByHand[]::new));
        assertThat(calendar.nextOpen(at("2026-11-23T09:00:00"))).isEmpty();
        assertThat(calendar.segments(at("2026-11-23T00:00:00"), at("2026-11-25T00:00:00")))
                .hasSize(2);
    }

    @Test
    void aQuestionTooLongIsRefused() {
        assertThatThrownBy(() -> jiaozuo().days(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 1)))
                .hasMessageContaining("2026-01-01")
                .hasMessageContaining("before they begin");
        assertThatThrownBy(() -> jiaozuo().days(LocalDate.of(2000, 1, 1), LocalDate.of(2026, 1, 1)))
                .hasMessageContaining("4000 days");
        LocalDate first = LocalDate.of(2016, 1, 1);
        assertThat(jiaozuo().days(first, first.plusDays(3999))).hasSize(4000);
        assertThatThrownBy(() -> jiaozuo().days(first, first.plusDays(4000))).hasMessageContaining("4000 days");
        assertThatThrownBy(() -> jiaozuo().segments(at("2016-01-01T00:00:00"), at("2036-01-01T00:00:00")))
                .hasMessageContaining("4000 days");
        assertThat(HOLIDAYS.addWorkingDays(first, -10_000)).isBefore(first);
        assertThatThrownBy(() -> HOLIDAYS.addWorkingDays(first, -10_001)).hasMessageContaining("10000");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-05-31 | 08:00-20:00 | the day before summer
            2026-06-01 | 08:30-21:00 | its first day
            2026-08-31 | 08:30-21:00 | its last day
            2026-09-01 | 08:00-20:00 | the day after
            2026-11-30 | 08:00-20:00 | the day before winter
            2026-12-01 | 09:00-17:00 | winter runs over the turn of the year
            2027-01-04 | 09:00-17:00 | and holds in January
            2026-02-28 | 09:00-17:00 | to its last day
            2027-03-01 | 08:00-20:00 | and no longer
            2026-12-06 | 10:00-12:00 | a Sunday in winter: the first season that holds it decides
            2026-06-07 | 10:00-12:00 | a Sunday in summer
            2026-05-31 | 08:00-20:00 | a Sunday of no season
            """)
    void theSeasonDecidesTheHours(LocalDate date, String hours, String why) {
        ServiceHours seasonal = new ServiceHours(
                List.of(DailyWindow.parse("08:00-20:00")),
                List.of(
                        season("--06-01", "--08-31", Set.of(DayOfWeek.SUNDAY), "10:00-12:00"),
                        season("--12-01", "--02-28", Set.of(DayOfWeek.SUNDAY), "10:00-12:00"),
                        season("--06-01", "--08-31", EnumSet.allOf(DayOfWeek.class), "08:30-21:00"),
                        season("--12-01", "--02-28", EnumSet.allOf(DayOfWeek.class), "09:00-17:00")));
        ServiceCalendar calendar = new ServiceCalendar(SHANGHAI, ServicePolicy.ALWAYS, seasonal, List.of(), HOLIDAYS);
        assertThat(calendar.day(date).windows())
                .as(why)
                .extracting(DailyWindow::toString)
                .containsExactly(hours);
    }

    private static ServiceHours.Season season(String from, String to, Set<DayOfWeek> days, String hours) {
        return new ServiceHours.Season(
                MonthDay.parse(from), MonthDay.parse(to), days, List.of(DailyWindow.parse(hours)));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            2008 | 02-06 02-07 02-08       | 05-01       | the first year of the table
            2013 | 02-09 02-10 02-11       | 05-01       | to 2013: the eve and two days
            2014 | 01-31 02-01 02-02       | 05-01       | from 2014: three days, without the eve
            2024 | 02-10 02-11 02-12       | 05-01       | the last year of that rule
            2025 | 01-28 01-29 01-30 01-31 | 05-01 05-02 | from 2025: the eve again, and a second day in May
            2030 | 02-02 02-03 02-04 02-05 | 05-01 05-02 | the last year of the table
            2031 |                         | 05-01 05-02 | no lunar calendar at hand
            2007 |                         | 05-01       | nor before it
            """)
    void theLawsOwnDays(int year, String spring, String may, String why) {
        assertThat(named(year, "春节")).as(why).isEqualTo(spring == null ? "" : spring);
        assertThat(named(year, "劳动节")).as(why).isEqualTo(may);
        assertThat(named(year, "国庆节")).isEqualTo("10-01 10-02 10-03");
    }

    private static String named(int year, String name) {
        return StatutoryDays.of(year).entrySet().stream()
                .filter(day -> day.getValue().equals(name))
                .map(day -> day.getKey().toString().substring(5))
                .collect(Collectors.joining(" "));
    }
}
