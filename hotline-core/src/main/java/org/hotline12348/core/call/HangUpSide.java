package org.hotline12348.core.call;

/** Who ended the talk, or the call when there was none. */
public enum HangUpSide {
    CITIZEN,
    LAWYER,
    /** The dialplan or the PBX. */
    LINE,
    /** The rows do not tell. */
    UNKNOWN
}
