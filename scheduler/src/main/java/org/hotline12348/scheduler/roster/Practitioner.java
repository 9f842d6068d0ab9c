package org.hotline12348.scheduler.roster;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One who does duty: a lawyer, a grassroots legal service worker, one of the staff.
 *
 * @param id short and lasting; the same as the user name and the phone's name (lawyer01)
 * @param name as people write it (张伟)
 * @param kind lawyer, grassroots worker, staff
 * @param firm law firm or legal service office; two of one firm should not share a shift
 * @param licence licence number (执业证号), unique where it is not empty
 * @param specialities matter categories he knows best, in Chinese, most important first
 * @param languages languages and dialects besides Mandarin
 * @param mobile digits, or empty; personal data: shown masked
 * @param email address for notices, or empty
 * @param standing whether duties may be given
 * @param centres ids of the centres he serves
 * @param availableOn days of the week on which he can do duty at all
 * @param dislikedOn days of the week he would rather not (a wish, not a rule)
 * @param openingBalance duties done before this system kept count
 */
public record Practitioner(
        String id,
        String name,
        PractitionerKind kind,
        String firm,
        String licence,
        List<String> specialities,
        List<String> languages,
        String mobile,
        String email,
        Standing standing,
        Set<String> centres,
        Set<DayOfWeek> availableOn,
        Set<DayOfWeek> dislikedOn,
        int openingBalance) {

    public Practitioner {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(standing);
        specialities = List.copyOf(specialities);
        languages = List.copyOf(languages);
        centres = Set.copyOf(centres);
        availableOn = Set.copyOf(availableOn);
        dislikedOn = Set.copyOf(dislikedOn);
        if (id.isBlank()) {
            throw new IllegalArgumentException("A practitioner without an id: %s.".formatted(name));
        }
        if (openingBalance < 0) {
            throw new IllegalArgumentException(
                    "The opening balance of %s is %d; it counts duties done, so it cannot be negative."
                            .formatted(id, openingBalance));
        }
    }

    /** Whether he may be given duties of this centre. */
    public boolean serves(String centre) {
        return standing == Standing.ACTIVE && centres.contains(centre);
    }

    public Practitioner withStanding(Standing changed) {
        return new Practitioner(
                id,
                name,
                kind,
                firm,
                licence,
                specialities,
                languages,
                mobile,
                email,
                changed,
                centres,
                availableOn,
                dislikedOn,
                openingBalance);
    }

    /** The same with other wishes of his own. */
    public Practitioner withWishes(Set<DayOfWeek> disliked, List<String> spoken, String address) {
        return new Practitioner(
                id,
                name,
                kind,
                firm,
                licence,
                specialities,
                spoken,
                mobile,
                address,
                standing,
                centres,
                availableOn,
                disliked,
                openingBalance);
    }
}
