package org.hotline12348.core.consultation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.consultation.WordLists.Word;
import org.hotline12348.core.consultation.WriteResult.Fault;

/** What notes may contain. */
final class NotesRules {

    private NotesRules() {}

    /** Every broken rule, in the order of the fields. */
    static List<Fault> faults(Notes notes, WordLists lists) {
        List<Fault> faults = new ArrayList<>();
        choice(faults, "category", notes.category(), lists.categories());
        length(faults, "matter", notes.matter(), Notes.MAX_NAME);
        length(faults, "summary", notes.summary(), Notes.MAX_TEXT);
        length(faults, "advice", notes.advice(), Notes.MAX_TEXT);
        choice(faults, "disposition", notes.disposition(), lists.dispositions());
        notes.callerGroups().stream()
                .sorted()
                .forEach(group -> choice(faults, "callerGroups", group, lists.callerGroups()));
        length(faults, "callerName", notes.callerName(), Notes.MAX_NAME);
        length(faults, "district", notes.district(), Notes.MAX_NAME);
        length(faults, "referredTo", notes.referredTo(), Notes.MAX_NAME);
        if (notes.nameWithheld() && !notes.callerName().isEmpty()) {
            faults.add(new Fault(
                    "nameWithheld",
                    "A name stands there, and that the caller gave none is ticked. Clear one of the two."));
        }
        return List.copyOf(faults);
    }

    private static void length(List<Fault> faults, String field, String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            faults.add(new Fault(
                    field, "%s has %d characters; at most %d are kept. Shorten it.".formatted(field, length, most)));
        } else if (text.indexOf('\0') >= 0) {
            faults.add(
                    new Fault(field, "%s holds a NUL character, which no text has. Type it again.".formatted(field)));
        }
    }

    private static void choice(List<Fault> faults, String field, String key, List<Word> words) {
        Set<String> keys = words.stream().map(Word::key).collect(Collectors.toUnmodifiableSet());
        if (!key.isEmpty() && !keys.contains(key)) {
            faults.add(new Fault(
                    field,
                    "%s \"%s\" is not on this centre's list. Choose one of: %s."
                            .formatted(
                                    field,
                                    key.length() > 40 ? key.substring(0, 40) + "…" : key,
                                    words.stream().map(Word::key).collect(Collectors.joining(", ")))));
        }
    }
}
