package org.hotline12348.core.app;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Names of files that say nothing of what is in them and that nobody guesses: 128 bits of chance. */
final class RandomIds {

    private static final int BYTES = 16;

    private RandomIds() {}

    static Supplier<String> from(SecureRandom random) {
        return () -> {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }
}
