package org.hotline12348.scheduler.plan;

/** How good a plan is known to be. */
public enum PlanStatus {
    /** Every seat is filled and no better plan exists: each score equals its bound. */
    OPTIMAL,
    /** The best plan found in the time given; the scores' bounds say how far it may be from the best. */
    FEASIBLE,
    /** It is proven that the hard rules leave seats empty; the plan fills as many as it could and names the reasons. */
    INFEASIBLE
}
