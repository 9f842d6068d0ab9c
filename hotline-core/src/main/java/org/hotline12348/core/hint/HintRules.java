package org.hotline12348.core.hint;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.hotline12348.ivr.Hint;

/**
 * Who is led to whom, and who gets an earlier turn. Pure.
 *
 * @param repeatWithin   a caller who talked with a lawyer within so long is a repeat caller of his
 * @param patience       how long he waits for that lawyer while he talks
 * @param shortestTalk   a shorter talk binds nobody: it was cut, or a wrong number
 * @param earlierGroups  keys of caller groups that get an earlier turn (法律援助法 art. 42 names the old, the disabled, minors)
 */
public record HintRules(Duration repeatWithin, Duration patience, Duration shortestTalk, Set<String> earlierGroups) {

    public HintRules {
        earlierGroups = Set.copyOf(earlierGroups);
    }

    public static HintRules usual() {
        return new HintRules(
                Duration.ofDays(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Set.of("elderly", "disabled", "minor"));
    }

    /**
     * A consultation of this caller.
     *
     * @param lawyer empty when nobody answered
     * @param groups keys of the caller groups that were noted
     */
    public record Earlier(Instant at, String lawyer, Duration talk, Set<String> groups) {
        public Earlier {
            groups = Set.copyOf(groups);
        }
    }

    /**
     * The hint for a caller.
     *
     * @param earlier his consultations, in any order
     * @param onDuty  lawyers who sit now
     */
    public Hint hint(Collection<Earlier> earlier, Set<String> onDuty, Instant now) {
        List<Earlier> newestFirst = earlier.stream()
                .filter(one -> !one.at().isAfter(now))
                .sorted(Comparator.comparing(Earlier::at).reversed())
                .toList();
        // The last one he talked with: with an older one he might have been passed on since.
        var own = newestFirst.stream()
                .filter(one -> !one.lawyer().isEmpty() && one.talk().compareTo(shortestTalk) >= 0)
                .findFirst()
                .filter(one -> !one.at().isBefore(now.minus(repeatWithin)))
                .map(Earlier::lawyer)
                .filter(onDuty::contains);
        boolean earlierTurn =
                newestFirst.stream().anyMatch(one -> one.groups().stream().anyMatch(earlierGroups::contains));
        return new Hint(own, own.isPresent() ? patience : Duration.ZERO, earlierTurn);
    }
}
