package org.hotline12348.core.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Duty;

/** The statuses of the lawyers: kept in the database, told to whoever seats them, over when their time is over. */
public final class Statuses {

    /**
     * A lawyer's status.
     *
     * @param since since when
     * @param until when it ends by itself; for {@link OwnStatus#READY} the same moment as {@code since}
     */
    public record Held(OwnStatus status, Instant since, Instant until) {

        boolean overAt(Instant now) {
            return status == OwnStatus.READY || !now.isBefore(until);
        }
    }

    /** Longest timer; later ends are looked at again then. */
    private static final Duration LONGEST_TIMER = Duration.ofHours(6);

    private final Vertx vertx;
    private final Pool pool;
    private final Roster roster;
    private final Clock clock;
    private final BiConsumer<String, Optional<String>> seats;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** @param seats told lawyer and reason: he is not to be rung; without a reason: he is */
    public Statuses(Vertx vertx, Pool pool, Roster roster, Clock clock, BiConsumer<String, Optional<String>> seats) {
        this.vertx = vertx;
        this.pool = pool;
        this.roster = roster;
        this.clock = clock;
        this.seats = seats;
    }

    /** Reads what held before the service was restarted, and tells it. */
    public Future<Void> load() {
        return pool.query("select * from hotline.lawyer_status").execute().map(rows -> {
            for (Row row : rows) {
                keep(
                        row.getString("lawyer"),
                        new Held(
                                OwnStatus.valueOf(row.getString("status")),
                                row.getOffsetDateTime("since").toInstant(),
                                row.getOffsetDateTime("until").toInstant()));
            }
            return null;
        });
    }

    /** What holds now; empty when he is ready. Never blocks. */
    public Optional<Held> of(String lawyer) {
        Instant now = clock.instant();
        return Optional.ofNullable(held.get(lawyer)).filter(one -> !one.overAt(now));
    }

    /** Changes it. Chosen again it goes on, with its beginning. */
    public Future<Held> set(String centre, String lawyer, OwnStatus status) {
        Instant now = clock.instant();
        Optional<Held> before = of(lawyer);
        if (before.filter(one -> one.status() == status).isPresent()) {
            return Future.succeededFuture(before.get());
        }
        Held next = new Held(status, now, status.endsAt(now, dutyEnds(centre, lawyer, now)));
        Future<?> written = status == OwnStatus.READY
                ? pool.preparedQuery("delete from hotline.lawyer_status where centre_id = $1 and lawyer = $2")
                        .execute(Tuple.of(centre, lawyer))
                : pool.preparedQuery("""
                        insert into hotline.lawyer_status (centre_id, lawyer, status, since, until)
                        values ($1, $2, $3, $4, $5)
                        on conflict (centre_id, lawyer) do update
                        set status = excluded.status, since = excluded.since, until = excluded.until
                        """)
                        .execute(Tuple.of(
                                centre,
                                lawyer,
                                status.name(),
                                now.atOffset(ZoneOffset.UTC),
                                next.until().atOffset(ZoneOffset.UTC)));
        return written.map(ignored -> {
            keep(lawyer, next);
            return next;
        });
    }

    private Optional<Instant> dutyEnds(String centre, String lawyer, Instant now) {
        return roster.at(centre, now).seats().stream()
                .filter(duty -> duty.lawyer().equals(lawyer))
                .map(Duty::until)
                .findFirst();
    }

    private void keep(String lawyer, Held next) {
        if (next.overAt(clock.instant())) {
            held.remove(lawyer);
            seats.accept(lawyer, Optional.empty());
            return;
        }
        held.put(lawyer, next);
        seats.accept(lawyer, Optional.of(next.status().name()));
        endLater(lawyer, next);
    }

    private void endLater(String lawyer, Held one) {
        Duration left = Duration.between(clock.instant(), one.until());
        Duration wait = left.compareTo(LONGEST_TIMER) > 0 ? LONGEST_TIMER : left;
        vertx.setTimer(Math.max(1, wait.toMillis() + 1), ignored -> {
            if (held.get(lawyer) == one) {
                keep(lawyer, one);
            }
        });
    }
}
