package org.hotline12348.scheduler;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Wakes its owner at the moments that matter: once at the start, then each time the owner's own next moment comes, and
 * at once when the wall clock was set. There is one timer, and beside it a slow check that compares the wall clock with
 * the machine's steady clock; nothing else is polled.
 *
 * <p>Lives on one Vert.x context; the owner is called on it and says when to be woken next.
 */
final class DutyClock {

    /** How often the wall clock is compared with the steady one. */
    static final Duration STEP_CHECK = Duration.ofSeconds(2);
    /** A difference beyond this is a clock that was set, not one that drifts. */
    static final Duration STEP = Duration.ofMillis(500);
    /** A timer never runs longer; the owner is asked again, which costs nothing. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Vertx vertx;
    private final Clock clock;
    private final Function<Instant, Optional<Instant>> owner;
    private Optional<Long> timer = Optional.empty();
    private Optional<Long> check = Optional.empty();
    private Instant checkedAt;
    private long checkedNanos;

    /** @param owner is told the time, does what is due, and answers with the next moment that matters */
    DutyClock(Vertx vertx, Clock clock, Function<Instant, Optional<Instant>> owner) {
        this.vertx = vertx;
        this.clock = clock;
        this.owner = owner;
        this.checkedAt = clock.instant();
        this.checkedNanos = System.nanoTime();
    }

    void start() {
        check = Optional.of(vertx.setPeriodic(STEP_CHECK.toMillis(), id -> compare()));
        wake();
    }

    void stop() {
        check.ifPresent(vertx::cancelTimer);
        timer.ifPresent(vertx::cancelTimer);
        check = Optional.empty();
        timer = Optional.empty();
    }

    /** Asks the owner now and sets the timer anew: after a start, a step, a changed roster. */
    void wake() {
        timer.ifPresent(vertx::cancelTimer);
        Instant now = clock.instant();
        Duration rest = owner.apply(now)
                .map(next -> Duration.between(now, next))
                .filter(until -> until.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        // A timer counts whole milliseconds; rounding up keeps it from firing a moment early.
        timer = Optional.of(vertx.setTimer(Math.max(1, rest.plusNanos(999_999).toMillis()), id -> wake()));
    }

    private void compare() {
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        Duration drift = Duration.between(checkedAt, now).minusNanos(nanos - checkedNanos);
        checkedAt = now;
        checkedNanos = nanos;
        if (drift.abs().compareTo(STEP) > 0) {
            wake();
        }
    }
}
