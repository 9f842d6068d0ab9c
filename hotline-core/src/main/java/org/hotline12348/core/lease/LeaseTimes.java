package org.hotline12348.core.lease;

import java.time.Duration;

/**
 * How the time of a lease is dealt out.
 *
 * @param renew between two renewals
 * @param look between two looks at a lease of somebody else
 * @param answer the table has so long to answer
 * @param beside how long others let a lease be while several copies live
 * @param alone the same while no other copy lives: then the database may be away for long, and the only copy goes on
 */
public record LeaseTimes(Duration renew, Duration look, Duration answer, Duration beside, Duration alone) {

    /** For so long after the table was silent last a holder goes on who was alone. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /**
     * In service: another copy takes over within 8 s, and a table that answers two seconds late loses nobody his lease.
     */
    public static LeaseTimes usual() {
        return new LeaseTimes(
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(6),
                Duration.ofMinutes(10));
    }

    /** For so long a holder believes his lease: a sixth less than the others wait, more than two clocks drift apart. */
    static Duration believed(Duration patience) {
        return patience.multipliedBy(5).dividedBy(6);
    }
}
