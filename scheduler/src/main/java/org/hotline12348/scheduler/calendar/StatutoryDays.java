package org.hotline12348.scheduler.calendar;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The days off that the law itself names (全国年节及纪念日放假办法, versions in force from 2008, 2014 and 2025), known
 * before any notice is published. Three festivals follow the moon; their dates are tabled to 2030. Later years know
 * only the days fixed in the solar calendar and Qingming.
 */
public final class StatutoryDays {

    private static final int FIRST_YEAR = 2008;
    /** Year by year from 2008: first day of the first month (春节), fifth of the fifth (端午), fifteenth of the eighth (中秋). */
    private static final String[] LUNAR = {
        "02-07 06-08 09-14", "01-26 05-28 10-03", "02-14 06-16 09-22", "02-03 06-06 09-12", "01-23 06-23 09-30",
        "02-10 06-12 09-19", "01-31 06-02 09-08", "02-19 06-20 09-27", "02-08 06-09 09-15", "01-28 05-30 10-04",
        "02-16 06-18 09-24", "02-05 06-07 09-13", "01-25 06-25 10-01", "02-12 06-14 09-21", "02-01 06-03 09-10",
        "01-22 06-22 09-29", "02-10 06-10 09-17", "01-29 05-31 10-06", "02-17 06-19 09-25", "02-06 06-09 09-15",
        "01-26 05-28 10-03", "02-13 06-16 09-22", "02-03 06-05 09-12"
    };

    private StatutoryDays() {}

    /** The holiday's name if the law makes this date a day off. */
    public static Optional<String> nameOf(LocalDate date) {
        return Optional.ofNullable(of(date.getYear()).get(date));
    }

    /** The statutory days of a year with their names. */
    public static Map<LocalDate, String> of(int year) {
        Map<LocalDate, String> days = new TreeMap<>();
        days.put(LocalDate.of(year, 1, 1), "元旦");
        days.put(LocalDate.of(year, 4, qingming(year)), "清明节");
        days.put(LocalDate.of(year, 5, 1), "劳动节");
        if (year >= 2025) {
            days.put(LocalDate.of(year, 5, 2), "劳动节");
        }
        if (year == 2015) {
            days.put(LocalDate.of(2015, 9, 3), "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日");
        }
        if (year >= FIRST_YEAR && year < FIRST_YEAR + LUNAR.length) {
            String[] lunar = LUNAR[year - FIRST_YEAR].split(" ");
            LocalDate spring = LocalDate.parse(year + "-" + lunar[0]);
            // New Year's Eve: a day off to 2013 and from 2025; between, the third day of the year in its stead.
            int first = year <= 2013 || year >= 2025 ? -1 : 0;
            int last = year <= 2013 ? 1 : 2;
            for (int i = first; i <= last; i++) {
                days.put(spring.plusDays(i), "春节");
            }
            days.put(LocalDate.parse(year + "-" + lunar[1]), "端午节");
            days.put(LocalDate.parse(year + "-" + lunar[2]), "中秋节");
        }
        for (int day = 1; day <= 3; day++) {
            days.put(LocalDate.of(year, 10, day), "国庆节");
        }
        return days;
    }

    /** The day in April of the solar term Qingming, by the usual formula, right for 2000-2099. */
    private static int qingming(int year) {
        int y = year % 100;
        return (int) Math.floor(y * 0.2422 + 4.81) - y / 4;
    }
}
