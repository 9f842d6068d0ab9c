package org.hotline12348.scheduler.roster;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import org.hotline12348.scheduler.calendar.DailyWindow;

/**
 * What has to be filled on a service day of a season.
 *
 * @param name for people ("summer", "default")
 * @param from first day of the season in each year, included
 * @param to last day of the season in each year, included; a season may run over the turn of the year
 * @param days days of the week to which it applies
 * @param validFrom first date on which the pattern holds at all
 * @param shifts the shifts of such a day; one or several, side by side or one after the other, night shifts too
 */
public record ShiftPattern(
        String name, MonthDay from, MonthDay to, Set<DayOfWeek> days, LocalDate validFrom, List<ShiftOfDay> shifts) {

    /**
     * A shift within a pattern.
     *
     * @param code unique within the pattern (day, night, 1)
     * @param hours local time; ends on the next day when it ends no later than it starts
     * @param seats roles asked for, seat 1 first; any number
     * @param standby how many stand by
     */
    public record ShiftOfDay(String code, DailyWindow hours, List<SeatRole> seats, int standby) {
        public ShiftOfDay {
            seats = List.copyOf(seats);
            if (seats.isEmpty()) {
                throw new IllegalArgumentException("The shift %s has no seat; it needs at least one.".formatted(code));
            }
            if (standby < 0) {
                throw new IllegalArgumentException(
                        "The shift %s has %d on standby; it cannot be negative.".formatted(code, standby));
            }
        }
    }

    public ShiftPattern {
        days = Set.copyOf(days);
        shifts = List.copyOf(shifts);
        if (shifts.stream().map(ShiftOfDay::code).distinct().count() < shifts.size()) {
            throw new IllegalArgumentException(
                    "The pattern %s has two shifts of one code; give each its own.".formatted(name));
        }
    }

    /** All year, every day of the week. */
    public static ShiftPattern allYear(List<ShiftOfDay> shifts) {
        return new ShiftPattern(
                "default",
                MonthDay.of(1, 1),
                MonthDay.of(12, 31),
                Set.of(DayOfWeek.values()),
                LocalDate.of(2000, 1, 1),
                shifts);
    }

    /** Whether the pattern governs this day. */
    public boolean appliesTo(LocalDate date) {
        MonthDay day = MonthDay.from(date);
        boolean inSeason =
                from.isAfter(to) ? !day.isBefore(from) || !day.isAfter(to) : !day.isBefore(from) && !day.isAfter(to);
        return inSeason && days.contains(date.getDayOfWeek()) && !date.isBefore(validFrom);
    }
}
