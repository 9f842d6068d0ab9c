package org.hotline12348.scheduler.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hotline12348.scheduler.plan.engine.Amendment;
import org.hotline12348.scheduler.plan.engine.Board;
import org.hotline12348.scheduler.plan.engine.Outcome;
import org.hotline12348.scheduler.plan.engine.Reasons;
import org.hotline12348.scheduler.plan.engine.Solver;

/**
 * Plans without a solver: a greedy start, local search, and proofs by relaxation or, where there is little to choose, by
 * looking at everything. It says OPTIMAL only where that proves it, and may say FEASIBLE where CP-SAT proves more.
 */
public final class ConstructivePlanner implements Planner {
    private static final String NAME = "constructive";
    private static final Reasons.FillingOracle UNKNOWN = (seats, enforced) -> Optional.empty();

    private final LongSupplier nanoTime;
    private final long exhaustiveLimit;

    /** Takes a monotonic clock in nanoseconds, for the time limit only. */
    public ConstructivePlanner(LongSupplier nanoTime) {
        this(nanoTime, Solver.EXHAUSTIVE_LIMIT);
    }

    ConstructivePlanner(LongSupplier nanoTime, long exhaustiveLimit) {
        this.nanoTime = nanoTime;
        this.exhaustiveLimit = exhaustiveLimit;
    }

    @Override
    public Plan plan(PlanningProblem problem, PlanningWatch watch) {
        Solver solver = new Solver(problem.limits(), watch, nanoTime, exhaustiveLimit);
        return solver.search(Board.of(problem)).plan(List.of(), UNKNOWN, NAME);
    }

    @Override
    public Replan replan(ReplanningProblem problem, PlanningWatch watch) {
        Solver solver = new Solver(problem.problem().limits(), watch, nanoTime, exhaustiveLimit);
        Amendment amendment = Amendment.of(problem);
        Outcome outcome = solver.substitutes(amendment.board()).orElseGet(() -> solver.search(amendment.board()));
        Plan plan = outcome.plan(amendment.begun(), UNKNOWN, NAME);
        return new Replan(plan, amendment.changes(plan));
    }
}
