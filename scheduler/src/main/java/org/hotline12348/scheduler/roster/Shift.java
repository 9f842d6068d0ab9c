package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * A shift of one day that has to be filled, {@code [from, until)}.
 *
 * @param centre whose shift
 * @param date the local day on which it begins
 * @param code names the shift within the day (day, night, 1)
 * @param seats the seats to fill, seat 1 first, each with the role it asks for
 * @param standby how many stand by at home
 */
public record Shift(
        String centre, LocalDate date, String code, Instant from, Instant until, List<SeatRole> seats, int standby) {

    public Shift {
        Objects.requireNonNull(date);
        seats = List.copyOf(seats);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("""
                    The shift %s of %s on %s ends (%s) no later than it starts (%s).
                    Maybe a night shift was entered without its next-day date.""".formatted(code, centre, date, until, from));
        }
    }
}
