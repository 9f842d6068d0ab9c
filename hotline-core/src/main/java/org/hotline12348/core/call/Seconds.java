package org.hotline12348.core.call;

import java.time.Duration;

/** Durations as the record gives them: whole seconds, rounded half up, never below zero. */
final class Seconds {

    private Seconds() {}

    static int of(Duration duration) {
        return (int) Math.clamp((duration.toMillis() + 500) / 1000, 0, Integer.MAX_VALUE);
    }
}
