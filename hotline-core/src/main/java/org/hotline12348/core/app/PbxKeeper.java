package org.hotline12348.core.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the embedded exchange and starts it again when it has died. What it carried is lost and goes on the list of
 * callbacks; the next caller is served. Works on a thread of its own, since everything about processes blocks.
 */
final class PbxKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(PbxKeeper.class);

    /** Between two looks. */
    static final Duration LOOK = Duration.ofMillis(300);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final EmbeddedAsterisk pbx;
    private final Consumer<EmbeddedAsterisk.Started> restarted;
    private final Counter restarts;
    private final Thread thread;
    private volatile boolean running = true;

    private PbxKeeper(EmbeddedAsterisk pbx, Consumer<EmbeddedAsterisk.Started> restarted, MeterRegistry meters) {
        this.pbx = pbx;
        this.restarted = restarted;
        this.restarts = Counter.builder("hotline.pbx.restarts")
                .description("how often the exchange had died and was started again")
                .register(meters);
        this.thread = Thread.ofVirtual().name("pbx-keeper").unstarted(this::keep);
    }

    /** @param restarted told after each restart, on the keeper's thread */
    static PbxKeeper start(EmbeddedAsterisk pbx, Consumer<EmbeddedAsterisk.Started> restarted, MeterRegistry meters) {
        PbxKeeper keeper = new PbxKeeper(pbx, restarted, meters);
        keeper.thread.start();
        return keeper;
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        while (running) {
            LockSupport.parkNanos(LOOK.toNanos());
            if (!running || pbx.running().isPresent()) {
                pause = FIRST_PAUSE;
                continue;
            }
            LOG.error("The exchange has died; it is started again.");
            try {
                EmbeddedAsterisk.Started started = pbx.start();
                restarts.increment();
                LOG.warn("The exchange runs again as process {}.", started.pid());
                restarted.accept(started);
            } catch (RuntimeException e) {
                LOG.error("The exchange could not be started; the next try is in {} s.", pause.toSeconds(), e);
                LockSupport.parkNanos(pause.toNanos());
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        }
    }

    /** Ends the watch; the exchange runs on. Returns once no start is under way any more. */
    void stop() throws InterruptedException {
        running = false;
        LockSupport.unpark(thread);
        thread.join(Duration.ofSeconds(70));
    }
}
