package org.hotline12348.core.call;

import java.time.Instant;
import java.util.Set;

/** What goes on in a call. */
public sealed interface CallState {

    /** When this began. */
    Instant since();

    /** Welcome, notice; the dialplan has not yet decided. */
    record Arriving(Instant since) implements CallState {}

    /** The announcement that the line is closed. */
    record HearingClosure(Instant since, Closure reason) implements CallState {}

    /** In the queue; the phones of these legs ring (none: nobody's does). */
    record Waiting(Instant since, Set<String> ringing) implements CallState {}

    /** Connected with the lawyers of these legs. */
    record Talking(Instant since, Set<String> present) implements CallState {}

    /** The talk is over or the queue left; the dialplan has the citizen (rating, offers). */
    record Leaving(Instant since) implements CallState {}

    /** Speaking on the answering machine. */
    record LeavingMessage(Instant since) implements CallState {}

    /** Over. Nothing changes it any more. */
    record Ended(Instant since, Outcome outcome, HangUpSide by) implements CallState {}
}
