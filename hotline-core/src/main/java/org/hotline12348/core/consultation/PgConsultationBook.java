package org.hotline12348.core.consultation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hotline12348.core.consultation.WordLists.Word;
import org.hotline12348.core.consultation.WriteResult.Fault;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.scope.CentreScope;
import org.jspecify.annotations.Nullable;

/** The book in PostgreSQL. */
public final class PgConsultationBook implements ConsultationBook {

    /** Calls shown at once on a duty screen. */
    static final int MAX_LIVE = 500;

    private static final int MAX_HISTORY = 100;

    private final Vertx vertx;
    private final Pool pool;
    private final Vault vault;
    private final ConsultationRow reader;
    private final Function<String, ZoneId> zones;

    /**
     * @param zones time zone by centre: the year of a running number is the centre's
     */
    public PgConsultationBook(Vertx vertx, Pool pool, Vault vault, Function<String, ZoneId> zones) {
        this.vertx = vertx;
        this.pool = pool;
        this.vault = vault;
        this.reader = new ConsultationRow(vault);
        this.zones = zones;
    }

    @Override
    public Future<Optional<Consultation>> find(String id, Set<String> centres, Optional<String> visibleTo) {
        return CentreScope.within(pool, centres, connection -> one(connection, id, centres, visibleTo));
    }

    private Future<Optional<Consultation>> one(
            SqlClient client, String id, Set<String> centres, Optional<String> visibleTo) {
        if (id.indexOf('\0') >= 0) {
            return Future.succeededFuture(Optional.empty());
        }
        Where where = new Where(centres);
        where.and("c.id = %s", id);
        visibleTo.ifPresent(where::visibleTo);
        String sql = "select " + ConsultationRow.COLUMNS + ", c.timeline from " + ConsultationRow.TABLES + where.text();
        return client.preparedQuery(sql)
                .execute(where.values())
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(reader.read(rows.iterator().next(), true)));
    }

    @Override
    public Future<ConsultationPage> list(ConsultationQuery query) {
        Where where = where(query);
        query.cursor().flatMap(Cursor::read).ifPresent(cursor -> where.before(at(cursor.startedAt()), cursor.id()));
        // One more than asked for tells whether there is a next page.
        String sql = "select " + ConsultationRow.COLUMNS + " from " + ConsultationRow.SEEN + where.text()
                + " order by c.started_at desc, c.id desc limit " + (query.limit() + 1);
        return scoped(query.centres(), sql, where).map(found -> {
            boolean more = found.size() > query.limit();
            List<Consultation> items = more ? found.subList(0, query.limit()) : found;
            return new ConsultationPage(
                    List.copyOf(items),
                    more ? Optional.of(Cursor.after(items.getLast()).text()) : Optional.empty());
        });
    }

    @Override
    public Future<Long> count(ConsultationQuery query) {
        Where where = where(query);
        String sql = "select count(*) from " + ConsultationRow.SEEN + where.text();
        return CentreScope.within(
                pool,
                query.centres(),
                connection -> connection
                        .preparedQuery(sql)
                        .execute(where.values())
                        .map(rows -> rows.iterator().next().getLong(0)));
    }

    private Where where(ConsultationQuery query) {
        Where where = new Where(query.centres());
        query.from().ifPresent(from -> where.and("c.started_at >= %s", at(from)));
        query.to().ifPresent(to -> where.and("c.started_at < %s", at(to)));
        query.channel().ifPresent(channel -> where.and("c.channel = %s", channel.name()));
        query.outcome().ifPresent(outcome -> where.and("c.outcome = %s", outcome.name()));
        query.lawyer().ifPresent(lawyer -> where.and("c.lawyers @> array[%s::text]", lawyer));
        query.category().ifPresent(category -> where.chosen("n.category", category));
        query.disposition().ifPresent(disposition -> where.chosen("n.disposition", disposition));
        where.facets(query.facets());
        query.caller()
                .ifPresent(caller -> where.and("c.caller_mark = %s", Buffer.buffer(vault.mark(caller.plainDigits()))));
        query.text().filter(text -> !text.isBlank()).ifPresent(where::text);
        query.visibleTo().ifPresent(where::visibleTo);
        if (query.asksForNotes() && !query.withSensitive()) {
            where.and("not coalesce(n.sensitive, false)");
        }
        if (query.unfinished()) {
            where.and("c.outcome = 'ANSWERED' and (coalesce(n.category, '') = '' or n.summary = '' or n.advice = '' or"
                    + " n.disposition = '' or not (n.rights_explained or n.disposition = '" + Notes.VOID + "'))");
        }
        return where;
    }

    @Override
    public Future<List<Consultation>> live(Set<String> centres, Optional<String> visibleTo) {
        Where where = new Where(centres);
        where.and("c.ended_at is null");
        visibleTo.ifPresent(where::visibleTo);
        String sql = "select " + ConsultationRow.COLUMNS + " from " + ConsultationRow.TABLES + where.text()
                + " order by c.started_at, c.id limit " + MAX_LIVE;
        return scoped(centres, sql, where);
    }

    @Override
    public Future<List<Consultation>> history(String id, Set<String> centres, int limit) {
        Where where = new Where(centres);
        where.and(
                "c.caller_mark = (select o.caller_mark from hotline.consultation o where o.centre_id = any($1) and"
                        + " o.id = %s)",
                id);
        where.and("c.id <> %s", id);
        String sql = "select " + ConsultationRow.COLUMNS + " from " + ConsultationRow.TABLES + where.text()
                + " order by c.started_at desc, c.id desc limit " + Math.clamp(limit, 1, MAX_HISTORY);
        return scoped(centres, sql, where);
    }

    /** As the role that sees the centres it names and no other. */
    private Future<List<Consultation>> scoped(Set<String> centres, String sql, Where where) {
        return CentreScope.within(
                pool,
                centres,
                connection ->
                        connection.preparedQuery(sql).execute(where.values()).map(this::all));
    }

    @Override
    public Future<WriteResult> edit(
            String id,
            long version,
            NotesEdit edit,
            Set<String> centres,
            Optional<String> visibleTo,
            String by,
            Instant at) {
        return CentreScope.within(
                        pool,
                        centres,
                        connection -> lock(connection, id, centres)
                                .compose(_ -> one(connection, id, centres, visibleTo))
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(new WriteResult.Unknown(id))
                                        : edit(connection, found.get(), version, edit, by, at)))
                .onSuccess(this::tell);
    }

    /** One writer at a time; a statement of its own, so that what is read next is what the last writer left. */
    private static Future<Void> lock(SqlConnection connection, String id, Set<String> centres) {
        return connection
                .preparedQuery("select 1 from hotline.consultation where centre_id = any($1) and id = $2 for update")
                .execute(Tuple.tuple()
                        .addArrayOfString(centres.toArray(String[]::new))
                        .addString(id.replace("\0", "")))
                .mapEmpty();
    }

    private Future<WriteResult> edit(
            SqlConnection connection, Consultation now, long version, NotesEdit edit, String by, Instant at) {
        if (now.version() != version) {
            return Future.succeededFuture(new WriteResult.Stale(now));
        }
        return wordLists(connection, now.centre()).compose(lists -> {
            Notes notes = lists.guarded(edit.applyTo(now.notes()));
            List<Fault> faults = NotesRules.faults(notes, lists);
            if (!faults.isEmpty()) {
                return Future.succeededFuture(new WriteResult.Refused(faults));
            }
            return write(connection, now.centre(), now.id(), version + 1, notes, by, at)
                    .compose(_ -> keep(connection, now, RecordEdit.of(version + 1, by, at, now.notes(), notes)))
                    .compose(_ -> one(connection, now.id(), Set.of(now.centre()), Optional.empty()))
                    .map(after -> new WriteResult.Written(after.orElseThrow()));
        });
    }

    /** With the last edit as one, where the same person goes on. */
    private static Future<Void> keep(SqlConnection connection, Consultation now, RecordEdit edit) {
        return edits(connection, now.id(), Set.of(now.centre()), 1).compose(last -> {
            Optional<RecordEdit> joined = last.stream().findFirst().flatMap(before -> before.and(edit));
            RecordEdit kept = joined.orElse(edit);
            JsonArray changes = new JsonArray();
            kept.changes()
                    .forEach(change -> changes.add(new JsonObject()
                            .put("field", change.field())
                            .put("before", change.before())
                            .put("after", change.after())));
            Tuple row = Tuple.tuple()
                    .addString(now.centre())
                    .addString(now.id())
                    .addLong(joined.isPresent() ? last.getFirst().version() : kept.version())
                    .addLong(kept.version())
                    .addString(kept.by())
                    .addOffsetDateTime(at(kept.began()))
                    .addOffsetDateTime(at(kept.ended()))
                    .addValue(changes);
            return connection.preparedQuery("""
                            insert into hotline.consultation_edit as e (centre_id, id, version, edited_by, began_at, edited_at,
                                changes)
                            values ($1, $2, $3, $5, $6, $7, $8)
                            on conflict (centre_id, id, version) do update set version = $4, edited_at = excluded.edited_at,
                                changes = excluded.changes""").execute(row).mapEmpty();
        });
    }

    @Override
    public Future<List<RecordEdit>> edits(String id, Set<String> centres) {
        return CentreScope.within(pool, centres, connection -> edits(connection, id, centres, RecordEdit.MOST));
    }

    private static Future<List<RecordEdit>> edits(SqlConnection connection, String id, Set<String> centres, int most) {
        return connection
                .preparedQuery("""
                        select version, edited_by, began_at, edited_at, changes from hotline.consultation_edit
                        where centre_id = any($1) and id = $2 order by version desc limit $3""")
                .execute(Tuple.tuple()
                        .addArrayOfString(centres.toArray(String[]::new))
                        .addString(id.replace("\0", ""))
                        .addInteger(most))
                .map(rows -> {
                    List<RecordEdit> edits = new ArrayList<>();
                    rows.forEach(row -> edits.add(new RecordEdit(
                            row.getLong("version"),
                            row.getString("edited_by"),
                            row.getOffsetDateTime("began_at").toInstant(),
                            row.getOffsetDateTime("edited_at").toInstant(),
                            row.getJsonArray("changes").stream()
                                    .map(JsonObject.class::cast)
                                    .map(one -> new RecordEdit.Change(
                                            one.getString("field"), one.getString("before"), one.getString("after")))
                                    .toList())));
                    return edits;
                });
    }

    private Future<Void> write(
            SqlConnection connection, String centre, String id, long version, Notes notes, String by, Instant at) {
        String search = Grams.searchable(notes);
        Tuple row = Tuple.tuple();
        row.addString(centre).addString(id).addLong(version);
        row.addString(notes.category()).addString(notes.matter()).addString(notes.summary());
        row.addString(notes.advice()).addString(notes.disposition());
        row.addArrayOfString(notes.callerGroups().stream().sorted().toArray(String[]::new));
        row.addBuffer(
                notes.callerName().isEmpty() ? null : Buffer.buffer(vault.seal(notes.callerName(), "name|" + id)));
        row.addString(notes.district()).addBoolean(notes.rightsExplained());
        row.addLocalDate(notes.limitationDate().orElse(null));
        row.addBoolean(notes.followUpWanted()).addBoolean(notes.sensitive());
        row.addString(search);
        row.addArrayOfString(Grams.of(search).toArray(String[]::new));
        row.addString(by).addOffsetDateTime(at(at));
        row.addBoolean(notes.nameWithheld()).addBoolean(notes.aidApplication()).addString(notes.referredTo());
        row.addLocalDate(notes.followUpOn().orElse(null));
        return connection.preparedQuery("""
                        insert into hotline.consultation_note (centre_id, id, version, category, matter, summary, advice,
                            disposition, caller_groups, caller_name, district, rights_explained, limitation_date,
                            follow_up_wanted, sensitive, search, grams, edited_by, edited_at, name_withheld,
                            aid_application, referred_to, follow_up_on)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                            $20, $21, $22, $23)
                        on conflict (centre_id, id) do update set version = excluded.version,
                            category = excluded.category, matter = excluded.matter, summary = excluded.summary,
                            advice = excluded.advice, disposition = excluded.disposition,
                            caller_groups = excluded.caller_groups, caller_name = excluded.caller_name,
                            district = excluded.district, rights_explained = excluded.rights_explained,
                            limitation_date = excluded.limitation_date, follow_up_wanted = excluded.follow_up_wanted,
                            sensitive = excluded.sensitive, search = excluded.search, grams = excluded.grams,
                            edited_by = excluded.edited_by, edited_at = excluded.edited_at,
                            name_withheld = excluded.name_withheld, aid_application = excluded.aid_application,
                            referred_to = excluded.referred_to, follow_up_on = excluded.follow_up_on""").execute(row).mapEmpty();
    }

    @Override
    public Future<WriteResult> add(NewConsultation entry, String by, Instant at) {
        return CentreScope.within(
                        pool,
                        entry.centre(),
                        connection -> wordLists(connection, entry.centre()).compose(lists -> {
                            List<Fault> faults = NewConsultationRules.faults(entry, lists);
                            return faults.isEmpty()
                                    ? add(connection, entry.with(lists.guarded(entry.notes())), by, at)
                                    : Future.succeededFuture(new WriteResult.Refused(faults));
                        }))
                .onSuccess(this::tell);
    }

    private Future<WriteResult> add(SqlConnection connection, NewConsultation entry, String by, Instant at) {
        String id = EntryId.ofRequest(entry.centre(), entry.requestKey());
        // The id's lock comes first: the same request twice at once makes one entry and uses one number.
        return connection
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 12348))")
                .execute(Tuple.of(id))
                .compose(_ -> one(connection, id, Set.of(entry.centre()), Optional.empty()))
                .compose(there -> there.isPresent()
                        ? Future.succeededFuture(there)
                        : insert(connection, entry, id, by, at)
                                .compose(_ -> one(connection, id, Set.of(entry.centre()), Optional.empty())))
                .map(written -> new WriteResult.Written(written.orElseThrow()));
    }

    private Future<Void> insert(SqlConnection connection, NewConsultation entry, String id, String by, Instant at) {
        int year = entry.startedAt().atZone(zones.apply(entry.centre())).getYear();
        return Numbers.next(connection, entry.centre(), year, 1)
                .compose(numbers -> {
                    Tuple row = Tuple.tuple();
                    row.addString(entry.centre()).addString(id).addString(numbers.getFirst());
                    row.addString(entry.channel().name());
                    row.addOffsetDateTime(at(entry.startedAt())).addOffsetDateTime(at(entry.endedAt()));
                    row.addBuffer(entry.caller()
                            .map(n -> Buffer.buffer(vault.seal(n.plainDigits(), "caller|" + id)))
                            .orElse(null));
                    row.addBuffer(entry.caller()
                            .map(n -> Buffer.buffer(vault.mark(n.plainDigits())))
                            .orElse(null));
                    row.addString(entry.lawyer()).addArrayOfString(new String[] {entry.lawyer()});
                    row.addString(by).addString(entry.requestKey());
                    row.addInteger(NewConsultationRules.talkSeconds(entry));
                    return connection.preparedQuery("""
                                    insert into hotline.consultation (centre_id, id, number, channel, started_at,
                                        ended_at, outcome, caller, caller_mark, lawyer, lawyers, entered_by, request_key,
                                        talk_seconds)
                                    values ($1, $2, $3, $4, $5, $6, 'ANSWERED', $7, $8, $9, $10, $11, $12, $13)""").execute(row);
                })
                .compose(_ -> write(connection, entry.centre(), id, 1, entry.notes(), by, at));
    }

    @Override
    public Future<WordLists> wordLists(String centre) {
        return wordLists(pool, centre);
    }

    private static Future<WordLists> wordLists(SqlClient client, String centre) {
        return client.preparedQuery("""
                        select centre_id, list, key, zh, en, grp, sensitive from hotline.word where centre_id in ($1, '*')
                        order by place, key""")
                .execute(Tuple.of(centre))
                .map(rows -> new WordLists(
                        words(rows, centre, "CATEGORY"),
                        words(rows, centre, "DISPOSITION"),
                        words(rows, centre, "CALLER_GROUP")));
    }

    /** The centre's own list; the common one where it has none. */
    private static List<Word> words(RowSet<Row> rows, String centre, String list) {
        List<Word> own = new ArrayList<>();
        List<Word> common = new ArrayList<>();
        for (Row row : rows) {
            if (row.getString("list").equals(list)) {
                Word word = new Word(
                        row.getString("key"),
                        row.getString("zh"),
                        row.getString("en"),
                        row.getString("grp"),
                        row.getBoolean("sensitive"));
                (row.getString("centre_id").equals(centre) ? own : common).add(word);
            }
        }
        return List.copyOf(own.isEmpty() ? common : own);
    }

    private List<Consultation> all(RowSet<Row> rows) {
        List<Consultation> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(reader.read(row, false));
        }
        return all;
    }

    private void tell(WriteResult result) {
        if (result instanceof WriteResult.Written(Consultation entry)) {
            vertx.eventBus()
                    .publish(
                            "hotline.notice",
                            new JsonObject()
                                    .put("type", "consultation")
                                    .put("centre", entry.centre())
                                    .put("id", entry.id())
                                    .put(
                                            "at",
                                            entry.editedAt()
                                                    .orElse(entry.startedAt())
                                                    .toString()));
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Collects conditions and their values; {@code %s} stands for the next value. */
    private static final class Where {
        private final StringBuilder sql = new StringBuilder(" where c.centre_id = any($1)");
        private final List<@Nullable Object> values = new ArrayList<>();

        Where(Set<String> centres) {
            values.add(centres.toArray(String[]::new));
        }

        void and(String condition, Object... parts) {
            Object[] places = new Object[parts.length];
            for (int i = 0; i < parts.length; i++) {
                values.add(parts[i]);
                places[i] = "$" + values.size();
            }
            sql.append(" and ").append(parts.length == 0 ? condition : condition.formatted(places));
        }

        void visibleTo(String lawyer) {
            values.add(lawyer);
            String place = "$" + values.size();
            sql.append((" and (c.lawyers @> array[%1$s::text] or c.entered_by = %1$s or n.edited_by = %1$s"
                            + " or %1$s = any(string_to_array(c.live_lawyer, ',')))")
                    .formatted(place));
        }

        void before(OffsetDateTime startedAt, String id) {
            and("(c.started_at, c.id) < (%s, %s)", startedAt, id);
        }

        void facets(Facets facets) {
            String local = "c.started_at at time zone %s)";
            facets.hour()
                    .ifPresent(hour -> and(
                            "extract(hour from " + local + " = %s",
                            facets.zone().getId(),
                            hour));
            facets.weekday()
                    .ifPresent(day -> and(
                            "extract(isodow from " + local + " = %s",
                            facets.zone().getId(),
                            day));
            facets.credited().ifPresent(lawyer -> chosen("c.lawyer", lawyer));
            facets.callerGroup().ifPresent(group -> and("n.caller_groups @> array[%s::text]", group));
            facets.district().ifPresent(district -> chosen("n.district", district));
            if (facets.queued()) {
                and("c.queued_at is not null");
            }
            facets.waitAtMost().ifPresent(seconds -> and("c.outcome = 'ANSWERED' and c.wait_seconds <= %s", seconds));
            facets.ratingFrom().ifPresent(rating -> and("c.rating >= %s", rating));
        }

        /** One of a list, or none of it. */
        void chosen(String column, String wanted) {
            if (wanted.equals(Facets.NONE_CHOSEN)) {
                and("coalesce(" + column + ", '') = ''");
            } else {
                and(column + " = %s", wanted);
            }
        }

        void text(String text) {
            if (text.strip().matches("\\d{4}-\\d{1,12}")) {
                and("c.number = %s", text.strip());
                return;
            }
            String plain = Grams.plain(text).replace("\0", "");
            Set<String> grams = Grams.of(plain);
            if (!grams.isEmpty()) {
                and("n.grams @> %s", (Object) grams.toArray(String[]::new));
            }
            and("position(%s in n.search) > 0", plain);
        }

        String text() {
            return sql.toString();
        }

        Tuple values() {
            return Tuple.from(values);
        }
    }
}
