package org.hotline12348.core.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * A lease as it stands in the table.
 *
 * @param holder who has it; empty when it was given back, or nobody ever had it
 * @param token grows with every change of hands; who writes with an older one is refused
 * @param beat grows with every sign of life
 * @param patience how long others let it be after a sign of life, as its holder said with it
 */
public record LeaseRow(Optional<Holder> holder, long token, long beat, Duration patience) {

    /** Whether this is the same sign of life as another one. */
    boolean sameBeatAs(LeaseRow other) {
        return token == other.token && beat == other.beat;
    }
}
