package org.hotline12348.core.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a lawyer on duty says of himself. In all but {@link #READY} he stays seated and is not rung. */
public enum OwnStatus {
    READY,
    /** A break (小休). */
    BREAK,
    /** Receiving a visitor (接待来访). */
    VISITOR,
    MEETING,
    /** Still writing the record of the last call (话后处理). */
    WRAP_UP,
    /** Left his duty by his telephone; the attendance has its own record of it. */
    SIGNED_OUT;

    /** After-call work that was asked for ends by itself: a forgotten one must not cost a seat. */
    public static final Duration LONGEST_WRAP_UP = Duration.ofMinutes(10);

    /** A status of one who is not on duty ends by itself after so long. */
    static final Duration OFF_DUTY = Duration.ofHours(1);

    /**
     * When a status begun now is over at the latest: with the duty, so that nobody sits unrung in his next one.
     *
     * @param dutyEnds the end of his present duty; empty when he is not on duty
     */
    public Instant endsAt(Instant now, Optional<Instant> dutyEnds) {
        Instant longest = now.plus(this == WRAP_UP ? LONGEST_WRAP_UP : OFF_DUTY);
        return switch (this) {
            case READY -> now;
            case WRAP_UP ->
                dutyEnds.filter(end -> end.isAfter(now) && end.isBefore(longest))
                        .orElse(longest);
            case BREAK, VISITOR, MEETING, SIGNED_OUT ->
                dutyEnds.filter(end -> end.isAfter(now)).orElse(longest);
        };
    }

    /** Whether it takes a lawyer away for longer than a moment, so that a colleague should be there. */
    public boolean leavesTheSeat() {
        return this == BREAK || this == VISITOR || this == MEETING || this == SIGNED_OUT;
    }
}
