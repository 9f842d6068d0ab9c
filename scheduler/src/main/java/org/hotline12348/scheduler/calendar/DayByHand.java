package org.hotline12348.scheduler.calendar;

import java.time.LocalDate;
import java.util.List;

/**
 * A day the coordinator opened or closed; it beats every policy.
 *
 * @param open whether the centre serves on it
 * @param windows hours of that day, empty for the usual ones; must be empty on a closed day
 * @param reason why, as callers and colleagues may read it
 */
public record DayByHand(LocalDate date, boolean open, List<DailyWindow> windows, String reason) {
    public DayByHand {
        windows = List.copyOf(windows);
        if (!open && !windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s is closed by hand but has hours %s. Maybe it should be open with other hours."
                            .formatted(date, windows));
        }
    }

    public static DayByHand closed(LocalDate date, String reason) {
        return new DayByHand(date, false, List.of(), reason);
    }

    public static DayByHand opened(LocalDate date, String reason, DailyWindow... windows) {
        return new DayByHand(date, true, List.of(windows), reason);
    }
}
