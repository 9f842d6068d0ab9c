package org.hotline12348.ivr;

/** The line could not do what it was asked to. */
public final class LineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Kind {
        /** There is no connection now; it will be tried again once there is. */
        DOWN,
        /** The PBX did not answer in time; whether it obeyed is not known. */
        NO_ANSWER,
        /** The PBX said no. */
        REFUSED
    }

    private final Kind kind;

    public LineException(Kind kind, String message) {
        // Without a stack trace: this is expected trouble, and often.
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
