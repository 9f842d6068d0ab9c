package org.hotline12348.scheduler.plan;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Who looks on while a plan is made. Both methods may be called on any thread, often, and must return at once. */
public interface PlanningWatch {

    PlanningWatch NOBODY = of(progress -> {}, () -> false);

    void progressed(PlanningProgress progress);

    /** Once true, the planner returns the best plan it has, as FEASIBLE unless it is proven already. */
    boolean cancelled();

    static PlanningWatch of(Consumer<PlanningProgress> listener, BooleanSupplier cancelled) {
        return new PlanningWatch() {
            @Override
            public void progressed(PlanningProgress progress) {
                listener.accept(progress);
            }

            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }
}
