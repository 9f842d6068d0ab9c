package org.hotline12348.scheduler.roster;

import java.util.List;
import org.hotline12348.scheduler.calendar.ServiceDay;

/**
 * One day of a published roster.
 *
 * @param day what the calendar says of it
 * @param shifts what has to be filled
 * @param duties who sits where, by start, kind and seat
 */
public record RosterDay(ServiceDay day, List<Shift> shifts, List<Duty> duties) {
    public RosterDay {
        shifts = List.copyOf(shifts);
        duties = List.copyOf(duties);
    }
}
