package org.hotline12348.core.account;

import java.time.Instant;
import java.util.Optional;

/**
 * An account as its administration sees it.
 *
 * @param lockedUntil the end of a lock that failed sign-ins set
 * @param lockedByHand locked until somebody lifts it
 * @param passwordByOther its password was set by somebody else and opens nothing but the change of it
 * @param version grows with each change
 */
public record AccountState(
        Account account,
        Optional<Instant> lockedUntil,
        boolean lockedByHand,
        boolean passwordByOther,
        Optional<Instant> lastSignInAt,
        Instant createdAt,
        long version) {}
