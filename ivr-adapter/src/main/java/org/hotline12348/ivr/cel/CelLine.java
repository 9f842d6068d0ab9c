package org.hotline12348.ivr.cel;

/** What a piece of the journal turned out to be. */
public sealed interface CelLine {

    /** A row. {@code mended}: bytes that are no UTF-8, or NUL, were replaced by U+FFFD. */
    record Good(CelRow row, boolean mended) implements CelLine {}

    /** No row; kept aside. {@code text} is its beginning, at most {@value CelReader#ASIDE_LIMIT} characters. */
    record Aside(Reason reason, String text) implements CelLine {}

    /** Why a piece is no row. */
    enum Reason {
        /** The PBX died while writing, or the disk was full. */
        TORN,
        /** Well formed, but not of the agreed form or kind. */
        FOREIGN,
        /** Longer than {@link CelReader#LINE_LIMIT} bytes. */
        HUGE
    }
}
