package org.hotline12348.ivr.journal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the journal file on a thread of its own (virtual, so it costs nothing while it waits) and hands batch after
 * batch to a {@link Store} on the Vert.x context that started it. It goes on only when a batch is stored; where storing
 * fails it waits and tries the same batch again, for ever: the file is the buffer.
 */
public final class JournalTailer {

    /** Keeps a batch and its place, both or neither. */
    @FunctionalInterface
    public interface Store {
        Future<Void> store(JournalBatch batch);
    }

    /** Most lines in one batch. */
    public static final int BATCH_LINES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(JournalTailer.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Context context;
    private final Path file;
    private final Store store;
    private final Promise<Void> stopped = Promise.promise();
    private final AtomicLong cuts = new AtomicLong();
    private final AtomicLong behindBytes = new AtomicLong();
    private final Thread thread;
    private volatile long readUpNanos = System.nanoTime();
    private volatile boolean wanted = true;

    private JournalTailer(Context context, Path file, Optional<JournalPosition> from, Store store) {
        this.context = context;
        this.file = file;
        this.store = store;
        this.thread = Thread.ofVirtual().name("journal-tailer").unstarted(() -> run(from));
    }

    /**
     * Starts following.
     *
     * @param file  the journal; it need not exist yet
     * @param from  where the last run ended; empty to read everything there is
     * @param store called on the current Vert.x context, one batch at a time
     */
    public static JournalTailer start(Vertx vertx, Path file, Optional<JournalPosition> from, Store store) {
        JournalTailer tailer = new JournalTailer(vertx.getOrCreateContext(), file, from, store);
        tailer.thread.start();
        return tailer;
    }

    /** Stops; done when no batch is on its way any more. */
    public Future<Void> stop() {
        wanted = false;
        thread.interrupt();
        return stopped.future();
    }

    /** Bytes not yet read of the file in hand, when last looked. */
    public long behindBytes() {
        return behindBytes.get();
    }

    /**
     * The last look, by {@link System#nanoTime}, that left nothing unread or could not read at all: what had been written
     * by then was handed over, or the file cannot bring it.
     */
    public long readUpNanos() {
        return readUpNanos;
    }

    /** How often the file was found cut. */
    public long cuts() {
        return cuts.get();
    }

    private void run(Optional<JournalPosition> from) {
        Duration pause = SHORTEST_PAUSE;
        try (JournalFiles files = new JournalFiles(file, from, BATCH_LINES, System::nanoTime)) {
            while (wanted) {
                Optional<JournalBatch> batch;
                long looked = System.nanoTime();
                try {
                    batch = files.next();
                    pause = SHORTEST_PAUSE;
                } catch (IOException e) {
                    readUpNanos = looked;
                    LOG.warn("The journal {} cannot be read: {}. It is tried again.", file, e.toString());
                    pause = sleptLonger(pause);
                    continue;
                }
                cuts.set(files.cuts());
                if (batch.isPresent()) {
                    behindBytes.set(batch.get().behindBytes());
                    storeUntilDone(batch.get());
                    if (batch.get().behindBytes() == 0) {
                        readUpNanos = looked;
                    }
                } else {
                    behindBytes.set(0);
                    readUpNanos = looked;
                    Thread.sleep(POLL);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The tailer of {} was told to stop.", file);
        } catch (IOException e) {
            LOG.warn("The journal {} could not be closed: {}", file, e.toString());
        } finally {
            context.runOnContext(_ -> stopped.complete());
        }
    }

    private void storeUntilDone(JournalBatch batch) throws InterruptedException {
        Duration pause = SHORTEST_PAUSE;
        while (wanted) {
            try {
                handedOver(batch).join();
                return;
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                LOG.warn(
                        "{} lines of the journal could not be stored ({}); they stay in the file and are tried again in"
                                + " {} ms.",
                        batch.lines().size(),
                        cause.toString(),
                        pause.toMillis());
                pause = sleptLonger(pause);
            }
        }
    }

    private CompletableFuture<Void> handedOver(JournalBatch batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(_ -> {
            try {
                store.store(batch).onSuccess(done::complete).onFailure(done::completeExceptionally);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static Duration sleptLonger(Duration pause) throws InterruptedException {
        Thread.sleep(pause);
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
