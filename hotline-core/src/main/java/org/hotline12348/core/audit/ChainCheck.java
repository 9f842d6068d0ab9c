package org.hotline12348.core.audit;

import java.util.Optional;

/** Whether a chain holds. */
public sealed interface ChainCheck {

    /**
     * Every entry has its right number and hash, and none is missing at the end.
     *
     * @param entries how many
     * @param head the last hash; kept elsewhere, it proves later that nobody rewrote the whole chain
     */
    record Whole(long entries, String head) implements ChainCheck {}

    /**
     * Somebody has changed, removed or added something.
     *
     * @param number the first entry that does not fit
     * @param fault what does not fit
     */
    record Broken(long number, String fault) implements ChainCheck {}

    /** The check of one entry after those before it. */
    static Optional<Broken> fault(AuditEntry entry, long expectedNumber, String expectedPrevious) {
        if (entry.number() != expectedNumber) {
            return Optional.of(new Broken(
                    expectedNumber, "Entry %d is missing; %d follows.".formatted(expectedNumber, entry.number())));
        }
        if (!entry.previous().equals(expectedPrevious)) {
            return Optional.of(new Broken(entry.number(), "It does not name the hash of the entry before."));
        }
        if (!entry.hash().equals(entry.rightHash())) {
            return Optional.of(new Broken(entry.number(), "Its content does not fit its hash: it was changed."));
        }
        return Optional.empty();
    }
}
