package org.hotline12348.scheduler.store;

/** The store refused a change that would break the roster's integrity. The message is for people. */
public final class RosterConflictException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Rule rule;
    private final String reason;

    /** What would have been broken. */
    public enum Rule {
        /** One practitioner in two places at once. */
        ONE_PLACE_AT_A_TIME,
        /** Two practitioners in one seat. */
        ONE_LAWYER_A_SEAT,
        /** A duty that is over, or has begun. */
        THE_PAST_STAYS,
        /** Somebody else published in between. */
        VERSION,
        /** A licence number, an id or a leave that is taken already. */
        TAKEN,
        /** Something named does not exist. */
        UNKNOWN
    }

    public RosterConflictException(Rule rule, String message) {
        super(message);
        this.reason = message;
        this.rule = rule;
    }

    public RosterConflictException(Rule rule, String message, Throwable cause) {
        super(message, cause);
        this.reason = message;
        this.rule = rule;
    }

    /** The message. */
    public String reason() {
        return reason;
    }

    public Rule rule() {
        return rule;
    }
}
