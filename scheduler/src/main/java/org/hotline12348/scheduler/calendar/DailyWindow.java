package org.hotline12348.scheduler.calendar;

import java.time.LocalTime;
import java.util.Objects;

/**
 * Hours of one day in local time, {@code [opens, closes)}: served at the minute it opens, not any more at the minute it
 * closes. A window that closes at or before it opens ends on the next day (20:00-08:00 is a night); 00:00-00:00 is the
 * whole day.
 */
public record DailyWindow(LocalTime opens, LocalTime closes) {

    public DailyWindow {
        Objects.requireNonNull(opens);
        Objects.requireNonNull(closes);
    }

    /** From text such as {@code 08:00-20:00}. */
    public static DailyWindow parse(String text) {
        String[] parts = text.strip().split("-", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("The hours \"%s\" are not of the form 08:00-20:00.".formatted(text));
        }
        try {
            return new DailyWindow(LocalTime.parse(parts[0].strip()), LocalTime.parse(parts[1].strip()));
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "The hours \"%s\" are not of the form 08:00-20:00: %s is no time of day."
                            .formatted(text, e.getParsedString()),
                    e);
        }
    }

    /** Whether the window ends on the next day. */
    public boolean overMidnight() {
        return !closes.isAfter(opens);
    }

    @Override
    public String toString() {
        return opens + "-" + closes;
    }
}
