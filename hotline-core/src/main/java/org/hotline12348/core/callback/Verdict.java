package org.hotline12348.core.callback;

/** What came of a wish to change a callback. */
public sealed interface Verdict {

    /** It is now so. */
    record Changed(Callback callback) implements Verdict {}

    /**
     * It stays as it was.
     *
     * @param rule a stable name: {@code taken}, {@code closed}, {@code calling}, {@code number}, {@code caps}, {@code busy}
     * @param why  for the person who asked
     */
    record Refused(String rule, String why) implements Verdict {}

    /** There is none of this id among those who may be seen. */
    record Unknown(String id) implements Verdict {}
}
