package org.hotline12348.core.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * One try to reach somebody.
 *
 * @param lawyer       whose telephone rang first
 * @param at           when it began, by the service's clock
 * @param result       empty while it is under way
 * @param consultation the call's entry in the book, once the journal has it
 */
public record Attempt(String lawyer, Instant at, Optional<Result> result, Optional<String> consultation) {

    /** What became of it. */
    public enum Result {
        /** Both were connected. */
        SPOKEN,
        /** The citizen's telephone was busy, rang out or could not be reached. */
        NOT_REACHED,
        /** The lawyer did not take it: the citizen was never dialled, so it does not count as an attempt. */
        LAWYER_DECLINED,
        /** The exchange does not dial such numbers at all (its allow-list). */
        NOT_ALLOWED,
        /** The exchange dials nothing outside just now: switched off, or a cap is reached. It does not count either. */
        NOT_NOW,
        /** Nobody knows, as after the death of the exchange. */
        UNKNOWN
    }

    static Attempt begun(String lawyer, Instant at) {
        return new Attempt(lawyer, at, Optional.empty(), Optional.empty());
    }

    Attempt ended(Result how, Optional<String> entry) {
        return new Attempt(lawyer, at, Optional.of(how), entry);
    }

    /** Whether it counts towards the attempts that are made at most. */
    boolean counts() {
        return result.filter(how -> how != Result.LAWYER_DECLINED && how != Result.NOT_NOW)
                .isPresent();
    }
}
