package org.hotline12348.core.callback;

import java.util.List;
import java.util.Optional;

/**
 * A page of the list.
 *
 * @param next cursor of the page after this one; empty at the end
 */
public record CallbackPage(List<Callback> items, Optional<String> next) {}
