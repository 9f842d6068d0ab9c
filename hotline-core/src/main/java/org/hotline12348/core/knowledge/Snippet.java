package org.hotline12348.core.knowledge;

import java.time.Instant;

/**
 * Advice to be used again.
 *
 * @param id opaque
 * @param own whether it is the centre's; else it came with the program and cannot be changed
 * @param title at most 100 characters
 * @param category key of a matter category; empty: any
 * @param body at most 4,000 characters
 */
public record Snippet(
        String id, boolean own, String title, String category, String body, String editedBy, Instant editedAt) {}
