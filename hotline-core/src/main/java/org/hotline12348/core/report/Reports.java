package org.hotline12348.core.report;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.report.Report.Group;
import org.hotline12348.core.report.Report.Opening;
import org.hotline12348.core.report.Report.Running;
import org.hotline12348.core.report.Report.Window;
import org.hotline12348.core.scope.CentreScope;
import org.jspecify.annotations.Nullable;

/**
 * Counts in PostgreSQL. A period of whole days is the sum of days counted before ({@link KeptDays}); any other is counted
 * a set at a time, each statement passing once over the period's part of a covering index.
 */
public final class Reports {

    /** A longer period is drawn by months. */
    static final Duration BY_DAY = Duration.ofDays(100);

    private static final Duration DAY = Duration.ofHours(24);

    private final Pool pool;
    private final KeptDays days;

    public Reports(Pool pool) {
        this.pool = pool;
        this.days = new KeptDays(pool);
    }

    /**
     * What is asked for.
     *
     * @param zone the centre's: hours and days are its own
     * @param from started at this moment or later
     * @param to started before this moment
     * @param asAt now
     */
    public record Question(String centre, ZoneId zone, Instant from, Instant to, Instant asAt) {
        boolean byMonth() {
            return Duration.between(from, to).compareTo(BY_DAY) > 0;
        }
    }

    static final String TALLY = """
            count(*) as records,
            count(*) filter (where c.channel = 'PHONE') as calls,
            count(*) filter (where c.queued_at is not null) as offered,
            count(*) filter (where c.queued_at is not null and c.outcome = 'ANSWERED') as answered,
            count(*) filter (where c.queued_at is not null and c.outcome = 'ANSWERED' and c.wait_seconds <= %d) as within,
            count(*) filter (where c.queued_at is not null and c.outcome = 'ABANDONED') as abandoned,
            count(c.rating) as rated,
            count(*) filter (where c.rating >= 4) as satisfied,
            count(*) filter (where c.rating >= 3) as content,
            coalesce(sum(c.talk_seconds), 0)::bigint as talk,
            coalesce(sum(c.wait_seconds) filter (where c.queued_at is not null and c.outcome = 'ANSWERED'), 0)::bigint
              as wait""".formatted(Tally.WITHIN_SECONDS);

    /** The same of groups that were counted before. */
    private static final String SUMS = """
            coalesce(sum(records), 0)::bigint as records, coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(offered), 0)::bigint as offered,
            coalesce(sum(answered), 0)::bigint as answered, coalesce(sum(within), 0)::bigint as within, coalesce(sum(abandoned), 0)::bigint as abandoned,
            coalesce(sum(rated), 0)::bigint as rated, coalesce(sum(satisfied), 0)::bigint as satisfied, coalesce(sum(content), 0)::bigint as content,
            coalesce(sum(talk), 0)::bigint as talk, coalesce(sum(wait), 0)::bigint as wait""";

    // Hours first: however many records, ten years have 87,660 hours, and days, weekdays and months are sums of them.
    private static final String TIMES = """
            with hours as materialized (
              select date_trunc('hour', c.started_at at time zone $2) as hour,
            """ + TALLY + """

              from hotline.consultation c
              where c.centre_id = $1 and c.started_at >= $3 and c.started_at < $4
              group by 1),
            parts as (
              select extract(hour from hour)::int as h, extract(isodow from hour)::int as d,
                date_trunc($5, hour) as p, hours.*
              from hours)
            select grouping(h, d, p) as g, h, d, to_char(p, $6) as p,
            """ + SUMS + """

            from parts group by grouping sets ((), (h), (d), (d, h), (p))""";

    private static final String LINE = """
            select grouping(c.channel, c.outcome, c.lawyer) as g, c.channel, c.outcome, c.lawyer,
            """ + TALLY + """

            from hotline.consultation c
            where c.centre_id = $1 and c.started_at >= $2 and c.started_at < $3
            group by grouping sets ((c.channel), (c.outcome), (c.lawyer))""";

    private static final String NOTES = """
            with c as materialized (
              select coalesce(n.category, '') as category, coalesce(n.disposition, '') as disposition,
                coalesce(n.district, '') as district, n.caller_groups,
                c.channel, c.outcome, c.queued_at, c.wait_seconds, c.talk_seconds, c.rating
              from hotline.consultation c
              left join hotline.consultation_note n on n.centre_id = c.centre_id and n.id = c.id
              where c.centre_id = $1 and c.started_at >= $2 and c.started_at < $3)
            select grouping(category, disposition, district) as g, category, disposition, district,
            """ + TALLY + """

            from c group by grouping sets ((category), (disposition), (district))
            union all
            select 0, t.key, null, null,
            """ + TALLY + """

            from c cross join lateral unnest(c.caller_groups) as t (key) group by t.key""";

    // A window that begins before the period would count the calls of a part of its 24 hours only.
    private static final String WORST = """
            select started_at, offered, answered from (
              select started_at, count(*) over w as offered,
                count(*) filter (where outcome = 'ANSWERED') over w as answered
              from hotline.consultation
              where centre_id = $1 and started_at >= $2 and started_at < $3 and queued_at is not null
              window w as (order by started_at range between interval '23:59:59.999' preceding and current row)) windows
            where started_at >= $4
            order by answered::float8 / offered, offered desc, started_at desc limit 1""";

    private static final String LATEST = """
            select count(*) as offered, count(*) filter (where outcome = 'ANSWERED') as answered
            from hotline.consultation
            where centre_id = $1 and started_at >= $2 and started_at < $3 and queued_at is not null""";

    private static final String RUNNING = """
            select k.channel, o.as_at, o.year_count, o.total_count, coalesce(n.total, 0) as total,
              coalesce(n.year, 0) as year
            from (values ('PHONE', 1), ('IN_PERSON', 2), ('ONLINE', 3), ('OUTREACH', 4)) as k (channel, place)
            left join hotline.report_opening o on o.centre_id = $1 and o.channel = k.channel
            left join (
              select c.channel, count(*) as total, count(*) filter (where c.started_at >= $3) as year
              from hotline.consultation c
              left join hotline.report_opening o on o.centre_id = c.centre_id and o.channel = c.channel
              where c.centre_id = $1 and c.started_at < $4
                and (o.as_at is null or c.started_at >= o.as_at::timestamp at time zone $2)
              group by c.channel) n on n.channel = k.channel
            order by k.place""";

    // The estimates of a planner that thinks of slow disks and of compiling each statement cost more than the work.
    static final String PACE = """
            select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true),
              set_config('jit', 'off', true)""";

    // Of kept days: hours as above, and everything else by what it is.
    private static final String KEPT_TIMES = """
            with parts as (
              select key::int as h, extract(isodow from day)::int as d, date_trunc($5, day::timestamp) as p, s.*
              from hotline.report_sum s
              where centre_id = $1 and zone = $2 and day >= $3 and day < $4 and dimension = 'HOUR')
            select grouping(h, d, p) as g, h, d, to_char(p, $6) as p,
            """ + SUMS + """

            from parts group by grouping sets ((), (h), (d), (d, h), (p))""";

    private static final String KEPT_REST = """
            select dimension, key,
            """ + SUMS + """

            from hotline.report_sum
            where centre_id = $1 and zone = $2 and day >= $3 and day < $4 and dimension <> 'HOUR'
            group by dimension, key""";

    private static final String KEPT_WORST = """
            select worst_at as started_at, worst_offered as offered, worst_answered as answered from hotline.report_day
            where centre_id = $1 and zone = $2 and day >= $3 and day < $4 and worst_at is not null
            order by worst_answered::float8 / worst_offered, worst_offered desc, worst_at desc limit 1""";

    /** A period in numbers. Whole days are sums of kept days; other periods are counted. */
    public Future<Report> report(Question question) {
        boolean kept = KeptDays.whole(question.zone(), question.from(), question.to());
        return (kept ? span(question) : Future.succeededFuture(Optional.<Span>empty()))
                .compose(span -> (span.isEmpty()
                                ? Future.<Void>succeededFuture()
                                : days.keep(
                                        question.centre(),
                                        question.zone(),
                                        span.get().from(),
                                        span.get().until()))
                        .compose(ignored -> CentreScope.within(
                                pool, question.centre(), connection -> read(connection, question, span))));
    }

    /** @param until not included */
    private record Span(LocalDate from, LocalDate until) {}

    /** The days of a period that hold a record at all; empty where none does. */
    private Future<Optional<Span>> span(Question question) {
        return CentreScope.within(
                pool,
                question.centre(),
                connection -> connection
                        .preparedQuery("""
                        select min(started_at) as first, max(started_at) as last from hotline.consultation
                        where centre_id = $1 and started_at >= $2 and started_at < $3""")
                        .execute(Tuple.of(question.centre(), at(question.from()), at(question.to())))
                        .map(rows -> {
                            Row row = rows.iterator().next();
                            return Optional.ofNullable(row.getOffsetDateTime("first"))
                                    .map(first -> new Span(
                                            LocalDate.ofInstant(first.toInstant(), question.zone()),
                                            LocalDate.ofInstant(
                                                            row.getOffsetDateTime("last")
                                                                    .toInstant(),
                                                            question.zone())
                                                    .plusDays(1)));
                        }));
    }

    private static Future<Report> read(SqlConnection connection, Question question, Optional<Span> span) {
        Map<Dimension, List<Group>> groups = new EnumMap<>(Dimension.class);
        return connection
                .query(PACE)
                .execute()
                .compose(ignored -> times(connection, question, span, groups))
                .compose(ignored -> span.isPresent()
                        ? rest(connection, question, span.get(), groups)
                        : line(connection, question, groups).compose(done -> notes(connection, question, groups)))
                .compose(ignored -> worst(connection, question, span))
                .compose(worst -> latest(connection, question)
                        .compose(latest -> running(connection, question).map(running -> {
                            groups.replaceAll((dimension, list) -> Collections.unmodifiableList(list));
                            return new Report(Map.copyOf(groups), worst, latest, running, question.byMonth());
                        })));
    }

    private static Future<Void> rest(
            SqlConnection connection, Question question, Span span, Map<Dimension, List<Group>> groups) {
        return connection
                .preparedQuery(KEPT_REST)
                .execute(Tuple.of(question.centre(), question.zone().getId(), span.from(), span.until()))
                .map(rows -> {
                    for (Row row : rows) {
                        add(groups, Dimension.valueOf(row.getString("dimension")), row.getString("key"), row);
                    }
                    return null;
                });
    }

    private static Future<Void> times(
            SqlConnection connection, Question question, Optional<Span> span, Map<Dimension, List<Group>> groups) {
        return connection
                .preparedQuery(span.isPresent() ? KEPT_TIMES : TIMES)
                .execute(Tuple.of(
                        question.centre(),
                        question.zone().getId(),
                        span.<Object>map(Span::from).orElseGet(() -> at(question.from())),
                        span.<Object>map(Span::until).orElseGet(() -> at(question.to())),
                        question.byMonth() ? "month" : "day",
                        question.byMonth() ? "YYYY-MM" : "YYYY-MM-DD"))
                .map(rows -> {
                    for (Row row : rows) {
                        // A set bit: the column is not part of this grouping set.
                        switch (row.getInteger("g")) {
                            case 0b111 -> add(groups, Dimension.ALL, "", row);
                            case 0b011 ->
                                add(groups, Dimension.HOUR, row.getInteger("h").toString(), row);
                            case 0b101 ->
                                add(
                                        groups,
                                        Dimension.WEEKDAY,
                                        row.getInteger("d").toString(),
                                        row);
                            case 0b110 -> add(groups, Dimension.PERIOD, row.getString("p"), row);
                            default ->
                                add(
                                        groups,
                                        Dimension.WEEKDAY_HOUR,
                                        "%d-%02d".formatted(row.getInteger("d"), row.getInteger("h")),
                                        row);
                        }
                    }
                    return null;
                });
    }

    private static Future<Void> line(SqlConnection connection, Question question, Map<Dimension, List<Group>> groups) {
        return connection
                .preparedQuery(LINE)
                .execute(Tuple.of(question.centre(), at(question.from()), at(question.to())))
                .map(rows -> {
                    for (Row row : rows) {
                        switch (row.getInteger("g")) {
                            case 0b011 -> add(groups, Dimension.CHANNEL, row.getString("channel"), row);
                            case 0b101 -> add(groups, Dimension.OUTCOME, row.getString("outcome"), row);
                            default -> add(groups, Dimension.LAWYER, row.getString("lawyer"), row);
                        }
                    }
                    return null;
                });
    }

    private static Future<Void> notes(SqlConnection connection, Question question, Map<Dimension, List<Group>> groups) {
        return connection
                .preparedQuery(NOTES)
                .execute(Tuple.of(question.centre(), at(question.from()), at(question.to())))
                .map(rows -> {
                    for (Row row : rows) {
                        switch (row.getInteger("g")) {
                            case 0b011 -> add(groups, Dimension.CATEGORY, row.getString("category"), row);
                            case 0b101 -> add(groups, Dimension.DISPOSITION, row.getString("disposition"), row);
                            case 0b110 -> add(groups, Dimension.DISTRICT, row.getString("district"), row);
                            default -> add(groups, Dimension.CALLER_GROUP, row.getString("category"), row);
                        }
                    }
                    return null;
                });
    }

    private static void add(Map<Dimension, List<Group>> groups, Dimension dimension, @Nullable String key, Row row) {
        groups.computeIfAbsent(dimension, ignored -> new ArrayList<>())
                .add(new Group(Optional.ofNullable(key).filter(text -> !text.isEmpty()), tally(row)));
    }

    private static Future<Optional<Window>> worst(SqlConnection connection, Question question, Optional<Span> span) {
        boolean whole = Duration.between(question.from(), question.to()).compareTo(DAY) <= 0;
        Instant first = whole ? question.from() : question.from().plus(DAY);
        LocalDate firstDay = LocalDate.ofInstant(first, question.zone());
        return (span.isPresent() && !whole
                        ? connection
                                .preparedQuery(KEPT_WORST)
                                .execute(Tuple.of(
                                        question.centre(),
                                        question.zone().getId(),
                                        firstDay,
                                        span.get().until()))
                        : connection
                                .preparedQuery(WORST)
                                .execute(
                                        Tuple.of(question.centre(), at(question.from()), at(question.to()), at(first))))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    // The window holds its last call: it ends just after it.
                    Instant end = row.getOffsetDateTime("started_at")
                            .toInstant()
                            .truncatedTo(ChronoUnit.MILLIS)
                            .plusMillis(1);
                    return Optional.of(
                            new Window(end.minus(DAY), end, row.getLong("offered"), row.getLong("answered")));
                });
    }

    private static Future<Window> latest(SqlConnection connection, Question question) {
        Instant from = question.asAt().minus(DAY);
        return connection
                .preparedQuery(LATEST)
                .execute(Tuple.of(question.centre(), at(from), at(question.asAt())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Window(from, question.asAt(), row.getLong("offered"), row.getLong("answered"));
                });
    }

    private static Future<List<Running>> running(SqlConnection connection, Question question) {
        LocalDate today = LocalDate.ofInstant(question.asAt(), question.zone());
        Instant year = today.withDayOfYear(1).atStartOfDay(question.zone()).toInstant();
        return connection
                .preparedQuery(RUNNING)
                .execute(Tuple.of(question.centre(), question.zone().getId(), at(year), at(question.asAt())))
                .map(rows -> {
                    List<Running> running = new ArrayList<>();
                    for (Row row : rows) {
                        Optional<Opening> opening = opening(row);
                        long before = opening.filter(one -> one.asAt().getYear() == today.getYear())
                                .map(Opening::year)
                                .orElse(0L);
                        running.add(new Running(
                                row.getString("channel"),
                                before + row.getLong("year"),
                                opening.map(Opening::total).orElse(0L) + row.getLong("total"),
                                opening));
                    }
                    return List.copyOf(running);
                });
    }

    private static Optional<Opening> opening(Row row) {
        return Optional.ofNullable(row.getLocalDate("as_at"))
                .map(asAt -> new Opening(asAt, row.getLong("year_count"), row.getLong("total_count")));
    }

    /** Enters what was counted elsewhere, in place of what was entered before. */
    public Future<Void> open(String centre, String channel, Opening opening, String by, Instant now) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        insert into hotline.report_opening
                          (centre_id, channel, as_at, year_count, total_count, by_whom, at)
                        values ($1, $2, $3, $4, $5, $6, $7) on conflict (centre_id, channel) do update set
                          as_at = excluded.as_at, year_count = excluded.year_count, total_count = excluded.total_count,
                          by_whom = excluded.by_whom, at = excluded.at""")
                        .execute(
                                Tuple.of(centre, channel, opening.asAt(), opening.year(), opening.total(), by, at(now)))
                        .mapEmpty());
    }

    private static Tally tally(Row row) {
        return new Tally(
                row.getLong("records"),
                row.getLong("calls"),
                row.getLong("offered"),
                row.getLong("answered"),
                row.getLong("within"),
                row.getLong("abandoned"),
                row.getLong("rated"),
                row.getLong("satisfied"),
                row.getLong("content"),
                row.getLong("talk"),
                row.getLong("wait"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
