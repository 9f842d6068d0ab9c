package org.hotline12348.core.callback;

import java.time.Instant;

/**
 * What made a callback necessary.
 *
 * @param consultation id of the call in the book; for one entered by hand an id of its own
 * @param at           when that call ended, by the service's clock; of one who asked by key, since when he stood in line
 */
public record Source(String consultation, Reason reason, Instant at) {}
