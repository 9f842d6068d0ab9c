package org.hotline12348.scheduler.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The State Council's notice for one year (国务院办公厅关于部分节假日安排的通知).
 *
 * @param year the year it is for; single days may lie in the December before or the January after
 * @param daysOff every day off it names, with the holiday's name; weekends it names too
 * @param makeUpDays weekend days it makes working days, with the holiday they make up for
 */
public record HolidayNotice(int year, SortedMap<LocalDate, String> daysOff, SortedMap<LocalDate, String> makeUpDays) {

    public HolidayNotice(int year, Map<LocalDate, String> daysOff, Map<LocalDate, String> makeUpDays) {
        this(year, (SortedMap<LocalDate, String>) new TreeMap<>(daysOff), new TreeMap<>(makeUpDays));
    }

    public HolidayNotice {
        daysOff = Collections.unmodifiableSortedMap(new TreeMap<>(daysOff));
        makeUpDays = Collections.unmodifiableSortedMap(new TreeMap<>(makeUpDays));
        if (daysOff.isEmpty()) {
            throw new IllegalArgumentException("The holiday notice for %d names no day off.".formatted(year));
        }
        for (LocalDate date : daysOff.keySet()) {
            checkYear(year, date);
        }
        for (LocalDate date : makeUpDays.keySet()) {
            checkYear(year, date);
            if (daysOff.containsKey(date)) {
                throw new IllegalArgumentException(
                        "The holiday notice for %d calls %s both a day off and a working day.".formatted(year, date));
            }
            if (!weekend(date)) {
                throw new IllegalArgumentException(
                        "The holiday notice for %d calls %s a make-up working day, but it is a %s; only a Saturday or Sunday can be made up."
                                .formatted(year, date, date.getDayOfWeek()));
            }
        }
    }

    private static void checkYear(int year, LocalDate date) {
        if (date.isBefore(LocalDate.of(year - 1, 12, 1)) || date.isAfter(LocalDate.of(year + 1, 1, 31))) {
            throw new IllegalArgumentException(
                    "The holiday notice for %d names %s, which is not in that year.".formatted(year, date));
        }
    }

    static boolean weekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
