package org.hotline12348.scheduler.plan;

import java.time.LocalDate;

/** Days from {@code first} to {@code last}, both included, in the centre's zone. */
public record DateSpan(LocalDate first, LocalDate last) {

    /** Every day there is. */
    public static final DateSpan ALWAYS = new DateSpan(LocalDate.MIN, LocalDate.MAX);

    public DateSpan {
        if (last.isBefore(first)) {
            throw new InvalidPlanningProblemException(
                    "The span of days %s to %s ends before it begins. Maybe its two dates were exchanged."
                            .formatted(first, last));
        }
    }

    public static DateSpan day(LocalDate date) {
        return new DateSpan(date, date);
    }

    public boolean contains(LocalDate date) {
        return !date.isBefore(first) && !date.isAfter(last);
    }
}
