package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.calendar.LocalMoment;
import org.hotline12348.scheduler.calendar.ServiceWindow;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;

/** What has to be filled: a centre's calendar and its patterns, multiplied out. */
public final class Shifts {

    private Shifts() {}

    /**
     * The shifts of a day, by start and code; none on a closed day. Of the patterns that apply, the one that holds since
     * the latest date wins, then the first in the list. A shift is trimmed to the hours actually served, so that a day
     * closed early by hand has a shorter shift; one wholly outside is left out.
     */
    public static List<Shift> on(Centre centre, LocalDate date) {
        List<ServiceWindow> windows = centre.calendar().windowsOf(date);
        Optional<ShiftPattern> pattern = pattern(centre, date);
        if (windows.isEmpty() || pattern.isEmpty()) {
            return List.of();
        }
        List<Shift> shifts = new ArrayList<>();
        for (ShiftOfDay of : pattern.get().shifts()) {
            trimmed(centre, date, of, windows).ifPresent(shifts::add);
        }
        shifts.sort(Comparator.comparing(Shift::from).thenComparing(Shift::code));
        return shifts;
    }

    /** The shifts of each day from one to another, both included. */
    public static List<Shift> between(Centre centre, LocalDate from, LocalDate to) {
        return centre.calendar().days(from, to).stream()
                .flatMap(day -> on(centre, day.date()).stream())
                .toList();
    }

    private static Optional<ShiftPattern> pattern(Centre centre, LocalDate date) {
        return centre.patterns().stream()
                .filter(pattern -> pattern.appliesTo(date))
                .reduce((first, second) -> second.validFrom().isAfter(first.validFrom()) ? second : first);
    }

    private static Optional<Shift> trimmed(Centre centre, LocalDate date, ShiftOfDay of, List<ServiceWindow> windows) {
        ZoneId zone = centre.calendar().zone();
        Instant starts = LocalMoment.of(date.atTime(of.hours().opens()), zone);
        LocalDate last = of.hours().overMidnight() ? date.plusDays(1) : date;
        Instant ends = LocalMoment.of(last.atTime(of.hours().closes()), zone);
        List<ServiceWindow> touched = windows.stream()
                .filter(window -> window.opens().isBefore(ends) && starts.isBefore(window.closes()))
                .toList();
        if (touched.isEmpty()) {
            return Optional.empty();
        }
        Instant opens = touched.getFirst().opens();
        Instant closes = touched.getLast().closes();
        Instant from = starts.isBefore(opens) ? opens : starts;
        Instant until = ends.isAfter(closes) ? closes : ends;
        return from.isBefore(until)
                ? Optional.of(new Shift(centre.id(), date, of.code(), from, until, of.seats(), of.standby()))
                : Optional.empty();
    }
}
