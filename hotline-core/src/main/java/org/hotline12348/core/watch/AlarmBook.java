package org.hotline12348.core.watch;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.scope.CentreScope;
import org.hotline12348.core.watch.Watch.Raised;

/** Alarms in PostgreSQL: those that stand, and the last ones that are over. Several services may keep the same. */
final class AlarmBook {

    private static final String EVERY_CENTRE = "*";

    private final Pool pool;

    AlarmBook(Pool pool) {
        this.pool = pool;
    }

    /** Those that stand, and of the others the latest. */
    Future<List<Raised>> read(int latest) {
        return CentreScope.within(
                pool,
                CentreScope.ALL,
                connection -> connection
                        .preparedQuery("""
                        select * from hotline.watch_alarm
                        order by cleared_at desc nulls first, raised_at desc limit $1
                        """)
                        .execute(Tuple.of(latest))
                        .map(rows -> {
                            List<Raised> found = new ArrayList<>();
                            rows.forEach(row -> raised(row).ifPresent(found::add));
                            return found;
                        }));
    }

    /** A kind that a later version raised is left alone. */
    private static Optional<Raised> raised(Row row) {
        String centre = row.getString("centre_id");
        return Alarm.Kind.named(row.getString("kind"))
                .map(kind -> new Raised(
                        new Alarm(
                                kind,
                                row.getString("subject"),
                                centre.equals(EVERY_CENTRE) ? Optional.empty() : Optional.of(centre),
                                row.getString("zh"),
                                row.getString("en")),
                        row.getOffsetDateTime("raised_at").toInstant(),
                        Optional.ofNullable(row.getString("acknowledged_by")),
                        Optional.ofNullable(row.getOffsetDateTime("cleared_at")).map(at -> at.toInstant())));
    }

    /** Writes how one is now. */
    Future<Void> write(Raised raised) {
        String centre = raised.alarm().centre().orElse(EVERY_CENTRE);
        return CentreScope.within(pool, centre, connection -> write(connection, centre, raised));
    }

    private static Future<Void> write(SqlConnection connection, String centre, Raised raised) {
        Tuple values = Tuple.tuple()
                .addString(centre)
                .addString(raised.alarm().id())
                .addString(raised.alarm().zh())
                .addString(raised.alarm().en())
                .addString(raised.acknowledgedBy().orElse(null))
                .addOffsetDateTime(raised.clearedAt()
                        .map(at -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null));
        return connection
                // Another service may have raised it a moment before: one row for one cause.
                .preparedQuery("""
                        update hotline.watch_alarm set zh = $3, en = $4,
                          acknowledged_by = coalesce($5, acknowledged_by), cleared_at = $6
                        where centre_id = $1 and id = $2 and cleared_at is null
                        """)
                .execute(values)
                .compose(updated -> updated.rowCount() > 0
                        ? Future.succeededFuture()
                        : connection
                                .preparedQuery("""
                                        insert into hotline.watch_alarm (centre_id, id, zh, en, acknowledged_by,
                                          cleared_at, kind, subject, raised_at)
                                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
                                        """)
                                .execute(values.addString(raised.alarm().kind().name())
                                        .addString(raised.alarm().subject())
                                        .addOffsetDateTime(raised.raisedAt().atOffset(ZoneOffset.UTC)))
                                .mapEmpty());
    }
}
