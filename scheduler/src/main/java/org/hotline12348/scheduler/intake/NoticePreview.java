package org.hotline12348.scheduler.intake;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.calendar.StatutoryDays;
import org.hotline12348.scheduler.intake.NoticeDraft.Named;

/**
 * What an import of a holiday notice would do.
 *
 * @param year the year it is for
 * @param whole whether it replaces the year's notice; otherwise it amends it
 * @param notice the year's notice afterwards; empty where something is wrong
 * @param changes every day that becomes another than it was, in order
 * @param faults what forbids the import
 * @param notes what to look at before confirming
 */
public record NoticePreview(
        int year,
        boolean whole,
        Optional<HolidayNotice> notice,
        List<Change> changes,
        List<Flaw> faults,
        List<Flaw> notes) {

    /** What a day is to the calendar. */
    public enum Kind {
        OFF,
        WORK,
        ORDINARY
    }

    /** What a day is, with the festival's name where there is one. */
    public record What(Kind kind, String name) {}

    /** A day that becomes another than it was. */
    public record Change(LocalDate date, What before, What after) {}

    private static final String NEW_YEAR = "元旦";

    public NoticePreview {
        changes = List.copyOf(changes);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    public boolean sound() {
        return notice.isPresent() && faults.isEmpty();
    }

    /** Joins what was read with what is known. */
    static NoticePreview of(NoticeDraft draft, HolidayCalendar known) {
        return new Joining(draft, known).preview();
    }

    private static final class Joining {
        private final NoticeDraft draft;
        private final HolidayCalendar known;
        private final int year;
        private final Map<LocalDate, String> off = new TreeMap<>();
        private final Map<LocalDate, String> work = new TreeMap<>();
        private final List<Flaw> faults;
        private final List<Flaw> notes;

        Joining(NoticeDraft draft, HolidayCalendar known) {
            this.draft = draft;
            this.known = known;
            this.year = draft.year();
            this.faults = new ArrayList<>(draft.faults());
            this.notes = new ArrayList<>(draft.notes());
        }

        private void fault(String chinese, String english) {
            faults.add(new Flaw(chinese, english));
        }

        private void note(String chinese, String english) {
            notes.add(new Flaw(chinese, english));
        }

        NoticePreview preview() {
            if (year == 0) {
                return new NoticePreview(0, draft.whole(), Optional.empty(), List.of(), faults, notes);
            }
            keepWhatStays();
            addWhatIsNamed();
            if (faults.isEmpty()) {
                look();
            }
            Optional<HolidayNotice> notice =
                    faults.isEmpty() ? Optional.of(new HolidayNotice(year, off, work)) : Optional.empty();
            return new NoticePreview(
                    year, draft.whole(), notice, notice.map(this::changes).orElse(List.of()), faults, notes);
        }

        /** A whole notice begins anew, but next year's days off that begin in December are not its own. */
        private void keepWhatStays() {
            HolidayNotice before = known.notices().get(year);
            if (before == null) {
                if (!draft.whole() && faults.isEmpty()) {
                    fault(
                            "这份通知没有覆盖全部节日，而 %d 年的完整通知尚未导入。请先导入完整通知。".formatted(year),
                            "It does not speak of every festival, and the whole notice for %d is not known yet. Import that first."
                                    .formatted(year));
                }
                return;
            }
            Set<String> festivals = draft.days().stream().map(Named::name).collect(Collectors.toSet());
            boolean extending = !draft.cancelled().isEmpty();
            before.daysOff().forEach((date, name) -> {
                if (nextYears(date, name) || !draft.whole() && (extending || !festivals.contains(name))) {
                    off.put(date, name);
                }
            });
            before.makeUpDays().forEach((date, name) -> {
                boolean cancelled = draft.cancelled().stream()
                        .anyMatch(stretch -> !date.isBefore(stretch.from()) && !date.isAfter(stretch.to()));
                if (nextYears(date, name) || !draft.whole() && !cancelled && (extending || !festivals.contains(name))) {
                    work.put(date, name);
                }
            });
        }

        private boolean nextYears(LocalDate date, String name) {
            return name.equals(NEW_YEAR) && date.getYear() == year && date.getMonthValue() == 12;
        }

        private void addWhatIsNamed() {
            Map<LocalDate, Named> seen = new TreeMap<>();
            for (Named day : draft.days()) {
                LocalDate date = day.date();
                Named earlier = seen.putIfAbsent(date, day);
                if (earlier != null && !earlier.equals(day) && (earlier.off() != day.off() || day.off())) {
                    fault(
                            "%s 重复：先是%s%s，又是%s%s。"
                                    .formatted(date, earlier.name(), word(earlier), day.name(), word(day)),
                            "%s is named twice: as %s, %s, and as %s, %s."
                                    .formatted(date, earlier.name(), english(earlier), day.name(), english(day)));
                }
                if (date.isBefore(LocalDate.of(year - 1, 12, 1)) || date.isAfter(LocalDate.of(year + 1, 1, 31))) {
                    fault("%s 不属于 %d 年的安排。".formatted(date, year), "%s does not belong to %d.".formatted(date, year));
                }
                if (!day.off() && !weekend(date)) {
                    fault(
                            "%s（%s）写作调休上班日，但它不是周末。".formatted(date, NoticeText.chinese(date.getDayOfWeek())),
                            "%s is called a make-up working day, but it is a %s."
                                    .formatted(date, NoticeText.english(date.getDayOfWeek())));
                }
                if (day.off()) {
                    off.put(date, day.name());
                    work.remove(date);
                } else {
                    work.put(date, day.name());
                    off.remove(date);
                }
            }
            if (off.isEmpty() && faults.isEmpty()) {
                fault("没有任何放假日期。", "There is no day off in it.");
            }
        }

        private static String word(Named day) {
            return day.off() ? "放假" : "上班";
        }

        private static String english(Named day) {
            return day.off() ? "a day off" : "a working day";
        }

        private static boolean weekend(LocalDate date) {
            return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        }

        /** What is odd about the year as a whole. */
        private void look() {
            StatutoryDays.of(year).forEach((date, name) -> {
                if (NoticeDraft.FESTIVALS.contains(name) && !off.containsKey(date)) {
                    note(
                            "%s 是法定的%s，通知里却没有放假。".formatted(date, name),
                            "%s is %s by law, but no day off in the notice.".formatted(date, name));
                }
            });
            if (draft.whole()) {
                long weekdaysOff = off.keySet().stream()
                        .filter(date -> !weekend(date))
                        .filter(date -> !nextYears(date, off.getOrDefault(date, "")))
                        .count();
                long made = work.entrySet().stream()
                        .filter(day -> !nextYears(day.getKey(), day.getValue()))
                        .count();
                if (weekdaysOff != byLaw(year) + made) {
                    note(
                            "不平衡：工作日放假 %d 天，而法定 %d 天加调休上班 %d 天。请核对是否漏了日期。".formatted(weekdaysOff, byLaw(year), made),
                            "It does not balance: %d weekdays off, but %d days by law and %d made up for. Look whether a day is missing."
                                    .formatted(weekdaysOff, byLaw(year), made));
                }
            }
        }

        /** Days off a year by law (放假办法 of 2013 and of 2024); two that fall together count twice. */
        private static int byLaw(int year) {
            return year >= 2025 ? 13 : 11;
        }

        private List<Change> changes(HolidayNotice notice) {
            HolidayCalendar after = known.with(notice);
            return LocalDate.of(year - 1, 12, 1)
                    .datesUntil(LocalDate.of(year + 1, 2, 1))
                    .map(date -> new Change(date, what(known, date), what(after, date)))
                    .filter(change -> !change.before().equals(change.after()))
                    .toList();
        }

        private static What what(HolidayCalendar calendar, LocalDate date) {
            return calendar.dayOff(date)
                    .map(name -> new What(Kind.OFF, name))
                    .or(() -> calendar.makeUpDay(date).map(name -> new What(Kind.WORK, name)))
                    .orElse(new What(Kind.ORDINARY, ""));
        }
    }
}
