package org.hotline12348.core.closure;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which centres are closed by hand just now. The exchange keeps what it was told, so a closure holds without us; what it
 * could not be told is told when it is back, and looked at again every {@link #AGAIN}.
 */
public final class Closures {

    /** Between two tries to tell the exchange what it could not be told. */
    public static final Duration AGAIN = Duration.ofSeconds(10);

    /** The announcement that every exchange has. */
    public static final String GENERAL = "1";

    private static final Logger LOG = LoggerFactory.getLogger(Closures.class);

    private final Vertx vertx;
    private final Context context;
    private final Pool pool;
    private final PhoneLine line;
    private final Supplier<Set<String>> centres;
    private final Map<String, Closed> closed = new ConcurrentHashMap<>();

    // On the context only.
    private final Set<String> untold = new HashSet<>();
    private Optional<PhoneLine.Registration> registration = Optional.empty();
    private long timer;

    /**
     * A centre closed by hand.
     *
     * @param reason why, for those who work there; callers hear the announcement
     * @param announcement {@link #GENERAL} or the name of a prompt
     * @param by the username of who closed it
     */
    public record Closed(String centre, String reason, String announcement, String by, Instant at) {}

    /** Whether the exchange knows already, or will be told as soon as it is back. */
    public enum Told {
        NOW,
        LATER
    }

    /** @param centres the ids of all centres */
    public Closures(Vertx vertx, Pool pool, PhoneLine line, Supplier<Set<String>> centres) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.pool = pool;
        this.line = line;
        this.centres = centres;
    }

    /** Reads what is kept and follows the line from then on. */
    public Future<Void> start() {
        return read().compose(ignored -> onContext(() -> {
            registration = Optional.of(line.onEvent(event -> {
                if (event instanceof LineEvent.LineUp) {
                    context.runOnContext(up -> tellAll());
                }
            }));
            timer = vertx.setPeriodic(AGAIN.toMillis(), tick -> tellUntold());
            if (line.health().up()) {
                tellAll();
            }
            return Future.succeededFuture();
        }));
    }

    /** Ends. Closed centres stay closed. */
    public Future<Void> stop() {
        return onContext(() -> {
            vertx.cancelTimer(timer);
            registration.ifPresent(PhoneLine.Registration::close);
            return Future.succeededFuture();
        });
    }

    /** Whether a centre is closed by hand. Never blocks; from any thread. */
    public Optional<Closed> of(String centre) {
        return Optional.ofNullable(closed.get(centre));
    }

    /** Closes a centre, or closes it with another reason. */
    public Future<Told> close(String centre, String reason, String announcement, String by, Instant now) {
        return pool.preparedQuery("""
                insert into hotline.closure (centre_id, reason, announcement, closed_by, closed_at)
                values ($1, $2, $3, $4, $5)
                on conflict (centre_id) do update set reason = excluded.reason, announcement = excluded.announcement,
                  closed_by = excluded.closed_by, closed_at = excluded.closed_at
                """)
                .execute(Tuple.of(centre, reason, announcement, by, now.atOffset(ZoneOffset.UTC)))
                .compose(ignored -> {
                    closed.put(centre, new Closed(centre, reason, announcement, by, now));
                    return onContext(() -> tell(centre));
                });
    }

    /** Opens it again; one that is open stays so. */
    public Future<Told> open(String centre) {
        return pool.preparedQuery("delete from hotline.closure where centre_id = $1")
                .execute(Tuple.of(centre))
                .compose(ignored -> {
                    closed.remove(centre);
                    return onContext(() -> tell(centre));
                });
    }

    /** Reads what is kept: another service may have switched. It told the exchange then. */
    public Future<Void> read() {
        return pool.query("select * from hotline.closure").execute().map(rows -> {
            Map<String, Closed> found = new HashMap<>();
            for (Row row : rows) {
                Closed one = new Closed(
                        row.getString("centre_id"),
                        row.getString("reason"),
                        row.getString("announcement"),
                        row.getString("closed_by"),
                        row.getOffsetDateTime("closed_at").toInstant());
                found.put(one.centre(), one);
            }
            closed.keySet().retainAll(found.keySet());
            closed.putAll(found);
            return null;
        });
    }

    /** The exchange came up: it may have been set up anew, or told something by a service that is gone. */
    private void tellAll() {
        untold.addAll(centres.get());
        tellUntold();
    }

    private void tellUntold() {
        if (untold.isEmpty() || !line.health().up()) {
            return;
        }
        List.copyOf(untold).stream()
                .filter(centre -> line.health(centre).up())
                .forEach(centre -> tell(centre).onFailure(failure -> LOG.warn("{}", failure.getMessage())));
    }

    private Future<Told> tell(String centre) {
        Optional<Closed> wanted = of(centre);
        untold.add(centre);
        return line.publishClosure(centre, wanted.map(Closed::announcement))
                .map(ignored -> {
                    // Somebody may have switched while the exchange was being told: then that is told next.
                    if (wanted.equals(of(centre))) {
                        untold.remove(centre);
                    }
                    return Told.NOW;
                })
                .recover(failure -> {
                    LOG.warn(
                            "The exchange could not be told that {} is {}; it will be told again: {}",
                            centre,
                            wanted.isPresent() ? "closed" : "open",
                            failure.getMessage());
                    return Future.succeededFuture(Told.LATER);
                });
    }

    private <T> Future<T> onContext(Supplier<Future<T>> step) {
        Promise<T> done = Promise.promise();
        context.runOnContext(ignored -> step.get().onComplete(done));
        return done.future();
    }
}
