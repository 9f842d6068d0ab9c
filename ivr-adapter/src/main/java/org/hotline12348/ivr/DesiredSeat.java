package org.hotline12348.ivr;

import java.util.Optional;

/**
 * Who should sit in a queue.
 *
 * @param notReady why he shall not be rung just now: one of the letters, digits and underscores; empty when he shall
 */
public record DesiredSeat(String queue, String lawyer, LawyerPhone phone, Optional<String> notReady) {
    public DesiredSeat {
        Names.check("queue", queue);
        Names.check("lawyer", lawyer);
        notReady.ifPresent(reason -> Names.check("reason", reason));
    }

    /** The telephone as the PBX names it. */
    public String ringing() {
        return phone.ringing(lawyer);
    }
}
