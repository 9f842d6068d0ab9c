package org.hotline12348.scheduler.intake;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hotline12348.scheduler.calendar.StatutoryDays;
import org.hotline12348.scheduler.intake.NoticeDraft.Named;
import org.hotline12348.scheduler.intake.NoticeDraft.Stretch;

/**
 * Reads the words of the State Council's notice (国务院办公厅关于…年部分节假日安排的通知), in the wording to 2024
 * （星期六） and from 2025 （周六、农历正月初七）, and the notices that amend one in mid-year. Every weekday and every
 * "共n天" it gives is held against the calendar.
 */
final class NoticeText {

    /** Characters of a notice. */
    static final int MOST_CHARACTERS = 20_000;

    private static final int LONGEST_HOLIDAY_DAYS = 15;
    private static final Map<String, String> FESTIVALS = Map.of(
            "元旦", "元旦", "春节", "春节", "清明", "清明节", "劳动", "劳动节", "五一", "劳动节", "端午", "端午节", "中秋", "中秋节", "国庆", "国庆节", "十一",
            "国庆节");
    /** What a paragraph of a notice looks like. */
    static final String EXAMPLE = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。";

    private static final String FESTIVAL = "(?:元旦|春节|清明|劳动|五一|端午|中秋|国庆)节?";
    /** The head of a paragraph: 六、中秋节、国庆节： */
    private static final Pattern HEAD =
            Pattern.compile("(?:^|[。;\n])\\s*(?:[一二三四五六七八九十]+[、.])?(" + FESTIVAL + "(?:[、和及]" + FESTIVAL + ")*):");
    /** Where the arrangement ends and the admonitions begin. */
    private static final Pattern TAIL = Pattern.compile("节假日期间|各地区、?各部门要|特此通知|国务院办公厅\n|\n20\\d\\d年\\d+月\\d+日\\s*$");

    private static final Pattern YEAR_OF_TITLE =
            Pattern.compile("(?:关于|调整|延长)\\D{0,8}?(20\\d\\d)年\\D{0,20}?(?:节假日|假期|放假)|(20\\d\\d)年(?:部分)?节假日");
    private static final Pattern ANY_YEAR = Pattern.compile("(20\\d\\d)年");
    private static final Pattern NAME_OF_AMENDMENT = Pattern.compile("(" + FESTIVAL
            + ")(?:假期|放假|休假)|(?:^|[^\\u4e00-\\u9fa5])(?:国务院(?:办公厅)?)?(?:关于)?([\\u4e00-\\u9fa5\\d]{4,40}?纪念日)");
    private static final Pattern DATE = Pattern.compile("(?:(\\d{4})年)?(?:(\\d{1,2})月)?(\\d{1,2})日(?:\\(([^()]*)\\))?");
    private static final Pattern COUNT = Pattern.compile("(?:共|放假|假期)(\\d{1,2})天");
    private static final Pattern WEEKDAY = Pattern.compile("(?:周|星期)([一二三四五六日天])");
    private static final Pattern EXTENSION = Pattern.compile("延长(?:20\\d\\d年)?(" + FESTIVAL + ")假期至");

    private final String text;
    private final int year;
    private final List<Named> days = new ArrayList<>();
    private final List<Stretch> cancelled = new ArrayList<>();
    private final List<Flaw> faults = new ArrayList<>();
    private final List<Flaw> notes = new ArrayList<>();
    private final Set<String> spoken = new HashSet<>();

    private NoticeText(String text, int year) {
        this.text = text;
        this.year = year;
    }

    /** @param year the year it is for, where the text does not say or must not be believed */
    static NoticeDraft read(String raw, Optional<Integer> year) {
        if (raw.length() > MOST_CHARACTERS) {
            throw new UnreadableFileException(
                    "通知有 %d 个字，上限为 %d 个。请只粘贴通知正文。".formatted(raw.length(), MOST_CHARACTERS),
                    "The notice has %d characters; the limit is %d. Paste the notice alone."
                            .formatted(raw.length(), MOST_CHARACTERS));
        }
        String text = normal(raw);
        int found = year.orElseGet(() -> yearOf(text).orElse(0));
        NoticeText reader = new NoticeText(text, found);
        if (found == 0) {
            reader.fault(
                    "看不出是哪一年的通知。请连标题一起粘贴，或填写年份。",
                    "It does not say which year it is for. Paste it with its title, or give the year.");
        } else {
            reader.read();
        }
        return new NoticeDraft(
                found,
                reader.spoken.containsAll(NoticeDraft.FESTIVALS),
                reader.days,
                reader.cancelled,
                reader.faults,
                reader.notes);
    }

    /** Half-width digits and marks, no blanks. */
    private static String normal(String raw) {
        StringBuilder text = new StringBuilder();
        for (char c : raw.toCharArray()) {
            switch (c) {
                case '（' -> text.append('(');
                case '）' -> text.append(')');
                case '：' -> text.append(':');
                case '，' -> text.append(',');
                case '；' -> text.append(';');
                case '．' -> text.append('.');
                case '\n' -> text.append('\n');
                case '—', '－', '～', '–' -> text.append('至');
                default -> {
                    if (c >= '０' && c <= '９') {
                        text.append((char) ('0' + c - '０'));
                    } else if (!Character.isWhitespace(c) && c != '\u3000' && c != '\u00a0' && c != '\ufeff') {
                        text.append(c);
                    }
                }
            }
        }
        return text.toString().replaceAll("\n+", "\n");
    }

    private static Optional<Integer> yearOf(String text) {
        Matcher title = YEAR_OF_TITLE.matcher(text);
        if (title.find()) {
            return Optional.of(Integer.valueOf(title.group(1) == null ? title.group(2) : title.group(1)));
        }
        // Days of the December before come with their year, so the latest year named is the notice's.
        Matcher any = ANY_YEAR.matcher(TAIL.split(text)[0]);
        return any.results().map(result -> Integer.valueOf(result.group(1))).max(Integer::compare);
    }

    private void fault(String chinese, String english) {
        faults.add(new Flaw(chinese, english));
    }

    private void note(String chinese, String english) {
        notes.add(new Flaw(chinese, english));
    }

    private void read() {
        List<int[]> heads = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        int from = 0;
        while (head.find(from)) {
            heads.add(new int[] {head.start(1), head.end(1), head.end()});
            // The full stop that ends one paragraph may begin the next head.
            from = head.end();
        }
        for (int i = 0; i < heads.size(); i++) {
            int[] here = heads.get(i);
            int end = i + 1 < heads.size() ? heads.get(i + 1)[0] : text.length();
            String body = TAIL.split(text.substring(here[2], end))[0];
            paragraph(festivals(text.substring(here[0], here[1])), body);
        }
        if (heads.isEmpty()) {
            amendment();
        }
        if (days.isEmpty() && faults.isEmpty()) {
            fault(
                    "读不出任何放假日期。应有类似“%s”的段落。".formatted(EXAMPLE),
                    "No day off can be read. A paragraph such as “%s” was expected.".formatted(EXAMPLE));
        }
    }

    private static List<String> festivals(String head) {
        return Stream.of(head.split("[、和及]"))
                .map(name -> FESTIVALS.getOrDefault(name.replaceFirst("节$", ""), FESTIVALS.getOrDefault(name, name)))
                .toList();
    }

    /** A notice that changes one holiday of a year: the whole text is its paragraph. */
    private void amendment() {
        String body = TAIL.split(text)[0];
        Matcher extension = EXTENSION.matcher(body);
        if (extension.find()) {
            String festival = festivals(extension.group(1)).getFirst();
            Matcher date = DATE.matcher(body);
            if (date.find(extension.end()) && date.start() == extension.end()) {
                new Dates(festival).date(date).ifPresent(last -> extend(festival, last));
                return;
            }
        }
        Matcher name = NAME_OF_AMENDMENT.matcher(body);
        if (!name.find()) {
            fault(
                    "看不出是哪个节日。段落应以“元旦：”“春节：”等开头。",
                    "It does not say which festival it speaks of. A paragraph begins with 元旦： or 春节： and so on.");
            return;
        }
        String found = Stream.of(name.group(1), name.group(2))
                .filter(group -> group != null)
                .findFirst()
                .orElse("");
        paragraph(festivals(found), body.substring(name.end()));
    }

    private void extend(String festival, LocalDate last) {
        spoken.add(festival);
        LocalDate first = StatutoryDays.of(last.getYear()).entrySet().stream()
                .filter(day -> day.getValue().equals(festival) && !day.getKey().isAfter(last))
                .map(Map.Entry::getKey)
                .max(LocalDate::compareTo)
                .orElse(last);
        if (last.toEpochDay() - first.toEpochDay() > LONGEST_HOLIDAY_DAYS) {
            fault(
                    "%s延长至 %s，过长。".formatted(festival, last),
                    "%s is extended to %s, which is too long.".formatted(festival, last));
            return;
        }
        first.datesUntil(last.plusDays(1)).forEach(date -> days.add(new Named(date, festival, true)));
        cancelled.add(new Stretch(festival, first, last));
    }

    /** One festival's sentences, clause by clause. */
    private void paragraph(List<String> festivals, String body) {
        spoken.addAll(festivals);
        Set<LocalDate> off = new TreeSet<>();
        Set<LocalDate> work = new TreeSet<>();
        Dates dates = new Dates(festivals.getLast());
        List<LocalDate> pending = new ArrayList<>();
        Optional<Integer> count = Optional.empty();
        for (String sentence : body.split("[。\n]")) {
            if (sentence.contains("鼓励") || sentence.contains("带薪年休假")) {
                note(
                        "未采用（不是放假安排）：%s".formatted(sentence),
                        "Left out, since it arranges no day off: %s".formatted(sentence));
                continue;
            }
            for (String clause : sentence.split("[,;]")) {
                List<LocalDate> named = dates.in(clause);
                Matcher counted = COUNT.matcher(clause);
                if (counted.find()) {
                    count = Optional.of(Integer.valueOf(counted.group(1)));
                }
                if (clause.contains("正常上班") || clause.contains("起上班")) {
                    pending.clear();
                } else if (clause.contains("上班")) {
                    work.addAll(pending);
                    work.addAll(named);
                    pending.clear();
                } else if (clause.contains("放假") || clause.contains("补休") || clause.contains("调休")) {
                    off.addAll(pending);
                    off.addAll(named);
                    pending.clear();
                } else {
                    pending.addAll(named);
                }
            }
        }
        String name = String.join("、", festivals);
        if (!pending.isEmpty()) {
            fault(
                    "%s：%s 没有说明是放假还是上班。".formatted(name, pending),
                    "%s: it does not say whether %s are days off or working days.".formatted(name, pending));
        }
        if (off.isEmpty()) {
            fault("%s：读不出放假日期。".formatted(name), "%s: no day off can be read.".formatted(name));
        }
        count.filter(days -> days != off.size() && !off.isEmpty())
                .ifPresent(days -> fault(
                        "%s：写明共%d天，但列出的是%d天。".formatted(name, days, off.size()),
                        "%s: it says %d days, but names %d.".formatted(name, days, off.size())));
        off.forEach(date -> days.add(new Named(date, nameOf(date, festivals), true)));
        work.forEach(date -> days.add(new Named(date, main(festivals), false)));
    }

    /** Of two festivals in one paragraph, the law's own day has its name; the rest is National Day's. */
    private static String nameOf(LocalDate date, List<String> festivals) {
        return StatutoryDays.nameOf(date).filter(festivals::contains).orElse(main(festivals));
    }

    private static String main(List<String> festivals) {
        return festivals.contains("国庆节") ? "国庆节" : festivals.getFirst();
    }

    /** Dates as they are written, each inheriting year and month from the one before. */
    private final class Dates {
        private final String festival;
        private int inYear = year;
        private boolean yearGiven;
        private int month;

        Dates(String festival) {
            this.festival = festival;
        }

        /** All dates of a clause, ranges spelled out. */
        List<LocalDate> in(String clause) {
            List<LocalDate> found = new ArrayList<>();
            Matcher matcher = DATE.matcher(clause);
            Optional<LocalDate> before = Optional.empty();
            int ended = -1;
            while (matcher.find()) {
                boolean range =
                        ended >= 0 && clause.substring(ended, matcher.start()).equals("至");
                Optional<LocalDate> date = date(matcher);
                if (range && before.isPresent() && date.isPresent()) {
                    LocalDate first = before.get();
                    LocalDate last = date.get().isBefore(first) && matcher.group(1) == null
                            ? date.get().plusYears(1)
                            : date.get();
                    if (last.isBefore(first) || last.toEpochDay() - first.toEpochDay() >= LONGEST_HOLIDAY_DAYS) {
                        fault(
                                "%s：“%s”不是合理的起止日期。".formatted(festival, clause),
                                "%s: “%s” is no sensible stretch of days.".formatted(festival, clause));
                    } else {
                        first.plusDays(1).datesUntil(last.plusDays(1)).forEach(found::add);
                        inYear = last.getYear();
                    }
                } else {
                    date.ifPresent(found::add);
                }
                before = date;
                ended = matcher.end();
            }
            return found;
        }

        private Optional<LocalDate> date(Matcher matcher) {
            if (matcher.group(1) != null) {
                inYear = Integer.parseInt(matcher.group(1));
                yearGiven = true;
            }
            if (matcher.group(2) != null) {
                month = Integer.parseInt(matcher.group(2));
                if (!yearGiven) {
                    // New Year's days off may begin in the December before.
                    inYear = festival.equals("元旦") && month == 12 ? year - 1 : year;
                }
            }
            try {
                LocalDate date = LocalDate.of(inYear, month, Integer.parseInt(matcher.group(3)));
                checkWeekday(date, matcher.group(4) == null ? "" : matcher.group(4));
                return Optional.of(date);
            } catch (DateTimeException e) {
                fault(
                        "%s：“%s”不是存在的日期。".formatted(festival, matcher.group()),
                        "%s: “%s” is no date there is.".formatted(festival, matcher.group()));
                return Optional.empty();
            }
        }

        private void checkWeekday(LocalDate date, String aside) {
            Matcher weekday = WEEKDAY.matcher(aside);
            if (!weekday.find()) {
                return;
            }
            DayOfWeek said = Weekdays.day("周" + weekday.group(1)).orElseThrow();
            if (said != date.getDayOfWeek()) {
                fault(
                        "%s：%s 写明%s，但这一天是%s。可能日期或年份有误。"
                                .formatted(festival, date, weekday.group(), chinese(date.getDayOfWeek())),
                        "%s: %s is said to be a %s, but it is a %s. Maybe the date or the year is wrong."
                                .formatted(festival, date, english(said), english(date.getDayOfWeek())));
            }
        }
    }

    static String chinese(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.SIMPLIFIED_CHINESE);
    }

    static String english(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
