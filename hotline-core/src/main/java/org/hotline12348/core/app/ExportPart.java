package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.SavedFilters;
import org.hotline12348.core.export.Exports;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.ExportFeature;
import org.hotline12348.core.web.WebFeature;

/** Exports of the log, joined. */
final class ExportPart {

    private final Exports exports;
    private final WebFeature feature;

    ExportPart(Vertx vertx, Pool pool, Vault vault, ConsultationBook book, Home home, Clock clock) {
        this.exports =
                new Exports(vertx, vault, home.root().resolve("exports"), RandomIds.from(new SecureRandom()), clock);
        this.feature = new ExportFeature(vertx, book, exports, new SavedFilters(pool), clock);
    }

    Future<Void> start() {
        return exports.start();
    }

    WebFeature feature() {
        return feature;
    }
}
