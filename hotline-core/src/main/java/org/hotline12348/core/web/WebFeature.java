package org.hotline12348.core.web;

import io.vertx.ext.web.Router;
import java.util.Map;
import org.hotline12348.core.audit.AuditLog;

/**
 * A part of the interface that brings its own piece of the OpenAPI document and what answers it. The server joins the
 * pieces, so a feature is added in one place and the document always describes what is served.
 */
public interface WebFeature {

    /** The name of its file under {@code openapi/}, for example {@code roster.yaml}; its paths and schemas are new ones. */
    String document();

    /** What answers its operations, by operationId. */
    Map<String, Endpoint> endpoints(Tools tools);

    /** Routes beside the interface under {@code /api/v1}, for example a WebSocket; most features have none. */
    default void mount(Router router, Tools tools) {}

    /**
     * What every endpoint may need.
     *
     * @param sight how far somebody sees
     * @param audit the chained audit log
     * @param door who a request belongs to
     */
    record Tools(Sight sight, AuditLog audit, SessionDoor door) {}
}
