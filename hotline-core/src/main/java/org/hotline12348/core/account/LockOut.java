package org.hotline12348.core.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Failed sign-ins of an account: five in a row lock it for 15 minutes (DOMAIN 5, after 等保 2.0). While it is locked no
 * password is even looked at. A success, or the end of a lock, starts the count anew.
 *
 * @param failures failed sign-ins since the last success
 * @param until the end of the lock, when there is one
 */
public record LockOut(int failures, Optional<Instant> until) {

    /** So many failures lock. */
    public static final int FAILURES = 5;

    /** For so long. */
    public static final Duration TIME = Duration.ofMinutes(15);

    /** Nothing has failed. */
    public static final LockOut NONE = new LockOut(0, Optional.empty());

    /** Whether nobody may sign in at this moment. */
    public boolean lockedAt(Instant now) {
        return until.filter(now::isBefore).isPresent();
    }

    /** After one more failure. */
    public LockOut failedAt(Instant now) {
        int count = (until.isPresent() && !lockedAt(now) ? 0 : failures) + 1;
        return new LockOut(count, count >= FAILURES ? Optional.of(now.plus(TIME)) : Optional.empty());
    }
}
