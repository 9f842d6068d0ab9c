package org.hotline12348.scheduler.calendar;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All announced days off and make-up working days, put together from the notices of the years. Immutable. */
public final class HolidayCalendar {

    private final SortedMap<Integer, HolidayNotice> notices;
    private final Map<LocalDate, String> daysOff = new HashMap<>();
    private final Map<LocalDate, String> makeUpDays = new HashMap<>();

    private HolidayCalendar(SortedMap<Integer, HolidayNotice> notices) {
        this.notices = Collections.unmodifiableSortedMap(notices);
        for (HolidayNotice notice : notices.values()) {
            // A later year's notice has the last word on the days it shares with the year before.
            notice.daysOff().forEach((date, name) -> {
                daysOff.put(date, name);
                makeUpDays.remove(date);
            });
            notice.makeUpDays().forEach((date, name) -> {
                makeUpDays.put(date, name);
                daysOff.remove(date);
            });
        }
    }

    /** Nothing announced. */
    public static HolidayCalendar empty() {
        return new HolidayCalendar(new TreeMap<>());
    }

    public static HolidayCalendar of(Collection<HolidayNotice> notices) {
        HolidayCalendar calendar = empty();
        for (HolidayNotice notice : notices) {
            calendar = calendar.with(notice);
        }
        return calendar;
    }

    /** The same with this notice in place of the year's earlier one: notices are amended in mid-year at times. */
    public HolidayCalendar with(HolidayNotice notice) {
        SortedMap<Integer, HolidayNotice> more = new TreeMap<>(notices);
        more.put(notice.year(), notice);
        return new HolidayCalendar(more);
    }

    public SortedMap<Integer, HolidayNotice> notices() {
        return notices;
    }

    /** Whether the year's notice is known. */
    public boolean knows(int year) {
        return notices.containsKey(year);
    }

    /**
     * The holiday's name if the day is a day off: announced, or, in a year whose notice is not known, named by the law
     * itself.
     */
    public Optional<String> dayOff(LocalDate date) {
        String announced = daysOff.get(date);
        if (announced != null) {
            return Optional.of(announced);
        }
        return knows(date.getYear()) || makeUpDays.containsKey(date) ? Optional.empty() : StatutoryDays.nameOf(date);
    }

    /** The holiday made up for, if this weekend day is a working day. */
    public Optional<String> makeUpDay(LocalDate date) {
        return Optional.ofNullable(makeUpDays.get(date));
    }

    /** Name of the holiday around a plain weekend day that has announced days off (or more such days) on both sides. */
    public Optional<String> sandwiched(LocalDate date) {
        if (!plainWeekend(date)) {
            return Optional.empty();
        }
        LocalDate before = date.minusDays(1);
        while (plainWeekend(before)) {
            before = before.minusDays(1);
        }
        LocalDate after = date.plusDays(1);
        while (plainWeekend(after)) {
            after = after.plusDays(1);
        }
        return dayOff(after).isPresent() ? dayOff(before) : Optional.empty();
    }

    private boolean plainWeekend(LocalDate date) {
        return HolidayNotice.weekend(date)
                && dayOff(date).isEmpty()
                && makeUpDay(date).isEmpty();
    }

    /** Legal working day: Monday to Friday unless a day off, and make-up weekend days. */
    public boolean workingDay(LocalDate date) {
        return makeUpDay(date).isPresent()
                || (!HolidayNotice.weekend(date) && dayOff(date).isEmpty());
    }

    /**
     * The working day that is {@code count} working days after a day; the day itself is not counted (Civil Code art.
     * 201). Zero gives the day itself if it works, else the next working day. Negative counts go back.
     */
    public LocalDate addWorkingDays(LocalDate date, int count) {
        if (Math.abs(count) > 10_000) {
            throw new IllegalArgumentException("Cannot count %d working days; the limit is 10000.".formatted(count));
        }
        if (count == 0) {
            return rollForward(date);
        }
        LocalDate day = date;
        for (int left = Math.abs(count); left > 0; ) {
            day = day.plusDays(Integer.signum(count));
            if (workingDay(day)) {
                left--;
            }
        }
        return day;
    }

    /**
     * The last day of a period of so many calendar days: the first day is not counted (Civil Code art. 201), and a last
     * day that is no working day rolls forward (art. 203).
     */
    public LocalDate deadline(LocalDate start, int calendarDays) {
        return rollForward(start.plusDays(calendarDays));
    }

    private LocalDate rollForward(LocalDate date) {
        LocalDate day = date;
        while (!workingDay(day)) {
            day = day.plusDays(1);
        }
        return day;
    }
}
