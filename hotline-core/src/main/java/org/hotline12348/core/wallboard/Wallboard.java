package org.hotline12348.core.wallboard;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of a centre's calls, counted by the database, and the centre's limits for them. */
public final class Wallboard {

    /** Answered within so many seconds counts as quick (DOMAIN 2, a published target). */
    public static final int QUICK_SECONDS = 15;

    /** What a day's figures look back on. */
    public static final Duration DAY = Duration.ofHours(24);

    private final Pool pool;
    private final Clock line;

    /**
     * Calls now and over the last 24 hours. Offered to a lawyer is who entered the queue: neither who hung up during the
     * welcome nor who called when the line was closed.
     *
     * @param longest how long the longest has been waiting; empty when nobody waits
     */
    public record Calls(
            long waiting,
            long talking,
            Optional<Duration> longest,
            long offered,
            long answered,
            long quick,
            long abandoned) {}

    /** @param line the clock by which the exchange keeps its times: never shifted */
    public Wallboard(Pool pool, Clock line) {
        this.pool = pool;
        this.line = line;
    }

    /** A centre's calls. */
    public Future<Calls> calls(String centre) {
        Instant now = line.instant();
        return pool.preparedQuery("""
                select live.*, day.*
                from (select count(*) filter (where live_phase in ('WAITING', 'RINGING')) as waiting,
                        count(*) filter (where live_phase = 'TALKING') as talking,
                        min(coalesce(queued_at, started_at)) filter (where live_phase in ('WAITING', 'RINGING')) as since
                      from hotline.consultation where centre_id = $1 and ended_at is null) live,
                     (select count(*) as offered,
                        count(*) filter (where answered_at is not null) as answered,
                        count(*) filter (where answered_at is not null and wait_seconds <= $3) as quick,
                        count(*) filter (where outcome = 'ABANDONED') as abandoned
                      from hotline.consultation
                      where centre_id = $1 and queued_at >= $2 and channel = 'PHONE' and ended_at is not null) day
                """)
                .execute(Tuple.of(centre, now.minus(DAY).atOffset(ZoneOffset.UTC), QUICK_SECONDS))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Calls(
                            row.getLong("waiting"),
                            row.getLong("talking"),
                            Optional.ofNullable(row.getOffsetDateTime("since"))
                                    .map(since -> Duration.between(since.toInstant(), now)),
                            row.getLong("offered"),
                            row.getLong("answered"),
                            row.getLong("quick"),
                            row.getLong("abandoned"));
                });
    }

    /** A centre's limits, one a figure. */
    public Future<List<Limit>> limits(String centre) {
        return pool.preparedQuery("select figure, amber, red from hotline.wallboard_limit where centre_id = $1")
                .execute(Tuple.of(centre))
                .map(rows -> {
                    Map<Figure, Limit> limits = new EnumMap<>(Figure.class);
                    for (Figure figure : Figure.values()) {
                        limits.put(figure, figure.usual());
                    }
                    for (Row row : rows) {
                        Figure figure = Figure.valueOf(row.getString("figure"));
                        limits.put(
                                figure,
                                new Limit(
                                        figure,
                                        row.getNumeric("amber").doubleValue(),
                                        row.getNumeric("red").doubleValue()));
                    }
                    return List.copyOf(limits.values());
                });
    }

    /** Sets limits; figures not named keep theirs. */
    public Future<Void> setLimits(String centre, Collection<Limit> limits, String by, Instant now) {
        List<Tuple> rows = limits.stream()
                .map(limit -> Tuple.of(
                        centre,
                        limit.figure().name(),
                        Numeric.create(limit.amber()),
                        Numeric.create(limit.red()),
                        by,
                        now.atOffset(ZoneOffset.UTC)))
                .toList();
        return pool.preparedQuery("""
                insert into hotline.wallboard_limit (centre_id, figure, amber, red, changed_by, changed_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (centre_id, figure) do update set amber = excluded.amber, red = excluded.red,
                  changed_by = excluded.changed_by, changed_at = excluded.changed_at
                """).executeBatch(rows).mapEmpty();
    }
}
