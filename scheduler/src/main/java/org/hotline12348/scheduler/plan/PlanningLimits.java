package org.hotline12348.scheduler.plan;

import java.time.Duration;

/**
 * How long to think and how to break ties.
 *
 * @param time the most wall time for one plan; when it strikes, the best plan so far is returned as FEASIBLE
 * @param seed the same seed gives the same plan, as long as the time limit does not strike first
 * @param workers threads the solver may use, at least 1
 */
public record PlanningLimits(Duration time, long seed, int workers) {

    public static final PlanningLimits USUAL = new PlanningLimits(Duration.ofSeconds(10), 1, 2);

    public PlanningLimits {
        if (time.isNegative() || time.isZero()) {
            throw new InvalidPlanningProblemException(
                    "The time limit of a plan is %s; it must be positive.".formatted(time));
        }
        if (workers < 1 || workers > 64) {
            throw new InvalidPlanningProblemException(
                    "The number of workers is %d; it must be from 1 to 64.".formatted(workers));
        }
    }

    public PlanningLimits withSeed(long newSeed) {
        return new PlanningLimits(time, newSeed, workers);
    }

    public PlanningLimits withTime(Duration newTime) {
        return new PlanningLimits(newTime, seed, workers);
    }
}
