package org.hotline12348.ivr;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;

/**
 * A stretch of time in which a caller hears the same thing, {@code [from, until)} by the service's clock.
 *
 * @param holiday  the holiday's name as it is said, when closed for one
 * @param opens    when the day's usual window opens, as the caller should hear it
 * @param closes   when it closes, as the caller should hear it
 * @param nextOpen when service begins again, as the caller should hear it
 */
public record HoursSegment(
        Instant from,
        Instant until,
        State state,
        Optional<String> holiday,
        LocalTime opens,
        LocalTime closes,
        Optional<LocalDateTime> nextOpen) {

    /** What a caller meets. */
    public enum State {
        OPEN,
        CLOSED_HOURS,
        CLOSED_HOLIDAY
    }

    public HoursSegment {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException(
                    "A segment of the service hours ends (%s) no later than it starts (%s).".formatted(until, from));
        }
    }
}
