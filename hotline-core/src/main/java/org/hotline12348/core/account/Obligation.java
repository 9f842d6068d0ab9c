package org.hotline12348.core.account;

import java.util.Optional;

/** What somebody must do before his session opens anything else. */
public enum Obligation {
    /** Somebody else knows his password. */
    OWN_PASSWORD,
    /** His role asks for a second factor and he has none. */
    SECOND_FACTOR;

    /** What is owed first. */
    static Optional<Obligation> of(boolean passwordByOther, boolean needsFactor, boolean hasFactor) {
        if (passwordByOther) {
            return Optional.of(OWN_PASSWORD);
        }
        return needsFactor && !hasFactor ? Optional.of(SECOND_FACTOR) : Optional.empty();
    }
}
