package org.hotline12348.ivr;

/**
 * Order to let somebody hear a lawyer's talk.
 *
 * @param supervisor whose telephone rings
 * @param lawyer     in whose talk he comes
 * @param line       the number that the supervisor's telephone shows
 */
public record Supervision(String supervisor, String lawyer, Mode mode, String line) {
    /** What he can do there. */
    public enum Mode {
        /** He hears both, nobody hears him. */
        LISTEN,
        /** The lawyer alone hears him. */
        WHISPER,
        /** Both hear him. */
        BARGE
    }

    public Supervision {
        Names.check("supervisor", supervisor);
        Names.check("lawyer", lawyer);
        Names.checkNumber(line);
        if (supervisor.equals(lawyer)) {
            throw new IllegalArgumentException("%s cannot supervise himself.".formatted(lawyer));
        }
    }
}
