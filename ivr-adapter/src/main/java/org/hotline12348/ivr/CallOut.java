package org.hotline12348.ivr;

/**
 * Order to call a citizen back.
 *
 * @param id      of the callback; comes back in the call's CEL rows
 * @param centre  whose line the citizen sees
 * @param lawyer  whose telephone rings first
 * @param number  whom to dial then
 * @param line    the hotline's number, shown to both
 * @param ringTimeoutSeconds how long the lawyer's telephone may ring
 */
public record CallOut(String id, String centre, String lawyer, String number, String line, int ringTimeoutSeconds) {

    /** Longest allowed ringing, in seconds. */
    public static final int LONGEST_RING_SECONDS = 120;

    public CallOut {
        Names.check("callback", id);
        Names.check("centre", centre);
        Names.check("lawyer", lawyer);
        Names.checkNumber(number);
        Names.checkNumber(line);
        if (ringTimeoutSeconds < 1 || ringTimeoutSeconds > LONGEST_RING_SECONDS) {
            throw new IllegalArgumentException("A lawyer's telephone rings 1 to %d seconds, not %d."
                    .formatted(LONGEST_RING_SECONDS, ringTimeoutSeconds));
        }
    }

    @Override
    public String toString() {
        return "CallOut[" + id + ", " + centre + ", " + lawyer + "]";
    }
}
