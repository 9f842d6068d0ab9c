package org.hotline12348.core.app.bench;

import java.time.Duration;

/** One measurement that {@code ./hotline bench NAME} makes. */
public interface Bench {

    /** As it is typed; letters and hyphens only. */
    String name();

    /** What it measures, in one line. */
    String tells();

    /** It is given up after so long. */
    Duration limit();

    /**
     * Measures. Whatever it starts it also stops, also when it fails.
     *
     * @param bed where it may work, and what it tells its progress
     * @throws InterruptedException when the limit has passed
     */
    Report run(Bed bed) throws InterruptedException;
}
