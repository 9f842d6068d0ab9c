package org.hotline12348.core.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by both clocks of one machine.
 *
 * @param steady time that nobody sets; it begins anywhere, and stands still while a machine sleeps
 * @param wall the machine's clock, which may be set
 */
public record Moment(Duration steady, Instant wall) {

    /** How long ago another moment was, by whichever clock has run further: for whoever must stop in time. */
    Duration atMostSince(Moment earlier) {
        Duration bySteady = steadySince(earlier);
        Duration byWall = Duration.between(earlier.wall, wall);
        return bySteady.compareTo(byWall) >= 0 ? bySteady : byWall;
    }

    /** How long ago another moment was, by the clock that nobody sets: for whoever must not begin too early. */
    public Duration steadySince(Moment earlier) {
        return steady.minus(earlier.steady);
    }
}
