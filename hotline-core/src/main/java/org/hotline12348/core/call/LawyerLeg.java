package org.hotline12348.core.call;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to reach one lawyer for a call: his phone rang, and perhaps he talked with the citizen.
 *
 * @param lawyer       the lawyer's id on the phone side (his username), or the outside number's channel after a
 *                     transfer
 * @param rangAt       when his phone began to ring
 * @param answeredAt   when he and the citizen were first connected; empty when he was not
 * @param endedAt      when his leg was gone; empty while it is up
 * @param talkSeconds  how long he was connected with the citizen, rounded to whole seconds
 * @param ending       why the leg ended as the PBX or he said: {@code declined}, {@code cause 19}, or empty
 */
public record LawyerLeg(
        String lawyer,
        Instant rangAt,
        Optional<Instant> answeredAt,
        Optional<Instant> endedAt,
        int talkSeconds,
        String ending) {

    /** Stands for a number outside that the citizen was passed on to. */
    public static final String OUTSIDE = "outside";

    public boolean talked() {
        return answeredAt.isPresent();
    }
}
