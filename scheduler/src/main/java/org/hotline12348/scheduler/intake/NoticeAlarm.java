package org.hotline12348.scheduler.intake;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hotline12348.scheduler.calendar.HolidayCalendar;

/**
 * A holiday notice that should be known by now. The State Council publishes next year's between October and December;
 * without it only the days that the law itself names are closed, and no adjusted ones.
 *
 * @param year the year whose notice is missing
 * @param since the first day of the alarm
 * @param daysLeft days until that year begins; 0 or less once it has
 */
public record NoticeAlarm(int year, LocalDate since, long daysLeft) {

    /** From this day on, next year's notice should be known. */
    public static final MonthDay DUE = MonthDay.of(12, 15);

    /** The alarm of a day; empty where all is known. */
    public static Optional<NoticeAlarm> on(LocalDate today, HolidayCalendar holidays) {
        if (!holidays.knows(today.getYear())) {
            return Optional.of(of(today.getYear(), today));
        }
        return MonthDay.from(today).isBefore(DUE) || holidays.knows(today.getYear() + 1)
                ? Optional.empty()
                : Optional.of(of(today.getYear() + 1, today));
    }

    private static NoticeAlarm of(int year, LocalDate today) {
        return new NoticeAlarm(year, DUE.atYear(year - 1), ChronoUnit.DAYS.between(today, LocalDate.of(year, 1, 1)));
    }

    public String chinese() {
        return "%d 年放假通知尚未导入，日历只按法定节日停止服务。请到“导入放假通知”粘贴国务院办公厅通知。".formatted(year);
    }

    public String english() {
        return "The holiday notice for %d is not imported; the calendar closes on the days named by law only. Import the State Council's notice."
                .formatted(year);
    }
}
