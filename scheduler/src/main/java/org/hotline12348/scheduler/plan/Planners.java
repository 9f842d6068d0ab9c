package org.hotline12348.scheduler.plan;

import org.hotline12348.scheduler.plan.cpsat.CpSatPlanner;

/** Chooses a planner for this machine. */
public final class Planners {
    private Planners() {}

    /** CP-SAT where its native library loads, else the constructive planner. */
    public static Planner best() {
        return CpSatPlanner.load(System::nanoTime)
                .<Planner>map(planner -> planner)
                .orElseGet(() -> new ConstructivePlanner(System::nanoTime));
    }
}
