package org.hotline12348.scheduler.roster;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.scheduler.calendar.DailyWindow;

/**
 * Hours of the week at which somebody can be there, in local time. A day that is not named is free as a whole; of a day
 * that is, only these hours are, and a window over midnight reaches into the next day.
 */
public record WeeklyHours(Map<DayOfWeek, List<DailyWindow>> byDay) {

    /** The most windows of one day. */
    public static final int MOST_WINDOWS = 6;

    /** No limit at all. */
    public static final WeeklyHours ANY = new WeeklyHours(Map.of());

    /** A stretch of time, {@code until} excluded. */
    public record Stretch(Instant from, Instant until) {}

    public WeeklyHours {
        Map<DayOfWeek, List<DailyWindow>> sorted = new EnumMap<>(DayOfWeek.class);
        byDay.forEach((day, windows) -> {
            if (windows.isEmpty() || windows.size() > MOST_WINDOWS) {
                throw new IllegalArgumentException(
                        "%s has %d windows of hours; a day that is limited has 1 to %d. Maybe the day should be left out of the days on which duty is possible."
                                .formatted(day, windows.size(), MOST_WINDOWS));
            }
            sorted.put(
                    day,
                    windows.stream()
                            .distinct()
                            .sorted(Comparator.comparing(DailyWindow::opens))
                            .toList());
        });
        byDay = java.util.Collections.unmodifiableMap(sorted);
    }

    /** Whether the whole of a duty lies within the hours. */
    public boolean admit(Instant from, Instant until, ZoneId zone) {
        return byDay.isEmpty() || missing(from, until, zone).isEmpty();
    }

    /** The stretches between two moments at which he cannot be there, in order. */
    public List<Stretch> missing(Instant from, Instant until, ZoneId zone) {
        List<Stretch> missing = new ArrayList<>();
        Instant reached = from;
        for (Stretch free : free(from, until, zone)) {
            if (free.from().isAfter(reached)) {
                missing.add(new Stretch(reached, free.from().isBefore(until) ? free.from() : until));
            }
            reached = free.until().isAfter(reached) ? free.until() : reached;
            if (!reached.isBefore(until)) {
                return missing;
            }
        }
        missing.add(new Stretch(reached, until));
        return missing;
    }

    /** Free stretches that begin before the end, by their start; they may overlap. */
    private List<Stretch> free(Instant from, Instant until, ZoneId zone) {
        List<Stretch> free = new ArrayList<>();
        // The day before counts: its night may reach into this one.
        LocalDate first = from.atZone(zone).toLocalDate().minusDays(1);
        LocalDate last = until.atZone(zone).toLocalDate();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            List<DailyWindow> windows = byDay.getOrDefault(
                    day.getDayOfWeek(), List.of(new DailyWindow(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)));
            for (DailyWindow window : windows) {
                Instant opens = window.opens().atDate(day).atZone(zone).toInstant();
                Instant closes = window.closes()
                        .atDate(window.overMidnight() ? day.plusDays(1) : day)
                        .atZone(zone)
                        .toInstant();
                if (closes.isAfter(from) && opens.isBefore(until)) {
                    free.add(new Stretch(opens, closes));
                }
            }
        }
        free.sort(Comparator.comparing(Stretch::from));
        return free;
    }
}
