package org.hotline12348.core.app;

/**
 * Something outside the program keeps it from doing its work. The message is for a person: it names the thing, the
 * value, the rule and the mend; no stack trace goes with it.
 */
public final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the program ends; the codes are those of BSD's sysexits.h. */
    public enum Kind {
        /** The command line is wrong. */
        USAGE(64),
        /** Something the program needs is not there, or does not work. */
        UNAVAILABLE(69),
        /** A file or directory cannot be made. */
        CANNOT_CREATE(73),
        /** A port or the home is in use by another program. */
        IN_USE(75),
        /** The settings are wrong. */
        CONFIGURATION(78);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The process's exit code. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    /** @param kind what kind of trouble
     *  @param message for a person, with the mend */
    public Trouble(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param kind what kind of trouble
     *  @param message for a person, with the mend
     *  @param cause for the log file */
    public Trouble(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of trouble. */
    public Kind kind() {
        return kind;
    }
}
