package org.hotline12348.ivr;

import java.util.Optional;

/**
 * Who really sits in a queue.
 *
 * @param queue    the queue's name
 * @param lawyer   his user name
 * @param phone    the telephone that rings, as the PBX names it ({@code PJSIP/lawyer01}); two seats of one lawyer differ by it
 * @param notReady why he is not rung; empty when he is
 * @param state    what his telephone does
 * @param talking  he is in a call that came through this queue
 * @param fixed    he sits there by the PBX's own configuration and cannot be removed by command
 */
public record Seat(
        String queue,
        String lawyer,
        String phone,
        Optional<String> notReady,
        State state,
        boolean talking,
        boolean fixed) {

    /** What a telephone does. */
    public enum State {
        FREE,
        RINGING,
        /** In a call, of whatever kind. */
        BUSY,
        /** Not registered, or it does not answer the PBX. */
        UNREACHABLE,
        UNKNOWN
    }

    /** A seat just taken. */
    public static Seat of(String queue, String lawyer, String phone) {
        return new Seat(queue, lawyer, phone, Optional.empty(), State.FREE, false, false);
    }

    /** Whether the telephone rings or is in use. */
    public boolean engaged() {
        return talking || state == State.BUSY || state == State.RINGING;
    }

    public Seat withNotReady(Optional<String> reason) {
        return new Seat(queue, lawyer, phone, reason, state, talking, fixed);
    }

    public Seat withState(State changed, boolean nowTalking) {
        return new Seat(queue, lawyer, phone, notReady, changed, nowTalking, fixed);
    }
}
