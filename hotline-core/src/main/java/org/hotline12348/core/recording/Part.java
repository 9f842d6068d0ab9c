package org.hotline12348.core.recording;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a {@code Range} header asks for (RFC 9110, 14.2): one range of bytes. Several at once are
 * answered with the whole, which the standard allows.
 *
 * @param from first byte
 * @param until the byte after the last
 * @param whole no range was asked for
 */
public record Part(long from, long until, boolean whole) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * @param header the header, or null
     * @param size of the file
     * @return empty when nothing of what is asked for exists (416)
     */
    public static Optional<Part> of(@org.jspecify.annotations.Nullable String header, long size) {
        Part all = new Part(0, size, true);
        if (header == null) {
            return Optional.of(all);
        }
        Matcher one = ONE.matcher(header.replace(" ", ""));
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return Optional.of(all);
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(one.group(2)));
            return last == 0 ? Optional.empty() : Optional.of(new Part(size - last, size, false));
        }
        long from = Long.parseLong(one.group(1));
        long until = one.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(one.group(2)) + 1);
        if (!one.group(2).isEmpty() && until <= from && from < size) {
            return Optional.of(all);
        }
        return from >= size ? Optional.empty() : Optional.of(new Part(from, until, false));
    }

    /** Its length in bytes. */
    public long length() {
        return until - from;
    }
}
