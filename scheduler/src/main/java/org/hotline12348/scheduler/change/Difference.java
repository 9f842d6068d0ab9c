package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.PlanningInput.Place;
import org.hotline12348.scheduler.roster.Duty;

/**
 * One place in which a draft and the published roster differ.
 *
 * @param before the published duty, empty for a new one
 * @param after the duty to be, empty for one that goes
 */
public record Difference(Optional<Duty> before, Optional<Duty> after) {

    /**
     * What publishing would change. Duties that have begun are left out: they stay as they are. A duty keeps its id when
     * only its lawyer or its hours change; a new one whose id is taken elsewhere gets another.
     */
    public static List<Difference> between(Collection<Duty> published, Collection<Duty> draft, Instant now) {
        Map<Place, Duty> old = new HashMap<>();
        Set<Place> begun = new HashSet<>();
        for (Duty duty : published) {
            if (duty.from().isAfter(now)) {
                old.put(Place.of(duty), duty);
            } else {
                begun.add(Place.of(duty));
            }
        }
        Set<String> taken = published.stream().map(Duty::id).collect(Collectors.toSet());
        List<Difference> differences = new ArrayList<>();
        for (Duty duty : draft) {
            Duty before = old.remove(Place.of(duty));
            if (begun.contains(Place.of(duty)) || !duty.from().isAfter(now)) {
                continue;
            }
            if (before == null) {
                differences.add(new Difference(Optional.empty(), Optional.of(withFreeId(duty, taken))));
            } else {
                Duty after = withId(duty, before.id());
                if (!after.equals(before)) {
                    differences.add(new Difference(Optional.of(before), Optional.of(after)));
                }
            }
        }
        old.values().forEach(gone -> differences.add(new Difference(Optional.of(gone), Optional.empty())));
        differences.sort(Comparator.comparing(
                        (Difference difference) -> difference.either().from())
                .thenComparing(difference -> Place.of(difference.either()).id()));
        return differences;
    }

    private static Duty withFreeId(Duty duty, Set<String> taken) {
        String id = duty.id();
        for (int number = 2; !taken.add(id); number++) {
            id = duty.id() + "-" + number;
        }
        return withId(duty, id);
    }

    private static Duty withId(Duty duty, String id) {
        return new Duty(
                id,
                duty.centre(),
                duty.date(),
                duty.shift(),
                duty.kind(),
                duty.seat(),
                duty.role(),
                duty.lawyer(),
                duty.from(),
                duty.until(),
                duty.locked());
    }

    private Duty either() {
        return after.or(() -> before).orElseThrow();
    }
}
