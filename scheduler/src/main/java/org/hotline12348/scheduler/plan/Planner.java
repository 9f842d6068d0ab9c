package org.hotline12348.scheduler.plan;

/**
 * Makes plans. Implementations keep no state between calls and may be shared between threads.
 *
 * <p>Both methods compute on the calling thread for up to {@link PlanningLimits#time()}: never call them on an event
 * loop. No plan they return breaks a {@link HardRule}; what cannot be filled becomes a {@link Gap}.
 */
public interface Planner {

    /** A plan from nothing. */
    Plan plan(PlanningProblem problem, PlanningWatch watch);

    /** The fewest changes to a published roster that mend it; then the best scores among those. */
    Replan replan(ReplanningProblem problem, PlanningWatch watch);

    default Plan plan(PlanningProblem problem) {
        return plan(problem, PlanningWatch.NOBODY);
    }

    default Replan replan(ReplanningProblem problem) {
        return replan(problem, PlanningWatch.NOBODY);
    }
}
