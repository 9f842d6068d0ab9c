package org.hotline12348.core.watch;

import java.time.Duration;
import java.util.Optional;

/** Tells a clock that was set from one that drifts: the distance to a clock that nobody sets jumps. For one thread. */
public final class ClockWatch {

    /** A jump of less is a slow answer, not a set clock. */
    public static final Duration TOLERANCE = Duration.ofSeconds(3);

    /** A look that may be wrong by more says nothing: the machine is busy, or the answer was. */
    public static final Duration SURE = Duration.ofSeconds(1);

    private Optional<Duration> known = Optional.empty();

    /**
     * Looks.
     *
     * @param distance of the watched clock to one that nobody sets
     * @param within so far the distance may be wrong, as long as it took to read it
     * @return by how much it was set since the last look; empty when it was not, or the look was not sure
     */
    public Optional<Duration> looked(Duration distance, Duration within) {
        if (within.compareTo(SURE) > 0) {
            return Optional.empty();
        }
        Optional<Duration> before = known;
        known = Optional.of(distance);
        return before.map(distance::minus).filter(by -> by.abs().compareTo(TOLERANCE) > 0);
    }
}
