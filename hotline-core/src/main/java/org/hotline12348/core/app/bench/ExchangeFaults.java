package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.hotline12348.core.app.ApiClient;

/** The exchange dies with calls up: they are cut, which nobody can help, but all are in the log, over, and called back. */
final class ExchangeFaults {
    private static final Duration FIRST_RING = Duration.ofSeconds(10);
    private static final int CALLS_UP = 40;

    private ExchangeFaults() {}

    /** kill -9, again and again. */
    static void killed(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 1 : 20);
        for (int i = 1; i <= times; i++) {
            ends(stand, report, "exchange killed, %d. time".formatted(i), "KILL");
        }
    }

    /** Stopped in order, by hand, with calls up. */
    static void restarted(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 1 : 3);
        for (int i = 1; i <= times; i++) {
            ends(stand, report, "exchange stopped in order, %d. time".formatted(i), "TERM");
        }
    }

    private static void ends(FaultStand stand, Report report, String name, String signal) throws InterruptedException {
        stand.lawyersTalk(60_000);
        FaultStand.Load load = stand.dial(CALLS_UP, 20);
        Thread.sleep(6_000);
        long pid = stand.readyNow().pid("asterisk");
        Instant killed = Instant.now();
        Instance.signal(pid, signal);
        load.citizens().forEach(Sipp::close);
        stand.lawyersTalk(800);
        Instant up = stand.awaitOther("asterisk", pid);
        FaultStand.Load next = stand.dial(10, FaultsBench.CALLS_PER_SECOND);
        Instant dialled = Instant.now();
        Evidence after = stand.settle(next, FaultsBench.CALLS_WITHIN);
        Evidence cut = stand.settle(load, Duration.ofSeconds(1));
        report.tells(
                name + ": ms until it runs again", Duration.between(killed, up).toMillis(), "");
        Duration first = stand.rings().stream()
                .filter(ring -> ring.isAfter(dialled))
                .findFirst()
                .map(ring -> Duration.between(up, ring))
                .orElse(Duration.ofDays(1));
        report.must(
                name + ": ms from its start to the first ring",
                first.toMillis(),
                "",
                "<= " + FIRST_RING.toMillis(),
                first.compareTo(FIRST_RING) <= 0);
        report.counts(name + ": cut calls in the log", cut.log().size(), CALLS_UP);
        report.counts(name + ": double", cut.doubled(), 0);
        report.counts(name + ": cut calls that seem to go on", cut.unended().size(), 0);
        int interrupted = cut.outcomes().getOrDefault("INTERRUPTED", 0);
        report.must(
                name + ": cut calls closed as interrupted",
                interrupted,
                CALLS_UP,
                "= " + CALLS_UP,
                interrupted == CALLS_UP);
        report.counts(name + ": of them, owed a callback", owed(stand, load), CALLS_UP);
        AsEver.judge(report, name + ", afterwards", next, after);
    }

    /** How many of these callers stand on the list of callbacks. */
    private static long owed(FaultStand stand, FaultStand.Load load) {
        Set<String> ours = new HashSet<>();
        load.numbers().forEach(number -> ours.add(Numbers.key(number)));
        try (ApiClient api = stand.coordinator()) {
            Set<String> owed = new HashSet<>();
            for (JsonNode item : Evidence.pages(api, "/callbacks", java.util.Map.of("centre", "jiaozuo"))) {
                owed.add(Numbers.key(item.path("number").path("masked").asText()));
            }
            owed.retainAll(ours);
            return owed.size();
        }
    }
}
