package org.hotline12348.core.consultation;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.hotline12348.core.call.Outcome;

/**
 * Further filters of a {@link ConsultationQuery}: what a report groups by, so that each of its numbers can be opened.
 * All that are given must hold together.
 *
 * @param zone the zone of hour and weekday
 * @param hour started in this hour of the day, 0 to 23
 * @param weekday started on this day of the week, 1 Monday to 7 Sunday
 * @param credited this lawyer is credited; {@link #NONE_CHOSEN}: none is
 * @param callerGroup the caller belongs to this group
 * @param district the caller's district; {@link #NONE_CHOSEN}: none was written
 * @param queued entered the queue
 * @param waitAtMost answered after so many seconds or less
 * @param ratingFrom rated with so much or more
 */
public record Facets(
        ZoneId zone,
        Optional<Integer> hour,
        Optional<Integer> weekday,
        Optional<String> credited,
        Optional<String> callerGroup,
        Optional<String> district,
        boolean queued,
        Optional<Integer> waitAtMost,
        Optional<Integer> ratingFrom) {

    /** Stands for a choice that was not made; also for category and disposition. */
    public static final String NONE_CHOSEN = "-";

    /** Everything. */
    public static final Facets NONE = new Facets(
            ZoneOffset.UTC,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty());

    /** Whether something that people wrote or chose is asked for. */
    boolean asksForNotes() {
        return callerGroup.isPresent() || district.isPresent();
    }

    /** The same filter outside the database. */
    boolean holds(Consultation entry) {
        ZonedDateTime local = entry.startedAt().atZone(zone);
        return hour.map(wanted -> local.getHour() == wanted).orElse(true)
                && weekday.map(wanted -> local.getDayOfWeek().getValue() == wanted)
                        .orElse(true)
                && credited.map(wanted -> is(wanted, entry.lawyer().orElse(""))).orElse(true)
                && callerGroup.map(entry.notes().callerGroups()::contains).orElse(true)
                && district.map(wanted -> is(wanted, entry.notes().district())).orElse(true)
                && (!queued || entry.call().flatMap(CallRecord::queuedAt).isPresent())
                && waitAtMost
                        .map(most -> entry.outcome().equals(Optional.of(Outcome.ANSWERED))
                                && entry.call()
                                        .map(call -> call.waitSeconds() <= most)
                                        .orElse(false))
                        .orElse(true)
                && ratingFrom
                        .map(least -> entry.call()
                                .flatMap(CallRecord::rating)
                                .map(rating -> rating >= least)
                                .orElse(false))
                        .orElse(true);
    }

    /** Whether a choice is the wanted one, or was not made when that is wanted. */
    static boolean is(String wanted, String chosen) {
        return wanted.equals(NONE_CHOSEN) ? chosen.isEmpty() : chosen.equals(wanted);
    }
}
