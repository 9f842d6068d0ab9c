package org.hotline12348.core.export;

/** What stands in a cell. */
public final class Cell {

    private Cell() {}

    /**
     * A text that no spreadsheet takes for a formula: what a caller or a lawyer wrote may begin with {@code = + - @} or a
     * control character, and would be run when the file is opened (OWASP, CSV injection). Such a text gets an apostrophe
     * before it, which a spreadsheet does not show.
     */
    public static String harmless(String text) {
        if (text.isEmpty()) {
            return text;
        }
        char first = text.stripLeading().isEmpty() ? ' ' : text.stripLeading().charAt(0);
        boolean risky = "=+-@＝＋－＠".indexOf(first) >= 0 || text.charAt(0) == '\t' || text.charAt(0) == '\r';
        return risky ? "'" + text : text;
    }
}
