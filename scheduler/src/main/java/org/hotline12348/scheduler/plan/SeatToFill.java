package org.hotline12348.scheduler.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * One seat of one shift on one day.
 *
 * @param id unique within the problem and chosen by the caller; opaque here
 * @param date the service day the shift belongs to (a night shift belongs to the day it begins on)
 * @param shift the shift's name, for example {@code day}
 * @param seat the seat's name within the shift, for example {@code 1}
 * @param role the role its holder must have, for example {@code LAWYER}; empty for anybody
 * @param time from and until as instants, half-open
 * @param dayKind what sort of day it is
 * @param wishedSpecialities specialities of which the holder should have one; empty for no wish
 */
public record SeatToFill(
        String id,
        LocalDate date,
        String shift,
        String seat,
        Optional<String> role,
        TimeSpan time,
        DayKind dayKind,
        Set<String> wishedSpecialities) {

    public SeatToFill {
        wishedSpecialities = Set.copyOf(wishedSpecialities);
    }

    public Instant from() {
        return time.from();
    }

    public Instant until() {
        return time.until();
    }
}
