package org.hotline12348.core.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do with a file that the exchange named. Pure. */
final class SealRule {

    /** The exchange closes a file just after the call: it is left alone for so long after its last change. */
    static final Duration SETTLES = Duration.ofSeconds(2);

    /** A file that is not there so long after the call will not come. */
    static final Duration COMES = Duration.ofSeconds(60);

    /** A WAV header without any sound, and some more. */
    static final int HEADER_BYTES = 100;

    /** So much less than the talk is more than the difference between two clocks of the exchange. */
    private static final int SLACK_SECONDS = 5;

    private SealRule() {}

    enum Step {
        /** Later: it may still be written, or come. */
        WAIT,
        /** Seal it. */
        SEAL,
        /** There was nothing to record. */
        NOTHING,
        /** There was, and it is not there. */
        LOST
    }

    /**
     * @param bytes of the plain file; empty when it is not there
     * @param changedAt its last change by the machine's clock
     * @param endedAt the call's end by the exchange's clock, which is the machine's
     * @param seconds how much sound it should hold
     * @param now by the machine's clock
     */
    static Step step(Optional<Long> bytes, Instant changedAt, Instant endedAt, int seconds, Instant now) {
        boolean late = endedAt.plus(COMES).isBefore(now);
        if (bytes.isEmpty()) {
            return !late ? Step.WAIT : seconds == 0 ? Step.NOTHING : Step.LOST;
        }
        // A clock that was set back leaves files from the future; the call's end then decides alone.
        if (!late && changedAt.plus(SETTLES).isAfter(now)) {
            return Step.WAIT;
        }
        if (bytes.get() <= HEADER_BYTES) {
            return !late ? Step.WAIT : seconds == 0 ? Step.NOTHING : Step.LOST;
        }
        return Step.SEAL;
    }

    /** Whether a part of the talk is missing: the disk was full for a while, or the exchange died. */
    static boolean isShort(long millis, int seconds) {
        return millis / 1000 + SLACK_SECONDS < seconds - seconds / 20;
    }
}
