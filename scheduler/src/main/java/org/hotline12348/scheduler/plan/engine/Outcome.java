package org.hotline12348.scheduler.plan.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hotline12348.scheduler.plan.Gap;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlanStatus;
import org.hotline12348.scheduler.plan.PlannedDuty;
import org.hotline12348.scheduler.plan.Score;
import org.hotline12348.scheduler.plan.SoftRule;

/**
 * An assignment with what is proven of it.
 *
 * @param assignment keeps the hard rules
 * @param bounds bounds that hold for it; rules after the first unproven one have only bounds that hold for all plans
 */
public record Outcome(Assignment assignment, Bounds bounds) {

    public boolean proven() {
        return bounds.firstOpen(assignment).isEmpty();
    }

    /** The plan in the words of the port. */
    public Plan plan(List<PlannedDuty> begun, Reasons.FillingOracle oracle, String planner) {
        Board board = assignment.board();
        List<PlannedDuty> duties = new ArrayList<>(begun);
        for (int s = 0; s < board.seats(); s++) {
            if (assignment.holder(s) != Board.NOBODY) {
                duties.add(new PlannedDuty(
                        board.seat(s), board.person(assignment.holder(s)).id(), board.locked(s)));
            }
        }
        duties.sort(Comparator.comparing(PlannedDuty::seat, Plan.BY_TIME));
        List<Score> scores = scores();
        List<Gap> gaps = new Reasons(board, assignment, oracle).gaps();
        long objective = scores.stream()
                .mapToLong(score -> score.value() * score.rule().points())
                .sum();
        long bound = scores.stream()
                .mapToLong(score -> score.bound() * score.rule().points())
                .sum();
        PlanStatus status = bounds.of(SoftRule.UNFILLED) > 0
                ? PlanStatus.INFEASIBLE
                : proven() ? PlanStatus.OPTIMAL : PlanStatus.FEASIBLE;
        return new Plan(status, objective, bound, scores, duties, gaps, planner);
    }

    private List<Score> scores() {
        List<Score> scores = new ArrayList<>();
        for (SoftRule rule : SoftRule.values()) {
            if (rule == SoftRule.CHANGES && !assignment.board().replanning()) {
                continue;
            }
            // Fairness is shown above what equal sharing would cost, so that 0 means as fair as can be.
            long zero = rule == SoftRule.FAIR_TOTALS || rule == SoftRule.FAIR_WEEKENDS || rule == SoftRule.FAIR_EVES
                    ? zero(rule)
                    : 0;
            long value = assignment.penalty(rule) - zero;
            scores.add(new Score(rule, value, Math.min(value, bounds.of(rule) - zero)));
        }
        return scores;
    }

    /** Where seats stay empty, the number of duties to share depends on the plan, and so even sharing is no bound. */
    private long zero(SoftRule rule) {
        long even = evenSharing(rule);
        return assignment.penalty(SoftRule.UNFILLED) == 0 ? even : Math.min(even, bounds.of(rule));
    }

    /** What the duties of the kind would cost if each went to whoever is cheapest and nothing else mattered. */
    private long evenSharing(SoftRule rule) {
        Board board = assignment.board();
        for (Fairness fairness : Fairness.values()) {
            if (fairness.rule() == rule) {
                int duties = 0;
                for (int p = 0; p < board.people(); p++) {
                    duties += assignment.count(fairness, p);
                }
                int[] given = new int[board.people()];
                long cost = 0;
                for (int i = 0; i < duties; i++) {
                    int best = 0;
                    for (int p = 1; p < board.people(); p++) {
                        if (board.cost(fairness, p, given[p] + 1) < board.cost(fairness, best, given[best] + 1)) {
                            best = p;
                        }
                    }
                    cost += board.cost(fairness, best, ++given[best]);
                }
                return cost;
            }
        }
        return 0;
    }
}
