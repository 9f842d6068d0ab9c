package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;
import org.junit.jupiter.api.Test;

class ShiftsTest {

    static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    static Centre centre(String hours, List<ShiftPattern> patterns, DayByHand... byHand) {
        return new Centre(
                "jiaozuo",
                "焦作",
                new ServiceCalendar(
                        ZoneId.of("Asia/Shanghai"),
                        ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS,
                        ServiceHours.of(hours.split(", ")),
                        List.of(byHand),
                        HolidayFile.shipped()),
                patterns);
    }

    static ShiftOfDay shift(String code, String hours, SeatRole... roles) {
        return new ShiftOfDay(code, DailyWindow.parse(hours), List.of(roles), 0);
    }

    static String told(List<Shift> shifts) {
        return shifts.stream()
                .map(one -> one.code() + " "
                        + one.from().atZone(ZoneId.of("Asia/Shanghai")).toLocalDateTime() + "/"
                        + one.until().atZone(ZoneId.of("Asia/Shanghai")).toLocalDateTime() + " " + one.seats())
                .collect(Collectors.joining("; "));
    }

    @Test
    void theDemoCentreHasOneTwelveHourShiftOfTwo() {
        assertThat(told(Shifts.on(DemoRoster.centre(), MONDAY)))
                .isEqualTo("day 2026-11-23T08:00/2026-11-23T20:00 [LAWYER, LAWYER]");
        assertThat(Shifts.on(DemoRoster.centre(), LocalDate.of(2026, 10, 1))).isEmpty();
    }

    @Test
    void aDayMayHaveSplitShiftsRoleSeatsAndANight() {
        Centre centre = centre(
                "00:00-00:00",
                List.of(ShiftPattern.allYear(List.of(
                        shift("morning", "08:00-14:00", SeatRole.STAFF, SeatRole.LAWYER),
                        shift("afternoon", "14:00-20:00", SeatRole.LAWYER),
                        shift("night", "20:00-08:00", SeatRole.ANY)))));
        assertThat(told(Shifts.on(centre, MONDAY))).isEqualTo("""
                morning 2026-11-23T08:00/2026-11-23T14:00 [STAFF, LAWYER]; \
                afternoon 2026-11-23T14:00/2026-11-23T20:00 [LAWYER]; \
                night 2026-11-23T20:00/2026-11-24T00:00 [ANY]""");
    }

    @Test
    void aNightShiftWithNightHoursRunsOverMidnight() {
        Centre centre = centre(
                "08:00-20:00, 20:00-08:00",
                List.of(ShiftPattern.allYear(List.of(shift("night", "20:00-08:00", SeatRole.ANY)))));
        assertThat(told(Shifts.on(centre, MONDAY))).isEqualTo("night 2026-11-23T20:00/2026-11-24T08:00 [ANY]");
    }

    @Test
    void aDayClosedEarlyByHandHasAShorterShift() {
        Centre centre = centre(
                "08:00-20:00",
                DemoRoster.centre().patterns(),
                DayByHand.opened(MONDAY, "下午停电", DailyWindow.parse("08:00-13:00")));
        assertThat(told(Shifts.on(centre, MONDAY))).isEqualTo("day 2026-11-23T08:00/2026-11-23T13:00 [LAWYER, LAWYER]");
    }

    @Test
    void theSeasonDecidesAndALaterPatternReplacesAnEarlier() {
        ShiftPattern winter = new ShiftPattern(
                "winter",
                MonthDay.of(11, 1),
                MonthDay.of(2, 28),
                Set.of(DayOfWeek.values()),
                LocalDate.of(2026, 1, 1),
                List.of(shift("short", "09:00-17:00", SeatRole.ANY)));
        ShiftPattern usual = ShiftPattern.allYear(List.of(shift("day", "08:00-20:00", SeatRole.ANY)));
        Centre centre = centre("08:00-20:00", List.of(usual, winter));
        assertThat(Shifts.on(centre, MONDAY)).extracting(Shift::code).containsExactly("short");
        assertThat(Shifts.on(centre, LocalDate.of(2027, 2, 20)))
                .extracting(Shift::code)
                .containsExactly("short");
        assertThat(Shifts.on(centre, LocalDate.of(2026, 6, 1)))
                .extracting(Shift::code)
                .containsExactly("day");
        assertThat(Shifts.on(centre, LocalDate.of(2025, 12, 1)))
                .extracting(Shift::code)
                .containsExactly("day");
    }

    @Test
    void shiftsStandInOrderOfTimeAndOneOutsideTheHoursIsNone() {
        Centre centre = centre(
                "08:00-12:00, 14:00-20:00",
                List.of(ShiftPattern.allYear(List.of(
                        shift("late", "14:00-20:00", SeatRole.ANY),
                        shift("noon", "12:00-14:00", SeatRole.ANY),
                        shift("early", "08:00-12:00", SeatRole.ANY)))));
        assertThat(told(Shifts.on(centre, MONDAY)))
                .isEqualTo(
                        "early 2026-11-23T08:00/2026-11-23T12:00 [ANY]; late 2026-11-23T14:00/2026-11-23T20:00 [ANY]");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> shift("day", "08:00-20:00")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> ShiftPattern.allYear(
                        List.of(shift("a", "08:00-12:00", SeatRole.ANY), shift("a", "12:00-20:00", SeatRole.ANY))))
                .hasMessageContaining("two shifts of one code");
        assertThatThrownBy(() -> DailyWindow.parse("8-20")).hasMessageContaining("08:00-20:00");
    }
}
