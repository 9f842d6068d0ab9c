package org.hotline12348.scheduler.roster;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
 * @param availableAt hours to which he is bound on some of these days; a day that is not named is free as a whole
 * @param sharePercent his share of duty, 100 for a full one: with 50 he gets half as many as the others
 * @param phones kinds of telephone he has, the usual one first; it rings until he chooses another at his desk
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
        int openingBalance,
        WeeklyHours availableAt,
        int sharePercent,
        List<PhoneKind> phones) {

    /** The largest share. */
    public static final int MOST_SHARE_PERCENT = 1000;

    public Practitioner {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(standing);
        specialities = List.copyOf(specialities);
        languages = List.copyOf(languages);
        centres = Set.copyOf(centres);
        availableOn = Set.copyOf(availableOn);
        dislikedOn = Set.copyOf(dislikedOn);
        Objects.requireNonNull(availableAt);
        phones = phones.stream().distinct().toList();
        if (id.isBlank()) {
            throw new IllegalArgumentException("A practitioner without an id: %s.".formatted(name));
        }
        if (openingBalance < 0) {
            throw new IllegalArgumentException(
                    "The opening balance of %s is %d; it counts duties done, so it cannot be negative."
                            .formatted(id, openingBalance));
        }
        if (sharePercent < 1 || sharePercent > MOST_SHARE_PERCENT) {
            throw new IllegalArgumentException(
                    "The share of %s is %d %%; it goes from 1 to %d. Maybe the standing should be SUSPENDED instead."
                            .formatted(id, sharePercent, MOST_SHARE_PERCENT));
        }
    }

    /** One with a full share, at any hour, on whatever telephone there is. */
    public static Practitioner of(
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
                standing,
                centres,
                availableOn,
                dislikedOn,
                openingBalance,
                WeeklyHours.ANY,
                100,
                List.of());
    }

    /**
     * Whether he can be there for a whole duty.
     *
     * @param date the day to which the duty belongs
     */
    public boolean available(LocalDate date, Instant from, Instant until, ZoneId zone) {
        return availableOn.contains(date.getDayOfWeek()) && availableAt.admit(from, until, zone);
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
                openingBalance,
                availableAt,
                sharePercent,
                phones);
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
                openingBalance,
                availableAt,
                sharePercent,
                phones);
    }

    /** The same with other ways to reach him. */
    public Practitioner withContact(String number, String address) {
        return new Practitioner(
                id,
                name,
                kind,
                firm,
                licence,
                specialities,
                languages,
                number,
                address,
                standing,
                centres,
                availableOn,
                dislikedOn,
                openingBalance,
                availableAt,
                sharePercent,
                phones);
    }
}
