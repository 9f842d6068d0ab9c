package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The clock of the exchange or of the service is set by ten minutes under calls, forth and back. */
final class ClockFaults {
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int CALLS = 2;
    private static final int TALK_MILLIS = 3_000;
    private static final int SEEN_MILLIS = 8_000;

    private ClockFaults() {}

    static void clock(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        if (stand.clocks().isEmpty()) {
            report.tells("clock: not done, libfaketime cannot be had here", "-", "");
            return;
        }
        MovableClocks clocks = stand.clocks().get();
        // Lawyers rest after a call, so that a clock that goes back would keep them resting.
        stand.afterCallWork(2);
        if (brief) {
            set(stand, report, "the exchange's clock -10 min", clocks::setExchange, STEP.negated(), true);
            set(stand, report, "the service's clock +10 min", clocks::setService, STEP, false);
        } else {
            for (Duration ahead : List.of(STEP, Duration.ZERO, STEP.negated(), Duration.ZERO)) {
                set(
                        stand,
                        report,
                        "the exchange's clock set to %+d min".formatted(ahead.toMinutes()),
                        clocks::setExchange,
                        ahead,
                        true);
                set(
                        stand,
                        report,
                        "the service's clock set to %+d min".formatted(ahead.toMinutes()),
                        clocks::setService,
                        ahead,
                        false);
            }
        }
        clocks.setExchange(Duration.ZERO);
        clocks.setService(Duration.ZERO);
        stand.afterCallWork(0);
    }

    private static void set(
            FaultStand stand, Report report, String name, Consumer<Duration> clock, Duration ahead, boolean exchange)
            throws InterruptedException {
        stand.lawyersTalk(TALK_MILLIS + SEEN_MILLIS);
        FaultStand.Load up = stand.dial(CALLS, CALLS);
        Thread.sleep(TALK_MILLIS);
        clock.accept(ahead);
        Evidence under = stand.settle(up, FaultsBench.CALLS_WITHIN);
        stand.lawyersTalk(500);
        FaultStand.Load next = stand.dial(CALLS, CALLS);
        Evidence after = stand.settle(next, FaultsBench.CALLS_WITHIN);
        AsEver.judge(report, name + ", calls that are up", up, under);
        AsEver.judge(report, name + ", calls afterwards: every idle lawyer is rung", next, after);
        report.counts(name + ": negative times", negative(under) + negative(after), 0);
        if (exchange) {
            long suspect = entries(under).stream()
                    .filter(entry -> entry.path("suspect").asBoolean())
                    .count();
            report.counts(name + ": calls that are up, marked as suspect", suspect, CALLS);
        }
        report.must(
                name + ": alarms that a clock was set",
                stand.alarms("CLOCK_SET"),
                "",
                ">= 1",
                stand.alarms("CLOCK_SET") >= 1);
    }

    private static List<JsonNode> entries(Evidence evidence) {
        return evidence.log().values().stream().flatMap(List::stream).toList();
    }

    private static long negative(Evidence evidence) {
        return entries(evidence).stream()
                .filter(entry -> {
                    Instant from = Evidence.moment(entry, "startedAt").orElse(Instant.MIN);
                    Instant to = Evidence.moment(entry, "endedAt").orElse(Instant.MAX);
                    return entry.path("waitSeconds").asLong() < 0
                            || entry.path("talkSeconds").asLong() < 0
                            || to.isBefore(from);
                })
                .count();
    }
}
