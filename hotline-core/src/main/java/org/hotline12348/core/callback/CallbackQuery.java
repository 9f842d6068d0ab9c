package org.hotline12348.core.callback;

import java.util.Optional;
import java.util.Set;

/**
 * A question to the list.
 *
 * @param centres which centres; empty means none
 * @param open    those that are open, in the order in which they will be worked; else those that are closed, newest first
 * @param lawyer  only those that this lawyer has taken or is calling
 * @param cursor  the {@code next} of the page before; one that was not given out reads as the first page
 * @param limit   entries a page, 1 to {@value #MAX_LIMIT}
 */
public record CallbackQuery(
        Set<String> centres, boolean open, Optional<String> lawyer, Optional<String> cursor, int limit) {

    public static final int MAX_LIMIT = 200;

    public CallbackQuery {
        centres = Set.copyOf(centres);
        limit = Math.clamp(limit, 1, MAX_LIMIT);
    }
}
