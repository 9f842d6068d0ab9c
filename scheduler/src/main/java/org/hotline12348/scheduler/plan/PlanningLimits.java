package org.hotline12348.scheduler.plan;

import java.time.Duration;

/**
 * How long to think and how to break ties.
 *
 * @param time the most wall time for one plan, a net beneath the effort; when it strikes, the best plan so far is
 *     returned as FEASIBLE
 * @param effort the most work for one plan, counted by what is done and not by the clock: as much as one undisturbed core
 *     does in that time. When it is used up, the best plan so far is returned, on every machine the same
 * @param seed the same seed gives the same plan, as long as the wall time does not strike first
 * @param workers threads a model that is only measured beside ours may use, at least 1; the planners use one
 */
public record PlanningLimits(Duration time, Duration effort, long seed, int workers) {

    public static final PlanningLimits USUAL = new PlanningLimits(Duration.ofSeconds(10), 1, 2);

    public PlanningLimits {
        if (time.isNegative() || time.isZero()) {
            throw new InvalidPlanningProblemException(
                    "The time limit of a plan is %s; it must be positive.".formatted(time));
        }
        if (effort.isNegative() || effort.isZero()) {
            throw new InvalidPlanningProblemException(
                    "The effort for a plan is %s; it must be positive.".formatted(effort));
        }
        if (workers < 1 || workers > 64) {
            throw new InvalidPlanningProblemException(
                    "The number of workers is %d; it must be from 1 to 64.".formatted(workers));
        }
    }

    /** Half the wall time as effort, so that a machine half as fast, or half busy, still gives the same plan. */
    public PlanningLimits(Duration time, long seed, int workers) {
        this(time, time.dividedBy(2), seed, workers);
    }

    public PlanningLimits withSeed(long newSeed) {
        return new PlanningLimits(time, effort, newSeed, workers);
    }

    /** The same with another wall time, and half of it as effort. */
    public PlanningLimits withTime(Duration newTime) {
        return new PlanningLimits(newTime, seed, workers);
    }
}
