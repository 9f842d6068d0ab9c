package org.hotline12348.core.consultation;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.privacy.PhoneNumber;

/**
 * A question to the book. Filters that are empty do not filter; all others must hold together.
 *
 * @param centres   which centres; the asker must be allowed to see them all. Empty means none: nothing is found
 * @param from      started at this moment or later
 * @param to        started before this moment
 * @param channel   met by this channel
 * @param lawyer    this lawyer is credited or took part
 * @param category  key of the matter category
 * @param caller    exactly this number
 * @param text      these characters occur in the number, summary, advice or district
 * @param outcome   ended like this
 * @param disposition key of the disposition
 * @param unfinished answered, but category, summary, advice or disposition is still empty
 * @param visibleTo only what this lawyer took part in or wrote (a lawyer sees his own); empty for those who see all
 * @param withSensitive whether sensitive matters are found by what people wrote or chose; for one who may not read
 *                  them they are found only by what the line wrote
 * @param facets    further filters, those of the reports
 * @param cursor    the {@code next} of the page before; empty for the first page
 * @param limit     entries a page, 1 to {@value #MAX_LIMIT}
 */
public record ConsultationQuery(
        Set<String> centres,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Channel> channel,
        Optional<String> lawyer,
        Optional<String> category,
        Optional<PhoneNumber> caller,
        Optional<String> text,
        Optional<Outcome> outcome,
        Optional<String> disposition,
        boolean unfinished,
        Optional<String> visibleTo,
        boolean withSensitive,
        Facets facets,
        Optional<String> cursor,
        int limit) {

    public static final int MAX_LIMIT = 500;
    public static final int USUAL_LIMIT = 50;

    public ConsultationQuery {
        centres = Set.copyOf(centres);
        limit = Math.clamp(limit, 1, MAX_LIMIT);
    }

    /** Whether it asks for something that people wrote or chose. */
    boolean asksForNotes() {
        return unfinished
                || category.isPresent()
                || disposition.isPresent()
                || facets.asksForNotes()
                || text.filter(words -> !words.isBlank()).isPresent();
    }

    /** Everything of a centre, newest first. */
    public static ConsultationQuery of(String centre) {
        return new ConsultationQuery(
                Set.of(centre),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                true,
                Facets.NONE,
                Optional.empty(),
                USUAL_LIMIT);
    }

    /** The same question for the page after this cursor. */
    public ConsultationQuery after(String next) {
        return paged(Optional.of(next), limit);
    }

    /** The same question from the first page on, so many entries a page. */
    public ConsultationQuery limited(int entries) {
        return paged(Optional.empty(), entries);
    }

    private ConsultationQuery paged(Optional<String> place, int entries) {
        return new ConsultationQuery(
                centres,
                from,
                to,
                channel,
                lawyer,
                category,
                caller,
                text,
                outcome,
                disposition,
                unfinished,
                visibleTo,
                withSensitive,
                facets,
                place,
                entries);
    }
}
