package org.hotline12348.scheduler.plan;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The constructive planner")
class ConstructivePlannerTest extends PlannerContract {
    @Override
    protected Planner planner() {
        // Looking at everything is left to another test, so that search and bounds are tried here.
        return new ConstructivePlanner(System::nanoTime, 0);
    }

    @Override
    protected boolean provesSmallOnes() {
        return false;
    }
}
