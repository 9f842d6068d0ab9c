package org.hotline12348.core.callback;

/** Why somebody is to be called, the most urgent first. */
public enum Reason {
    /** The exchange died under the call. */
    INTERRUPTED,
    /** The citizen asked for it by key; he keeps his place in the line. */
    REQUESTED,
    /** He waited for long enough and hung up, or nobody came. */
    MISSED,
    /** He left a message. Somebody listens to it first, so it is worked by click only. */
    VOICEMAIL,
    /** A colleague entered it. */
    BY_HAND
}
