package org.hotline12348.scheduler.plan;

import java.time.Instant;

/** A half-open stretch of time, {@code from} included and {@code until} excluded. */
public record TimeSpan(Instant from, Instant until) {

    public TimeSpan {
        if (!from.isBefore(until)) {
            throw new InvalidPlanningProblemException(
                    "The time from %s to %s ends no later than it begins. Maybe a night shift was entered without its next-day date."
                            .formatted(from, until));
        }
    }

    public boolean overlaps(TimeSpan other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }
}
