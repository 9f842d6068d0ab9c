package org.hotline12348.core.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelReader;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.ivr.cel.CelWriter;
import org.hotline12348.ivr.journal.JournalPosition;

/** The tables of raw rows. Rows are sealed: they hold telephone numbers. */
final class RowStore {

    private final Vault vault;

    RowStore(Vault vault) {
        this.vault = vault;
    }

    /** A writer who stands still in the middle is rolled back after so long, so that nobody waits for him. */
    private static final String LONGEST_PAUSE = "5s";

    /** Others who store rows of this PBX wait until the transaction ends: calls are recomputed one batch at a time. */
    Future<Void> lock(SqlConnection connection, String pbx) {
        return connection
                .preparedQuery("""
                        select set_config('idle_in_transaction_session_timeout', $2, true),
                            pg_advisory_xact_lock(hashtextextended('journal|' || $1, 12348))""")
                .execute(Tuple.of(pbx, LONGEST_PAUSE))
                .mapEmpty();
    }

    /** Stores rows; those that are there already change nothing. */
    Future<Void> insert(SqlConnection connection, List<SeenRow> seen) {
        if (seen.isEmpty()) {
            return Future.succeededFuture();
        }
        int count = seen.size();
        String[] pbx = new String[count];
        String[] linkedIds = new String[count];
        Buffer[] marks = new Buffer[count];
        String[] uniqueIds = new String[count];
        String[] feeds = new String[count];
        OffsetDateTime[] times = new OffsetDateTime[count];
        Buffer[] bodies = new Buffer[count];
        for (int i = 0; i < count; i++) {
            CelRow row = seen.get(i).row();
            String line = CelWriter.line(row);
            pbx[i] = row.pbx();
            linkedIds[i] = row.linkedId();
            marks[i] = Buffer.buffer(vault.mark(line));
            uniqueIds[i] = row.uniqueId();
            feeds[i] = seen.get(i).feed().name();
            times[i] = row.eventTime().atOffset(ZoneOffset.UTC);
            bodies[i] = Buffer.buffer(vault.seal(line, "cel|" + row.pbx() + "|" + row.linkedId()));
        }
        Tuple rows = Tuple.tuple();
        rows.addArrayOfString(pbx).addArrayOfString(linkedIds).addArrayOfBuffer(marks);
        rows.addArrayOfString(uniqueIds).addArrayOfString(feeds).addArrayOfOffsetDateTime(times);
        rows.addArrayOfBuffer(bodies);
        return connection.preparedQuery("""
                        insert into hotline.cel_row (pbx, linked_id, mark, unique_id, feed, event_time, body)
                        select * from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::text[],
                            $6::timestamptz[], $7::bytea[])
                        on conflict do nothing""").execute(rows).mapEmpty();
    }

    /** Every row of the calls that have one of these linkedids, also over transfers that joined calls. */
    Future<List<SeenRow>> related(SqlConnection connection, String pbx, List<String> linkedIds) {
        return connection
                .preparedQuery("""
                        with recursive known (linked_id) as (
                            select unnest($2::text[])
                            union
                            select there.linked_id from known
                            join hotline.cel_row here on here.pbx = $1 and here.linked_id = known.linked_id
                            join hotline.cel_row there on there.pbx = $1 and there.unique_id = here.unique_id
                                and there.linked_id <> here.linked_id
                        )
                        select r.linked_id, r.feed, r.body from hotline.cel_row r
                        where r.pbx = $1 and r.linked_id in (select linked_id from known)""")
                .execute(Tuple.tuple().addString(pbx).addArrayOfString(linkedIds.toArray(String[]::new)))
                .map(rows -> {
                    List<SeenRow> seen = new ArrayList<>();
                    for (Row row : rows) {
                        opened(pbx, row).ifPresent(seen::add);
                    }
                    return seen;
                });
    }

    private Optional<SeenRow> opened(String pbx, Row row) {
        return vault.open(row.getBuffer("body").getBytes(), "cel|" + pbx + "|" + row.getString("linked_id"))
                .map(CelReader::readAll)
                .filter(lines -> lines.size() == 1)
                .flatMap(lines -> lines.getFirst() instanceof CelLine.Good good
                        ? Optional.of(new SeenRow(good.row(), Feed.valueOf(row.getString("feed"))))
                        : Optional.empty());
    }

    /** Rows since a moment that belong to no entry of the book: what lawyers did by their telephones' keys, for example. */
    Future<List<CelRow>> withoutEntry(SqlConnection connection, String pbx, Instant since) {
        return connection
                .preparedQuery("""
                        select r.linked_id, r.feed, r.body from hotline.cel_row r
                        where r.pbx = $1 and r.event_time >= $2 and not exists (
                            select from hotline.consultation c where c.pbx = r.pbx and c.call_id = r.linked_id)
                        order by r.event_time""")
                .execute(Tuple.of(pbx, since.atOffset(ZoneOffset.UTC)))
                .map(rows -> opened(pbx, rows));
    }

    /** Rows since a moment, the latest if there are more than so many. */
    Future<List<CelRow>> stored(SqlConnection connection, String pbx, Instant since, int most) {
        return connection
                .preparedQuery("""
                        select linked_id, feed, body from hotline.cel_row
                        where pbx = $1 and event_time > $2 order by event_time desc limit $3""")
                .execute(Tuple.of(pbx, since.atOffset(ZoneOffset.UTC), most))
                .map(rows -> opened(pbx, rows));
    }

    private List<CelRow> opened(String pbx, RowSet<Row> rows) {
        List<CelRow> found = new ArrayList<>();
        for (Row row : rows) {
            opened(pbx, row).map(SeenRow::row).ifPresent(found::add);
        }
        return found;
    }

    /** Keeps lines that are no rows. */
    Future<Void> putAside(SqlConnection connection, String pbx, List<CelLine.Aside> lines, Instant now) {
        if (lines.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Tuple> rows = lines.stream()
                .map(line -> Tuple.of(
                        pbx,
                        Buffer.buffer(vault.mark(line.text())),
                        line.reason().name(),
                        Buffer.buffer(vault.seal(line.text(), "aside|" + pbx)),
                        now.atOffset(ZoneOffset.UTC)))
                .toList();
        return connection.preparedQuery("""
                        insert into hotline.journal_aside (pbx, mark, reason, body, seen_at)
                        values ($1, $2, $3, $4, $5) on conflict do nothing""").executeBatch(rows).mapEmpty();
    }

    /** Calls of a PBX in the book that have begun and have no end, with their last row. */
    Future<List<CutCalls.Open>> open(SqlConnection connection, String pbx) {
        return connection.preparedQuery("""
                        select c.call_id, (select max(r.event_time) from hotline.cel_row r
                                           where r.pbx = c.pbx and r.linked_id = c.call_id) as last_row, c.started_at
                        from hotline.consultation c where c.pbx = $1 and c.ended_at is null""").execute(Tuple.of(pbx)).map(rows -> {
            List<CutCalls.Open> open = new ArrayList<>();
            for (Row row : rows) {
                OffsetDateTime last = row.getOffsetDateTime("last_row");
                OffsetDateTime started = row.getOffsetDateTime("started_at");
                open.add(new CutCalls.Open(row.getString("call_id"), (last == null ? started : last).toInstant()));
            }
            return open;
        });
    }

    /** The next linkedids in their order. */
    Future<List<String>> linkedIds(SqlConnection connection, String pbx, String after, int most) {
        return connection.preparedQuery("""
                        select distinct linked_id from hotline.cel_row where pbx = $1 and linked_id > $2
                        order by linked_id limit $3""").execute(Tuple.of(pbx, after, most)).map(rows -> {
            List<String> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getString("linked_id")));
            return ids;
        });
    }

    /** When the last row of a PBX was written. */
    Future<Optional<Instant>> lastRow(SqlConnection connection, String pbx) {
        return connection
                .preparedQuery("select max(event_time) as at from hotline.cel_row where pbx = $1 and feed <> 'SERVICE'")
                .execute(Tuple.of(pbx))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("at"))
                        .map(OffsetDateTime::toInstant));
    }

    Future<Void> moveTo(SqlConnection connection, String pbx, JournalPosition place, Instant now) {
        return connection
                .preparedQuery("""
                        insert into hotline.journal_place (pbx, inode, byte_offset, fingerprint, stored_at)
                        values ($1, $2, $3, $4, $5)
                        on conflict (pbx) do update set inode = excluded.inode, byte_offset = excluded.byte_offset,
                            fingerprint = excluded.fingerprint, stored_at = excluded.stored_at""")
                .execute(
                        Tuple.of(pbx, place.inode(), place.offset(), place.fingerprint(), now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    Future<Optional<JournalPosition>> place(SqlConnection connection, String pbx) {
        return connection
                .preparedQuery("select inode, byte_offset, fingerprint from hotline.journal_place where pbx = $1")
                .execute(Tuple.of(pbx))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new JournalPosition(
                                rows.iterator().next().getLong("inode"),
                                rows.iterator().next().getLong("byte_offset"),
                                rows.iterator().next().getLong("fingerprint"))));
    }
}
