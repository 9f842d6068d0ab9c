package org.hotline12348.core.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.audit.ChainCheck.Broken;
import org.hotline12348.core.audit.ChainCheck.Whole;

/** The audit log in PostgreSQL. */
public final class AuditLog {

    private static final int BATCH = 1000;

    private final Pool pool;
    private final Clock clock;

    public AuditLog(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Writes an entry; number and hash come from the database. */
    public Future<Void> write(
            String centre, String actor, String action, String subject, String reason, JsonObject detail) {
        return pool.preparedQuery("""
                insert into hotline.audit_entry
                  (centre_id, number, at, actor, action, subject, reason, detail, previous, hash)
                values ($1, 0, $2, $3, $4, $5, $6, $7, '', '')
                """)
                .execute(Tuple.of(
                        centre,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        actor,
                        action,
                        subject,
                        reason,
                        detail.encode()))
                .mapEmpty();
    }

    /** What to look for; empty filters do not filter. */
    public record Query(
            String centre,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<String> actor,
            Optional<String> action,
            Optional<String> subject,
            Optional<Long> before,
            int limit) {}

    /** The latest first. */
    public Future<List<AuditEntry>> list(Query query) {
        return pool.preparedQuery("""
                select * from hotline.audit_entry
                where centre_id = $1 and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)
                  and ($4::text is null or actor = $4) and ($5::text is null or action like $5 || '%')
                  and ($6::text is null or subject = $6) and ($7::bigint is null or number < $7)
                order by number desc limit $8
                """)
                .execute(Tuple.tuple()
                        .addString(query.centre())
                        .addOffsetDateTime(query.from()
                                .map(at -> at.atOffset(ZoneOffset.UTC))
                                .orElse(null))
                        .addOffsetDateTime(query.to()
                                .map(at -> at.atOffset(ZoneOffset.UTC))
                                .orElse(null))
                        .addString(query.actor().orElse(null))
                        .addString(query.action().orElse(null))
                        .addString(query.subject().orElse(null))
                        .addLong(query.before().orElse(null))
                        .addInteger(query.limit()))
                .map(AuditLog::entries);
    }

    /** Reads a whole chain and checks each link. */
    public Future<ChainCheck> verify(String centre) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("set transaction isolation level repeatable read read only")
                .execute()
                .compose(ignored -> connection
                        .preparedQuery("select number, hash from hotline.audit_head where centre_id = $1")
                        .execute(Tuple.of(centre)))
                .compose(heads -> {
                    Whole head = heads.size() == 0
                            ? new Whole(0, "")
                            : new Whole(
                                    heads.iterator().next().getLong("number"),
                                    heads.iterator().next().getString("hash"));
                    return verifyAfter(connection, centre, new Whole(0, ""), head);
                }));
    }

    private static Future<ChainCheck> verifyAfter(
            io.vertx.sqlclient.SqlClient client, String centre, Whole sofar, Whole head) {
        return client.preparedQuery("""
                select * from hotline.audit_entry where centre_id = $1 and number > $2 order by number limit $3
                """)
                .execute(Tuple.of(centre, sofar.entries(), BATCH))
                .compose(rows -> {
                    Whole reached = sofar;
                    for (AuditEntry entry : entries(rows)) {
                        Optional<Broken> fault = ChainCheck.fault(entry, reached.entries() + 1, reached.head());
                        if (fault.isPresent()) {
                            return Future.succeededFuture(fault.get());
                        }
                        reached = new Whole(entry.number(), entry.hash());
                    }
                    if (rows.size() == BATCH) {
                        return verifyAfter(client, centre, reached, head);
                    }
                    return Future.succeededFuture(
                            reached.equals(head)
                                    ? reached
                                    : new Broken(
                                            reached.entries() + 1,
                                            "The log ends with entry %d, its head says %d."
                                                    .formatted(reached.entries(), head.entries())));
                });
    }

    private static List<AuditEntry> entries(Iterable<Row> rows) {
        List<AuditEntry> entries = new ArrayList<>();
        for (Row row : rows) {
            entries.add(new AuditEntry(
                    row.getString("centre_id"),
                    row.getLong("number"),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("reason"),
                    row.getString("detail"),
                    row.getString("previous"),
                    row.getString("hash")));
        }
        return List.copyOf(entries);
    }
}
