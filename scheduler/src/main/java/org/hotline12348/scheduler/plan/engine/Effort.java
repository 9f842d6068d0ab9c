package org.hotline12348.scheduler.plan.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Work counted by what is done, not by the clock, so that it ends at the same point on every machine and under every
 * load. A second of effort is about what one undisturbed core does in a second. Beside it stands the interruption by
 * clock or by hand, which no plan can be reproduced after. Not for several threads.
 */
public final class Effort {
    /** Changes of a roster weighed in a second. */
    private static final double WEIGHED_A_SECOND = 1_500_000;

    private final double limit;
    private final BooleanSupplier interrupted;
    private double used;

    /** @param interrupted asked often; once true it stays so */
    public Effort(Duration limit, BooleanSupplier interrupted) {
        this.limit = limit.toNanos() / 1e9;
        this.interrupted = interrupted;
    }

    /** Counts changes of a roster that were weighed. */
    void weighed(int changes) {
        used += changes / WEIGHED_A_SECOND;
    }

    /** Counts work of another kind, in seconds of effort. */
    public void spent(double seconds) {
        used += seconds;
    }

    /** Seconds of effort left, 0 when it is used up. */
    public double left() {
        return Math.max(0, limit - used);
    }

    /** Whether so much of it is used, as a fraction of the whole. */
    boolean used(double fraction) {
        return used >= limit * fraction;
    }

    public boolean interrupted() {
        return interrupted.getAsBoolean();
    }

    /** Whether to stop, for one reason or the other. */
    public boolean over() {
        return left() == 0 || interrupted();
    }
}
