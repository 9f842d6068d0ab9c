package org.hotline12348.core.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How things are at one moment.
 *
 * @param now          by a clock that nobody sets
 * @param line         the connection to the exchange
 * @param volumes      where things are written
 * @param journal      the record of calls
 * @param centres      open centres
 * @param died         when the exchange was last found dead
 * @param clocks       clocks that were set lately
 * @param differences  of the last reconciliation; 0 when there was none
 * @param deadAir      calls that the exchange ended within the last quarter of an hour because no audio came
 * @param certificates those that are looked after
 */
public record Reading(
        Instant now,
        Line line,
        List<Volume> volumes,
        JournalState journal,
        List<CentreState> centres,
        Optional<Instant> died,
        List<ClockSet> clocks,
        long differences,
        long deadAir,
        List<Certificate> certificates) {

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
