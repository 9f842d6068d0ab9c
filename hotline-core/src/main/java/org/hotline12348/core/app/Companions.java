package org.hotline12348.core.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange and the database beside this service: the one that dies is started again at once, and one that will not stay up
 * after ever longer pauses. One thread of its own does it, so starting the one may wait for the other.
 */
final class Companions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Companions.class);
    /** Without the exchange nobody is answered, and to try costs less than a second. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** One that ran so long counts as having been well. */
    private static final Duration WELL_AFTER = Duration.ofSeconds(10);

    private static final int LONGEST_DOUBLING = 3;
    private static final int STOP_SECONDS = 10;

    private final MeterRegistry meters;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("companions").daemon().factory());
    private volatile boolean closed;

    Companions(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Keeps a process running from now on.
     *
     * @param name for the log and the counter
     * @param process it, as it runs now
     * @param again starts it and waits until it serves; blocks, and throws when it cannot
     * @param told the pid of each new process
     */
    void keep(String name, ProcessHandle process, Supplier<ProcessHandle> again, LongConsumer told) {
        keep(name, process, again, told, 0);
    }

    private void keep(
            String name, ProcessHandle process, Supplier<ProcessHandle> again, LongConsumer told, int failures) {
        long since = System.nanoTime();
        CompletableFuture<ProcessHandle> ended = process.onExit();
        ended.thenAccept(gone -> {
            boolean wasWell = System.nanoTime() - since > WELL_AFTER.toNanos();
            startAgain(name, again, told, wasWell ? 0 : failures);
        });
    }

    private void startAgain(String name, Supplier<ProcessHandle> again, LongConsumer told, int failures) {
        if (closed) {
            return;
        }
        Duration pause =
                failures == 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(failures - 1, LONGEST_DOUBLING));
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        log.error("{} does not run any more; it is started again in {} s", name, pause.toSeconds());
        try {
            thread.schedule(() -> start(name, again, told, failures), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("{} is not started again, all stops", name);
        }
    }

    private void start(String name, Supplier<ProcessHandle> again, LongConsumer told, int failures) {
        if (closed) {
            return;
        }
        try {
            ProcessHandle fresh = again.get();
            Counter.builder("hotline.companion.restarts")
                    .description("times the exchange or the database died and was started again")
                    .tag("companion", name)
                    .register(meters)
                    .increment();
            log.warn("{} runs again as process {}", name, fresh.pid());
            told.accept(fresh.pid());
            keep(name, fresh, again, told, failures + 1);
        } catch (RuntimeException e) {
            log.error("{} cannot be started: {}", name, e.getMessage());
            startAgain(name, again, told, failures + 1);
        }
    }

    /** The kernel's id of the thread whose children the companions are. */
    String threadId() {
        try {
            return thread.submit(() -> Files.readSymbolicLink(Path.of("/proc/thread-self"))
                            .getFileName()
                            .toString())
                    .get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            log.info("the thread of the companions has no id: {}", String.valueOf(e.getCause()));
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** From now on what ends stays ended. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.shutdownNow();
        if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            log.warn("a companion is still starting");
        }
    }
}
