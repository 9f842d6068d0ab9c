package org.hotline12348.core.consultation;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Search in texts without spaces between the words: a text is found by the pairs of neighbouring characters it has in
 * common with what is looked for. Upper and lower case, full and half width, and white space do not count.
 */
final class Grams {

    private Grams() {}

    /** The one spelling in which texts are compared. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "");
    }

    /** All pairs of neighbouring characters of a plain text. */
    static Set<String> of(String plain) {
        int[] points = plain.codePoints().toArray();
        Set<String> grams = new TreeSet<>();
        for (int i = 0; i + 1 < points.length; i++) {
            grams.add(new String(points, i, 2));
        }
        return grams;
    }

    /** What can be searched of notes; the fields are kept apart, so that nothing is found across two of them. */
    static String searchable(Notes notes) {
        return String.join(
                "\n", plain(notes.matter()), plain(notes.summary()), plain(notes.advice()), plain(notes.district()));
    }
}
