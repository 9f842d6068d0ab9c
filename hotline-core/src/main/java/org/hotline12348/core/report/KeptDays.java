package org.hotline12348.core.report;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.hotline12348.core.scope.CentreScope;

/**
 * The sums of whole days, kept in the database and counted anew when a record of the day has changed (decision 0090).
 * Counting goes month by month, each in a transaction of its own: what is done stays done.
 */
final class KeptDays {

    /** Days that one transaction counts at most. */
    private static final int MOST_DAYS = 31;

    private static final String STALE = """
            select to_char(d, 'YYYY-MM-DD') as day
            from generate_series($3::date::timestamp, $4::date::timestamp - interval '1 day', interval '1 day') d
            left join hotline.report_day k on k.centre_id = $1 and k.zone = $2 and k.day = d::date
            where k.day is null or exists (
              select from hotline.report_touch t
              where t.centre_id = $1 and t.at >= k.from_at - interval '24 hours' and t.at < k.to_at
                and not pg_visible_in_snapshot(t.xid, k.seen))
            order by 1""";

    /** Who counts waits for who counts; who writes waits for nobody. */
    private static final String ALONE = "select pg_advisory_xact_lock(hashtextextended('report/' || $1, 0))";

    private static final String SUMS = """
            insert into hotline.report_sum
            with c as materialized (
              select (c.started_at at time zone $2)::date as day,
                extract(hour from c.started_at at time zone $2)::int::text as hour,
                c.channel, c.outcome, coalesce(c.lawyer, '') as lawyer,
                coalesce(n.category, '') as category, coalesce(n.disposition, '') as disposition,
                coalesce(n.district, '') as district, n.caller_groups,
                c.queued_at, c.wait_seconds, c.talk_seconds, c.rating
              from hotline.consultation c
              left join hotline.consultation_note n on n.centre_id = c.centre_id and n.id = c.id
              where c.centre_id = $1 and c.started_at >= $3::date::timestamp at time zone $2
                and c.started_at < $4::date::timestamp at time zone $2),
            sums as (
              select day, case grouping(hour, channel, outcome, lawyer, category, disposition, district)
                  when 63 then 'HOUR' when 95 then 'CHANNEL' when 111 then 'OUTCOME' when 119 then 'LAWYER'
                  when 123 then 'CATEGORY' when 125 then 'DISPOSITION' else 'DISTRICT' end as dimension,
                coalesce(hour, channel, outcome, lawyer, category, disposition, district, '') as key,
            %1$s
              from c group by grouping sets ((day, hour), (day, channel), (day, outcome), (day, lawyer), (day, category),
                (day, disposition), (day, district))
              union all
              select day, 'CALLER_GROUP', t.key,
            %1$s
              from c cross join lateral unnest(c.caller_groups) as t (key) group by day, t.key)
            select $1, $2, * from sums""".formatted(Reports.TALLY);

    private static final String DAYS = """
            insert into hotline.report_day
            select $1, $2, d::date, d at time zone $2, (d + interval '1 day') at time zone $2, $5::text::pg_snapshot,
              w.started_at, w.offered, w.answered
            from generate_series($3::date::timestamp, $4::date::timestamp - interval '1 day', interval '1 day') d
            left join (
              select distinct on (day) * from (
                select (started_at at time zone $2)::date as day, started_at, count(*) over w as offered,
                  count(*) filter (where outcome = 'ANSWERED') over w as answered
                from hotline.consultation
                where centre_id = $1 and queued_at is not null
                  and started_at >= ($3::date::timestamp at time zone $2) - interval '24 hours'
                  and started_at < $4::date::timestamp at time zone $2
                window w as (order by started_at range between interval '23:59:59.999' preceding and current row)) windows
              where day >= $3::date
              order by day, answered::float8 / offered, offered desc, started_at desc) w on w.day = d::date""";

    // What no kept day has yet to see is of no more use.
    private static final String SWEEP = """
            delete from hotline.report_touch t where t.centre_id = $1 and not exists (
              select from hotline.report_day k
              where k.centre_id = $1 and t.at >= k.from_at - interval '24 hours' and t.at < k.to_at
                and not pg_visible_in_snapshot(t.xid, k.seen))""";

    private final Pool pool;

    KeptDays(Pool pool) {
        this.pool = pool;
    }

    /** Whether a period is whole days, each of 24 hours: others are counted directly. */
    static boolean whole(ZoneId zone, Instant from, Instant to) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(from);
        return from.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                && to.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                && (next == null || !next.getInstant().isBefore(to));
    }

    /** Sees to it that the sums of these days are good. @param until not included */
    Future<Void> keep(String centre, ZoneId zone, LocalDate from, LocalDate until) {
        return CentreScope.within(pool, centre, connection -> stale(connection, centre, zone, from, until))
                .compose(stale -> {
                    Future<Void> done = Future.succeededFuture();
                    for (List<LocalDate> run : runs(stale)) {
                        LocalDate first = run.getFirst();
                        LocalDate after = run.getLast().plusDays(1);
                        done = done.compose(ignored ->
                                CentreScope.within(pool, centre, one -> count(one, centre, zone, first, after)));
                    }
                    return done;
                });
    }

    private static Future<List<LocalDate>> stale(
            SqlConnection connection, String centre, ZoneId zone, LocalDate from, LocalDate until) {
        return connection
                .preparedQuery(STALE)
                .execute(Tuple.of(centre, zone.getId(), from, until))
                .map(rows -> {
                    List<LocalDate> days = new ArrayList<>();
                    rows.forEach(row -> days.add(LocalDate.parse(row.getString("day"))));
                    return days;
                });
    }

    /** Days in a row, in pieces that one transaction counts. */
    static List<List<LocalDate>> runs(List<LocalDate> days) {
        List<List<LocalDate>> runs = new ArrayList<>();
        for (LocalDate day : days) {
            List<LocalDate> last = runs.isEmpty() ? List.of() : runs.getLast();
            if (last.isEmpty()
                    || last.size() == MOST_DAYS
                    || !last.getLast().plusDays(1).equals(day)) {
                runs.add(new ArrayList<>(List.of(day)));
            } else {
                last.add(day);
            }
        }
        return runs;
    }

    private static Future<Void> count(
            SqlConnection connection, String centre, ZoneId zone, LocalDate first, LocalDate after) {
        Tuple days = Tuple.of(centre, zone.getId(), first, after);
        return connection
                .query(Reports.PACE)
                .execute()
                .compose(ignored -> connection.preparedQuery(ALONE).execute(Tuple.of(centre)))
                .compose(ignored -> stale(connection, centre, zone, first, after))
                .compose(stale -> stale.isEmpty()
                        ? Future.succeededFuture()
                        // Before the counting: what is committed in between is counted and counted again.
                        : connection
                                .query("select pg_current_snapshot()::text as seen")
                                .execute()
                                .compose(seen -> replace(
                                        connection, days, seen.iterator().next().getString("seen"))));
    }

    private static Future<Void> replace(SqlConnection connection, Tuple days, String seen) {
        String centre = days.getString(0);
        String zone = days.getString(1);
        LocalDate first = days.getLocalDate(2);
        LocalDate after = days.getLocalDate(3);
        String gone = " where centre_id = $1 and zone = $2 and day >= $3 and day < $4";
        return connection
                .preparedQuery("delete from hotline.report_sum" + gone)
                .execute(days)
                .compose(ignored -> connection
                        .preparedQuery("delete from hotline.report_day" + gone)
                        .execute(days))
                .compose(ignored -> connection.preparedQuery(SUMS).execute(days))
                .compose(ignored -> connection.preparedQuery(DAYS).execute(Tuple.of(centre, zone, first, after, seen)))
                .compose(ignored -> connection.preparedQuery(SWEEP).execute(Tuple.of(centre)))
                .mapEmpty();
    }
}
