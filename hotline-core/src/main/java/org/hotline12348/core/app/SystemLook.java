package org.hotline12348.core.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hotline12348.ivr.LineHealth;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the parts of the system are just now, as the system page shows them. A part that does not answer says so. */
final class SystemLook {

    private static final Logger LOG = LoggerFactory.getLogger(SystemLook.class);
    private static final int PATIENCE_SECONDS = 3;

    private final Vertx vertx;
    private final Pool pool;
    private final List<ExchangePart> exchanges;
    private final MeterRegistry meters;
    private final Map<String, Path> disks;
    private final Clock clock;
    private final Duration offset;
    private final Instant startedAt;

    /**
     * @param disks what lies where: home, recordings, journal
     * @param clock the service's clock
     * @param offset how far it is shifted
     */
    SystemLook(
            Vertx vertx,
            Pool pool,
            List<ExchangePart> exchanges,
            MeterRegistry meters,
            Map<String, Path> disks,
            Clock clock,
            Duration offset) {
        this.vertx = vertx;
        this.pool = pool;
        this.exchanges = List.copyOf(exchanges);
        this.meters = meters;
        this.disks = Map.copyOf(disks);
        this.clock = clock;
        this.offset = offset;
        this.startedAt = clock.instant();
    }

    Future<JsonObject> look() {
        Future<JsonObject> database = database();
        Future<JsonObject> journal = journal();
        Future<JsonArray> space = vertx.executeBlocking(this::disks).map(Objects::requireNonNull);
        return Future.all(database, journal, space)
                .map(ignored -> new JsonObject()
                        .put("service", service())
                        .put("pbx", pbx(exchanges.getFirst()))
                        .put(
                                "exchanges",
                                exchanges.stream().map(SystemLook::pbx).toList())
                        .put("database", database.result())
                        .put("journal", journal.result())
                        .put("disks", space.result()));
    }

    private JsonObject service() {
        Runtime runtime = Runtime.getRuntime();
        String version = SystemLook.class.getPackage().getImplementationVersion();
        return new JsonObject()
                .put("version", version == null ? "0.1.0" : version)
                .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("startedAt", text(startedAt))
                .put("now", text(clock.instant()))
                .put("clockOffsetSeconds", offset.toSeconds())
                .put("memoryUsedBytes", runtime.totalMemory() - runtime.freeMemory())
                .put("memoryMaxBytes", runtime.maxMemory());
    }

    private static JsonObject pbx(ExchangePart exchange) {
        LineHealth health = exchange.line().health();
        return new JsonObject()
                .put("up", health.up())
                .put("name", health.pbx().orElse(exchange.name()))
                .put("version", exchange.pbx().version())
                .put("since", text(health.since()))
                .put("heardAt", health.heard().map(SystemLook::text).orElse(null))
                .put(
                        "pingMillis",
                        health.ping().map(took -> took.toNanos() / 1e6).orElse(null))
                .put("resyncs", health.resyncs())
                .put("reason", health.reason());
    }

    private Future<JsonObject> database() {
        return pool.query("""
                select current_setting('server_version') as version, pg_database_size(current_database()) as size,
                  (select count(*) from pg_stat_activity where datname = current_database()) as connections
                """)
                .execute()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new JsonObject()
                            .put("up", true)
                            .put("version", row.getString("version"))
                            .put("sizeBytes", row.getLong("size"))
                            .put("connections", row.getLong("connections"));
                })
                .otherwise(failure ->
                        new JsonObject().put("up", false).put("reason", String.valueOf(failure.getMessage())));
    }

    private Future<JsonObject> journal() {
        JsonObject measured = new JsonObject()
                .put("behindBytes", worst("hotline.journal.behind.bytes"))
                .put("lagSeconds", worst("hotline.journal.lag.last.seconds"));
        return pool.query("""
                select (select max(stored_at) from hotline.journal_place) as stored_at,
                  (select count(*) from hotline.journal_aside) as aside
                """)
                .execute()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return measured.copy()
                            .put(
                                    "storedAt",
                                    Optional.ofNullable(row.getOffsetDateTime("stored_at"))
                                            .map(at -> text(at.toInstant()))
                                            .orElse(null))
                            .put("aside", row.getLong("aside"));
                })
                .otherwise(measured.copy().putNull("storedAt").putNull("aside"));
    }

    /** A figure of the exchange that has the most of it. */
    private @Nullable Double worst(String name) {
        return meters.find(name).gauges().stream()
                .map(Gauge::value)
                .filter(value -> !Double.isNaN(value))
                .max(Double::compare)
                .orElse(null);
    }

    private JsonArray disks() {
        JsonArray found = new JsonArray();
        for (String what : List.of("home", "recordings", "journal")) {
            Path path = disks.get(what);
            if (path == null) {
                continue;
            }
            try {
                FileStore store = Files.getFileStore(path);
                found.add(new JsonObject()
                        .put("what", what)
                        .put("totalBytes", store.getTotalSpace())
                        .put("freeBytes", store.getUsableSpace()));
            } catch (IOException e) {
                LOG.debug("The space at {} could not be seen.", path, e);
            }
        }
        return found;
    }

    private static String text(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toString();
    }
}
