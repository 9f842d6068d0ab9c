package org.hotline12348.core.consultation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * A change of the notes: what is empty stays as it is. A text is cleared by an empty text; the limitation date
 * and the day of the follow-up by {@code Optional.of(Optional.empty())}.
 */
public record NotesEdit(
        Optional<String> category,
        Optional<String> matter,
        Optional<String> summary,
        Optional<String> advice,
        Optional<String> disposition,
        Optional<Set<String>> callerGroups,
        Optional<String> callerName,
        Optional<String> district,
        Optional<Boolean> rightsExplained,
        Optional<Optional<LocalDate>> limitationDate,
        Optional<Boolean> followUpWanted,
        Optional<Boolean> sensitive,
        Optional<Boolean> nameWithheld,
        Optional<Boolean> aidApplication,
        Optional<String> referredTo,
        Optional<Optional<LocalDate>> followUpOn) {

    public static final NotesEdit NOTHING = new NotesEdit(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The notes after this change. */
    public Notes applyTo(Notes notes) {
        return new Notes(
                category.orElse(notes.category()),
                matter.orElse(notes.matter()),
                summary.orElse(notes.summary()),
                advice.orElse(notes.advice()),
                disposition.orElse(notes.disposition()),
                callerGroups.orElse(notes.callerGroups()),
                callerName.orElse(notes.callerName()),
                district.orElse(notes.district()),
                rightsExplained.orElse(notes.rightsExplained()),
                limitationDate.orElse(notes.limitationDate()),
                followUpWanted.orElse(notes.followUpWanted()),
                sensitive.orElse(notes.sensitive()),
                nameWithheld.orElse(notes.nameWithheld()),
                aidApplication.orElse(notes.aidApplication()),
                referredTo.orElse(notes.referredTo()),
                followUpOn.orElse(notes.followUpOn()));
    }
}
