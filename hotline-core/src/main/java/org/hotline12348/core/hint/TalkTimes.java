package org.hotline12348.core.hint;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long a talk takes, from those that were measured. Pure. */
public final class TalkTimes {
    /** Fewer talks tell nothing. */
    public static final int FEWEST = 20;
    /** The mean must be known this well: half width of its 95 % interval, as a share of the mean. */
    public static final double WIDEST = 0.35;

    private TalkTimes() {}

    /** The mean, when it is sound: enough talks, and not too scattered. A caller is rather told nothing than something wrong. */
    public static Optional<Duration> mean(List<Duration> talks) {
        List<Long> seconds = talks.stream()
                .map(Duration::toSeconds)
                .filter(length -> length > 0)
                .toList();
        if (seconds.size() < FEWEST) {
            return Optional.empty();
        }
        double mean = seconds.stream().mapToLong(Long::longValue).average().orElse(0);
        double variance = seconds.stream()
                        .mapToDouble(length -> (length - mean) * (length - mean))
                        .sum()
                / (seconds.size() - 1);
        double halfWidth = 1.96 * Math.sqrt(variance / seconds.size());
        return halfWidth > WIDEST * mean ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.round(mean)));
    }
}
