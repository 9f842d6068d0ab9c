package org.hotline12348.core.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hotline12348.core.watch.Watch.Raised;

/**
 * Who is sent a centre's alarms, and those that concern every centre.
 *
 * @param address    a mail address, or the number of a mobile
 * @param urgentOnly only what callers feel, or where a record may be lost
 * @param after      an alarm that is over sooner is not sent
 */
public record Recipient(String centre, String address, boolean urgentOnly, Duration after) {

    /** Most of a centre. */
    public static final int MOST = 10;

    /** Whether he is sent this one now. */
    boolean wants(Raised raised, Instant now) {
        Optional<String> of = raised.alarm().centre();
        return (of.isEmpty() || of.get().equals(centre))
                && (!urgentOnly || raised.alarm().kind().urgent())
                && raised.acknowledgedBy().isEmpty()
                && !now.isBefore(raised.raisedAt().plus(after));
    }

    /** The same for the same alarm and recipient, over a restart. */
    String key(Raised raised) {
        return "watch-%s-%s-%d-%s"
                .formatted(
                        centre,
                        raised.alarm().id(),
                        raised.raisedAt().toEpochMilli(),
                        Integer.toHexString(address.hashCode()));
    }

    public boolean mail() {
        return address.contains("@");
    }
}
