package org.hotline12348.ivr;

import java.util.regex.Pattern;

/** What may stand in a name that is told to the PBX. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,20}");

    private Names() {}

    /** @throws IllegalArgumentException unless it is 1 to 60 letters, digits, dots, dashes, underscores */
    public static String check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The %s '%s' cannot be told to the PBX: it must be 1 to 60 of A-Z a-z 0-9 _ . - and begin with a letter or digit."
                            .formatted(what, shown(name)));
        }
        return name;
    }

    /** @throws IllegalArgumentException unless it is 3 to 20 digits, with or without + before them */
    public static String checkNumber(String number) {
        if (!NUMBER.matcher(number).matches()) {
            // The number itself may be somebody's: it is not repeated here.
            throw new IllegalArgumentException(
                    "A telephone number of %d characters cannot be dialled: it must be 3 to 20 digits, with or without + before them."
                            .formatted(number.length()));
        }
        return number;
    }

    /**
     * Text that stays within its line: anything sent to a PBX's line-by-line interface passes here.
     *
     * @throws IllegalArgumentException when it holds CR, LF or NUL
     */
    public static String checkLine(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(
                        "The value of %s holds a line end or NUL at place %d and was not sent to the PBX: it could begin a command of its own."
                                .formatted(what, i));
            }
        }
        return text;
    }

    private static String shown(String text) {
        String cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
