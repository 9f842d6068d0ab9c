package org.hotline12348.core.consultation;

import java.util.List;
import java.util.Set;

/**
 * The lists a centre chooses from, in the order in which they are shown.
 *
 * @param categories   matter categories (事项类别)
 * @param dispositions what became of it (处理方式)
 * @param callerGroups kinds of callers with a right of their own (重点人群)
 */
public record WordLists(List<Word> categories, List<Word> dispositions, List<Word> callerGroups) {

    /**
     * One choice.
     *
     * @param key   what is stored, for example {@code wages}
     * @param zh    its Chinese name
     * @param en    its English name
     * @param group for a category its class: {@code civil}, {@code criminal}, {@code administrative}, {@code other};
     *              else empty
     * @param sensitive who chooses it has a sensitive matter before him
     */
    public record Word(String key, String zh, String en, String group, boolean sensitive) {

        public Word(String key, String zh, String en, String group) {
            this(key, zh, en, group, false);
        }
    }

    /** The notes, sensitive where what was chosen says so: nobody can untick what the list says. */
    Notes guarded(Notes notes) {
        boolean chosen = has(categories, Set.of(notes.category())) || has(callerGroups, notes.callerGroups());
        return chosen ? notes.asSensitive() : notes;
    }

    private static boolean has(List<Word> words, Set<String> chosen) {
        return words.stream().anyMatch(word -> word.sensitive() && chosen.contains(word.key()));
    }
}
