package org.hotline12348.core.callback;

/** How a callback ended. */
public enum Ending {
    /** The lawyer and the citizen were connected, or the lawyer says that they spoke. */
    SPOKEN,
    /** The citizen called again by himself and was answered. */
    CALLED_IN,
    /** All attempts were in vain. */
    GIVEN_UP,
    /** Somebody decided that no call is needed. */
    DISMISSED,
    /** A late row of the journal showed that the call had ended otherwise than it seemed. */
    WITHDRAWN
}
