package org.hotline12348.scheduler.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Paper;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.store.RosterConflictException.Rule;

/** One centre's book on a PostgreSQL connection whose transaction has named the centre. */
final class PgCentreBook implements CentreBook {

    private static final TypeReference<List<ShiftPattern>> PATTERNS = new TypeReference<>() {};
    private static final TypeReference<List<DailyWindow>> WINDOWS = new TypeReference<>() {};
    private static final TypeReference<List<Duty>> DUTIES = new TypeReference<>() {};
    private static final String DUTY =
            "centre_id, duty_id, day, shift, kind, seat, role, lawyer, lower(during) as starts, upper(during) as ends, locked";

    private final SqlConnection connection;
    private final String centre;
    private final HolidayCalendar holidays;
    private final PersonalData personal;

    PgCentreBook(SqlConnection connection, String centre, HolidayCalendar holidays, PersonalData personal) {
        this.connection = connection;
        this.centre = centre;
        this.holidays = holidays;
        this.personal = personal;
    }

    static Future<List<Centre>> centres(SqlConnection connection, HolidayCalendar holidays) {
        Map<String, List<DayByHand>> byHand = new HashMap<>();
        return connection
                .query("select centre_id, day, open, windows, reason from roster.day_by_hand")
                .execute()
                .compose(rows -> {
                    for (Row row : rows) {
                        byHand.computeIfAbsent(row.getString("centre_id"), id -> new ArrayList<>())
                                .add(new DayByHand(
                                        row.getLocalDate("day"),
                                        row.getBoolean("open"),
                                        StoreJson.read(row.getJsonArray("windows"), WINDOWS),
                                        row.getString("reason")));
                    }
                    return connection
                            .query(
                                    "select centre_id, name, zone, policy, hours, patterns from roster.centre order by centre_id")
                            .execute();
                })
                .map(rows -> list(
                        rows,
                        row -> new Centre(
                                row.getString("centre_id"),
                                row.getString("name"),
                                new ServiceCalendar(
                                        ZoneId.of(row.getString("zone")),
                                        ServicePolicy.valueOf(row.getString("policy")),
                                        StoreJson.read(row.getJsonObject("hours"), ServiceHours.class),
                                        byHand.getOrDefault(row.getString("centre_id"), List.of()),
                                        holidays),
                                StoreJson.read(row.getJsonArray("patterns"), PATTERNS))));
    }

    static Tuple settings(Centre centre) {
        return Tuple.of(
                centre.id(),
                centre.name(),
                centre.calendar().zone().getId(),
                centre.calendar().policy().name(),
                StoreJson.object(centre.calendar().hours()),
                StoreJson.array(centre.patterns()));
    }

    static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        for (Row row : rows) {
            list.add(read.apply(row));
        }
        return list;
    }

    @Override
    public Future<Centre> centre() {
        return centres(connection, holidays).map(List::getFirst);
    }

    @Override
    public Future<Void> save(Centre changed) {
        return connection.preparedQuery("""
                        update roster.centre set name = $2, zone = $3, policy = $4, hours = $5, patterns = $6
                        where centre_id = $1""").execute(settings(changed)).mapEmpty();
    }

    @Override
    public Future<Void> save(DayByHand day) {
        return connection
                .preparedQuery("""
                        insert into roster.day_by_hand (centre_id, day, open, windows, reason) values ($1, $2, $3, $4, $5)
                        on conflict (centre_id, day) do update
                          set open = excluded.open, windows = excluded.windows, reason = excluded.reason""")
                .execute(Tuple.of(centre, day.date(), day.open(), StoreJson.array(day.windows()), day.reason()))
                .mapEmpty();
    }

    @Override
    public Future<Void> forgetDayByHand(LocalDate date) {
        return connection
                .preparedQuery("delete from roster.day_by_hand where centre_id = $1 and day = $2")
                .execute(Tuple.of(centre, date))
                .mapEmpty();
    }

    @Override
    public Future<List<Practitioner>> practitioners() {
        return connection.preparedQuery("""
                        select practitioner_id, p.body, p.sealed from roster.practitioner p
                        join roster.practitioner_centre pc using (practitioner_id)
                        where pc.centre_id = $1 order by practitioner_id""").execute(Tuple.of(centre)).map(rows -> list(rows, personal::practitioner));
    }

    @Override
    public Future<Void> save(Practitioner practitioner) {
        PersonalData.Kept kept = personal.apart(practitioner);
        Tuple values =
                Tuple.of(practitioner.id(), practitioner.licence(), kept.body()).addValue(kept.sealed());
        return connection
                .preparedQuery("select sealed from roster.practitioner where practitioner_id = $1 for update")
                .execute(Tuple.of(practitioner.id()))
                .compose(found -> {
                    if (!found.iterator().hasNext()) {
                        return connection
                                .preparedQuery(
                                        "insert into roster.practitioner (practitioner_id, licence, body, sealed) values ($1, $2, $3, $4)")
                                .execute(values);
                    }
                    // A number that does not open with this key file was read as none; it is not lost for that.
                    boolean unread = kept.sealed() == null
                            && !personal.opens(
                                    practitioner.id(), found.iterator().next().getBuffer("sealed"));
                    return connection.preparedQuery("""
                                    update roster.practitioner
                                    set licence = $2, body = $3, sealed = case when $5 then sealed else $4 end
                                    where practitioner_id = $1""").execute(values.addBoolean(unread));
                })
                .compose(ignored -> connection
                        .preparedQuery(
                                "insert into roster.practitioner_centre (centre_id, practitioner_id) values ($1, $2) on conflict do nothing")
                        .execute(Tuple.of(centre, practitioner.id())))
                .mapEmpty();
    }

    @Override
    public Future<List<Duty>> duties(LocalDate from, LocalDate to) {
        return connection
                .preparedQuery("select " + DUTY + """
                         from roster.duty where centre_id = $1 and day between $2 and $3
                        order by lower(during), shift, kind, seat""")
                .execute(Tuple.of(centre, from, to))
                .map(rows -> list(rows, PgCentreBook::duty));
    }

    @Override
    public Future<Optional<Duty>> duty(String id) {
        return connection
                .preparedQuery("select " + DUTY + " from roster.duty where centre_id = $1 and duty_id = $2")
                .execute(Tuple.of(centre, id))
                .map(rows -> list(rows, PgCentreBook::duty).stream().findFirst());
    }

    @Override
    public Future<List<Duty>> duties(Set<String> ids) {
        return connection
                .preparedQuery(
                        "select " + DUTY + " from roster.duty where centre_id = $1 and duty_id = any($2) limit 1000")
                .execute(Tuple.of(centre).addArrayOfString(ids.toArray(String[]::new)))
                .map(rows -> list(rows, PgCentreBook::duty));
    }

    private static Duty duty(Row row) {
        return new Duty(
                row.getString("duty_id"),
                row.getString("centre_id"),
                row.getLocalDate("day"),
                row.getString("shift"),
                Duty.Kind.valueOf(row.getString("kind")),
                row.getInteger("seat"),
                SeatRole.valueOf(row.getString("role")),
                row.getString("lawyer"),
                row.getOffsetDateTime("starts").toInstant(),
                row.getOffsetDateTime("ends").toInstant(),
                row.getBoolean("locked"));
    }

    @Override
    public Future<Void> put(Collection<Duty> duties) {
        if (duties.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Tuple> rows = duties.stream()
                .map(duty -> Tuple.of(centre, duty.id(), duty.date(), duty.shift())
                        .addString(duty.kind().name())
                        .addInteger(duty.seat())
                        .addString(duty.role().name())
                        .addString(duty.lawyer())
                        .addOffsetDateTime(duty.from().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(duty.until().atOffset(ZoneOffset.UTC))
                        .addBoolean(duty.locked()))
                .toList();
        return connection.preparedQuery("""
                        insert into roster.duty
                          (centre_id, duty_id, day, shift, kind, seat, role, lawyer, during, locked)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, tstzrange($9, $10, '[)'), $11)
                        on conflict (centre_id, duty_id) do update set
                          day = excluded.day, shift = excluded.shift, kind = excluded.kind, seat = excluded.seat,
                          role = excluded.role, lawyer = excluded.lawyer, during = excluded.during,
                          locked = excluded.locked""").executeBatch(rows).mapEmpty();
    }

    @Override
    public Future<Void> remove(Collection<Duty> duties) {
        if (duties.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery("delete from roster.duty where centre_id = $1 and duty_id = any($2)")
                .execute(Tuple.of(centre)
                        .addArrayOfString(duties.stream().map(Duty::id).toArray(String[]::new)))
                .mapEmpty();
    }

    @Override
    public Future<Long> version() {
        return connection
                .preparedQuery("select version from roster.centre where centre_id = $1")
                .execute(Tuple.of(centre))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Future<Void> record(RosterVersion version) {
        return connection
                .preparedQuery("update roster.centre set version = $2 where centre_id = $1 and version = $2 - 1")
                .execute(Tuple.of(centre, version.version()))
                .compose(updated -> updated.rowCount() == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(new RosterConflictException(
                                Rule.VERSION,
                                "Version %d of the roster of %s was published by somebody else in the meantime."
                                        .formatted(version.version(), centre))))
                .compose(ignored -> connection
                        .preparedQuery("""
                                insert into roster.roster_version (centre_id, version, kind, at, by_whom, why, taken, given)
                                values ($1, $2, $3, $4, $5, $6, $7, $8)""")
                        .execute(Tuple.of(
                                        centre,
                                        version.version(),
                                        version.kind().name())
                                .addOffsetDateTime(version.at().atOffset(ZoneOffset.UTC))
                                .addString(version.by())
                                .addString(version.why())
                                .addValue(StoreJson.array(version.taken()))
                                .addValue(StoreJson.array(version.given()))))
                .mapEmpty();
    }

    @Override
    public Future<List<RosterVersion>> versionsAfter(long version) {
        return versions("version > $2 order by version limit $3", version, MOST_VERSIONS);
    }

    @Override
    public Future<List<RosterVersion>> versionsBefore(long version, int limit) {
        return versions("version < $2 order by version desc limit $3", version, limit);
    }

    private Future<List<RosterVersion>> versions(String which, long version, int limit) {
        return connection
                .preparedQuery("""
                        select version, kind, at, by_whom, why, taken, given from roster.roster_version
                        where centre_id = $1 and\s""" + which)
                .execute(Tuple.of(centre, version, limit))
                .map(rows -> list(
                        rows,
                        row -> new RosterVersion(
                                centre,
                                row.getLong("version"),
                                RosterVersion.Kind.valueOf(row.getString("kind")),
                                row.getOffsetDateTime("at").toInstant(),
                                row.getString("by_whom"),
                                row.getString("why"),
                                duties(row.getJsonArray("taken")),
                                duties(row.getJsonArray("given")))));
    }

    @Override
    public Future<Void> file(Paper paper) {
        PersonalData.Kept kept = personal.apart(centre, paper);
        return connection
                .preparedQuery("""
                        insert into roster.paper (centre_id, kind, paper_id, lawyer, from_day, to_day, open, body, sealed)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        on conflict (centre_id, kind, paper_id) do update set lawyer = excluded.lawyer,
                          from_day = excluded.from_day, to_day = excluded.to_day, open = excluded.open,
                          body = excluded.body, sealed = excluded.sealed""")
                .execute(Tuple.of(centre, paper.getClass().getSimpleName(), paper.id(), paper.lawyer())
                        .addLocalDate(paper.from())
                        .addLocalDate(paper.to())
                        .addBoolean(paper.open())
                        .addJsonObject(kept.body())
                        .addValue(kept.sealed()))
                .mapEmpty();
    }

    @Override
    public <P extends Paper> Future<Optional<P>> paper(Class<P> kind, String id) {
        return connection
                .preparedQuery(
                        "select centre_id, paper_id, body, sealed from roster.paper where centre_id = $1 and kind = $2 and paper_id = $3")
                .execute(Tuple.of(centre, kind.getSimpleName(), id))
                .map(rows -> papers(rows, kind).stream().findFirst());
    }

    @Override
    public <P extends Paper> Future<List<P>> papers(Class<P> kind, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery("""
                        select centre_id, paper_id, body, sealed from roster.paper
                        where centre_id = $1 and kind = $2 and from_day between $3::date - $5::int and $4 and to_day >= $3
                        order by from_day, paper_id limit 20000""")
                .execute(Tuple.of(centre, kind.getSimpleName(), from, to, Paper.LONGEST_DAYS))
                .map(rows -> papers(rows, kind));
    }

    @Override
    public <P extends Paper> Future<List<P>> openPapers(Class<P> kind) {
        return connection
                .preparedQuery("""
                        select centre_id, paper_id, body, sealed from roster.paper where centre_id = $1 and kind = $2 and open
                        order by from_day, paper_id limit 1000""")
                .execute(Tuple.of(centre, kind.getSimpleName()))
                .map(rows -> papers(rows, kind));
    }

    private <P extends Paper> List<P> papers(RowSet<Row> rows, Class<P> kind) {
        return list(rows, row -> personal.paper(row, kind));
    }

    @Override
    public Future<Void> audit(AuditEvent event) {
        return connection
                .preparedQuery("""
                        insert into roster.audit_event (centre_id, at, by_whom, action, subject, detail)
                        values ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        centre,
                        event.at().atOffset(ZoneOffset.UTC),
                        event.by(),
                        event.action(),
                        event.subject(),
                        event.detail()))
                .mapEmpty();
    }

    @Override
    public Future<List<AuditEvent>> audits(int limit) {
        return connection
                .preparedQuery("""
                        select at, by_whom, action, subject, detail from roster.audit_event
                        where centre_id = $1 order by event_id desc limit $2""")
                .execute(Tuple.of(centre, limit))
                .map(rows -> list(
                        rows,
                        row -> new AuditEvent(
                                row.getOffsetDateTime("at").toInstant(),
                                row.getString("by_whom"),
                                row.getString("action"),
                                row.getString("subject"),
                                row.getString("detail"))));
    }

    @Override
    public Future<Void> post(Notice notice) {
        PersonalData.Kept kept = personal.apart(notice);
        return connection
                .preparedQuery("""
                        insert into roster.outbox (centre_id, notice_id, body, sealed, next_try)
                        values ($1, $2, $3, $4, $5) on conflict do nothing""")
                .execute(Tuple.of(centre, notice.id(), kept.body())
                        .addValue(kept.sealed())
                        .addOffsetDateTime(notice.at().atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    private static List<Duty> duties(JsonArray json) {
        return StoreJson.read(json, DUTIES);
    }
}
