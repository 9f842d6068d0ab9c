package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The duties of some days as one version of the roster has them.
 *
 * @param version 0 before anything was published
 * @param at when that version was published or amended; empty for 0
 * @param duties by start, shift, kind, seat
 */
public record PublishedRoster(long version, Optional<Instant> at, List<Duty> duties) {

    /** One may look so many versions back. */
    public static final int MOST_BACK = 1000;

    private static final Comparator<Duty> IN_ORDER = Comparator.comparing(Duty::from)
            .thenComparing(Duty::shift)
            .thenComparing(duty -> duty.kind().name())
            .thenComparingInt(Duty::seat);

    public PublishedRoster {
        duties = List.copyOf(duties);
    }

    /**
     * The duties of some days as they were before some versions.
     *
     * @param now the duties of these days now
     * @param since every version to be undone, the latest first
     */
    public static List<Duty> before(List<Duty> now, List<RosterVersion> since, LocalDate from, LocalDate to) {
        Map<String, Duty> duties = now.stream().collect(Collectors.toMap(Duty::id, Function.identity()));
        for (RosterVersion version : since) {
            version.given().forEach(duty -> duties.remove(duty.id()));
            version.taken().stream()
                    .filter(duty -> !duty.date().isBefore(from) && !duty.date().isAfter(to))
                    .forEach(duty -> duties.put(duty.id(), duty));
        }
        return duties.values().stream().sorted(IN_ORDER).toList();
    }
}
