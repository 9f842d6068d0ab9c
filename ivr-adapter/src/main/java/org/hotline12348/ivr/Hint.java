package org.hotline12348.ivr;

import java.time.Duration;
import java.util.Optional;

/**
 * What the service knows of a caller before he is put into the queue. The call goes on without it.
 *
 * @param lawyer      whose telephone shall ring first, if he is seated
 * @param patience    how long to wait for that lawyer while he talks and nobody else waits, at most {@link #LONGEST_PATIENCE}
 * @param earlierTurn the caller passes some who wait (old, disabled, under age)
 */
public record Hint(Optional<String> lawyer, Duration patience, boolean earlierTurn) {
    public static final Duration LONGEST_PATIENCE = Duration.ofSeconds(120);

    /** Nothing is known of him. */
    public static final Hint NONE = new Hint(Optional.empty(), Duration.ZERO, false);

    public Hint {
        lawyer.ifPresent(one -> Names.check("lawyer", one));
        if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("A caller waits 0 to %d s for his own lawyer, not %d s."
                    .formatted(LONGEST_PATIENCE.toSeconds(), patience.toSeconds()));
        }
    }
}
