package org.hotline12348.core.copies;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.hotline12348.core.lease.Holder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This copy's signs of life in the database, and whether others give theirs. */
public final class Copies {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int ANSWER_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final Vertx vertx;
    private final LeaseTable table;
    private final Holder me;
    private final String address;
    private final Instant startedAt;
    private volatile boolean others;
    private long timer = -1;

    /** @param address where this copy's pages are served */
    public Copies(Vertx vertx, LeaseTable table, Holder me, String address, Instant startedAt) {
        this.vertx = vertx;
        this.table = table;
        this.me = me;
        this.address = address;
        this.startedAt = startedAt;
    }

    /** Gives the first sign of life and goes on with it. */
    public Future<Void> start() {
        return beat().onSuccess(_ -> timer = vertx.setPeriodic(
                EVERY.toMillis(),
                _ -> beat().onFailure(e -> LOG.debug("No sign of life could be given: {}", e.getMessage()))));
    }

    /** Says farewell. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return table.farewell(me).timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Who we are. */
    public Holder me() {
        return me;
    }

    /** Whether others live, as last heard. From any thread. */
    public boolean others() {
        return others;
    }

    private Future<Void> beat() {
        return table.beat(me, address, startedAt)
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onSuccess(live -> {
                    if (live != others) {
                        LOG.info(live ? "Another copy of the service lives." : "No other copy of the service lives.");
                    }
                    others = live;
                })
                .mapEmpty();
    }
}
