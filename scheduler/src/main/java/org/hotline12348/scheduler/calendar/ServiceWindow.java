package org.hotline12348.scheduler.calendar;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A stretch of service as instants, {@code [opens, closes)}.
 *
 * @param day the local day the window belongs to (the day it begins)
 */
public record ServiceWindow(LocalDate day, Instant opens, Instant closes) {

    /** Whether the centre serves at this instant within this window. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(opens) && instant.isBefore(closes);
    }
}
