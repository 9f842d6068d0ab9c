package org.hotline12348.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.copies.Work;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.recording.RecordingBook;
import org.hotline12348.core.recording.Sealer;
import org.hotline12348.core.recording.SoundFiles;
import org.hotline12348.core.recording.Tickets;
import org.hotline12348.core.web.Probe;
import org.hotline12348.core.web.RecordingFeature;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;

/** Recordings, joined: what the exchange writes is sealed, kept, heard and at last deleted. */
final class RecordingPart {

    private static final long MEGABYTE = 1024 * 1024;

    private final Sealer sealer;
    private final WebFeature feature;

    RecordingPart(
            Vertx vertx,
            Pool pool,
            Vault vault,
            ConsultationBook consultations,
            List<EmbeddedAsterisk.Paths> exchanges,
            Path home,
            Settings.Recordings settings,
            Clock clock,
            MeterRegistry metrics) {
        SoundFiles files = new SoundFiles(
                vault,
                exchanges.stream()
                        .map(one -> new SoundFiles.Spool(one.recordings(), one.messages()))
                        .toList(),
                settings.directory().orElseGet(() -> home.resolve("recordings")));
        RecordingBook book = new RecordingBook(pool);
        this.sealer = new Sealer(
                vertx,
                book,
                files,
                new AuditLog(pool, clock),
                RandomIds.from(new SecureRandom()),
                clock,
                Clock.systemUTC(),
                new Sealer.Settings(settings.keep(), settings.leastFreeMegabytes() * MEGABYTE),
                metrics);
        this.feature = new RecordingFeature(
                vertx, consultations, book, files, new Tickets(vault), sealer, settings.keep(), clock);
    }

    /** For one service at a time. */
    Work sealing() {
        return new Work() {
            @Override
            public Future<Void> begin(long token) {
                sealer.start();
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> end() {
                return sealer.stop();
            }
        };
    }

    Future<Void> stop() {
        return sealer.stop();
    }

    WebFeature feature() {
        return feature;
    }

    /** Not essential: calls go on without recording. */
    Probe probe() {
        return new Probe(
                "recordings",
                false,
                () -> sealer.trouble()
                        .<Future<String>>map(Future::failedFuture)
                        .orElseGet(() -> Future.succeededFuture("sealed")));
    }
}
