package org.hotline12348.core.copies;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what this copy keeps in memory read again when another copy (or anybody) changed it in the database. */
public final class Changes {

    private static final long GATHER_MILLIS = 50;
    private static final long AGAIN_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    /** What is read again, and how. */
    private record Kept(String what, Supplier<Future<Void>> read) {}

    private final Vertx vertx;
    private final Context context;
    private final Wire wire;
    private final BooleanSupplier others;
    private final Map<String, Kept> byTable = new HashMap<>();
    // On the context only.
    private final Set<Kept> due = new HashSet<>();
    private boolean waiting;

    /** @param others while no other copy lives, nobody else changes anything */
    public Changes(Vertx vertx, Wire wire, BooleanSupplier others) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.wire = wire;
        this.others = others;
    }

    /**
     * Reads again after a change.
     *
     * @param tables whose changes matter; {@code roster} stands for all of the roster
     */
    public void read(String what, Supplier<Future<Void>> read, String... tables) {
        for (String table : tables) {
            byTable.put(table, new Kept(what, read));
        }
    }

    /** Begins to hear of changes; to be called before the wire connects. */
    public void start() {
        wire.hear("hotline_changed", this::changed, () -> byTable.values().forEach(this::isDue));
        wire.hear("roster_changed", _ -> changed("roster"), () -> {});
    }

    private void changed(String table) {
        Kept kept = byTable.get(table);
        if (kept != null) {
            isDue(kept);
        }
    }

    private void isDue(Kept kept) {
        if (!others.getAsBoolean()) {
            return;
        }
        context.runOnContext(_ -> {
            due.add(kept);
            later(GATHER_MILLIS);
        });
    }

    private void later(long millis) {
        if (!waiting) {
            waiting = true;
            vertx.setTimer(millis, _ -> context.runOnContext(_ -> readAll()));
        }
    }

    private void readAll() {
        waiting = false;
        Set<Kept> now = Set.copyOf(due);
        due.clear();
        now.forEach(kept -> kept.read().get().onFailure(e -> {
            LOG.warn("{} could not be read again, to be tried again: {}", kept.what(), e.getMessage());
            context.runOnContext(_ -> {
                due.add(kept);
                later(AGAIN_MILLIS);
            });
        }));
    }
}
