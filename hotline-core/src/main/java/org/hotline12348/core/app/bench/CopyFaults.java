package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.ReadyFile;

/** Of two copies of the service the one that commands the exchange is killed, or stands still and goes on. */
final class CopyFaults {
    private static final Duration TAKEN_OVER = Duration.ofSeconds(10);
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(40);
    private static final Duration STANDS = Duration.ofSeconds(30);
    private static final int CALLS = 100;
    private static final String FENCED = "is not ours any more";

    private CopyFaults() {}

    /** One of the copies. */
    private static final class Copy implements AutoCloseable {
        private final FaultStand stand;
        private final Instance instance;
        private ApiClient api;

        Copy(FaultStand stand, Instance instance, ReadyFile.Ready ready) {
            this.stand = stand;
            this.instance = instance;
            this.api = stand.instance().coordinator(ready);
        }

        /** The lease of the exchange, as this copy sees it. */
        JsonNode lease() {
            return StreamSupport.stream(
                            api.get("/copies", Map.of()).path("leases").spliterator(), false)
                    .filter(lease -> lease.path("name").asText().startsWith("pbx:"))
                    .findFirst()
                    .orElseThrow();
        }

        boolean commands() {
            return lease().path("own").asBoolean();
        }

        /** How often it was told that another has taken over. */
        long fenced() {
            try (var lines = Files.lines(instance.output())) {
                return lines.filter(line -> line.contains("pbx:") && line.contains(FENCED))
                        .count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void comesBack() throws InterruptedException {
            api.close();
            if (instance == stand.instance()) {
                stand.startService();
                api = instance.coordinator(stand.ready());
            } else {
                api = stand.instance().coordinator(instance.start());
            }
        }

        @Override
        public void close() {
            api.close();
        }
    }

    /** Again and again while citizens call: killed and started again, or stopped for 30 s. */
    static void commander(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 1 : 10);
        List<FaultStand.Load> loads = new ArrayList<>();
        Duration worst = Duration.ZERO;
        int noticed = 0;
        int stopped = 0;
        try (Instance beside = stand.besides();
                Copy first = new Copy(stand, stand.instance(), stand.ready());
                Copy second = new Copy(stand, beside, beside.start())) {
            for (int i = 0; i < times; i++) {
                await(
                        "the commander knows of the other copy",
                        first,
                        copy -> copy.lease().path("patienceSeconds").asInt() < 60);
                Copy owner = first.commands() ? first : second;
                Copy other = owner == first ? second : first;
                loads.add(stand.dial(CALLS, FaultsBench.CALLS_PER_SECOND));
                Thread.sleep(1_000 + stand.chance().nextInt(3_000));
                long fencedBefore = owner.fenced();
                boolean kills = i % 2 == 0;
                long began = System.nanoTime();
                if (kills) {
                    owner.instance.killService();
                } else {
                    owner.instance.signalService("STOP");
                }
                await("the other copy commands", other, Copy::commands);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                worst = took.compareTo(worst) > 0 ? took : worst;
                if (kills) {
                    owner.comesBack();
                } else {
                    Thread.sleep(Math.max(0, STANDS.minus(took).toMillis()));
                    owner.instance.signalService("CONT");
                    await("the one that stood still does not command", owner, copy -> !copy.commands());
                    stopped++;
                    noticed += owner.fenced() > fencedBefore ? 1 : 0;
                }
                stand.say("%s after %d ms"
                        .formatted(kills ? "killed, taken over" : "stopped, taken over", took.toMillis()));
            }
            FaultStand.Load all = FaultStand.Load.of(loads);
            String name = "commander of two copies killed or stopped %d times".formatted(times);
            AsEver.judge(report, name, all, stand.settle(all, FaultsBench.CALLS_WITHIN));
            report.must(
                    name + ": most ms until the other copy commanded",
                    worst.toMillis(),
                    "",
                    "<= " + TAKEN_OVER.toMillis(),
                    worst.compareTo(TAKEN_OVER) <= 0);
            report.counts(name + ": that stood still, and knew themselves deposed", noticed, stopped);
        }
    }

    private static void await(String what, Copy copy, Predicate<Copy> condition) throws InterruptedException {
        long until = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (!condition.test(copy)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Not so within %s: %s.".formatted(KNOWN_WITHIN, what));
            }
            Thread.sleep(50);
        }
    }
}
