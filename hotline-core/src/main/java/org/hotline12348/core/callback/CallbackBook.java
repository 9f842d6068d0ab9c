package org.hotline12348.core.callback;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.callback.Attempt.Result;
import org.hotline12348.core.callback.Callback.State;
import org.hotline12348.core.consultation.Cursor;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.privacy.Vault;
import org.jspecify.annotations.Nullable;

/**
 * The list of callbacks in PostgreSQL. What calls make necessary is entered in the transaction that enters the calls, so
 * nobody who is owed a call is forgotten and nobody is entered twice. One writer a centre at a time.
 */
public final class CallbackBook {

    /** Open callbacks of a centre that are looked at, at most. */
    static final int MAX_OPEN = 2_000;

    private static final String COLUMNS = """
            c.centre_id, c.id, c.number, c.state, c.ending, c.created_at, c.due_at, c.lawyer, c.since, c.closed_by,
            c.closed_at, c.note, c.attempts, c.version,
            (select jsonb_agg(jsonb_build_object('consultation', s.consultation_id, 'reason', s.reason,
                'at', s.at) order by s.at, s.consultation_id)
             from hotline.callback_source s where s.centre_id = c.centre_id and s.callback_id = c.id) as sources""";

    private final Pool pool;
    private final Vault vault;
    private final CallbackRules rules;
    private final ServiceHours hours;
    private final Clock clock;
    private final Duration ahead;

    /**
     * @param clock the service's clock, shifted where the service's is
     * @param ahead how far it is ahead of real time, in which the PBX lives; zero in service
     */
    public CallbackBook(Pool pool, Vault vault, CallbackRules rules, ServiceHours hours, Clock clock, Duration ahead) {
        this.ahead = ahead;
        this.pool = pool;
        this.vault = vault;
        this.rules = rules;
        this.hours = hours;
        this.clock = clock;
    }

    CallbackRules rules() {
        return rules;
    }

    ServiceHours hours() {
        return hours;
    }

    /** One of them. */
    public Future<Optional<Callback>> find(String id, Set<String> centres) {
        return pool.withConnection(connection -> find(connection, id, centres, false))
                .map(Objects::requireNonNull);
    }

    private Future<Optional<Callback>> find(
            SqlConnection connection, String id, Set<String> centres, boolean forUpdate) {
        return select(
                        connection,
                        "where c.centre_id = any($1) and c.id = $2" + (forUpdate ? " for update" : ""),
                        Tuple.tuple()
                                .addArrayOfString(centres.toArray(String[]::new))
                                .addString(id.replace("\0", "")))
                .map(found -> found.stream().findFirst());
    }

    /** A page of the list. */
    public Future<CallbackPage> list(CallbackQuery query) {
        Tuple values = Tuple.tuple().addArrayOfString(query.centres().toArray(String[]::new));
        StringBuilder where = new StringBuilder("where c.centre_id = any($1) and c.state ")
                .append(query.open() ? "<> 'CLOSED'" : "= 'CLOSED'");
        query.lawyer().ifPresent(lawyer -> {
            values.addString(lawyer);
            where.append(" and c.lawyer = $").append(values.size());
        });
        String order = query.open() ? "c.due_at" : "c.closed_at";
        query.cursor().flatMap(Cursor::read).ifPresent(cursor -> {
            values.addOffsetDateTime(at(cursor.startedAt())).addString(cursor.id());
            where.append(" and (%s, c.id) %s ($%d, $%d)"
                    .formatted(order, query.open() ? ">" : "<", values.size() - 1, values.size()));
        });
        where.append(query.open() ? " order by c.due_at, c.id" : " order by c.closed_at desc, c.id desc");
        where.append(" limit ").append(query.limit() + 1);
        return pool.withConnection(connection -> select(connection, where.toString(), values))
                .map(Objects::requireNonNull)
                .map(found -> {
                    boolean more = found.size() > query.limit();
                    List<Callback> items = more ? found.subList(0, query.limit()) : found;
                    return new CallbackPage(
                            List.copyOf(items), more ? Optional.of(placeOf(items.getLast())) : Optional.empty());
                });
    }

    private static String placeOf(Callback last) {
        Instant at = last.state() instanceof State.Closed closed ? closed.at() : last.dueAt();
        return new Cursor(at, last.id()).text();
    }

    /** Every open one of a centre, at most {@value #MAX_OPEN}, in the order in which they fall due. */
    Future<List<Callback>> open(String centre) {
        return pool.withConnection(connection -> select(
                        connection,
                        "where c.centre_id = $1 and c.state <> 'CLOSED' order by c.due_at, c.id limit " + MAX_OPEN,
                        Tuple.of(centre)))
                .map(Objects::requireNonNull);
    }

    /** How many are open and fell due by a moment. */
    Future<Long> due(String centre, Instant now) {
        return pool.preparedQuery("""
                        select count(*) from hotline.callback where centre_id = $1 and state <> 'CLOSED' and due_at <= $2""")
                .execute(Tuple.of(centre, at(now)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Callers of a centre who wait now or will in a moment, and attempts of the last 24 hours. */
    Future<Load> load(String centre) {
        return pool.preparedQuery("""
                        select (select coalesce(array_agg(coalesce(queued_at, started_at)), '{}')
                                from hotline.consultation where centre_id = $1 and ended_at is null
                                  and live_phase in ('ARRIVING', 'WAITING', 'RINGING') and callback_id is null) as waiting,
                               (select count(*) from hotline.callback c, jsonb_array_elements(c.attempts) a
                                where c.centre_id = $1 and c.changed_at > $2 and (a->>'at')::timestamptz > $2
                                  and coalesce(a->>'result', '') not in ('LAWYER_DECLINED', 'NOT_NOW')) as today""")
                .execute(Tuple.of(centre, at(clock.instant().minusSeconds(86_400))))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    List<Instant> waiting = Arrays.stream(row.getArrayOfOffsetDateTimes("waiting"))
                            .map(since -> since.toInstant().plus(ahead))
                            .toList();
                    return new Load(waiting, row.getInteger("today"));
                });
    }

    /** Whether a call that belongs to this callback is up. */
    Future<Boolean> isUp(Callback callback) {
        return pool.preparedQuery("""
                        select exists (select 1 from hotline.consultation
                                       where centre_id = $1 and callback_id = $2 and ended_at is null) as up""")
                .execute(Tuple.of(callback.centre(), callback.id()))
                .map(rows -> rows.iterator().next().getBoolean("up"));
    }

    /** What a centre's line has to carry; since when each waits, by the service's clock. */
    record Load(List<Instant> waiting, int today) {}

    /**
     * The exchange did not dial the number: what it says of it counts at once.
     *
     * @param reason NUMBER when it dials no such number, else what it cannot do just now
     * @param at     when, by the service's clock
     */
    public Future<Optional<Callback>> refused(SqlConnection connection, String id, String reason, Instant at) {
        Result result = reason.equals("NUMBER") ? Result.NOT_ALLOWED : Result.NOT_NOW;
        return select(connection, "where c.id = $1 for update", Tuple.of(id))
                .compose(found -> found.stream()
                        .filter(one -> one.state() instanceof State.Calling calling
                                && !calling.at().isAfter(at.plusSeconds(1)))
                        .findFirst()
                        .map(one -> saved(
                                connection,
                                one,
                                one.notReached(
                                        result,
                                        Optional.empty(),
                                        clock.instant(),
                                        hours.openAtOrAfter(
                                                one.centre(),
                                                clock.instant().plus(rules.pauseAfter(one.attemptsMade() + 1))),
                                        rules)))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /**
     * Changes one.
     *
     * @param step pure; may be tried again
     */
    public Future<Verdict> change(String id, Set<String> centres, java.util.function.Function<Callback, Verdict> step) {
        return pool.withTransaction(connection -> find(connection, id, centres, true)
                        .compose(found -> {
                            if (found.isEmpty()) {
                                return Future.succeededFuture(new Verdict.Unknown(id));
                            }
                            Verdict verdict = step.apply(found.get());
                            return verdict instanceof Verdict.Changed(Callback after) && !after.equals(found.get())
                                    ? write(connection, after).map(verdict)
                                    : Future.succeededFuture(verdict);
                        }))
                .map(Objects::requireNonNull);
    }

    /** Changes one without a word to anybody; empty when there is none. */
    Future<Optional<Callback>> settle(String id, String centre, UnaryOperator<Callback> step) {
        return change(id, Set.of(centre), callback -> new Verdict.Changed(step.apply(callback)))
                .map(verdict ->
                        verdict instanceof Verdict.Changed(Callback after) ? Optional.of(after) : Optional.empty());
    }

    /**
     * Enters one by hand; joins the one that is open for this number.
     *
     * @param key the writer's own key of this entry: the same key again adds nothing
     */
    public Future<Callback> add(String centre, PhoneNumber number, String key, Instant due) {
        Source source = new Source("hand-" + key, Reason.BY_HAND, clock.instant());
        return pool.withTransaction(connection -> lock(connection, centre)
                .compose(_ -> joined(connection, centre, number, source, hours.openAtOrAfter(centre, due))));
    }

    /**
     * Enters what these calls make necessary and closes what they settle, in the caller's transaction.
     *
     * @return those that changed, for notices after the commit
     */
    public Future<List<Callback>> noted(SqlConnection connection, List<CallProjection> calls) {
        List<Need> needs = calls.stream()
                .sorted(Comparator.comparing(CallProjection::startedAt))
                .map(call -> Need.of(call, rules, ahead))
                .toList();
        Set<String> centres = new TreeSet<>();
        calls.forEach(
                call -> call.centre().filter(_ -> call.endedAt().isPresent()).ifPresent(centres::add));
        Future<List<Callback>> all = Future.succeededFuture(new ArrayList<>());
        for (String centre : centres) {
            all = all.compose(changed -> lock(connection, centre).map(changed));
        }
        for (Need need : needs) {
            all = all.compose(changed -> noted(connection, need).map(more -> {
                more.ifPresent(changed::add);
                return changed;
            }));
        }
        return all;
    }

    private Future<Optional<Callback>> noted(SqlConnection connection, Need need) {
        return switch (need) {
            case Need.CallBack call -> needed(connection, call);
            case Need.Settled settled -> settled(connection, settled);
            case Need.Attempted attempted -> attempted(connection, attempted);
            case Need.Nothing(String consultation) -> withdrawn(connection, consultation);
        };
    }

    private Future<Optional<Callback>> needed(SqlConnection connection, Need.CallBack need) {
        Source source = need.source();
        if (source.at().plus(rules.oldest()).isBefore(clock.instant())) {
            return Future.succeededFuture(Optional.empty());
        }
        Buffer mark = mark(need.number());
        return connection
                .preparedQuery("""
                        select exists (select 1 from hotline.callback_source
                                       where centre_id = $1 and consultation_id = $2)
                            or exists (select 1 from hotline.consultation
                                       where centre_id = $1 and caller_mark = $3 and started_at > $4
                                         and outcome = 'ANSWERED') as settled""")
                .execute(Tuple.of(
                        need.centre(),
                        source.consultation(),
                        mark,
                        at(source.at().minus(ahead))))
                .compose(rows -> {
                    if (rows.iterator().next().getBoolean("settled")) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Instant due =
                            hours.openAtOrAfter(need.centre(), clock.instant().plus(rules.delayOf(source.reason())));
                    return joined(connection, need.centre(), need.number(), source, due)
                            .map(Optional::of);
                });
    }

    private Future<Callback> joined(
            SqlConnection connection, String centre, PhoneNumber number, Source source, Instant due) {
        return openOf(connection, centre, number).compose(found -> {
            Callback after = found.map(known -> known.needed(source, due))
                    .orElseGet(() -> Callback.opened(
                            "cb" + UUID.randomUUID().toString().replace("-", ""), centre, number, source, due));
            if (found.isPresent() && found.get().equals(after)) {
                return Future.succeededFuture(after);
            }
            return write(connection, after).map(after);
        });
    }

    private Future<Optional<Callback>> settled(SqlConnection connection, Need.Settled settled) {
        return openOf(connection, settled.centre(), settled.number()).compose(found -> {
            Optional<Callback> older =
                    found.filter(callback -> callback.sources().getLast().at().isBefore(settled.since()));
            // The call itself may have been a source, as one that seemed cut and was not.
            Future<Optional<Callback>> withdrawn = withdrawn(connection, settled.consultation());
            return older.isEmpty()
                    ? withdrawn
                    : withdrawn.compose(
                            _ -> saved(connection, older.get(), older.get().calledIn(settled.at())));
        });
    }

    private Future<Optional<Callback>> attempted(SqlConnection connection, Need.Attempted attempted) {
        return find(connection, attempted.callback(), Set.of(attempted.centre()), true)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : saved(connection, found.get(), after(found.get(), attempted)));
    }

    private Callback after(Callback callback, Need.Attempted attempted) {
        if (attempted.spoken()) {
            return callback.reached(attempted.consultation(), clock.instant());
        }
        Instant due = hours.openAtOrAfter(
                callback.centre(), clock.instant().plus(rules.pauseAfter(callback.attemptsMade() + 1)));
        return callback.notReached(
                Result.NOT_REACHED, Optional.of(attempted.consultation()), clock.instant(), due, rules);
    }

    private Future<Optional<Callback>> withdrawn(SqlConnection connection, String consultation) {
        return select(connection, """
                        where c.state <> 'CLOSED' and exists (select 1 from hotline.callback_source s
                            where s.centre_id = c.centre_id and s.callback_id = c.id and s.consultation_id = $1)""", Tuple.of(consultation))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : saved(
                                connection,
                                found.getFirst(),
                                found.getFirst().withdrawn(consultation, clock.instant())));
    }

    private Future<Optional<Callback>> saved(SqlConnection connection, Callback before, Callback after) {
        return before.equals(after)
                ? Future.succeededFuture(Optional.empty())
                : write(connection, after).map(Optional.of(after));
    }

    private Future<Optional<Callback>> openOf(SqlConnection connection, String centre, PhoneNumber number) {
        return select(
                        connection,
                        "where c.centre_id = $1 and c.number_mark = $2 and c.state <> 'CLOSED' for update",
                        Tuple.of(centre, mark(number)))
                .map(found -> found.stream().findFirst());
    }

    private static Future<Void> lock(SqlConnection connection, String centre) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended('callback|' || $1, 12348))")
                .execute(Tuple.of(centre))
                .mapEmpty();
    }

    private Future<Void> write(SqlConnection connection, Callback callback) {
        Optional<State.Closed> closed =
                callback.state() instanceof State.Closed over ? Optional.of(over) : Optional.empty();
        Tuple row = Tuple.tuple();
        row.addString(callback.centre()).addString(callback.id());
        row.addBuffer(Buffer.buffer(vault.seal(callback.number().plainDigits(), "number|" + callback.id())));
        row.addBuffer(mark(callback.number()));
        row.addString(
                switch (callback.state()) {
                    case State.Waiting _ -> "WAITING";
                    case State.Claimed _ -> "CLAIMED";
                    case State.Calling _ -> "CALLING";
                    case State.Closed _ -> "CLOSED";
                });
        row.addString(closed.map(over -> over.ending().name()).orElse(null));
        row.addOffsetDateTime(at(callback.createdAt())).addOffsetDateTime(at(callback.dueAt()));
        switch (callback.state()) {
            case State.Claimed(String lawyer, Instant since) ->
                row.addString(lawyer).addOffsetDateTime(at(since));
            case State.Calling(String lawyer, Instant since) ->
                row.addString(lawyer).addOffsetDateTime(at(since));
            case State.Waiting _, State.Closed _ -> row.addString(null).addOffsetDateTime(null);
        }
        row.addString(closed.map(State.Closed::by).orElse(null));
        row.addOffsetDateTime(closed.map(over -> at(over.at())).orElse(null));
        row.addString(closed.map(State.Closed::note).orElse(""));
        row.addValue(attempts(callback.attempts()));
        row.addLong(callback.version()).addOffsetDateTime(at(clock.instant()));
        List<Tuple> sources = callback.sources().stream()
                .map(source -> Tuple.of(
                        callback.centre(),
                        callback.id(),
                        source.consultation(),
                        source.reason().name(),
                        at(source.at())))
                .toList();
        return connection
                .preparedQuery("""
                        insert into hotline.callback (centre_id, id, number, number_mark, state, ending, created_at,
                            due_at, lawyer, since, closed_by, closed_at, note, attempts, version, changed_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15, $16)
                        on conflict (centre_id, id) do update set state = excluded.state, ending = excluded.ending,
                            due_at = excluded.due_at, lawyer = excluded.lawyer, since = excluded.since,
                            closed_by = excluded.closed_by, closed_at = excluded.closed_at, note = excluded.note,
                            attempts = excluded.attempts, version = excluded.version,
                            changed_at = excluded.changed_at""")
                .execute(row)
                .compose(_ -> connection
                        .preparedQuery("""
                                delete from hotline.callback_source where centre_id = $1 and callback_id = $2
                                    and consultation_id <> all($3)""")
                        .execute(Tuple.tuple()
                                .addString(callback.centre())
                                .addString(callback.id())
                                .addArrayOfString(callback.sources().stream()
                                        .map(Source::consultation)
                                        .toArray(String[]::new))))
                .compose(_ -> connection.preparedQuery("""
                                insert into hotline.callback_source (centre_id, callback_id, consultation_id, reason, at)
                                values ($1, $2, $3, $4, $5)
                                on conflict (centre_id, consultation_id) do update set
                                    callback_id = excluded.callback_id, reason = excluded.reason, at = excluded.at""").executeBatch(sources))
                .mapEmpty();
    }

    private Future<List<Callback>> select(SqlConnection connection, String rest, Tuple values) {
        return connection
                .preparedQuery("select " + COLUMNS + " from hotline.callback c " + rest)
                .execute(values)
                .map(this::read);
    }

    private List<Callback> read(RowSet<Row> rows) {
        List<Callback> all = new ArrayList<>();
        for (Row row : rows) {
            String id = row.getString("id");
            // A number that no key opens any more cannot be dialled; the entry stays to be seen and closed.
            PhoneNumber number = vault.open(row.getBuffer("number").getBytes(), "number|" + id)
                    .flatMap(PhoneNumber::of)
                    .orElseGet(() -> PhoneNumber.of("0").orElseThrow());
            all.add(new Callback(
                    id,
                    row.getString("centre_id"),
                    number,
                    sources((JsonArray) row.getValue("sources")),
                    instant(row, "created_at"),
                    instant(row, "due_at"),
                    state(row),
                    tries((JsonArray) row.getValue("attempts")),
                    row.getLong("version")));
        }
        return all;
    }

    private static State state(Row row) {
        return switch (row.getString("state")) {
            case "CLAIMED" -> new State.Claimed(row.getString("lawyer"), instant(row, "since"));
            case "CALLING" -> new State.Calling(row.getString("lawyer"), instant(row, "since"));
            case "CLOSED" ->
                new State.Closed(
                        Ending.valueOf(row.getString("ending")),
                        Optional.ofNullable(row.getString("closed_by")).orElse(""),
                        instant(row, "closed_at"),
                        row.getString("note"));
            default -> new State.Waiting();
        };
    }

    private static List<Source> sources(JsonArray array) {
        List<Source> sources = new ArrayList<>();
        for (Object one : array) {
            JsonObject json = (JsonObject) one;
            sources.add(new Source(
                    json.getString("consultation"),
                    Reason.valueOf(json.getString("reason")),
                    OffsetDateTime.parse(json.getString("at")).toInstant()));
        }
        return sources;
    }

    private static JsonArray attempts(List<Attempt> attempts) {
        JsonArray array = new JsonArray();
        attempts.forEach(attempt -> array.add(new JsonObject()
                .put("lawyer", attempt.lawyer())
                .put("at", attempt.at().toString())
                .put("result", attempt.result().map(Enum::name).orElse(null))
                .put("consultation", attempt.consultation().orElse(null))));
        return array;
    }

    private static List<Attempt> tries(JsonArray array) {
        List<Attempt> attempts = new ArrayList<>();
        for (Object one : array) {
            JsonObject json = (JsonObject) one;
            attempts.add(new Attempt(
                    json.getString("lawyer"),
                    Instant.parse(json.getString("at")),
                    Optional.ofNullable(json.getString("result")).map(Result::valueOf),
                    Optional.ofNullable(json.getString("consultation"))));
        }
        return attempts;
    }

    private Buffer mark(PhoneNumber number) {
        return Buffer.buffer(vault.mark(number.plainDigits()));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(Row row, String column) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? Instant.EPOCH : at.toInstant();
    }
}
