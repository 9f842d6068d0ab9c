package org.hotline12348.core.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hotline12348.ivr.cel.CelRow;

/** Brings rows into the one order in which they are read, each once. */
final class Rows {

    /** The second feed's time may lie this much beside the file's for the same event. */
    static final Duration SAME_EVENT = Duration.ofSeconds(3);

    /** Several rows bear the same microsecond; this is the order in which the PBX means them. */
    private static final List<String> RANKS = List.of(
            "CHAN_START",
            "APP_START",
            "ANSWER",
            "BRIDGE_ENTER",
            "USER_DEFINED",
            "BLINDTRANSFER",
            "ATTENDEDTRANSFER",
            "PICKUP",
            "LOCAL_OPTIMIZE",
            "BRIDGE_EXIT",
            "APP_END",
            "HANGUP",
            "CHAN_END",
            "LINKEDID_END");

    static final Comparator<CelRow> CANONICAL = Comparator.comparing(CelRow::eventTime)
            .thenComparingInt(row -> rank(row.eventType()))
            .thenComparing(Rows::uniqueIdOrder)
            .thenComparing(CelRow::toString);

    private Rows() {}

    /** Sorted, without repeats, and without second-feed rows that the file has too. */
    static List<CelRow> canonical(Collection<SeenRow> seen) {
        Set<CelRow> true_ = new LinkedHashSet<>();
        Set<CelRow> second = new LinkedHashSet<>();
        for (SeenRow one : seen) {
            switch (one.feed()) {
                case FILE, SERVICE -> true_.add(one.row());
                case AMI -> second.add(one.row());
            }
        }
        List<CelRow> rows = new ArrayList<>(true_);
        rows.sort(CANONICAL);
        if (!second.isEmpty()) {
            rows.addAll(missingIn(rows, second));
            rows.sort(CANONICAL);
        }
        return rows;
    }

    /** The second feed's rows for which the file has none; each row of the file answers for one. */
    private static List<CelRow> missingIn(List<CelRow> file, Set<CelRow> second) {
        Map<Identity, List<CelRow>> known = new HashMap<>();
        for (CelRow row : file) {
            known.computeIfAbsent(Identity.of(row), _ -> new ArrayList<>()).add(row);
        }
        List<CelRow> ordered = new ArrayList<>(second);
        ordered.sort(CANONICAL);
        List<CelRow> missing = new ArrayList<>();
        for (CelRow row : ordered) {
            List<CelRow> candidates = known.getOrDefault(Identity.of(row), List.of());
            CelRow match = null;
            for (CelRow candidate : candidates) {
                if (Duration.between(candidate.eventTime(), row.eventTime())
                                .abs()
                                .compareTo(SAME_EVENT)
                        <= 0) {
                    match = candidate;
                    break;
                }
            }
            if (match == null) {
                missing.add(row);
            } else {
                candidates.remove(match);
            }
        }
        return missing;
    }

    /** What is the same of one event in both feeds. */
    private record Identity(
            String eventType, String userDefType, String uniqueId, String linkedId, String channel, String extra) {

        static Identity of(CelRow row) {
            return new Identity(
                    row.eventType(), row.userDefType(), row.uniqueId(), row.linkedId(), row.channel(), row.extra());
        }
    }

    private static int rank(String eventType) {
        int rank = RANKS.indexOf(eventType);
        return rank < 0 ? RANKS.size() : rank;
    }

    /** {@code pbx1-1700000000.12} comes after {@code pbx1-1700000000.9}. */
    static String uniqueIdOrder(CelRow row) {
        return uniqueIdOrder(row.uniqueId());
    }

    static String uniqueIdOrder(String id) {
        int dot = id.lastIndexOf('.');
        String tail = dot < 0 ? "" : id.substring(dot + 1);
        return (dot < 0 ? id : id.substring(0, dot)) + '.' + "0".repeat(Math.max(0, 12 - tail.length())) + tail;
    }
}
