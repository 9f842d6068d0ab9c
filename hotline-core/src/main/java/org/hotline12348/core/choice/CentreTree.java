package org.hotline12348.core.choice;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hotline12348.ivr.LineSetting;

/**
 * Which centre stands under which. Pure.
 *
 * @param centres all of them
 * @param above   centre -> the one above it; the topmost have none
 */
public record CentreTree(Set<String> centres, Map<String, String> above) {

    public CentreTree {
        centres = Set.copyOf(centres);
        above = Map.copyOf(above);
    }

    /** Who helps a centre out where it has not chosen: the one above, its sisters, those below; each group by id. */
    List<String> near(String centre) {
        Optional<String> mother = Optional.ofNullable(above.get(centre));
        Stream<String> sisters = mother.stream().flatMap(one -> under(one).filter(other -> !other.equals(centre)));
        return Stream.concat(Stream.concat(mother.stream(), sisters), under(centre))
                .filter(centres::contains)
                .distinct()
                .limit(LineSetting.Helpers.MOST)
                .toList();
    }

    private Stream<String> under(String centre) {
        return new TreeSet<>(centres).stream().filter(one -> centre.equals(above.get(one)));
    }

    /** Whether a centre may stand under another: not under itself, nor under one that stands under it. */
    public boolean mayStandUnder(String centre, String other) {
        Set<String> passed = new HashSet<>();
        for (String at = other; at != null && passed.add(at); at = above.get(at)) {
            if (at.equals(centre)) {
                return false;
            }
        }
        return centres.contains(other);
    }
}
