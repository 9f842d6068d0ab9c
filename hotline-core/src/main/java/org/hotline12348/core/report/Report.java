package org.hotline12348.core.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A period in numbers.
 *
 * @param groups for each dimension its groups; a group without a key holds records in which it was not chosen
 * @param worst the 24 hours within the period in which the smallest share was answered; empty when nobody waited
 * @param latest the 24 hours before {@code asAt}
 * @param running counts by channel up to {@code asAt}
 * @param byMonth whether {@link Dimension#PERIOD} counts months, not days
 */
public record Report(
        Map<Dimension, List<Group>> groups,
        Optional<Window> worst,
        Window latest,
        List<Running> running,
        boolean byMonth) {

    /** One group. */
    public record Group(Optional<String> key, Tally tally) {}

    /** 24 hours: answered of offered. */
    public record Window(Instant from, Instant to, long offered, long answered) {}

    /**
     * A channel's counts since the year's and since the line's begin.
     *
     * @param opening what was counted before this log
     */
    public record Running(String channel, long yearToDate, long sinceInception, Optional<Opening> opening) {}

    /**
     * What was counted elsewhere.
     *
     * @param asAt records from this day on count here
     * @param year of the total, those of the year of {@code asAt}
     */
    public record Opening(LocalDate asAt, long year, long total) {}

    /** Everything. */
    public Tally all() {
        return groups.getOrDefault(Dimension.ALL, List.of()).stream()
                .map(Group::tally)
                .findFirst()
                .orElse(Tally.NOTHING);
    }
}
