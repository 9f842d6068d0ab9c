package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * One practitioner in one seat for one shift, {@code [from, until)}.
 *
 * @param id opaque; keeps its value when the lawyer in the seat changes
 * @param date the local day on which the shift begins
 * @param shift the shift's code within the day
 * @param kind on the line, or standing by
 * @param seat 1, 2, … among the seats of the shift; standby counts for itself
 * @param role what the seat asks for
 * @param lawyer the practitioner's id
 * @param locked whether planning must leave it alone
 */
public record Duty(
        String id,
        String centre,
        LocalDate date,
        String shift,
        Kind kind,
        int seat,
        SeatRole role,
        String lawyer,
        Instant from,
        Instant until,
        boolean locked) {

    /** On the line, or at home ready to step in. */
    public enum Kind {
        SEAT,
        STANDBY
    }

    public Duty {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(role);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("""
                    The duty of %s ends (%s) no later than it starts (%s).
                    Maybe a night shift was entered without its next-day date.""".formatted(lawyer, until, from));
        }
        if (seat < 1) {
            throw new IllegalArgumentException(
                    "The duty of %s on %s has seat %d; seats count from 1.".formatted(lawyer, date, seat));
        }
    }

    /** Whether it is on at this instant: its start counts, its end does not. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }

    /** Whether the two share an instant; one that ends as the other begins does not. */
    public boolean overlaps(Duty other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    /** The same seat and hours with another practitioner. */
    public Duty heldBy(String other) {
        return new Duty(id, centre, date, shift, kind, seat, role, other, from, until, locked);
    }

    public Duty lockedAs(boolean lock) {
        return new Duty(id, centre, date, shift, kind, seat, role, lawyer, from, until, lock);
    }
}
