package org.hotline12348.core.web;

import io.vertx.core.Future;

/** What answers one operation of the OpenAPI document. A {@link Problem} may be thrown or come as a failed future. */
@FunctionalInterface
public interface Endpoint {

    Future<Answer> answer(Ask ask);
}
