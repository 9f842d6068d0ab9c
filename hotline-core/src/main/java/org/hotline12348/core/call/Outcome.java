package org.hotline12348.core.call;

/** How a call ended, for the citizen. Exactly one of them for every ended call. */
public enum Outcome {
    /** A lawyer and the citizen talked. */
    ANSWERED,
    /** The citizen hung up before a lawyer answered. */
    ABANDONED,
    /** Called outside service hours (or during an emergency closure) and left no message. */
    CLOSED_HOURS,
    /** Called on a holiday and left no message. */
    CLOSED_HOLIDAY,
    /** The citizen waited, but nobody answered, and the line let the call go. */
    NO_ANSWER,
    /** The citizen asked to be called back. */
    CALLBACK,
    /** The citizen left a message. */
    VOICEMAIL,
    /** The PBX died under the call. */
    INTERRUPTED
}
