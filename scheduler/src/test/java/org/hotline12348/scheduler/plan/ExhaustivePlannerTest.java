package org.hotline12348.scheduler.plan;

import org.junit.jupiter.api.DisplayName;

@DisplayName("The constructive planner, looking at every small roster whole")
class ExhaustivePlannerTest extends PlannerContract {
    @Override
    protected Planner planner() {
        return new ConstructivePlanner(System::nanoTime);
    }

    @Override
    protected boolean provesSmallOnes() {
        return true;
    }
}
