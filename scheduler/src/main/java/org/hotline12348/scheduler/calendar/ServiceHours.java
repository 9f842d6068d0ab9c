package org.hotline12348.scheduler.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;

/**
 * The hours of a service day: the first season that holds the day decides, else the usual hours.
 *
 * @param usual hours of a day no season speaks of, in order
 * @param seasons other hours for a part of the year or of the week
 */
public record ServiceHours(List<DailyWindow> usual, List<Season> seasons) {

    /**
     * Other hours from one day of the year to another, both included (may run over the turn of the year), on some days
     * of the week.
     */
    public record Season(MonthDay from, MonthDay to, Set<DayOfWeek> days, List<DailyWindow> windows) {
        public Season {
            days = Set.copyOf(days);
            windows = List.copyOf(windows);
        }

        boolean holds(LocalDate date) {
            MonthDay day = MonthDay.from(date);
            boolean in = from.isAfter(to)
                    ? !day.isBefore(from) || !day.isAfter(to)
                    : !day.isBefore(from) && !day.isAfter(to);
            return in && days.contains(date.getDayOfWeek());
        }
    }

    public ServiceHours {
        usual = List.copyOf(usual);
        seasons = List.copyOf(seasons);
        if (usual.isEmpty()) {
            throw new IllegalArgumentException("Service hours need at least one window, such as 08:00-20:00.");
        }
    }

    /** The same hours all year, such as {@code 08:00-20:00} or {@code 08:30-12:00, 14:00-17:30}. */
    public static ServiceHours of(String... windows) {
        return new ServiceHours(
                List.of(windows).stream().map(DailyWindow::parse).toList(), List.of());
    }

    public List<DailyWindow> on(LocalDate date) {
        return seasons.stream()
                .filter(season -> season.holds(date))
                .findFirst()
                .map(Season::windows)
                .orElse(usual);
    }
}
