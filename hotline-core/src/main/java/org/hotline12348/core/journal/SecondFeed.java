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
 * this one is not needed. What the file does not bring (its disk is full, it cannot be read) is handed out. For one
 * thread; limited.
 */
final class SecondFeed {

    /** The file has so long to bring the row first. */
    static final Duration PATIENCE = Duration.ofMillis(400);

    /** Rows held at most; beyond, the oldest are handed out early. */
    static final int LIMIT = 20_000;

    private record Held(CelRow row, Instant since) {}

    private record Identity(String eventType, String userDefType, String uniqueId, String linkedId, String extra) {
        static Identity of(CelRow row) {
            return new Identity(row.eventType(), row.userDefType(), row.uniqueId(), row.linkedId(), row.extra());
        }
    }

    private final Deque<Held> held = new ArrayDeque<>();
    /** Rows the file brought, or brought before this feed did, and that still wait for their twin. */
    private final Map<Identity, Integer> brought = new HashMap<>();

    private final Deque<Identity> broughtOrder = new ArrayDeque<>();

    void saw(CelRow row, Instant now) {
        held.addLast(new Held(row, now));
    }

    void fileBrought(CelRow row) {
        Identity identity = Identity.of(row);
        brought.merge(identity, 1, Integer::sum);
        broughtOrder.addLast(identity);
        while (broughtOrder.size() > LIMIT) {
            forget(broughtOrder.removeFirst());
        }
    }

    private void forget(Identity identity) {
        brought.computeIfPresent(identity, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** The rows for which the file had its time and did not bring them. */
    List<CelRow> due(Instant now) {
        List<CelRow> due = new ArrayList<>();
        while (!held.isEmpty()
                && (held.size() > LIMIT
                        || !held.getFirst().since().plus(PATIENCE).isAfter(now))) {
            CelRow row = held.removeFirst().row();
            if (brought.containsKey(Identity.of(row))) {
                forget(Identity.of(row));
            } else {
                due.add(row);
            }
        }
        return due;
    }

    /** Rows that could not be stored come back for another try. */
    void giveBack(List<CelRow> rows, Instant now) {
        for (CelRow row : rows.reversed()) {
            if (held.size() < LIMIT) {
                held.addFirst(new Held(row, now));
            }
        }
    }

    int size() {
        return held.size();
    }
}
