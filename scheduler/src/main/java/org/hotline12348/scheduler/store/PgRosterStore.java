package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.store.RosterConflictException.Rule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in PostgreSQL, schema {@code roster}.
 *
 * <p>Every transaction switches to the role {@code hotline_app} and names its centre ({@code app.centre}), so that
 * row-level security holds whoever the pool logs in as; the login must be a member of that role, which the migration
 * sees to. A centre's row is locked for the length of a piece of work, so writers of one centre come one after another.
 */
public final class PgRosterStore implements RosterStore {

    /** In {@code app.centre}: sees every centre. */
    private static final String ALL = "*";

    private static final Pattern RANGE = Pattern.compile("\\[\"([^\"]+)\",\"([^\"]+)\"\\)");

    private static final Logger LOG = LoggerFactory.getLogger(PgRosterStore.class);

    private final Pool pool;
    private final HolidayCalendar shipped;
    private final PersonalData personal;

    /** @param seal for what is personal; what another key sealed is not read, and not lost */
    public PgRosterStore(Pool pool, Seal seal) {
        this.pool = pool;
        this.personal = new PersonalData(seal);
        this.shipped = HolidayFile.shipped();
    }

    /**
     * Seals what is personal in rows that were written before it was sealed; to be called at the start. The old text is
     * cleared from the tables' files as well.
     *
     * @return how many rows there were
     */
    public Future<Integer> sealOldRows() {
        return writing(ALL, Instant.EPOCH, connection -> new OldRows(connection, personal).seal())
                .compose(count ->
                        count == 0 ? Future.succeededFuture(0) : rewritten().map(count));
    }

    private Future<Void> rewritten() {
        Future<Void> done = Future.succeededFuture();
        for (String table : List.of("practitioner", "outbox", "paper")) {
            done = done.compose(ignored ->
                    pool.query("vacuum full roster." + table).execute().<Void>mapEmpty());
        }
        // Whoever does not own the tables leaves this to the owner.
        return done.recover(failure -> {
            LOG.warn(
                    "The tables of the roster still hold dead rows in plain; run \"vacuum full\": {}",
                    failure.getMessage());
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<List<Centre>> centres() {
        return reading(
                ALL,
                connection -> holidays(connection).compose(holidays -> PgCentreBook.centres(connection, holidays)));
    }

    @Override
    public Future<List<Practitioner>> practitioners() {
        return reading(
                ALL,
                connection -> connection
                        .query("select practitioner_id, body, sealed from roster.practitioner order by practitioner_id")
                        .execute()
                        .map(rows -> PgCentreBook.list(rows, personal::practitioner)));
    }

    @Override
    public Future<List<Duty>> duties(String centre, LocalDate from, LocalDate to) {
        return reading(
                centre,
                connection -> new PgCentreBook(connection, centre, HolidayCalendar.empty(), personal).duties(from, to));
    }

    @Override
    public Future<Optional<PublishedRoster>> published(
            String centre, LocalDate from, LocalDate to, Optional<Long> version) {
        return reading(
                centre,
                connection -> Published.read(
                        new PgCentreBook(connection, centre, HolidayCalendar.empty(), personal), from, to, version));
    }

    @Override
    public Future<HolidayCalendar> holidays() {
        return reading(ALL, this::holidays);
    }

    private Future<HolidayCalendar> holidays(SqlConnection connection) {
        return connection
                .query("select body from roster.holiday_notice order by year")
                .execute()
                .map(rows -> {
                    HolidayCalendar holidays = shipped;
                    for (var row : rows) {
                        holidays = holidays.with(StoreJson.read(row.getJsonObject(0), HolidayNotice.class));
                    }
                    return holidays;
                });
    }

    @Override
    public Future<Void> importNotice(HolidayNotice notice, Instant now, String by) {
        return writing(
                ALL,
                now,
                connection -> connection
                        .preparedQuery("""
                        insert into roster.holiday_notice (year, body, imported_at, imported_by) values ($1, $2, $3, $4)
                        on conflict (year) do update set body = excluded.body, imported_at = excluded.imported_at,
                          imported_by = excluded.imported_by""")
                        .execute(Tuple.of(notice.year(), StoreJson.object(notice), now.atOffset(ZoneOffset.UTC), by))
                        .mapEmpty());
    }

    @Override
    public Future<Void> found(Centre centre) {
        return writing(
                centre.id(),
                Instant.EPOCH,
                connection -> connection
                        .preparedQuery("""
                        insert into roster.centre (centre_id, name, zone, policy, hours, patterns)
                        values ($1, $2, $3, $4, $5, $6) on conflict do nothing""")
                        .execute(PgCentreBook.settings(centre))
                        .compose(inserted -> {
                            Future<Void> done = Future.succeededFuture();
                            if (inserted.rowCount() > 0) {
                                PgCentreBook book = new PgCentreBook(
                                        connection,
                                        centre.id(),
                                        centre.calendar().holidays(),
                                        personal);
                                for (DayByHand day : centre.calendar().byHand().values()) {
                                    done = done.compose(ignored -> book.save(day));
                                }
                            }
                            return done;
                        }));
    }

    @Override
    public <T> Future<T> inCentre(String centre, Instant now, Function<CentreBook, Future<T>> work) {
        return writing(
                centre,
                now,
                connection -> connection
                        .preparedQuery("select 1 from roster.centre where centre_id = $1 for update")
                        .execute(Tuple.of(centre))
                        .compose(rows -> rows.size() == 1
                                ? holidays(connection)
                                : Future.failedFuture(new RosterConflictException(
                                        Rule.UNKNOWN, "There is no centre \"%s\".".formatted(centre))))
                        .compose(holidays -> work.apply(new PgCentreBook(connection, centre, holidays, personal))));
    }

    @Override
    public Future<List<Notice>> dueNotices(Instant now, Duration lease, int limit) {
        return writing(
                ALL,
                now,
                connection -> connection
                        .preparedQuery("""
                        update roster.outbox o set next_try = $2, tries = tries + 1 from (
                          select centre_id, notice_id from roster.outbox
                          where sent_at is null and not given_up and next_try <= $1
                          order by next_try limit $3 for update skip locked) due
                        where o.centre_id = due.centre_id and o.notice_id = due.notice_id
                        returning o.centre_id, o.notice_id, o.body, o.sealed, o.tries""")
                        .execute(Tuple.of(
                                now.atOffset(ZoneOffset.UTC), now.plus(lease).atOffset(ZoneOffset.UTC), limit))
                        .map(rows -> PgCentreBook.list(rows, row -> {
                            Notice notice = personal.notice(row);
                            return new Notice(
                                    notice.id(),
                                    notice.centre(),
                                    notice.channel(),
                                    notice.lawyer(),
                                    notice.address(),
                                    notice.subject(),
                                    notice.text(),
                                    notice.at(),
                                    row.getInteger("tries"));
                        })));
    }

    @Override
    public Future<Void> noticeSent(Notice notice, Instant now) {
        return writing(
                notice.centre(),
                now,
                connection -> connection
                        .preparedQuery(
                                "update roster.outbox set sent_at = $3, error = '' where centre_id = $1 and notice_id = $2")
                        .execute(Tuple.of(notice.centre(), notice.id(), now.atOffset(ZoneOffset.UTC)))
                        .mapEmpty());
    }

    @Override
    public Future<Void> noticeFailed(Notice notice, String error, Optional<Instant> nextTry) {
        return writing(
                notice.centre(),
                Instant.EPOCH,
                connection -> connection
                        .preparedQuery("""
                        update roster.outbox set error = $3, given_up = $4, next_try = coalesce($5, next_try)
                        where centre_id = $1 and notice_id = $2""")
                        .execute(Tuple.of(notice.centre(), notice.id(), error, nextTry.isEmpty())
                                .addOffsetDateTime(nextTry.map(at -> at.atOffset(ZoneOffset.UTC))
                                        .orElse(null)))
                        .mapEmpty());
    }

    private <T> Future<T> reading(String centre, Function<SqlConnection, Future<T>> work) {
        return writing(centre, Instant.EPOCH, work);
    }

    private <T> Future<T> writing(String centre, Instant now, Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("""
                                select set_config('app.centre', $1, true), set_config('app.now', $2, true),
                                  set_config('role', 'hotline_app', true)""")
                        .execute(Tuple.of(centre, now.equals(Instant.EPOCH) ? "" : now.toString()))
                        .compose(ignored -> work.apply(connection)))
                .recover(failure -> Future.failedFuture(translated(failure)));
    }

    /** The database's refusals in the words of the roster. */
    private static Throwable translated(Throwable failure) {
        if (!(failure instanceof PgException refusal)) {
            return failure;
        }
        String constraint = String.valueOf(refusal.getConstraint());
        return switch (String.valueOf(refusal.getSqlState())) {
            case "23P01" ->
                constraint.equals("one_place_at_a_time")
                        ? new RosterConflictException(
                                Rule.ONE_PLACE_AT_A_TIME,
                                "One lawyer would do two duties at the same time: " + times(refusal),
                                refusal)
                        : new RosterConflictException(
                                constraint.equals("one_lawyer_a_seat") ? Rule.ONE_LAWYER_A_SEAT : Rule.TAKEN,
                                constraint.equals("one_lawyer_a_seat")
                                        ? "Two lawyers would sit in one seat at the same time: " + times(refusal)
                                        : "This overlaps with what is there. " + detail(refusal),
                                refusal);
            case "23505" ->
                new RosterConflictException(Rule.TAKEN, "This is taken already. " + detail(refusal), refusal);
            case "23503" ->
                new RosterConflictException(
                        Rule.UNKNOWN, "This names something that does not exist. " + detail(refusal), refusal);
            case "HL001" ->
                new RosterConflictException(Rule.THE_PAST_STAYS, String.valueOf(refusal.getErrorMessage()), refusal);
            default -> failure;
        };
    }

    /** The two stretches of time that overlap; the numbers beside them in the database's words say nothing to people. */
    private static String times(PgException refusal) {
        return RANGE.matcher(detail(refusal))
                .results()
                .map(range -> "%s to %s".formatted(range.group(1), range.group(2)))
                .collect(Collectors.joining(" and ", "", "."));
    }

    private static String detail(PgException refusal) {
        return refusal.getDetail() == null ? "" : refusal.getDetail();
    }
}
