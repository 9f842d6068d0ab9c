package org.hotline12348.scheduler.plan;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A practitioner as planning sees one.
 *
 * @param id the practitioner's id, unique within the problem
 * @param name for messages
 * @param roles the roles the practitioner can fill, for example {@code LAWYER}
 * @param firm the law firm; two of one firm on a day are avoided
 * @param specialities the first is the main one; two of one main speciality on a day are avoided
 * @param standing anything but ACTIVE gets no duty
 * @param serves the days on which the practitioner serves the centre (a leaver's last day ends it)
 * @param unavailableWeekdays weekdays on which no duty is possible
 * @param unavailable further times at which no duty is possible (patterns spelled out by the caller)
 * @param leaves days of leave; a duty that touches one is impossible, a night shift on the eve included
 * @param dislikedWeekdays weekdays to be avoided if that costs nothing more important
 * @param past duties done before, which count in fairness
 * @param sharePercent the share of duty agreed, 100 for a full one; leave within the period lowers it further
 */
public record Candidate(
        String id,
        String name,
        Set<String> roles,
        Optional<String> firm,
        List<String> specialities,
        Standing standing,
        DateSpan serves,
        Set<DayOfWeek> unavailableWeekdays,
        List<TimeSpan> unavailable,
        List<DateSpan> leaves,
        Set<DayOfWeek> dislikedWeekdays,
        DutyTally past,
        int sharePercent) {

    public Candidate {
        roles = Set.copyOf(roles);
        specialities = List.copyOf(specialities);
        unavailableWeekdays = Set.copyOf(unavailableWeekdays);
        unavailable = List.copyOf(unavailable);
        leaves = List.copyOf(leaves);
        dislikedWeekdays = Set.copyOf(dislikedWeekdays);
        if (sharePercent < 1 || sharePercent > 1000) {
            throw new InvalidPlanningProblemException(
                    "The share of %s is %d %%; it must be from 1 to 1000. Maybe the practitioner should be suspended instead."
                            .formatted(name, sharePercent));
        }
    }

    /** An active lawyer with a full share, always available. */
    public static Candidate lawyer(String id, String name) {
        return new Candidate(
                id,
                name,
                Set.of("LAWYER"),
                Optional.empty(),
                List.of(),
                Standing.ACTIVE,
                DateSpan.ALWAYS,
                Set.of(),
                List.of(),
                List.of(),
                Set.of(),
                DutyTally.NONE,
                100);
    }

    public Candidate withRoles(Set<String> newRoles) {
        return new Candidate(
                id,
                name,
                newRoles,
                firm,
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    public Candidate withFirm(String newFirm) {
        return new Candidate(
                id,
                name,
                roles,
                Optional.of(newFirm),
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    public Candidate withSpecialities(String... newSpecialities) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                List.of(newSpecialities),
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    public Candidate withStanding(Standing newStanding) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                newStanding,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    public Candidate withServes(DateSpan newServes) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                newServes,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    public Candidate withUnavailableWeekdays(DayOfWeek... weekdays) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                serves,
                Set.of(weekdays),
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    /** The same with these further times at which no duty is possible. */
    public Candidate withUnavailable(TimeSpan... times) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                List.of(times),
                leaves,
                dislikedWeekdays,
                past,
                sharePercent);
    }

    /** The same with one more stretch of leave. */
    public Candidate withLeave(DateSpan leave) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                Stream.concat(leaves.stream(), Stream.of(leave)).toList(),
                dislikedWeekdays,
                past,
                sharePercent);
    }

    public Candidate withDislikedWeekdays(DayOfWeek... weekdays) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                Set.of(weekdays),
                past,
                sharePercent);
    }

    public Candidate withPast(DutyTally newPast) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                newPast,
                sharePercent);
    }

    public Candidate withShare(int percent) {
        return new Candidate(
                id,
                name,
                roles,
                firm,
                specialities,
                standing,
                serves,
                unavailableWeekdays,
                unavailable,
                leaves,
                dislikedWeekdays,
                past,
                percent);
    }
}
