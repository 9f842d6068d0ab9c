package org.hotline12348.core.call;

import java.time.Instant;
import java.util.Set;

/**
 * Something that happened in a call: past tense, with the moment by the PBX's clock. A leg is named by the channel that
 * carries it.
 */
public sealed interface CallEvent {

    Instant at();

    /** The citizen's call came in. {@code caller} is what the trunk said, not trusted. */
    record CitizenArrived(Instant at, String line, String caller) implements CallEvent {}

    /** The dialplan recognised the line; {@code caller} is filtered to digits and {@code +}. */
    record LineRecognised(Instant at, String centre, String line, String caller) implements CallEvent {}

    /** The citizen heard that the line is closed. */
    record ClosureAnnounced(Instant at, Closure reason) implements CallEvent {}

    /** The recording notice was played. */
    record NoticePlayed(Instant at) implements CallEvent {}

    /** Recording was switched on. */
    record RecordingBegan(Instant at, String file) implements CallEvent {}

    /** The citizen pressed 9. */
    record RecordingRefused(Instant at) implements CallEvent {}

    /** The citizen entered the queue. */
    record CitizenQueued(Instant at, String queue) implements CallEvent {}

    /**
     * The citizen left the queue and the dialplan goes on; an answered call leaves it too.
     *
     * @param status the dialplan's {@code QUEUESTATUS}, perhaps empty
     */
    record QueueLeft(Instant at, String status) implements CallEvent {

        /** The queue gave the call up: nobody was there or nobody came. */
        public boolean letGo() {
            return LET_GO.contains(status);
        }

        /** @see <a href="https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Dialplan_Applications/Queue/">Asterisk: Queue, QUEUESTATUS</a> */
        private static final Set<String> LET_GO = Set.of(
                "TIMEOUT", "FULL", "JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL", "WITHDRAW", "NOANSWER");
    }

    /** A lawyer's phone began to ring for this citizen. */
    record LawyerRang(Instant at, String leg, String lawyer) implements CallEvent {}

    /** A lawyer would not take the call, or did not press 1. */
    record LawyerDeclined(Instant at, String lawyer, String reason) implements CallEvent {}

    /** A lawyer and the citizen were connected. */
    record LawyerAnswered(Instant at, String leg, String lawyer) implements CallEvent {}

    /** A lawyer and the citizen were parted. */
    record LawyerLeft(Instant at, String leg, HangUpSide by) implements CallEvent {}

    /** A lawyer's leg is gone, whether he had answered or not. */
    record LegEnded(Instant at, String leg, String cause) implements CallEvent {}

    /** Somebody passed the call on. */
    record CallTransferred(Instant at, String kind, String by) implements CallEvent {}

    /** The citizen began to speak on the answering machine. */
    record MessageBegan(Instant at) implements CallEvent {}

    /** The message is on disk. */
    record MessageSaved(Instant at, String file, int seconds) implements CallEvent {}

    /** The citizen asked to be called back. */
    record CallbackWanted(Instant at, String number) implements CallEvent {}

    /** The citizen pressed 1 to 5. */
    record CitizenRated(Instant at, int value) implements CallEvent {}

    /** The citizen's channel is gone. */
    record CallEnded(Instant at, HangUpSide by) implements CallEvent {}

    /** The PBX died under the call. */
    record CallCut(Instant at) implements CallEvent {}
}
