package org.hotline12348.scheduler.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last day on which something can still be done in time, and how it was counted (民法典第201至203条).
 *
 * @param from the day of the event; it is not counted itself
 * @param firstDay the first day that counts (art. 201)
 * @param lastDay the last day before any rolling forward (art. 202 for months and years)
 * @param due the last day in fact: {@code lastDay}, or the next working day if that is none (art. 203)
 * @param passed the days from {@code lastDay} to the eve of {@code due}, with what makes each a day of rest
 * @param provisional whether the State Council's notice for a year that decides it is not known yet
 */
public record Deadline(
        LocalDate from, LocalDate firstDay, LocalDate lastDay, LocalDate due, List<Rest> passed, boolean provisional) {

    /** A day of rest: a holiday's name, or 周末. */
    public record Rest(LocalDate date, String name) {}

    /** How long a period is. */
    public sealed interface Term {

        /** So many calendar days. */
        record Days(int days) implements Term {
            public Days {
                check(days, 36_600, "days");
            }
        }

        /** So many legal working days. */
        record WorkingDays(int days) implements Term {
            public WorkingDays {
                check(days, 10_000, "working days");
            }
        }

        /** So many months, 12 to a year; it ends on the day of the same number, or on the month's last (art. 202). */
        record Months(int months) implements Term {
            public Months {
                check(months, 1200, "months");
            }
        }

        private static void check(int count, int most, String unit) {
            if (count < 1 || count > most) {
                throw new IllegalArgumentException(
                        "A period of %d %s cannot be counted; it must be from 1 to %d.".formatted(count, unit, most));
            }
        }
    }

    public Deadline {
        passed = List.copyOf(passed);
    }

    public static Deadline of(HolidayCalendar holidays, LocalDate from, Term term) {
        LocalDate last = switch (term) {
            case Term.Days days -> from.plusDays(days.days());
            case Term.WorkingDays days -> holidays.addWorkingDays(from, days.days());
            case Term.Months months -> from.plusMonths(months.months());
        };
        List<Rest> passed = new ArrayList<>();
        LocalDate due = last;
        while (!holidays.workingDay(due)) {
            passed.add(new Rest(due, holidays.dayOff(due).orElse("周末")));
            due = due.plusDays(1);
        }
        // Counting working days asks every year on the way; a calendar term only where it ends.
        LocalDate asked = term instanceof Term.WorkingDays ? from.plusDays(1) : last;
        boolean provisional = Stream.iterate(asked.getYear(), year -> year + 1)
                .limit(due.getYear() - asked.getYear() + 1L)
                .anyMatch(year -> !holidays.knows(year));
        return new Deadline(from, from.plusDays(1), last, due, passed, provisional);
    }

    /** The holiday or weekend the last day fell on; empty where it was a working day. */
    public Optional<Rest> rolledBecauseOf() {
        return passed.stream().findFirst();
    }
}
