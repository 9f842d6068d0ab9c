package org.hotline12348.core.copies;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.lease.Holder;
import org.hotline12348.core.lease.LeaseRow;
import org.hotline12348.core.lease.LeaseRule.Ask;
import org.hotline12348.core.lease.LeaseRule.Told;

/** The leases and the copies of the service, in PostgreSQL. */
public final class LeaseTable {

    /** A copy that gave a sign of life within this time lives. */
    static final Duration ALIVE = Duration.ofSeconds(30);

    private final Pool pool;

    /** @param pool of its own, so that a renewal never waits behind other work */
    public LeaseTable(Pool pool) {
        this.pool = pool;
    }

    /** A writer whose lease is another's by now. */
    public static final class FencedOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        FencedOff(String name, long token) {
            super(
                    "The lease %s was taken over by another copy of the service; nothing is written under its token %d any more."
                            .formatted(name, token),
                    null,
                    false,
                    false);
        }
    }

    /**
     * The fence: fails the transaction of a holder whose lease is another's by now, and keeps it from changing hands until the
     * transaction ends. Renewals do not wait for it.
     */
    public static Future<Void> require(SqlConnection connection, String name, long token) {
        return connection
                .preparedQuery("select 1 from hotline.lease where name = $1 and token = $2 for key share")
                .execute(Tuple.of(name, token))
                .compose(rows ->
                        rows.size() == 1 ? Future.succeededFuture() : Future.failedFuture(new FencedOff(name, token)));
    }

    /** Does what one copy asks. */
    Future<Told> answer(String name, Ask ask, Holder me) {
        return switch (ask) {
            case Ask.Look _ -> look(name);
            case Ask.Take take -> take(name, take, me);
            case Ask.Renew renew -> renew(name, renew);
        };
    }

    private Future<Told> look(String name) {
        return pool.preparedQuery("insert into hotline.lease (name) values ($1) on conflict do nothing")
                .execute(Tuple.of(name))
                .compose(_ -> pool.preparedQuery("""
                        select copy, run, token, beat, patience_ms
                        from hotline.lease where name = $1""").execute(Tuple.of(name)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    String copy = row.getString("copy");
                    return new Told.Row(new LeaseRow(
                            copy.isEmpty() ? Optional.empty() : Optional.of(new Holder(copy, row.getString("run"))),
                            row.getLong("token"),
                            row.getLong("beat"),
                            Duration.ofMillis(row.getLong("patience_ms"))));
                });
    }

    /** Waits for transactions under the old token: whatever they write is there before the new holder begins. */
    private Future<Told> take(String name, Ask.Take take, Holder me) {
        return pool.preparedQuery("""
                        with free as materialized (
                            select name from hotline.lease where name = $1 and token = $2 and beat = $3 for update)
                        update hotline.lease l set copy = $4, run = $5, token = l.token + 1, beat = l.beat + 1, patience_ms = $6,
                            held_since = clock_timestamp(), renewed_at = clock_timestamp()
                        from free where l.name = free.name
                        returning l.token, l.beat""")
                .execute(Tuple.of(
                        name,
                        take.seen().token(),
                        take.seen().beat(),
                        me.copy(),
                        me.run(),
                        take.patience().toMillis()))
                .map(LeaseTable::granted);
    }

    private Future<Told> renew(String name, Ask.Renew renew) {
        return pool.preparedQuery("""
                        update hotline.lease set beat = $3, patience_ms = $4, renewed_at = clock_timestamp()
                        where name = $1 and token = $2 and beat < $3
                        returning token, beat""")
                .execute(Tuple.of(
                        name, renew.token(), renew.beat(), renew.patience().toMillis()))
                .map(LeaseTable::granted);
    }

    private static Told granted(Iterable<Row> rows) {
        for (Row row : rows) {
            return new Told.Granted(row.getLong("token"), row.getLong("beat"));
        }
        return new Told.Refused();
    }

    /** Gives it back, so that another need not wait. */
    Future<Void> release(String name, long token) {
        return pool.preparedQuery("""
                        update hotline.lease set copy = '', run = '', beat = beat + 1, patience_ms = 0
                        where name = $1 and token = $2""").execute(Tuple.of(name, token)).mapEmpty();
    }

    /** One copy's sign of life; answers whether others live. */
    Future<Boolean> beat(Holder me, String address, Instant startedAt) {
        return pool.preparedQuery("""
                        insert into hotline.service_copy (copy, run, address, started_at, seen_at)
                        values ($1, $2, $3, $4, clock_timestamp())
                        on conflict (copy) do update set run = excluded.run, address = excluded.address,
                            started_at = excluded.started_at, seen_at = excluded.seen_at
                        returning exists (select 1 from hotline.service_copy other where other.copy <> $1
                            and other.seen_at > clock_timestamp() - make_interval(secs => $5)) as others""")
                .execute(Tuple.of(
                        me.copy(), me.run(), address, startedAt.atOffset(ZoneOffset.UTC), (double) ALIVE.toSeconds()))
                .map(rows -> rows.iterator().next().getBoolean("others"));
    }

    /** A copy that stops says so. */
    Future<Void> farewell(Holder me) {
        return pool.preparedQuery("delete from hotline.service_copy where copy = $1 and run = $2")
                .execute(Tuple.of(me.copy(), me.run()))
                .mapEmpty();
    }

    /**
     * A copy of the service, for people.
     *
     * @param quiet since its last sign of life, by the database's clock
     */
    public record Copy(String copy, String address, Instant startedAt, Duration quiet) {
        /** Whether it lives. */
        public boolean alive() {
            return quiet.compareTo(ALIVE) < 0;
        }
    }

    /**
     * A lease, for people.
     *
     * @param copy who has it; empty when nobody has
     * @param quiet since its last renewal, by the database's clock
     */
    public record Standing(
            String name,
            Optional<String> copy,
            long token,
            Optional<Instant> since,
            Duration quiet,
            Duration patience) {}

    /** All copies that are known, those that live first. */
    public Future<List<Copy>> copies() {
        return pool.query("""
                        select copy, address, started_at, extract(epoch from clock_timestamp() - seen_at)::float8 as quiet
                        from hotline.service_copy order by seen_at desc limit 20""").execute().map(rows -> {
            List<Copy> copies = new ArrayList<>();
            for (Row row : rows) {
                copies.add(new Copy(
                        row.getString("copy"),
                        row.getString("address"),
                        row.getOffsetDateTime("started_at").toInstant(),
                        seconds(row.getDouble("quiet"))));
            }
            return List.copyOf(copies);
        });
    }

    /** All leases. */
    public Future<List<Standing>> leases() {
        return pool.query("""
                        select name, copy, token, held_since, patience_ms,
                            coalesce(extract(epoch from clock_timestamp() - renewed_at), 0)::float8 as quiet
                        from hotline.lease order by name""").execute().map(rows -> {
            List<Standing> leases = new ArrayList<>();
            for (Row row : rows) {
                leases.add(new Standing(
                        row.getString("name"),
                        Optional.of(row.getString("copy")).filter(copy -> !copy.isEmpty()),
                        row.getLong("token"),
                        Optional.ofNullable(row.getOffsetDateTime("held_since")).map(at -> at.toInstant()),
                        seconds(row.getDouble("quiet")),
                        Duration.ofMillis(row.getLong("patience_ms"))));
            }
            return List.copyOf(leases);
        });
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1_000));
    }
}
