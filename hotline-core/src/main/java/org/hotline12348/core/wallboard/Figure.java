package org.hotline12348.core.wallboard;

/** A figure of the wallboard, with the limits that hold until a centre sets its own. */
public enum Figure {
    /** Callers who wait. */
    WAITING(1, 3, false),
    /** Seconds the longest of them has waited. */
    LONGEST_WAIT(15, 60, false),
    /** Lawyers who could take a call. */
    READY(1, 0, true),
    /** Answered of those offered, percent over 24 hours (DOMAIN 2: at least 95). */
    ANSWER_RATE(97, 95, true),
    /** Answered within 15 seconds of those answered, percent over 24 hours. */
    QUICK_RATE(90, 80, true),
    /** Callers who hung up waiting, over 24 hours. */
    ABANDONED(3, 8, false),
    /** Callbacks that should have been made by now. */
    CALLBACKS_DUE(1, 4, false);

    private final double amber;
    private final double red;
    private final boolean low;

    Figure(double amber, double red, boolean low) {
        this.amber = amber;
        this.red = red;
        this.low = low;
    }

    /** Its usual limits. */
    public Limit usual() {
        return new Limit(this, amber, red);
    }

    /** Whether the fewer is the worse. */
    public boolean low() {
        return low;
    }
}
