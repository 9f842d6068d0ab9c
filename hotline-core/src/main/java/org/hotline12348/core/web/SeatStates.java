package org.hotline12348.core.web;

import java.time.Instant;
import java.util.Optional;

/** What the lawyers' phones do just now, as the line knows it. */
public interface SeatStates {

    /** What a lawyer's phone may be doing. */
    enum State {
        READY,
        RINGING,
        TALKING,
        WRAP_UP,
        BREAK,
        VISITOR,
        MEETING,
        UNREACHABLE,
        /** Rostered, but not seated. */
        ABSENT,
        /** The PBX does not answer. */
        UNKNOWN
    }

    /**
     * A phone's state.
     *
     * @param state what it does
     * @param since since when, where that is known
     */
    record SeatState(State state, Optional<Instant> since) {}

    /** The state of a lawyer in his centre's queue. Never blocks. */
    SeatState of(String centre, String lawyer);

    /** Before the line is there. */
    SeatStates UNKNOWN = (centre, lawyer) -> new SeatState(State.UNKNOWN, Optional.empty());
}
