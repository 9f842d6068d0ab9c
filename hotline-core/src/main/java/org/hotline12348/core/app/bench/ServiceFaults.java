package org.hotline12348.core.app.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The service dies, or stands still. */
final class ServiceFaults {
    private static final int CALLS_A_KILL = 25;
    private static final Duration REACTION = Duration.ofSeconds(3);

    private ServiceFaults() {}

    /** kill -9 again and again, at moments left to chance; started again each time. */
    static void killed(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 2 : 200);
        List<FaultStand.Load> loads = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            loads.add(stand.dial(CALLS_A_KILL, FaultsBench.CALLS_PER_SECOND));
            Thread.sleep(200 + stand.chance().nextInt(3_000));
            stand.instance().killService();
            Thread.sleep(stand.chance().nextInt(1_000));
            stand.startService();
            if (i % 10 == 9) {
                stand.say("killed %d times".formatted(i + 1));
            }
        }
        FaultStand.Load all = FaultStand.Load.of(loads);
        AsEver.judge(
                report, "service killed %d times".formatted(times), all, stand.settle(all, FaultsBench.CALLS_WITHIN));
    }

    /** SIGSTOP: the service's sockets take connections and nobody answers. */
    static void stopped(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int seconds = brief ? 8 : 60;
        FaultStand.Load load = stand.dial((seconds + 2) * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        Thread.sleep(1_500);
        stand.instance().signalService("STOP");
        Instant stopped = Instant.now();
        Thread.sleep(seconds * 1_000L);
        stand.instance().signalService("CONT");
        Instant went = Instant.now();
        Evidence evidence = stand.settle(load, FaultsBench.CALLS_WITHIN);
        String name = "service stopped %d s".formatted(seconds);
        AsEver.judge(report, name, load, evidence);
        Duration worst = Evidence.worstHint(stand.ready().path("journal"), stopped, went);
        report.must(
                name + ": most ms from the notice to the queue",
                worst.toMillis(),
                "",
                "<= " + REACTION.toMillis(),
                worst.compareTo(REACTION) <= 0);
    }
}
