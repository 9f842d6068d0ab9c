package org.hotline12348.core.web;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One thing the service needs in order to be ready.
 *
 * @param name for people: {@code database}, {@code pbx}
 * @param essential whether the service is not ready without it; else it is only shown
 * @param look succeeds with a word of detail (may be empty), or fails
 */
public record Probe(String name, boolean essential, Supplier<Future<String>> look) {}
