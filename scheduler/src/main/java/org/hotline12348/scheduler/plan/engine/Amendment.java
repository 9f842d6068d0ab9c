package org.hotline12348.scheduler.plan.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.plan.Candidate;
import org.hotline12348.scheduler.plan.DayKind;
import org.hotline12348.scheduler.plan.DutyChange;
import org.hotline12348.scheduler.plan.DutyTally;
import org.hotline12348.scheduler.plan.FixedDuty;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlannedDuty;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.ReplanningProblem;
import org.hotline12348.scheduler.plan.SeatHolder;
import org.hotline12348.scheduler.plan.SeatToFill;

/**
 * A published roster to be mended: what has begun becomes history (fixed duties, counted in the balance), the rest a
 * board that counts changes.
 *
 * @param board the future
 * @param begun duties that have begun and stay
 */
public record Amendment(Board board, List<PlannedDuty> begun, Map<String, String> published) {

    public static Amendment of(ReplanningProblem replanning) {
        PlanningProblem problem = replanning.problem();
        Map<String, String> published =
                replanning.published().stream().collect(Collectors.toMap(SeatHolder::seat, SeatHolder::candidate));
        Map<String, Candidate> people = new HashMap<>();
        problem.candidates().forEach(person -> people.put(person.id(), person));
        List<SeatToFill> future = new ArrayList<>();
        List<PlannedDuty> begun = new ArrayList<>();
        List<FixedDuty> fixed = new ArrayList<>(problem.fixed());
        for (SeatToFill seat : problem.seats()) {
            if (seat.from().isAfter(replanning.now())) {
                future.add(seat);
                continue;
            }
            String holder = published.get(seat.id());
            if (holder != null) {
                begun.add(new PlannedDuty(seat, holder, true));
                fixed.add(new FixedDuty(holder, seat.date(), seat.time()));
                people.computeIfPresent(holder, (unused, person) -> person.withPast(plus(person.past(), seat)));
            }
        }
        List<SeatHolder> locked = problem.locked().stream()
                .filter(lock -> future.stream().anyMatch(seat -> seat.id().equals(lock.seat())))
                .toList();
        PlanningProblem rest = new PlanningProblem(
                problem.zone(),
                future,
                problem.candidates().stream()
                        .map(person -> people.getOrDefault(person.id(), person))
                        .toList(),
                locked,
                fixed,
                problem.rules().withComfortableGapDays(comfortableGap(problem)),
                problem.limits());
        return new Amendment(Board.of(rest, published), begun, published);
    }

    private static DutyTally plus(DutyTally past, SeatToFill seat) {
        return new DutyTally(
                past.total() + 1,
                past.weekends() + (seat.dayKind() == DayKind.WEEKEND ? 1 : 0),
                past.eves() + (Fairness.EVES.counts(seat.dayKind()) ? 1 : 0));
    }

    /** The gap aimed at in the whole period, so that mending its end aims at the same. */
    private static int comfortableGap(PlanningProblem problem) {
        if (problem.rules().comfortableGapDays().isPresent() || problem.seats().isEmpty()) {
            return problem.rules().comfortableGapDays().orElse(0);
        }
        LocalDate first = problem.seats().stream()
                .map(SeatToFill::date)
                .min(LocalDate::compareTo)
                .orElseThrow();
        LocalDate last = problem.seats().stream()
                .map(SeatToFill::date)
                .max(LocalDate::compareTo)
                .orElseThrow();
        long days = last.toEpochDay() - first.toEpochDay() + 1;
        long even = days * problem.candidates().size() / problem.seats().size();
        return (int) Math.max(problem.rules().minimumGapDays(), even / 2);
    }

    /** What differs from the published roster in the plan, in order of time. */
    public List<DutyChange> changes(Plan plan) {
        Map<String, String> after = new HashMap<>();
        plan.duties().forEach(duty -> after.put(duty.seat().id(), duty.candidate()));
        List<DutyChange> changes = new ArrayList<>();
        for (int s = 0; s < board.seats(); s++) {
            SeatToFill seat = board.seat(s);
            Optional<String> was = Optional.ofNullable(published.get(seat.id()));
            Optional<String> is = Optional.ofNullable(after.get(seat.id()));
            if (!was.equals(is)) {
                changes.add(new DutyChange(seat, was, is));
            }
        }
        return changes;
    }
}
