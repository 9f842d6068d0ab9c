package org.hotline12348.core.account;

import java.util.Locale;
import java.util.Optional;

/** What a new password must be like (DOMAIN 5: at least ten characters). */
public final class PasswordRule {

    /** Characters at least. */
    public static final int MIN_CHARACTERS = 10;

    /** Characters at most: hashing must not become a burden. */
    public static final int MAX_CHARACTERS = 256;

    private PasswordRule() {}

    /** What is wrong with this password for this username; empty when nothing is. */
    public static Optional<String> objection(String username, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_CHARACTERS) {
            return Optional.of(
                    "A password needs at least %d characters; this one has %d.".formatted(MIN_CHARACTERS, length));
        }
        if (length > MAX_CHARACTERS) {
            return Optional.of("A password may have %d characters; this one has %d.".formatted(MAX_CHARACTERS, length));
        }
        if (password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT))) {
            return Optional.of("A password must not contain the username %s.".formatted(username));
        }
        if (password.codePoints().distinct().count() < 4) {
            return Optional.of("A password needs at least four different characters.");
        }
        return Optional.empty();
    }
}
