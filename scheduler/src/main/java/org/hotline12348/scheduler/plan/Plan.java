package org.hotline12348.scheduler.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan and its proof.
 *
 * @param status what is known of it
 * @param objective all penalties in one number, by {@link SoftRule#points()}; lower is better
 * @param bound the best plan has at least this; equal to the objective exactly when every score is proven best
 * @param scores each soft rule apart, most important first
 * @param duties filled seats in the order of their time
 * @param gaps seats left empty
 * @param planner which planner made it, for example {@code CP-SAT} or {@code constructive}
 */
public record Plan(
        PlanStatus status,
        long objective,
        long bound,
        List<Score> scores,
        List<PlannedDuty> duties,
        List<Gap> gaps,
        String planner) {

    /** Seats in the order of their time, then of their names. */
    public static final Comparator<SeatToFill> BY_TIME = Comparator.comparing(SeatToFill::from)
            .thenComparing(SeatToFill::seat)
            .thenComparing(SeatToFill::id);

    public Plan {
        scores = List.copyOf(scores);
        duties = List.copyOf(duties);
        gaps = List.copyOf(gaps);
    }

    /** Duties of each practitioner who has one. */
    public Map<String, Integer> totals() {
        Map<String, Integer> totals = new TreeMap<>();
        duties.forEach(duty -> totals.merge(duty.candidate(), 1, Integer::sum));
        return totals;
    }

    public Score score(SoftRule rule) {
        return scores.stream().filter(score -> score.rule() == rule).findFirst().orElse(new Score(rule, 0, 0));
    }
}
