package org.hotline12348.scheduler.plan.cpsat;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import java.time.Duration;
import java.util.List;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.SoftRule;
import org.hotline12348.scheduler.plan.engine.Board;

/**
 * The problem as one would first write it down for CP-SAT: all soft rules at once in one weighted sum, no start, no
 * relaxation. Only to measure beside; spacing is left out in its favour, since its windows would not fit into memory.
 */
public final class PlainModel {
    private static final List<SoftRule> RULES = List.of(
            SoftRule.UNFILLED,
            SoftRule.FAIR_TOTALS,
            SoftRule.FAIR_WEEKENDS,
            SoftRule.FAIR_EVES,
            SoftRule.SPECIALITY_MIX,
            SoftRule.LAW_FIRMS,
            SoftRule.PREFERENCES);

    private PlainModel() {}

    /**
     * What the solver says.
     *
     * @param status CP-SAT's own word
     * @param objective the weighted sum of its best plan, or NaN without one; fairness counts from zero here, not above
     *     even sharing
     * @param bound its bound on that sum
     * @param seconds how long it took
     */
    public record Answer(String status, double objective, double bound, double seconds) {}

    public static Answer solve(PlanningProblem problem, Duration limit) {
        Loader.loadNativeLibraries();
        RosterModel roster = new RosterModel(Board.of(problem));
        LinearExprBuilder sum = LinearExpr.newBuilder();
        for (SoftRule rule : RULES) {
            sum.addTerm(roster.penalty(rule), rule.points());
        }
        roster.model().minimize(sum);
        CpSolver solver = new CpSolver();
        solver.getParameters()
                .setMaxTimeInSeconds(limit.toMillis() / 1000.0)
                .setRandomSeed((int) problem.limits().seed())
                .setNumWorkers(problem.limits().workers());
        CpSolverStatus status = solver.solve(roster.model());
        boolean found = status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
        return new Answer(
                status.name(),
                found ? solver.objectiveValue() : Double.NaN,
                solver.bestObjectiveBound(),
                solver.wallTime());
    }
}
