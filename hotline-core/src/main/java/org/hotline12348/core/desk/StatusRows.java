package org.hotline12348.core.desk;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The table of statuses. What was said last holds, in whatever order it is written. */
final class StatusRows {

    private StatusRows() {}

    /** @param late whether something said later may stand there already: then that holds */
    static Future<Void> write(
            SqlConnection connection, String centre, String lawyer, Statuses.Held held, boolean late) {
        return connection
                // He has one status, wherever he said it.
                .preparedQuery("delete from hotline.lawyer_status where lawyer = $1 and centre_id <> $2")
                .execute(Tuple.of(lawyer, centre))
                .compose(_ -> connection
                        .preparedQuery("""
                                insert into hotline.lawyer_status as kept (centre_id, lawyer, status, since, until)
                                values ($1, $2, $3, $4, $5)
                                on conflict (centre_id, lawyer) do update
                                set status = excluded.status, since = excluded.since, until = excluded.until
                                where kept.since < excluded.since or not $6
                                """)
                        .execute(Tuple.of(
                                centre,
                                lawyer,
                                held.status().name(),
                                held.since().atOffset(ZoneOffset.UTC),
                                held.until().atOffset(ZoneOffset.UTC),
                                late)))
                .mapEmpty();
    }

    /** The exchange's word for a status; empty when it is none of ours. */
    static Optional<OwnStatus> ofWord(String word) {
        return switch (word) {
            case "READY", "SIGNED_IN" -> Optional.of(OwnStatus.READY);
            case "BREAK", "VISITOR", "MEETING", "WRAP_UP", "SIGNED_OUT" -> Optional.of(OwnStatus.valueOf(word));
            default -> Optional.empty();
        };
    }

    /** PostgreSQL keeps microseconds: what is compared with what it keeps must have no more. */
    static Instant micros(Instant at) {
        return at.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
