package org.hotline12348.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.ivr.cel.CelRow;

/**
 * Whether the moments of a call can be believed. A clock that is set under a call shows in two ways: the service saw it
 * and wrote a row of its own, or a channel did something before it began or after it ended.
 */
final class Doubt {

    /** The service's own row: the PBX's clock was set while this call was up. */
    static final String CLOCK_SET = "HOTLINE_CLOCK_SET";

    /** Rows of one moment are not always written in order; more than this is not that. */
    static final Duration TOLERANCE = Duration.ofSeconds(2);

    private Doubt() {}

    static boolean of(String citizen, List<CelRow> rows) {
        Map<String, Instant> begins = new HashMap<>();
        Map<String, Instant> ends = new HashMap<>();
        for (CelRow row : rows) {
            switch (row.eventType()) {
                case "CHAN_START" -> begins.put(row.uniqueId(), row.eventTime());
                case "CHAN_END" -> ends.put(row.uniqueId(), row.eventTime());
                default -> {
                    if (row.userDefType().equals(CLOCK_SET) && row.uniqueId().equals(citizen)) {
                        return true;
                    }
                }
            }
        }
        return rows.stream()
                .filter(row -> !row.eventType().equals("LINKEDID_END")
                        && !row.userDefType().equals(RowReader.CUT))
                .anyMatch(row -> row.eventTime()
                                .isBefore(begins.getOrDefault(row.uniqueId(), Instant.MIN)
                                        .minus(begins.containsKey(row.uniqueId()) ? TOLERANCE : Duration.ZERO))
                        || row.eventTime()
                                .isAfter(ends.getOrDefault(row.uniqueId(), Instant.MAX)
                                        .plus(ends.containsKey(row.uniqueId()) ? TOLERANCE : Duration.ZERO)));
    }
}
