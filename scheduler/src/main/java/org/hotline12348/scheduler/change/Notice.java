package org.hotline12348.scheduler.change;

import java.time.Instant;

/**
 * A message to a practitioner that is to be sent: it is written to the outbox in the same transaction as what it tells
 * of, and sent afterwards until it arrives or is given up.
 *
 * @param id opaque
 * @param channel mail or SMS
 * @param address e-mail address or mobile number
 * @param tries how often it was tried
 */
public record Notice(
        String id,
        String centre,
        Channel channel,
        String lawyer,
        String address,
        String subject,
        String text,
        Instant at,
        int tries) {

    /** By which way. */
    public enum Channel {
        MAIL,
        SMS
    }
}
