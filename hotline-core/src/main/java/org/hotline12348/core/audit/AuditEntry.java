package org.hotline12348.core.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * One sealed entry.
 *
 * @param centre whose chain
 * @param number from 1, without a gap
 * @param at when, in UTC, to the microsecond
 * @param actor username, or {@code system}
 * @param action what was done, for example {@code recording.play}
 * @param subject to what, for example a consultation's id
 * @param reason why, where a reason is asked for; else empty
 * @param detail more, as JSON; never a password or a telephone number
 * @param previous the hash of the entry before; empty for the first
 * @param hash the seal of all of the above
 */
public record AuditEntry(
        String centre,
        long number,
        Instant at,
        String actor,
        String action,
        String subject,
        String reason,
        String detail,
        String previous,
        String hash) {

    /** The hash as it must be; the database computes the same when an entry is inserted (V201). */
    public String rightHash() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {
            previous, centre, Long.toString(number), Long.toString(micros), actor, action, subject, reason, detail
        }) {
            text.append(part.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(part)
                    .append(';');
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
