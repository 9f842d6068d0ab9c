package org.hotline12348.scheduler.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which hard rules a roster breaks. Written from the rules alone and sharing nothing with the planners, so that it
 * can judge them; swaps and cover by hand are checked by it too.
 */
public final class HardRules {
    private HardRules() {}

    /**
     * One rule broken by one duty.
     *
     * @param rule the rule
     * @param seat the id of the seat
     * @param candidate the id of its holder
     * @param message the same for a coordinator, in Chinese and English
     */
    public record Violation(HardRule rule, String seat, String candidate, String message) {}

    private record Held(String seat, LocalDate date, TimeSpan time) {}

    /** Every rule the holders break, in the order of the holders; empty when the roster is sound. */
    public static List<Violation> broken(PlanningProblem problem, List<SeatHolder> holders) {
        Map<String, SeatToFill> seats = new HashMap<>();
        problem.seats().forEach(seat -> seats.put(seat.id(), seat));
        Map<String, Candidate> people = new HashMap<>();
        problem.candidates().forEach(person -> people.put(person.id(), person));
        Map<String, String> locks = new HashMap<>();
        problem.locked().forEach(lock -> locks.put(lock.seat(), lock.candidate()));
        Map<String, List<Held>> duties = new HashMap<>();
        for (FixedDuty duty : problem.fixed()) {
            duties.computeIfAbsent(duty.candidate(), unused -> new ArrayList<>())
                    .add(new Held("", duty.date(), duty.time()));
        }
        List<Violation> found = new ArrayList<>();
        for (SeatHolder holder : holders) {
            SeatToFill seat = seats.get(holder.seat());
            Candidate person = people.get(holder.candidate());
            if (seat == null || person == null) {
                throw new InvalidPlanningProblemException(
                        "The duty of %s in the seat %s is of a seat or a practitioner that is not in the problem."
                                .formatted(holder.candidate(), holder.seat()));
            }
            alone(problem, locks, seat, person, found);
            List<Held> others = duties.computeIfAbsent(person.id(), unused -> new ArrayList<>());
            for (Held other : others) {
                between(problem.rules(), seat, other, person, found);
            }
            others.add(new Held(seat.id(), seat.date(), seat.time()));
            if (problem.rules().maximumPerMonth().isPresent()) {
                YearMonth month = YearMonth.from(seat.date());
                long thisMonth = others.stream()
                        .filter(duty -> YearMonth.from(duty.date()).equals(month))
                        .count();
                if (thisMonth > problem.rules().maximumPerMonth().getAsInt()) {
                    found.add(violation(HardRule.MAXIMUM_PER_MONTH, seat, person));
                }
            }
        }
        return List.copyOf(found);
    }

    private static void alone(
            PlanningProblem problem,
            Map<String, String> locks,
            SeatToFill seat,
            Candidate person,
            List<Violation> found) {
        String lock = locks.get(seat.id());
        if (lock != null && !lock.equals(person.id())) {
            found.add(violation(HardRule.LOCKED, seat, person));
        }
        if (seat.role().isPresent() && !person.roles().contains(seat.role().get())) {
            found.add(violation(HardRule.ROLE, seat, person));
        }
        if (person.standing() != Standing.ACTIVE || !person.serves().contains(seat.date())) {
            found.add(violation(HardRule.STANDING, seat, person));
        }
        if (person.unavailableWeekdays().contains(seat.date().getDayOfWeek())
                || person.unavailable().stream()
                        .anyMatch(span -> span.from().isBefore(seat.until())
                                && seat.from().isBefore(span.until()))) {
            found.add(violation(HardRule.AVAILABILITY, seat, person));
        }
        // A night counts for the day it begins and for the day it ends.
        LocalDate first = seat.from().atZone(problem.zone()).toLocalDate();
        LocalDate last = seat.until().minusNanos(1).atZone(problem.zone()).toLocalDate();
        if (first.datesUntil(last.plusDays(1))
                .anyMatch(day -> person.leaves().stream().anyMatch(leave -> leave.contains(day)))) {
            found.add(violation(HardRule.LEAVE, seat, person));
        }
    }

    private static void between(
            PlanningRules rules, SeatToFill seat, Held other, Candidate person, List<Violation> found) {
        long apart = Math.abs(seat.date().toEpochDay() - other.date().toEpochDay());
        if (apart == 0) {
            found.add(violation(HardRule.ONE_DUTY_A_DAY, seat, person));
        } else if (apart < rules.minimumGapDays()) {
            found.add(violation(HardRule.MINIMUM_GAP, seat, person));
        }
        boolean seatFirst = seat.from().isBefore(other.time().from());
        Instant endOfFirst = seatFirst ? seat.until() : other.time().until();
        Instant startOfSecond = seatFirst ? other.time().from() : seat.from();
        if (Duration.between(endOfFirst, startOfSecond).compareTo(rules.minimumRest()) < 0) {
            found.add(violation(HardRule.MINIMUM_REST, seat, person));
        }
    }

    private static Violation violation(HardRule rule, SeatToFill seat, Candidate person) {
        return new Violation(
                rule,
                seat.id(),
                person.id(),
                "%s %s %s 席：%s违反“%s”。/ %s in seat %s of %s on %s breaks the rule: %s."
                        .formatted(
                                seat.date(),
                                seat.shift(),
                                seat.seat(),
                                person.name(),
                                rule.chinese(),
                                person.name(),
                                seat.seat(),
                                seat.shift(),
                                seat.date(),
                                rule.english()));
    }
}
