package org.hotline12348.core.recording;

/** What was recorded. */
public enum Kind {
    /** The talk between citizen and lawyer. */
    CALL,
    /** A message that the citizen left. */
    MESSAGE
}
