package org.hotline12348.core.consultation;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The place behind the last entry of a page, in lists that are ordered by a moment and an id. Opaque outside.
 *
 * @param startedAt the moment that the list is ordered by
 */
public record Cursor(Instant startedAt, String id) {

    static Cursor after(Consultation last) {
        return new Cursor(last.startedAt(), last.id());
    }

    public String text() {
        String plain = startedAt.getEpochSecond() + "." + startedAt.getNano() + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor; empty when it was not given out by us. */
    public static Optional<Cursor> read(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\.", 3);
            if (parts.length != 3 || parts[2].indexOf('\0') >= 0) {
                return Optional.empty();
            }
            Instant at = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            boolean sane = at.isAfter(Instant.EPOCH) && at.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
            return sane ? Optional.of(new Cursor(at, parts[2])) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
