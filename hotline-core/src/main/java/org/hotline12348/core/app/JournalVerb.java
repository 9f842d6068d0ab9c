package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.consultation.CallWriter;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.journal.Reconciler;
import org.hotline12348.core.journal.Reconciliation;
import org.hotline12348.core.journal.Replay;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.hotline12348.scheduler.store.Seal;

/**
 * {@code ./hotline journal verify|replay}: the record against the exchange's files, and the record made anew from them.
 * Both may be done while the service runs and while it does not. No replay touches what people wrote.
 */
final class JournalVerb {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String JOURNAL = "cel-custom/journal.csv";
    private static final Duration BACK = Duration.ofDays(31);

    private final Place place;
    private final Settings settings;
    private final Path homeRoot;
    private final PrintStream out;
    private final Consumer<String> progress;

    JournalVerb(Place place, Settings settings, Path homeRoot, PrintStream out, Consumer<String> progress) {
        this.place = place;
        this.settings = settings;
        this.homeRoot = homeRoot;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Does one of them.
     *
     * @return whether all agrees
     */
    boolean run(String what) {
        if (!what.equals("verify") && !what.equals("replay")) {
            throw new Trouble(Trouble.Kind.USAGE, "journal takes verify or replay, not \"%s\".".formatted(what));
        }
        if (!Files.isDirectory(homeRoot.resolve(settings.exchange().directory()))) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "There is no exchange under %s.%nMend: name the home with --home DIR.".formatted(homeRoot));
        }
        Optional<ReadyFile.Ready> running = ReadyFile.read(homeRoot);
        if (running.isPresent()) {
            return on(database(running.get()), what);
        }
        try (Home home = Home.open(homeRoot)) {
            if (settings.database().url().isPresent()) {
                return on(Database.of(settings.database().url().get()), what);
            }
            EmbeddedPostgres postgres = EmbeddedPostgres.start(
                    home, place.cache(), settings.database().port(), progress);
            try {
                Migrations.run(postgres.database());
                return on(postgres.database(), what);
            } finally {
                if (!postgres.adopted()) {
                    postgres.stop();
                }
            }
        }
    }

    private Database database(ReadyFile.Ready running) {
        if (settings.database().url().isPresent()) {
            return Database.of(settings.database().url().get());
        }
        try {
            String password = Files.readString(homeRoot.resolve("secrets/database.password"))
                    .strip();
            return new Database("127.0.0.1", running.port("database"), "hotline", "hotline", password);
        } catch (IOException e) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "The database's password cannot be read: %s%nMend: run it as the user of the service."
                            .formatted(Home.reason(e)),
                    e);
        }
    }

    private boolean on(Database database, String what) {
        Vertx vertx = Vertx.vertx();
        Pool pool = Pool.pool(vertx, database.connectOptions(), new PoolOptions().setMaxSize(3));
        try {
            Map<String, String> lines = done(new CentreLines(pool).numbers()).entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
            boolean agrees = true;
            for (Settings.Exchange exchange : settings.exchanges()) {
                agrees &= what.equals("verify")
                        ? verify(vertx, pool, exchange, lines)
                        : replay(vertx, pool, exchange, lines);
            }
            return agrees;
        } finally {
            // One after the other: on a Vert.x that is closed nothing is told any more, not even that.
            done(pool.close());
            done(vertx.close());
        }
    }

    private Path log(Settings.Exchange exchange, String file) {
        return homeRoot.resolve(exchange.directory()).resolve("log").resolve(file);
    }

    private boolean verify(Vertx vertx, Pool pool, Settings.Exchange exchange, Map<String, String> lines) {
        Reconciler reconciler = new Reconciler(
                vertx,
                pool,
                exchange.name(),
                log(exchange, JOURNAL),
                log(exchange, "queue_log"),
                () -> lines,
                () -> 0,
                Clock.systemUTC(),
                ZoneOffset.UTC);
        Instant until = Instant.now().minus(Duration.ofSeconds(5));
        Reconciliation result = done(reconciler.compare(until.minus(BACK), until));
        out.printf(
                "%s, the last %d days: %d calls in the event log, %d of them in the queue log, %d in the book (%d told by the manager interface alone).%n",
                result.pbx(), BACK.toDays(), result.cel(), result.queued(), result.book(), result.secondFeed());
        result.differences().forEach(one -> out.printf("%s  %s  %s%n", one.callId(), one.kind(), one.detail()));
        out.printf("%d differences.%n", result.differences().size());
        return result.differences().isEmpty();
    }

    private boolean replay(Vertx vertx, Pool pool, Settings.Exchange exchange, Map<String, String> lines) {
        try {
            Vault vault = Vault.open(homeRoot.resolve("secrets/data.keys.json"));
            LiveRoster roster = new LiveRoster(
                    vertx, new PgRosterStore(pool, new Seal(vault::seal, vault::open)), Clock.systemUTC());
            done(roster.start());
            Function<String, ZoneId> zones = centre ->
                    roster.centre(centre).map(known -> known.calendar().zone()).orElse(ZoneOffset.UTC);
            JournalWriter writer = new JournalWriter(
                    pool, vault, new CallWriter(vault, zones), () -> lines, JournalWriter.CallFollower.NONE);
            Replay.Done did = done(new Replay(writer, exchange.name(), Clock.systemUTC()).of(log(exchange, JOURNAL)));
            roster.stop();
            out.printf(
                    "%d rows of the files read again, %d calls written anew, %d of them new in the book; what people wrote is untouched.%n",
                    did.rows(), did.calls(), did.fresh());
            return true;
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(PATIENCE.toMinutes(), TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE, "It was not done within %d minutes.".formatted(PATIENCE.toMinutes()), e);
        }
    }
}
