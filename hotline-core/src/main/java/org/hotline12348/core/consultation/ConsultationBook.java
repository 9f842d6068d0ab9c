package org.hotline12348.core.consultation;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The book of consultations. Every call is exactly one entry, written by the line; people add their notes and enter
 * consultations of other channels.
 *
 * <p>Visibility is an argument: {@code visibleTo} names a lawyer who sees only his own entries; empty for those who see
 * all of the centres they name. After each change a notice {@code {type:"consultation", centre, id, at}} goes to the
 * event bus address {@code hotline.notice}.
 *
 * <p>A future fails only when the database cannot be reached.
 */
public interface ConsultationBook {

    /** One entry with its timeline; empty when there is none among what may be seen. */
    Future<Optional<Consultation>> find(String id, Set<String> centres, Optional<String> visibleTo);

    /** A page of entries, newest first. A cursor that was not given out by the book reads as the first page. */
    Future<ConsultationPage> list(ConsultationQuery query);

    /** How many entries a question finds, whatever its page. */
    Future<Long> count(ConsultationQuery query);

    /** Calls that are up now, oldest first, at most 500. */
    Future<List<Consultation>> live(Set<String> centres, Optional<String> visibleTo);

    /** Earlier and present consultations of the same caller, newest first, without the one named. */
    Future<List<Consultation>> history(String id, Set<String> centres, int limit);

    /**
     * Writes notes.
     *
     * @param version the version the writer has seen ({@link Consultation#version()})
     * @param by      username of the writer
     */
    Future<WriteResult> edit(
            String id,
            long version,
            NotesEdit edit,
            Set<String> centres,
            Optional<String> visibleTo,
            String by,
            Instant at);

    /** Who changed what in a record since it was begun, the latest first, at most {@value RecordEdit#MOST}. */
    Future<List<RecordEdit>> edits(String id, Set<String> centres);

    /** Enters a consultation of another channel; the same request key again returns the first entry. */
    Future<WriteResult> add(NewConsultation entry, String by, Instant at);

    /** The lists to choose from. */
    Future<WordLists> wordLists(String centre);
}
