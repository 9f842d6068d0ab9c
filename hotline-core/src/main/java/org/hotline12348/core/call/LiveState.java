package org.hotline12348.core.call;

import java.time.Instant;

/**
 * What goes on in a call just now, as a duty screen shows it.
 *
 * @param phase   see {@link Phase}
 * @param lawyer  whose phone rings or who talks; empty in the other phases; several are joined by a comma
 * @param since   when this phase began
 */
public record LiveState(Phase phase, String lawyer, Instant since) {

    /** The phases of a call that is up. */
    public enum Phase {
        /** Welcome, notice, or an announcement. */
        ARRIVING,
        /** In the queue, no phone rings. */
        WAITING,
        /** In the queue, a lawyer's phone rings. */
        RINGING,
        /** Connected with a lawyer. */
        TALKING,
        /** The lawyer has left; the citizen is asked to rate. */
        RATING,
        /** The citizen speaks on the answering machine. */
        LEAVING_MESSAGE
    }
}
