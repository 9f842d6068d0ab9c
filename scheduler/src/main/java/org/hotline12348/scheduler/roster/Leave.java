package org.hotline12348.scheduler.roster;

import java.time.LocalDate;

/**
 * Days on which a practitioner is away, both ends included. A night shift counts for the day it begins and for the day
 * it ends.
 *
 * @param id opaque
 * @param reason in his words; may be empty
 */
public record Leave(String id, String lawyer, LocalDate from, LocalDate to, String reason) {
    public Leave {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "The leave of %s ends (%s) before it begins (%s).".formatted(lawyer, to, from));
        }
    }

    public boolean covers(LocalDate date) {
        return !date.isBefore(from) && !date.isAfter(to);
    }
}
