package org.hotline12348.scheduler.plan.cpsat;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverSolutionCallback;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExprBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hotline12348.scheduler.plan.HardRule;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlannedDuty;
import org.hotline12348.scheduler.plan.Planner;
import org.hotline12348.scheduler.plan.PlanningLimits;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.PlanningProgress;
import org.hotline12348.scheduler.plan.PlanningWatch;
import org.hotline12348.scheduler.plan.Replan;
import org.hotline12348.scheduler.plan.ReplanningProblem;
import org.hotline12348.scheduler.plan.SoftRule;
import org.hotline12348.scheduler.plan.engine.Amendment;
import org.hotline12348.scheduler.plan.engine.Assignment;
import org.hotline12348.scheduler.plan.engine.Board;
import org.hotline12348.scheduler.plan.engine.Bounds;
import org.hotline12348.scheduler.plan.engine.Outcome;
import org.hotline12348.scheduler.plan.engine.Reasons;
import org.hotline12348.scheduler.plan.engine.Search;
import org.hotline12348.scheduler.plan.engine.Solver;

/**
 * Plans with proof by OR-Tools CP-SAT. Local search and relaxations come first, and where they meet nothing is left to
 * solve; otherwise the soft rules are solved one after the other, each with the better ones held at their best.
 */
public final class CpSatPlanner implements Planner {
    private static final String NAME = "CP-SAT";
    /** Seconds of effort to explain gaps with, beside the effort for the plan; beyond it one is explained from the plan alone. */
    private static final double EXPLAINING = 3;

    private static final int QUESTIONS = 300;
    /** Seconds of effort for one question, and what making its model counts at least. */
    private static final double QUESTION = 0.5;

    private static final double QUESTION_ASKED = 0.01;
    /** Wall time for explaining, whatever the effort. */
    private static final Duration EXPLAINING_TIME = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final long exhaustiveLimit;

    private CpSatPlanner(LongSupplier nanoTime, long exhaustiveLimit) {
        this.nanoTime = nanoTime;
        this.exhaustiveLimit = exhaustiveLimit;
    }

    /**
     * Loads the native library (Linux, amd64 or arm64); empty where there is none.
     *
     * @param nanoTime a monotonic clock in nanoseconds, for the time limit only
     */
    public static Optional<CpSatPlanner> load(LongSupplier nanoTime) {
        return load(nanoTime, Solver.EXHAUSTIVE_LIMIT);
    }

    static Optional<CpSatPlanner> load(LongSupplier nanoTime, long exhaustiveLimit) {
        try {
            Loader.loadNativeLibraries();
            return Optional.of(new CpSatPlanner(nanoTime, exhaustiveLimit));
        } catch (RuntimeException | LinkageError missing) {
            return Optional.empty();
        }
    }

    @Override
    public Plan plan(PlanningProblem problem, PlanningWatch watch) {
        Run run = new Run(problem.limits(), watch);
        return run.plan(run.solve(Board.of(problem)), List.of());
    }

    @Override
    public Replan replan(ReplanningProblem problem, PlanningWatch watch) {
        Run run = new Run(problem.problem().limits(), watch);
        Amendment amendment = Amendment.of(problem);
        Outcome outcome = run.solver.substitutes(amendment.board()).orElseGet(() -> run.solve(amendment.board()));
        Plan plan = run.plan(outcome, amendment.begun());
        return new Replan(plan, amendment.changes(plan));
    }

    /** One request. */
    private final class Run {
        private final PlanningLimits limits;
        private final PlanningWatch watch;
        private final Solver solver;

        Run(PlanningLimits limits, PlanningWatch watch) {
            this.limits = limits;
            this.watch = watch;
            this.solver = new Solver(limits, watch, nanoTime, exhaustiveLimit);
        }

        Plan plan(Outcome outcome, List<PlannedDuty> begun) {
            Assignment assignment = outcome.assignment();
            boolean fullest = outcome.bounds().of(SoftRule.UNFILLED) == assignment.penalty(SoftRule.UNFILLED);
            Reasons.FillingOracle oracle =
                    fullest ? new Explaining(assignment.board()) : (seats, enforced) -> Optional.empty();
            return outcome.plan(begun, oracle, NAME);
        }

        Outcome solve(Board board) {
            Outcome found = solver.search(board);
            return found.proven() || solver.stopped() ? found : prove(board, found);
        }

        /** Solves the soft rules in turn, from the first that is not proven. */
        private Outcome prove(Board board, Outcome start) {
            Assignment best = start.assignment();
            Bounds bounds = start.bounds();
            RosterModel roster = new RosterModel(board);
            boolean provenSoFar = true;
            for (SoftRule rule : SoftRule.values()) {
                if (rule == SoftRule.CHANGES && !board.replanning()) {
                    continue;
                }
                // On a large board the gap windows of spacing would not fit into memory.
                if (solver.stopped() || rule == SoftRule.SPACING && board.pairs() > Solver.LARGE) {
                    break;
                }
                LinearExprBuilder penalty = roster.penalty(rule);
                if (best.penalty(rule) > bounds.of(rule)) {
                    Step step = minimise(roster, penalty, best, bounds.of(rule), rule);
                    if (step.best().compareTo(best.penalties()) < 0) {
                        best = step.best();
                    }
                    if (provenSoFar) {
                        bounds.prove(rule, Math.min(step.bound(), best.penalty(rule)));
                        if (rule == SoftRule.UNFILLED && bounds.of(rule) == best.penalty(rule)) {
                            bounds = merged(Bounds.of(board, best, true), bounds);
                        }
                    }
                    if (best.penalty(rule) > bounds.of(rule)) {
                        provenSoFar = false;
                    }
                    best = polish(board, best, bounds);
                    solver.report(best, bounds);
                    if (bounds.firstOpen(best).isEmpty()) {
                        break;
                    }
                }
                roster.model().clearObjective();
                roster.keep(penalty, best.penalty(rule));
            }
            return new Outcome(best, bounds);
        }

        private Bounds merged(Bounds fresh, Bounds earlier) {
            for (SoftRule rule : SoftRule.values()) {
                fresh.prove(rule, earlier.of(rule));
            }
            return fresh;
        }

        private Assignment polish(Board board, Assignment from, Bounds bounds) {
            Search search = new Search(board, new SplittableRandom(limits.seed()), solver.effort());
            Assignment better = search.improve(Assignment.of(board, from.holders()), bounds, 200);
            return better.compareTo(from.penalties()) < 0 ? better : from;
        }

        private Step minimise(
                RosterModel roster, LinearExprBuilder penalty, Assignment from, long known, SoftRule rule) {
            roster.model().minimize(penalty);
            roster.hint(from);
            CpSolver cp = solver(solver.left(), solver.effort().left());
            CpSolverStatus status = run(cp, roster, known, rule);
            solver.effort().spent(cp.response().getDeterministicTime());
            return switch (status) {
                case OPTIMAL, FEASIBLE ->
                    new Step(roster.assignment(cp.response().getSolutionList()), (long)
                            Math.ceil(cp.bestObjectiveBound() - 1e-6));
                case UNKNOWN, INFEASIBLE, MODEL_INVALID, UNRECOGNIZED -> {
                    if (status != CpSolverStatus.UNKNOWN) {
                        throw new IllegalStateException(
                                "CP-SAT answers %s to the rule %s although a plan is known.".formatted(status, rule));
                    }
                    yield new Step(from, known);
                }
            };
        }

        private CpSolver solver(Duration time, double effort) {
            CpSolver cp = new CpSolver();
            double seconds = Math.max(0.001, time.toNanos() / 1e9);
            cp.getParameters()
                    .setMaxTimeInSeconds(seconds)
                    .setMaxDeterministicTime(effort)
                    .setRandomSeed((int) (limits.seed() & 0x7fffffff))
                    // One worker gives the same answer on every run. The interleaved portfolio would too, but 9.15
                    // aborts
                    // the whole process on some hints (postsolve of an empty solution).
                    .setNumWorkers(1);
            return cp;
        }

        private CpSolverStatus run(CpSolver cp, RosterModel roster, long known, SoftRule rule) {
            CountDownLatch done = new CountDownLatch(1);
            // CP-SAT cannot be asked to look at a flag, so somebody looks for it.
            Thread guard = Thread.ofVirtual().start(() -> {
                try {
                    while (!done.await(20, TimeUnit.MILLISECONDS)) {
                        if (watch.cancelled()) {
                            cp.stopSearch();
                        }
                    }
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            try {
                return cp.solve(roster.model(), new CpSolverSolutionCallback() {
                    @Override
                    public void onSolutionCallback() {
                        long value = Math.round(objectiveValue());
                        watch.progressed(new PlanningProgress(
                                solver.elapsed(), rule, value, Math.round(Math.ceil(bestObjectiveBound() - 1e-6))));
                        if (value <= known) {
                            stopSearch();
                        }
                    }
                });
            } finally {
                done.countDown();
                guard.interrupt();
            }
        }

        private record Step(Assignment best, long bound) {}

        /** Tries rules apart to find those in conflict, within a limit of time. */
        private final class Explaining implements Reasons.FillingOracle {
            private final Board board;
            private final Map<Set<HardRule>, Board> boards = new HashMap<>();
            private int asked;
            private double effort = EXPLAINING;
            private final Duration until = solver.elapsed().plus(EXPLAINING_TIME);

            Explaining(Board board) {
                this.board = board;
            }

            @Override
            public Optional<Boolean> fillable(Set<Integer> seats, Set<HardRule> enforced) {
                Duration left = until.minus(solver.elapsed());
                if (left.isNegative() || left.isZero() || effort <= 0 || watch.cancelled() || ++asked > QUESTIONS) {
                    return Optional.empty();
                }
                RosterModel roster =
                        new RosterModel(boards.computeIfAbsent(enforced, rules -> Board.of(board.problem(), rules)));
                roster.fill(seats);
                CpSolver cp = solver(left, Math.min(QUESTION, effort));
                CpSolverStatus status = run(cp, roster, Long.MIN_VALUE, SoftRule.UNFILLED);
                effort -= QUESTION_ASKED + cp.response().getDeterministicTime();
                return switch (status) {
                    case OPTIMAL, FEASIBLE -> Optional.of(true);
                    case INFEASIBLE -> Optional.of(false);
                    case UNKNOWN, MODEL_INVALID, UNRECOGNIZED -> Optional.empty();
                };
            }
        }
    }
}
