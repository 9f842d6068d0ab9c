package org.hotline12348.scheduler.intake;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Days of the week as people write them: 周一、周三; 周一至周五; 工作日; Mon, Tue; 1-5. */
final class Weekdays {

    private static final Map<String, Set<DayOfWeek>> GROUPS = Map.of(
            "工作日",
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            "周末",
            EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
            "每天",
            EnumSet.allOf(DayOfWeek.class),
            "全部",
            EnumSet.allOf(DayOfWeek.class),
            "all",
            EnumSet.allOf(DayOfWeek.class),
            "无",
            Set.of(),
            "none",
            Set.of());

    private Weekdays() {}

    /** Empty where a word is no day of the week. */
    static Optional<Set<DayOfWeek>> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : text.split("[、，,;；/\\s]+")) {
            if (word.isEmpty()) {
                continue;
            }
            Set<DayOfWeek> group = GROUPS.get(word.toLowerCase(Locale.ROOT));
            if (group != null) {
                days.addAll(group);
                continue;
            }
            String[] ends = word.split("[至到~～-]", -1);
            Optional<DayOfWeek> first = day(ends[0]);
            Optional<DayOfWeek> last = ends.length == 2 ? day(ends[1]) : first;
            if (ends.length > 2 || first.isEmpty() || last.isEmpty()) {
                return Optional.empty();
            }
            DayOfWeek day = first.get();
            days.add(day);
            while (day != last.get()) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return Optional.of(days);
    }

    static Optional<DayOfWeek> day(String word) {
        String bare = word.replaceFirst("^(星期|周|礼拜)", "");
        int chinese = "一二三四五六日".indexOf(bare);
        if (bare.length() == 1 && chinese >= 0) {
            return Optional.of(DayOfWeek.of(chinese + 1));
        }
        if (bare.equals("天")) {
            return Optional.of(DayOfWeek.SUNDAY);
        }
        if (word.matches("[1-7]")) {
            return Optional.of(DayOfWeek.of(Integer.parseInt(word)));
        }
        String english = word.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (english.length() >= 3 && day.name().startsWith(english)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }
}
