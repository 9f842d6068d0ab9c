package org.hotline12348.scheduler.plan.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.hotline12348.scheduler.plan.PlanningLimits;
import org.hotline12348.scheduler.plan.PlanningProgress;
import org.hotline12348.scheduler.plan.PlanningWatch;
import org.hotline12348.scheduler.plan.SoftRule;

/** What can be planned and proven without a solver library; with one, the step before it. */
public final class Solver {
    /** Assignments looked at one by one at most; about a second's work. */
    public static final long EXHAUSTIVE_LIMIT = 300_000;

    /** Substitutes for one seat are always looked at one by one. */
    private static final long ONE_SUBSTITUTE = 1_000;

    /** Beginnings anew while something is unproven, where the solver can prove what is left. */
    private static final int STARTS = 8;

    /** Pairs of seat and person beyond which a solver has little to add to the search. */
    public static final long LARGE = 60_000;

    private final PlanningLimits limits;
    private final PlanningWatch watch;
    private final LongSupplier nanoTime;
    private final long began;
    private final long exhaustiveLimit;
    private final Effort effort;

    /** @param nanoTime a monotonic clock in nanoseconds */
    public Solver(PlanningLimits limits, PlanningWatch watch, LongSupplier nanoTime, long exhaustiveLimit) {
        this.limits = limits;
        this.watch = watch;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.exhaustiveLimit = exhaustiveLimit;
        this.effort = new Effort(limits.effort(), this::interrupted);
    }

    /** Work done so far and left to do. */
    public Effort effort() {
        return effort;
    }

    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }

    public Duration left() {
        Duration left = limits.time().minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean interrupted() {
        return watch.cancelled() || left().isZero();
    }

    public boolean stopped() {
        return effort.over();
    }

    public void report(Assignment assignment, Bounds bounds) {
        SoftRule rule = bounds.firstOpen(assignment).orElse(SoftRule.PREFERENCES);
        watch.progressed(new PlanningProgress(elapsed(), rule, assignment.penalty(rule), bounds.of(rule)));
    }

    /**
     * Greedy start and local search from several seeds, proofs by relaxation. On a large board it begins anew until half
     * of the effort is used: a start there either meets every bound or is stuck with one disliked weekday, and the solver
     * would find no better one.
     */
    public Outcome search(Board board) {
        Optional<Long> size = Exhaustive.size(board, exhaustiveLimit);
        if (size.isPresent()) {
            Optional<Assignment> best = Exhaustive.best(board, this::interrupted);
            if (best.isPresent()) {
                return proven(best.get());
            }
        }
        SplittableRandom seeds = new SplittableRandom(limits.seed());
        Outcome best = descend(board, new Search(board, seeds.split(), effort));
        report(best.assignment(), best.bounds());
        boolean large = board.pairs() > LARGE;
        for (int i = 1; !best.proven() && !stopped() && (large ? !effort.used(0.5) : i < STARTS); i++) {
            Outcome next = descend(board, new Search(board, seeds.split(), effort));
            if (next.assignment().compareTo(best.assignment().penalties()) < 0) {
                best = next;
            }
            report(best.assignment(), best.bounds());
        }
        return best;
    }

    private static Outcome descend(Board board, Search search) {
        int patience = 100 + board.seats() / 10;
        Assignment found = search.greedy(board.replanning() ? search.published() : new Assignment(board));
        Bounds bounds = Bounds.of(board, found, false);
        if (bounds.of(SoftRule.UNFILLED) < found.penalty(SoftRule.UNFILLED)) {
            found = search.improve(found, bounds, patience);
            bounds = Bounds.of(board, found, false);
        }
        return new Outcome(search.improve(found, bounds, patience), bounds);
    }

    /** An assignment that is the best of all. */
    public static Outcome proven(Assignment best) {
        Bounds bounds = Bounds.of(best.board(), best, true);
        for (SoftRule rule : SoftRule.values()) {
            bounds.prove(rule, best.penalty(rule));
        }
        return new Outcome(best, bounds);
    }

    /**
     * The best mending of a published roster in which only duties that cannot stay change hands, by looking at every
     * choice of substitutes. If it fills as many seats as any plan could, it is the best of all: any other plan changes
     * a duty more.
     */
    public Optional<Outcome> substitutes(Board board) {
        Search search = new Search(board, new SplittableRandom(limits.seed()), effort);
        Assignment kept = search.published();
        Bounds before = Bounds.of(board, kept, true);
        if (kept.penalty(SoftRule.CHANGES) != before.of(SoftRule.CHANGES)) {
            return Optional.empty();
        }
        Optional<Assignment> best =
                Exhaustive.bestAround(board, kept, Math.max(exhaustiveLimit, ONE_SUBSTITUTE), this::interrupted);
        return best.filter(found ->
                        Bounds.ofFilling(board, found).of(SoftRule.UNFILLED) == found.penalty(SoftRule.UNFILLED))
                .map(Solver::proven);
    }
}
