package org.hotline12348.scheduler.calendar;

import java.time.LocalDate;
import java.util.List;

/**
 * What the calendar says of one day.
 *
 * @param date the day, in the centre's time zone
 * @param open whether the centre serves on it
 * @param reason the rule that decided
 * @param windows the hours served, in order; empty on a closed day. A night window belongs to the day it begins.
 */
public record ServiceDay(LocalDate date, boolean open, DayReason reason, List<DailyWindow> windows) {
    public ServiceDay {
        windows = List.copyOf(windows);
    }
}
