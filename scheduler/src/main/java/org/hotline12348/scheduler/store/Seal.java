package org.hotline12348.scheduler.store;

import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Seals personal data before it is kept. What was sealed for one place ({@code context}) does not open at another.
 *
 * @param closing seals a text for a place
 * @param opening opens it again; empty when it was sealed with another key, for another place, or changed
 */
public record Seal(BiFunction<String, String, byte[]> closing, BiFunction<byte[], String, Optional<String>> opening) {

    byte[] close(String plain, String context) {
        return closing.apply(plain, context);
    }

    Optional<String> open(byte[] sealed, String context) {
        return opening.apply(sealed, context);
    }
}
