package org.hotline12348.core.recording;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.recording.Recording.State;
import org.hotline12348.core.scope.CentreScope;
import org.jspecify.annotations.Nullable;

/** Which recordings there are, in PostgreSQL. A future fails only when the database cannot be reached. */
public final class RecordingBook {

    private final Pool pool;

    public RecordingBook(Pool pool) {
        this.pool = pool;
    }

    /**
     * A file that the exchange named and that has no entry yet.
     *
     * @param seconds how much talk or message it should hold
     */
    record Pending(String centre, String consultation, Kind kind, String source, Instant endedAt, int seconds) {}

    /** A sealed recording whose plain file may still lie there. */
    record Leftover(String centre, String id, Kind kind, String source) {}

    /** Why nothing of a consultation may be deleted. */
    public record Hold(String reason, String by, Instant at) {}

    /**
     * How recordings stand.
     *
     * @param waiting not sealed yet
     * @param held consultations under a legal hold
     */
    public record Count(long sealed, long bytes, long waiting, long lost, long shortened, long deleted, long held) {}

    private static final String PENDING = """
            select p.* from (
              select c.centre_id, c.id, 'CALL' as kind, c.recording_file as source, c.ended_at, c.talk_seconds as seconds
              from hotline.consultation c
              where c.ended_at is not null and c.recording_file is not null and c.recording_file <> ''
                and c.ended_at >= $2
              union all
              select c.centre_id, c.id, 'MESSAGE', c.voicemail_file, c.ended_at, c.voicemail_seconds
              from hotline.consultation c
              where c.ended_at is not null and c.voicemail_file is not null and c.voicemail_file <> ''
                and c.ended_at >= $2
            ) p
            where ($1 = '*' or p.centre_id = $1) and not exists (
              select from hotline.recording r
              where r.centre_id = p.centre_id and r.kind = p.kind and r.source = p.source)
            """;

    /** The oldest that are not sealed yet, of calls that ended since a moment. */
    Future<List<Pending>> pending(Instant since, int limit) {
        return CentreScope.within(
                pool,
                CentreScope.ALL,
                connection -> connection
                        .preparedQuery(PENDING + " order by p.ended_at limit $3")
                        .execute(Tuple.of(CentreScope.ALL, at(since), limit))
                        .map(rows -> {
                            List<Pending> found = new ArrayList<>();
                            for (Row row : rows) {
                                found.add(new Pending(
                                        row.getString("centre_id"),
                                        row.getString("id"),
                                        Kind.valueOf(row.getString("kind")),
                                        row.getString("source"),
                                        row.getOffsetDateTime("ended_at").toInstant(),
                                        row.getInteger("seconds")));
                            }
                            return found;
                        }));
    }

    /**
     * Enters one.
     *
     * @param sealed what sealing found out; absent when there is nothing to keep
     * @return false when another copy of the service was faster
     */
    Future<Boolean> enter(
            Pending pending, String id, State state, SoundFiles.@Nullable Sealed sealed, boolean isShort, Instant now) {
        return CentreScope.within(
                pool,
                pending.centre(),
                connection -> connection
                        .preparedQuery("""
                        insert into hotline.recording (centre_id, id, consultation_id, kind, source, ended_at, state,
                          sealed_at, bytes, millis, peaks, short, plain_removed)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                        on conflict (centre_id, kind, source) do nothing""")
                        .execute(Tuple.tuple()
                                .addString(pending.centre())
                                .addString(id)
                                .addString(pending.consultation())
                                .addString(pending.kind().name())
                                .addString(pending.source())
                                .addOffsetDateTime(at(pending.endedAt()))
                                .addString(state.name())
                                .addOffsetDateTime(at(now))
                                .addLong(sealed == null ? 0 : sealed.bytes())
                                .addLong(sealed == null ? 0 : sealed.millis())
                                .addBuffer(sealed == null ? null : Buffer.buffer(sealed.peaks()))
                                .addBoolean(isShort)
                                .addBoolean(false))
                        .map(done -> done.rowCount() == 1));
    }

    /** Those whose plain file is not known to be gone. */
    Future<List<Leftover>> leftovers(int limit) {
        return CentreScope.within(
                pool,
                CentreScope.ALL,
                connection -> connection
                        .preparedQuery("""
                        select centre_id, id, kind, source from hotline.recording
                        where not plain_removed order by sealed_at limit $1""")
                        .execute(Tuple.of(limit))
                        .map(rows -> {
                            List<Leftover> found = new ArrayList<>();
                            for (Row row : rows) {
                                found.add(new Leftover(
                                        row.getString("centre_id"),
                                        row.getString("id"),
                                        Kind.valueOf(row.getString("kind")),
                                        row.getString("source")));
                            }
                            return found;
                        }));
    }

    Future<Void> plainRemoved(String centre, String id) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery(
                                "update hotline.recording set plain_removed = true where centre_id = $1 and id = $2")
                        .execute(Tuple.of(centre, id))
                        .mapEmpty());
    }

    /** Which of these ids have an entry. */
    Future<Set<String>> known(String centre, List<String> ids) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("select id from hotline.recording where centre_id = $1 and id = any($2)")
                        .execute(Tuple.tuple().addString(centre).addArrayOfString(ids.toArray(String[]::new)))
                        .map(rows -> {
                            Set<String> known = new HashSet<>();
                            rows.forEach(row -> known.add(row.getString("id")));
                            return known;
                        }));
    }

    /** Kept ones whose call ended before a moment, without a legal hold; the oldest first. */
    Future<List<Recording>> due(Instant before, int limit) {
        return CentreScope.within(
                pool,
                CentreScope.ALL,
                connection -> connection
                        .preparedQuery("""
                        select r.* from hotline.recording r
                        where r.state = 'SEALED' and r.ended_at < $1 and not exists (
                          select from hotline.recording_hold h
                          where h.centre_id = r.centre_id and h.consultation_id = r.consultation_id)
                        order by r.ended_at limit $2""")
                        .execute(Tuple.of(at(before), limit))
                        .map(RecordingBook::all));
    }

    /**
     * Marks one as deleted, unless a hold was laid on it meanwhile.
     *
     * @return whether it may be deleted
     */
    Future<Boolean> delete(Recording recording, Instant now) {
        return CentreScope.within(
                pool,
                recording.centre(),
                connection -> connection
                        .preparedQuery("""
                        update hotline.recording r set state = 'DELETED', deleted_at = $3, peaks = null
                        where r.centre_id = $1 and r.id = $2 and r.state = 'SEALED' and not exists (
                          select from hotline.recording_hold h
                          where h.centre_id = r.centre_id and h.consultation_id = r.consultation_id)""")
                        .execute(Tuple.of(recording.centre(), recording.id(), at(now)))
                        .map(done -> done.rowCount() == 1));
    }

    /** Ids of deleted ones: their files must not be there any more. */
    Future<Set<String>> deleted(String centre, List<String> ids) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        select id from hotline.recording
                        where centre_id = $1 and id = any($2) and state = 'DELETED'""")
                        .execute(Tuple.tuple().addString(centre).addArrayOfString(ids.toArray(String[]::new)))
                        .map(rows -> {
                            Set<String> gone = new HashSet<>();
                            rows.forEach(row -> gone.add(row.getString("id")));
                            return gone;
                        }));
    }

    /** What there is of a consultation, the call before the message. */
    public Future<List<Recording>> of(String centre, String consultation) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        select * from hotline.recording where centre_id = $1 and consultation_id = $2
                        order by kind, ended_at, id""")
                        .execute(Tuple.of(centre, consultation))
                        .map(RecordingBook::all));
    }

    /** The outline of one: unsigned bytes. */
    public Future<Optional<Buffer>> peaks(String centre, String id) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("select peaks from hotline.recording where centre_id = $1 and id = $2")
                        .execute(Tuple.of(centre, id))
                        .map(rows -> rows.size() == 0
                                ? Optional.empty()
                                : Optional.ofNullable(rows.iterator().next().getBuffer("peaks"))));
    }

    /** The legal hold on a consultation. */
    public Future<Optional<Hold>> hold(String centre, String consultation) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        select reason, by_whom, at from hotline.recording_hold
                        where centre_id = $1 and consultation_id = $2""")
                        .execute(Tuple.of(centre, consultation))
                        .map(rows -> {
                            if (rows.size() == 0) {
                                return Optional.empty();
                            }
                            Row row = rows.iterator().next();
                            return Optional.of(new Hold(
                                    row.getString("reason"),
                                    row.getString("by_whom"),
                                    row.getOffsetDateTime("at").toInstant()));
                        }));
    }

    /** Lays a hold, or changes its reason. */
    public Future<Void> lay(String centre, String consultation, Hold hold) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        insert into hotline.recording_hold (centre_id, consultation_id, reason, by_whom, at)
                        values ($1, $2, $3, $4, $5) on conflict (centre_id, consultation_id)
                        do update set reason = excluded.reason, by_whom = excluded.by_whom, at = excluded.at""")
                        .execute(Tuple.of(centre, consultation, hold.reason(), hold.by(), at(hold.at())))
                        .mapEmpty());
    }

    /** Lifts a hold; without one nothing happens. */
    public Future<Void> lift(String centre, String consultation) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery(
                                "delete from hotline.recording_hold where centre_id = $1 and consultation_id = $2")
                        .execute(Tuple.of(centre, consultation))
                        .mapEmpty());
    }

    /**
     * How a centre's recordings stand; {@link CentreScope#ALL} counts all centres.
     *
     * @param since calls that ended earlier do not count as waiting
     */
    public Future<Count> count(String centre, Instant since) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        select count(*) filter (where state = 'SEALED') as sealed,
                          coalesce(sum(bytes) filter (where state = 'SEALED'), 0)::bigint as bytes,
                          count(*) filter (where state = 'LOST') as lost,
                          count(*) filter (where short) as shortened,
                          count(*) filter (where state = 'DELETED') as deleted,
                          (select count(*) from hotline.recording_hold h where $1 in ('*', h.centre_id)) as held,
                          (select count(*) from (%s) w) as waiting
                        from hotline.recording where $1 in ('*', centre_id)""".formatted(PENDING))
                        .execute(Tuple.of(centre, at(since)))
                        .map(rows -> {
                            Row row = rows.iterator().next();
                            return new Count(
                                    row.getLong("sealed"),
                                    row.getLong("bytes"),
                                    row.getLong("waiting"),
                                    row.getLong("lost"),
                                    row.getLong("shortened"),
                                    row.getLong("deleted"),
                                    row.getLong("held"));
                        }));
    }

    private static List<Recording> all(RowSet<Row> rows) {
        List<Recording> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(new Recording(
                    row.getString("centre_id"),
                    row.getString("id"),
                    row.getString("consultation_id"),
                    Kind.valueOf(row.getString("kind")),
                    row.getOffsetDateTime("ended_at").toInstant(),
                    State.valueOf(row.getString("state")),
                    row.getLong("bytes"),
                    row.getLong("millis"),
                    row.getBoolean("short"),
                    Optional.ofNullable(row.getOffsetDateTime("deleted_at")).map(OffsetDateTime::toInstant)));
        }
        return List.copyOf(all);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
