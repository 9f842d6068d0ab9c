package org.hotline12348.scheduler.intake;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.intake.NoticeDraft.Named;

/** Reads holiday notices from JSON in the form of the data file, and from tables. */
final class NoticeTables {

    private static final Set<String> OFF = Set.of("放假", "休", "休息", "假", "off", "holiday", "day off");
    private static final Set<String> WORK = Set.of("上班", "班", "补班", "调休上班", "work", "workday", "working day");
    private static final Map<String, Set<String>> HEADINGS = Map.of(
            "date", Set.of("date", "日期"),
            "name", Set.of("name", "节日", "名称", "假日"),
            "kind", Set.of("kind", "类型", "安排", "type"),
            "weekday", Set.of("weekday", "星期"));

    private NoticeTables() {}

    /** {@code {"2027": {"holidays": [{"date", "name"}], "workdays": [...]}}}. */
    static List<NoticeDraft> json(String text) {
        List<HolidayNotice> notices;
        try {
            notices = HolidayFile.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException(
                    "JSON 格式的通知不对：%s".formatted(e.getMessage()), String.valueOf(e.getMessage()));
        }
        return notices.stream()
                .map(notice -> {
                    List<Named> days = new ArrayList<>();
                    notice.daysOff().forEach((date, name) -> days.add(new Named(date, name, true)));
                    notice.makeUpDays().forEach((date, name) -> days.add(new Named(date, name, false)));
                    return new NoticeDraft(notice.year(), whole(days), days, List.of(), List.of(), List.of());
                })
                .toList();
    }

    private static boolean whole(List<Named> days) {
        Set<String> names = days.stream().map(Named::name).collect(Collectors.toSet());
        // Mid-autumn may fall into National Day's week and bear its name.
        return NoticeDraft.FESTIVALS.stream()
                .filter(name -> !name.equals("中秋节"))
                .allMatch(names::contains);
    }

    /** Columns date, kind (放假 or 上班), name, and, to be checked, weekday; one line a day. */
    static NoticeDraft table(Sheet sheet, Optional<Integer> year) {
        List<Flaw> faults = new ArrayList<>();
        Map<String, Integer> at = columns(sheet);
        if (!at.keySet().containsAll(Set.of("date", "name", "kind"))) {
            throw new UnreadableFileException(
                    "表格应有“日期”“类型”“节日”三列，类型填“放假”或“上班”。",
                    "The table needs the columns date (日期), kind (类型: 放假 or 上班) and name (节日).");
        }
        List<Named> days = new ArrayList<>();
        for (Sheet.Row row : sheet.rows().subList(1, sheet.rows().size())) {
            Line line = new Line(row, at, faults);
            line.named().ifPresent(days::add);
        }
        int of =
                year.orElseGet(() -> days.stream()
                        .collect(Collectors.groupingBy(day -> day.date().getYear(), Collectors.counting()))
                        .entrySet()
                        .stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(0));
        if (days.isEmpty() && faults.isEmpty()) {
            faults.add(new Flaw("表格里没有日期。", "There is no day in the table."));
        }
        return new NoticeDraft(of, whole(days), days, List.of(), faults, List.of());
    }

    /** Whether the first line has a heading of such a table at all. */
    static boolean isTable(Sheet sheet) {
        return !columns(sheet).isEmpty();
    }

    private static Map<String, Integer> columns(Sheet sheet) {
        Map<String, Integer> at = new TreeMap<>();
        Sheet.Row head = sheet.rows().isEmpty()
                ? new Sheet.Row(0, List.of())
                : sheet.rows().getFirst();
        for (int i = 0; i < head.fields().size(); i++) {
            String heading = head.field(i).text().toLowerCase(Locale.ROOT);
            int column = i;
            HEADINGS.forEach((name, words) -> {
                if (words.contains(heading)) {
                    at.putIfAbsent(name, column);
                }
            });
        }
        return at;
    }

    private record Line(Sheet.Row row, Map<String, Integer> at, List<Flaw> faults) {

        String text(String column) {
            Integer index = at.get(column);
            return index == null ? "" : row.field(index).text();
        }

        void fault(String chinese, String english) {
            faults.add(
                    new Flaw("第 %d 行：%s".formatted(row.line(), chinese), "Line %d: %s".formatted(row.line(), english)));
        }

        Optional<Named> named() {
            row.fields().forEach(field -> field.flaw().ifPresent(flaw -> fault(flaw.chinese(), flaw.english())));
            Optional<LocalDate> date = date(text("date"));
            String kind = text("kind").toLowerCase(Locale.ROOT);
            if (!OFF.contains(kind) && !WORK.contains(kind)) {
                fault(
                        "类型“%s”应为 放假 或 上班。".formatted(kind),
                        "the kind \"%s\" must be 放假 (off) or 上班 (work).".formatted(kind));
                return Optional.empty();
            }
            if (text("name").isEmpty()) {
                fault("缺少节日名称。", "the name of the festival is missing.");
                return Optional.empty();
            }
            date.ifPresent(this::checkWeekday);
            return date.map(day -> new Named(day, text("name"), OFF.contains(kind)));
        }

        private void checkWeekday(LocalDate date) {
            if (text("weekday").isEmpty()) {
                return;
            }
            Optional<DayOfWeek> said = Weekdays.day(text("weekday"));
            if (said.isEmpty() || said.get() != date.getDayOfWeek()) {
                fault(
                        "%s 写明%s，但这一天是%s。".formatted(date, text("weekday"), NoticeText.chinese(date.getDayOfWeek())),
                        "%s is said to be %s, but it is a %s."
                                .formatted(date, text("weekday"), NoticeText.english(date.getDayOfWeek())));
            }
        }

        private Optional<LocalDate> date(String text) {
            Optional<LocalDate> date = Dates.parse(text);
            if (date.isEmpty()) {
                fault(
                        "“%s”不是日期，例如 2027-02-05。".formatted(text),
                        "\"%s\" is no date, such as 2027-02-05.".formatted(text));
            }
            return date;
        }
    }
}
