package org.hotline12348.core.account;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A signed-in person.
 *
 * @param id the hash of the session's token, never the token
 * @param account as it is now, not as it was at the sign-in
 * @param xsrfHash the hash of the value his writes must carry
 * @param createdAt when he signed in
 * @param lastSeenAt his last request, to within {@link #TOUCH}
 * @param owes what he must do before the session opens anything else
 */
public record Session(
        Buffer id, Account account, Buffer xsrfHash, Instant createdAt, Instant lastSeenAt, Optional<Obligation> owes) {

    /** Without a request for so long a session ends (DOMAIN 5). */
    public static final Duration IDLE = Duration.ofMinutes(30);

    /** However busy, a session ends after so long: a shift of twelve hours fits. */
    public static final Duration LIFE = Duration.ofHours(16);

    /** The last request is written down no more often than this. */
    public static final Duration TOUCH = Duration.ofSeconds(15);

    /** Whether it has not ended at this moment. */
    public boolean aliveAt(Instant now) {
        return now.isBefore(lastSeenAt.plus(IDLE)) && now.isBefore(createdAt.plus(LIFE));
    }
}
