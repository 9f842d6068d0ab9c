package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is on duty at an instant.
 *
 * @param seats on the line, by seat number
 * @param standby ready to step in, by number
 * @param changesAt the next instant after this one at which the answer differs; empty when nothing more is rostered
 */
public record OnDuty(List<Duty> seats, List<Duty> standby, Optional<Instant> changesAt) {

    public static final OnDuty NOBODY = new OnDuty(List.of(), List.of(), Optional.empty());

    public OnDuty {
        seats = List.copyOf(seats);
        standby = List.copyOf(standby);
    }
}
