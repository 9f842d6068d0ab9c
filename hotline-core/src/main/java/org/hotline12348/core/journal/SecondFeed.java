package org.hotline12348.core.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.ivr.cel.CelRow;

/**
 * Rows of the manager interface, held for a moment: the file usually brings the same row within that time, and then
 * this one is not needed. What the file does not bring (its disk is full, it cannot be read) is handed out.
 *
 * <p>The file is judged by when it was read to its end, not by the time that passes: where the database is slow, or this
 * process stood still, nothing was read and nothing is missed. Times are {@link System#nanoTime}, which no set clock
 * shifts. For one thread, but the two figures; limited.
 */
final class SecondFeed {

    /** The file has so long to bring the row first. */
    static final Duration PATIENCE = Duration.ofMillis(400);

    /** Rows held at most; beyond, the oldest are dropped: nothing can be stored, and the file has them. */
    static final int LIMIT = 20_000;

    private record Held(CelRow row, long since) {}

    private record Identity(String eventType, String userDefType, String uniqueId, String linkedId, String extra) {
        static Identity of(CelRow row) {
            return new Identity(row.eventType(), row.userDefType(), row.uniqueId(), row.linkedId(), row.extra());
        }
    }

    /** How often each row was seen lately; forgets the oldest. */
    private static final class Recent {
        private final Map<Identity, Integer> counts = new HashMap<>();
        private final Deque<Identity> order = new ArrayDeque<>();

        void add(Identity identity) {
            counts.merge(identity, 1, Integer::sum);
            order.addLast(identity);
            while (order.size() > LIMIT) {
                take(order.removeFirst());
            }
        }

        /** Takes one of it out. @return whether there was one */
        boolean take(Identity identity) {
            boolean there = counts.containsKey(identity);
            counts.computeIfPresent(identity, (_, count) -> count > 1 ? count - 1 : null);
            return there;
        }
    }

    private final Deque<Held> held = new ArrayDeque<>();
    /** Rows the file brought, and that still wait for their twin. */
    private final Recent brought = new Recent();
    /** Rows that were handed out, and that the file may still bring. */
    private final Recent stoodIn = new Recent();

    private volatile long missing;
    private volatile long dropped;

    void saw(CelRow row, long nowNanos) {
        dropped += held.size() >= LIMIT ? 1 : 0;
        sawBeside(row, nowNanos);
    }

    /** The record is another's: what he may not have stored when he dies is held, and the older may go. */
    void sawBeside(CelRow row, long nowNanos) {
        if (held.size() >= LIMIT) {
            held.removeFirst();
        }
        held.addLast(new Held(row, nowNanos));
    }

    void fileBrought(CelRow row) {
        Identity identity = Identity.of(row);
        if (stoodIn.take(identity)) {
            // Late, not missing.
            missing--;
        } else {
            brought.add(identity);
        }
    }

    /**
     * The rows for which the file had its time and did not bring them.
     *
     * @param readUpNanos when the file was last read to its end
     */
    List<CelRow> due(long readUpNanos) {
        List<CelRow> due = new ArrayList<>();
        while (!held.isEmpty() && readUpNanos - held.getFirst().since() >= PATIENCE.toNanos()) {
            CelRow row = held.removeFirst().row();
            Identity identity = Identity.of(row);
            if (!brought.take(identity)) {
                due.add(row);
                stoodIn.add(identity);
                missing++;
            }
        }
        return due;
    }

    /** Rows that could not be stored come back for another try. */
    void giveBack(List<CelRow> rows, long nowNanos) {
        for (CelRow row : rows.reversed()) {
            if (stoodIn.take(Identity.of(row))) {
                missing--;
            }
            if (held.size() < LIMIT) {
                held.addFirst(new Held(row, nowNanos));
            } else {
                dropped++;
            }
        }
    }

    /** Rows handed out that the file has not brought since. From any thread. */
    long missing() {
        return missing;
    }

    /** Rows there was no room for. From any thread. */
    long dropped() {
        return dropped;
    }

    /** The record is ours from now on: of what is held the file has its time again to bring what was written since. */
    void beginAfter(Instant stored, long nowNanos) {
        List<CelRow> rows = held.stream()
                .map(Held::row)
                .filter(row -> row.eventTime().isAfter(stored))
                .toList();
        held.clear();
        rows.forEach(row -> held.addLast(new Held(row, nowNanos)));
    }

    int size() {
        return held.size();
    }
}
