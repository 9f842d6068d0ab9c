package org.hotline12348.scheduler.change;

import java.time.LocalDate;

/**
 * The key to a lawyer's calendar feed.
 *
 * @param id the SHA-256 of the secret, in hexadecimal; the secret itself is not kept
 * @param day when it was made
 * @param revoked whether it opens nothing any more
 */
public record FeedKey(String id, String lawyer, LocalDate day, boolean revoked) implements Paper {

    @Override
    public LocalDate from() {
        return day;
    }

    @Override
    public LocalDate to() {
        return day;
    }

    @Override
    public boolean open() {
        return !revoked;
    }

    public FeedKey revoke() {
        return new FeedKey(id, lawyer, day, true);
    }
}
