package org.hotline12348.core.lease;

import java.time.Duration;
import java.util.Optional;

/** What one copy knows of one lease. */
public sealed interface LeaseState {

    /**
     * Somebody else has it, or nobody.
     *
     * @param seen the row as it was read last; empty before the first look
     * @param since when this sign of life was first seen, by our own clocks
     */
    record Watching(Optional<LeaseRow> seen, Moment since) implements LeaseState {}

    /**
     * We have it.
     *
     * @param asked when the renewal was sent that was granted last
     * @param beat of the renewal that was sent last
     * @param patience the shortest that may stand in the table
     * @param silent when the table last did not answer; empty since it did
     */
    record Holding(long token, Moment asked, long beat, Duration patience, Optional<Moment> silent)
            implements LeaseState {}
}
