package org.hotline12348.scheduler.plan;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
        return with(changed -> changed.roles = newRoles);
    }

    public Candidate withFirm(String newFirm) {
        return with(changed -> changed.firm = Optional.of(newFirm));
    }

    public Candidate withSpecialities(String... newSpecialities) {
        return with(changed -> changed.specialities = List.of(newSpecialities));
    }

    public Candidate withStanding(Standing newStanding) {
        return with(changed -> changed.standing = newStanding);
    }

    public Candidate withServes(DateSpan newServes) {
        return with(changed -> changed.serves = newServes);
    }

    public Candidate withUnavailableWeekdays(DayOfWeek... weekdays) {
        return with(changed -> changed.unavailableWeekdays = Set.of(weekdays));
    }

    /** The same with these further times at which no duty is possible. */
    public Candidate withUnavailable(TimeSpan... times) {
        return with(changed -> changed.unavailable = List.of(times));
    }

    /** The same with one more stretch of leave. */
    public Candidate withLeave(DateSpan leave) {
        return with(changed -> changed.leaves =
                Stream.concat(leaves.stream(), Stream.of(leave)).toList());
    }

    public Candidate withDislikedWeekdays(DayOfWeek... weekdays) {
        return with(changed -> changed.dislikedWeekdays = Set.of(weekdays));
    }

    public Candidate withPast(DutyTally newPast) {
        return with(changed -> changed.past = newPast);
    }

    public Candidate withShare(int percent) {
        return with(changed -> changed.sharePercent = percent);
    }

    private Candidate with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.candidate();
    }

    /** The parts of a candidate on their way into another. */
    private static final class Copy {
        private final String id;
        private final String name;
        private Set<String> roles;
        private Optional<String> firm;
        private List<String> specialities;
        private Standing standing;
        private DateSpan serves;
        private Set<DayOfWeek> unavailableWeekdays;
        private List<TimeSpan> unavailable;
        private List<DateSpan> leaves;
        private Set<DayOfWeek> dislikedWeekdays;
        private DutyTally past;
        private int sharePercent;

        private Copy(Candidate of) {
            id = of.id;
            name = of.name;
            roles = of.roles;
            firm = of.firm;
            specialities = of.specialities;
            standing = of.standing;
            serves = of.serves;
            unavailableWeekdays = of.unavailableWeekdays;
            unavailable = of.unavailable;
            leaves = of.leaves;
            dislikedWeekdays = of.dislikedWeekdays;
            past = of.past;
            sharePercent = of.sharePercent;
        }

        private Candidate candidate() {
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
                    sharePercent);
        }
    }
}
