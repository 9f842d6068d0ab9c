package org.hotline12348.scheduler.plan;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be planned.
 *
 * @param zone the centre's time zone, in which dates of leave and months are meant
 * @param seats the seats to fill
 * @param candidates who may fill them
 * @param locked duties the coordinator has fixed: that seat is for that practitioner or for nobody
 * @param fixed duties outside the seats that rest, gap and monthly maximum must respect
 * @param rules the numbers of the hard rules
 * @param limits time, seed, threads
 */
public record PlanningProblem(
        ZoneId zone,
        List<SeatToFill> seats,
        List<Candidate> candidates,
        List<SeatHolder> locked,
        List<FixedDuty> fixed,
        PlanningRules rules,
        PlanningLimits limits) {

    public PlanningProblem {
        seats = List.copyOf(seats);
        candidates = List.copyOf(candidates);
        locked = List.copyOf(locked);
        fixed = List.copyOf(fixed);
        Set<String> seatIds = new HashSet<>();
        for (SeatToFill seat : seats) {
            if (!seatIds.add(seat.id())) {
                throw new InvalidPlanningProblemException(
                        "The seat %s (%s) is in the problem twice.".formatted(seat.id(), seat.date()));
            }
        }
        Set<String> people = new HashSet<>();
        for (Candidate candidate : candidates) {
            if (!people.add(candidate.id())) {
                throw new InvalidPlanningProblemException("The practitioner %s (%s) is in the problem twice."
                        .formatted(candidate.id(), candidate.name()));
            }
        }
        Set<String> lockedSeats = new HashSet<>();
        for (SeatHolder lock : locked) {
            if (!seatIds.contains(lock.seat())) {
                throw new InvalidPlanningProblemException(
                        "The locked duty of %s is for the seat %s, which is not to be planned. Maybe that day was closed."
                                .formatted(lock.candidate(), lock.seat()));
            }
            if (!people.contains(lock.candidate())) {
                throw new InvalidPlanningProblemException(
                        "The seat %s is locked for %s, who is not among the practitioners. Maybe he does not serve this centre."
                                .formatted(lock.seat(), lock.candidate()));
            }
            if (!lockedSeats.add(lock.seat())) {
                throw new InvalidPlanningProblemException("The seat %s is locked twice.".formatted(lock.seat()));
            }
        }
    }

    public PlanningProblem withCandidates(List<Candidate> newCandidates) {
        return new PlanningProblem(zone, seats, newCandidates, locked, fixed, rules, limits);
    }

    /** The same with one practitioner replaced by his changed self (sick, on leave, gone). */
    public PlanningProblem withCandidate(Candidate changed) {
        return withCandidates(candidates.stream()
                .map(candidate -> candidate.id().equals(changed.id()) ? changed : candidate)
                .collect(Collectors.toList()));
    }

    public PlanningProblem withSeats(List<SeatToFill> newSeats) {
        return new PlanningProblem(zone, newSeats, candidates, locked, fixed, rules, limits);
    }

    public PlanningProblem withLocked(List<SeatHolder> newLocked) {
        return new PlanningProblem(zone, seats, candidates, newLocked, fixed, rules, limits);
    }

    public PlanningProblem withFixed(List<FixedDuty> newFixed) {
        return new PlanningProblem(zone, seats, candidates, locked, newFixed, rules, limits);
    }

    public PlanningProblem withRules(PlanningRules newRules) {
        return new PlanningProblem(zone, seats, candidates, locked, fixed, newRules, limits);
    }

    public PlanningProblem withLimits(PlanningLimits newLimits) {
        return new PlanningProblem(zone, seats, candidates, locked, fixed, rules, newLimits);
    }
}
