package org.hotline12348.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hotline12348.ivr.cel.CelRow;

/**
 * Undoes a clock that was set back under a call: rows that cannot have been when they say are put behind those that can. A row of the
 * call before the call began, or the end of a channel before something it did, was written after the clock was set. Without this such
 * a call would never seem to end.
 */
final class SetBack {

    private static final Set<String> ENDS = Set.of("HANGUP", "CHAN_END", "LINKEDID_END");
    private static final Set<String> SERVICE = Set.of(Doubt.CLOCK_SET, RowReader.CUT);

    private SetBack() {}

    /** The rows of one citizen's call in the order in which they were; the same rows where no clock was set back. */
    static List<CelRow> straightened(String citizen, List<CelRow> rows) {
        Set<CelRow> late = late(citizen, rows);
        if (late.isEmpty()) {
            return rows;
        }
        Duration step = step(citizen, rows, late);
        List<CelRow> straight = new ArrayList<>();
        for (CelRow row : rows) {
            straight.add(late.contains(row) ? row.at(row.eventTime().plus(step)) : row);
        }
        straight.sort(Rows.CANONICAL);
        return straight;
    }

    private static Set<CelRow> late(String citizen, List<CelRow> rows) {
        Optional<Instant> began = rows.stream()
                .filter(row ->
                        row.eventType().equals("CHAN_START") && row.uniqueId().equals(citizen))
                .map(CelRow::eventTime)
                .findFirst();
        Map<String, Instant> lastOf = new HashMap<>();
        for (CelRow row : rows) {
            if (!ENDS.contains(row.eventType()) && !SERVICE.contains(row.userDefType())) {
                lastOf.put(row.uniqueId(), row.eventTime());
            }
        }
        // No row can bear the citizen's id as the call's before his channel was there.
        Predicate<CelRow> beforeTheCall = row -> row.linkedId().equals(citizen)
                && began.filter(at -> row.eventTime().isBefore(at.minus(Doubt.TOLERANCE)))
                        .isPresent();
        Predicate<CelRow> endBeforeDeed = row -> ENDS.contains(row.eventType())
                && row.eventTime().plus(Doubt.TOLERANCE).isBefore(lastOf.getOrDefault(row.uniqueId(), Instant.MIN));
        Set<CelRow> late = new HashSet<>();
        rows.stream()
                .filter(row -> !SERVICE.contains(row.userDefType()))
                .filter(beforeTheCall.or(endBeforeDeed))
                .forEach(late::add);
        return late;
    }

    /** As the service saw it, but at least so far that what was late comes last. */
    private static Duration step(String citizen, List<CelRow> rows, Set<CelRow> late) {
        Duration told = rows.stream()
                .filter(row -> row.userDefType().equals(Doubt.CLOCK_SET)
                        && row.uniqueId().equals(citizen))
                .map(row -> seconds(RowText.values(row).getOrDefault("seconds", "")))
                .filter(Duration::isNegative)
                .map(Duration::negated)
                .findFirst()
                .orElse(Duration.ZERO);
        Instant first = rows.stream()
                .filter(late::contains)
                .map(CelRow::eventTime)
                .findFirst()
                .orElseThrow();
        Instant last = rows.stream()
                .filter(row -> !late.contains(row) && !SERVICE.contains(row.userDefType()))
                .map(CelRow::eventTime)
                .reduce(first, (a, b) -> a.isAfter(b) ? a : b);
        Duration least = Duration.between(first, last);
        return told.compareTo(least) > 0 ? told : least;
    }

    private static Duration seconds(String text) {
        return text.matches("-?\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
    }
}
