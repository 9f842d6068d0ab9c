package org.hotline12348.scheduler.plan;

/** Chooses a planner for this machine. */
public final class Planners {
    private Planners() {}

    /** CP-SAT where its native library loads, else the constructive planner. */
    public static Planner best() {
        return new ConstructivePlanner(System::nanoTime);
    }
}
