package org.hotline12348.scheduler.plan.cpsat;

import org.hotline12348.scheduler.plan.Planner;
import org.hotline12348.scheduler.plan.PlannerContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The CP-SAT planner")
class CpSatPlannerTest extends PlannerContract {
    @Override
    protected Planner planner() {
        // Without looking at every small roster whole, so that the solver has to prove it.
        return CpSatPlanner.load(System::nanoTime, 0).orElseThrow();
    }

    @Override
    protected boolean provesSmallOnes() {
        return true;
    }
}
