package org.hotline12348.scheduler.calendar;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A stretch of time in which a caller hears the same thing. Segments follow each other without gap or overlap.
 *
 * @param from first instant
 * @param until first instant after
 * @param state open, or closed and why
 * @param holiday the holiday's Chinese name, when closed for one
 * @param opens when the day's usual window opens, local time, as the caller should hear it
 * @param closes when the day's usual window closes, local time
 * @param nextOpen when service begins again, local to the centre; empty while open, or when no day within 400 days opens
 */
public record ServiceSegment(
        Instant from,
        Instant until,
        State state,
        Optional<String> holiday,
        LocalTime opens,
        LocalTime closes,
        Optional<ZonedDateTime> nextOpen) {

    /** What the caller meets. */
    public enum State {
        OPEN,
        /** Outside the hours of an ordinary day. */
        CLOSED_HOURS,
        /** On a holiday, or on a day closed by hand (then {@code holiday} is empty). */
        CLOSED_HOLIDAY
    }
}
