package org.hotline12348.core.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How things are at one moment.
 *
 * @param now          by a clock that nobody sets
 * @param exchanges    each exchange for itself
 * @param volumes      where things are written
 * @param centres      open centres
 * @param clocks       clocks that were set lately
 * @param certificates those that are looked after
 */
public record Reading(
        Instant now,
        List<Exchange> exchanges,
        List<Volume> volumes,
        List<CentreState> centres,
        List<ClockSet> clocks,
        List<Certificate> certificates) {

    /**
     * An exchange and the record of its calls.
     *
     * @param line        the connection to it
     * @param journal     the record of its calls
     * @param died        when it was last found dead
     * @param differences of the last reconciliation; 0 when there was none
     * @param deadAir     calls that it ended within the last quarter of an hour because no audio came
     */
    public record Exchange(
            String name, Line line, JournalState journal, Optional<Instant> died, long differences, long deadAir) {}

    /** A certificate: in which file, and how long it is still good; negative when it has ended. */
    public record Certificate(String name, Duration left) {}

    /**
     * The connection to the exchange.
     *
     * @param since  since when it is so
     * @param silent how long nothing was heard
     */
    public record Line(boolean up, Instant since, Duration silent, String reason) {}

    /** A volume: free and all of its bytes. */
    public record Volume(String name, long free, long total) {}

    /**
     * The record of calls.
     *
     * @param behindBytes written and not stored
     * @param behindSince since when there is always something behind
     * @param missed      rows within the last minute that the file did not bring
     */
    public record JournalState(long behindBytes, Optional<Instant> behindSince, long missed) {}

    /**
     * A centre that is open.
     *
     * @param wanted      lawyers on duty
     * @param seated      of them, in the queue
     * @param since       since when it is so
     * @param unreachable of those in the queue, whose telephones cannot be rung
     */
    public record CentreState(String centre, int wanted, int seated, Instant since, List<String> unreachable) {}

    /** A clock that was set: whose, by how much, when it was seen. */
    public record ClockSet(String whose, Duration by, Instant at) {}
}
