package org.hotline12348.scheduler.intake;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.roster.WeeklyHours;

/**
 * When somebody can do duty, as people write it: days of the week, each group with hours of its own or none, the groups
 * apart by semicolons (周一至周五 08:00-12:00、14:00-18:00；周六).
 */
record Availability(Set<DayOfWeek> days, WeeklyHours hours) {

    private static final Pattern HOURS =
            Pattern.compile("(\\d{1,2})[:：](\\d{2})\\s*[-–—~～至到]\\s*(\\d{1,2})[:：](\\d{2})");

    Availability {
        days = Set.copyOf(days);
    }

    /** Empty where it cannot be understood. */
    static Optional<Availability> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        Map<DayOfWeek, List<DailyWindow>> hours = new EnumMap<>(DayOfWeek.class);
        for (String group : text.split("[；;]")) {
            List<DailyWindow> windows = new ArrayList<>();
            try {
                HOURS.matcher(group).results().map(Availability::window).forEach(windows::add);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            String words = HOURS.matcher(group).replaceAll(" ").strip();
            // Hours without a day are those of every day; after other groups nobody can tell whose they are.
            boolean everyDay =
                    !windows.isEmpty() && words.replaceAll("[、，,/]", "").isBlank();
            if (everyDay && !days.isEmpty()) {
                return Optional.empty();
            }
            Optional<Set<DayOfWeek>> named =
                    everyDay ? Optional.of(EnumSet.allOf(DayOfWeek.class)) : Weekdays.parse(words);
            if (named.isEmpty() || !windows.isEmpty() && named.get().isEmpty()) {
                return Optional.empty();
            }
            days.addAll(named.get());
            if (!windows.isEmpty()) {
                named.get()
                        .forEach(day -> hours.computeIfAbsent(day, none -> new ArrayList<>())
                                .addAll(windows));
            }
        }
        return hours.values().stream().anyMatch(windows -> windows.size() > WeeklyHours.MOST_WINDOWS)
                ? Optional.empty()
                : Optional.of(new Availability(days, new WeeklyHours(hours)));
    }

    private static DailyWindow window(MatchResult found) {
        return DailyWindow.parse(time(found.group(1), found.group(2)) + "-" + time(found.group(3), found.group(4)));
    }

    private static String time(String hour, String minute) {
        return hour.equals("24") && minute.equals("00") ? "00:00" : "%02d:%s".formatted(Integer.parseInt(hour), minute);
    }
}
