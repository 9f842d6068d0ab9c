package org.hotline12348.core.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.hotline12348.scheduler.calendar.LocalMoment;

/** Times as they are read and written: RFC 3339 with the offset of the centre's zone, to the millisecond. */
final class Moments {

    private Moments() {}

    /** As it is written. */
    static String text(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.MILLIS).atZone(zone).toOffsetDateTime());
    }

    /** A moment that was given with its offset. */
    static Instant moment(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(
                    "%s: \"%s\" is no time with an offset, such as 2026-10-10T09:00:00+08:00 (in an address + is written %%2B)."
                            .formatted(name, text));
        }
    }

    /** A date. */
    static LocalDate date(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.badRequest("%s: \"%s\" is no date, such as 2026-10-10.".formatted(name, text));
        }
    }

    /** The begin of a stretch: a moment, or the begin of a date in the zone. */
    static Instant from(String name, String text, ZoneId zone) {
        return isDate(text) ? LocalMoment.of(date(name, text).atStartOfDay(), zone) : moment(name, text);
    }

    /** The end of a stretch, not included: a moment, or the end of a date in the zone. */
    static Instant until(String name, String text, ZoneId zone) {
        return isDate(text) ? LocalMoment.of(date(name, text).plusDays(1).atStartOfDay(), zone) : moment(name, text);
    }

    private static boolean isDate(String text) {
        return text.indexOf('T') < 0 && text.indexOf('t') < 0;
    }
}
