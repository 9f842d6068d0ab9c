package org.hotline12348.core.app.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.hotline12348.core.app.Database;
import org.hotline12348.core.app.EmbeddedPostgres;
import org.hotline12348.core.app.Home;
import org.hotline12348.core.app.Migrations;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.hotline12348.scheduler.store.Seal;

/**
 * A hundred centres in their twentieth year beside the same in their first: what is done all day with the roster must
 * cost the same.
 */
public final class RosterStoreBench implements Bench {

    private static final int CENTRES = 100;
    private static final int YEARS = 20;
    private static final int LAWYERS_A_CENTRE = 30;
    private static final int HANDS = 2;
    private static final int REPEATS = 15;
    private static final double MOST_TIMES_SLOWER = 3;
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final int STEP_SECONDS = 120;

    @Override
    public String name() {
        return "roster-store";
    }

    @Override
    public String tells() {
        return "the roster of 100 centres in the twentieth year beside the first: publish, read, on duty, coverage";
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(10);
    }

    /** What is measured, with the rule that holds for it. */
    private record Measured(String what, double millis) {}

    @Override
    public Report run(Bed bed) throws InterruptedException {
        Report report = new Report(
                "roster-store: %d centres, %d years of duties beside one".formatted(CENTRES, YEARS), Instant.now());
        Home home = Home.open(bed.directory().resolve("home"));
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(home, bed.place().cache(), freePort(), text -> bed.say("%s", text));
        Vertx vertx = Vertx.vertx();
        try {
            Database database = postgres.database();
            Migrations.run(database);
            Pool pool = Pool.pool(vertx, database.connectOptions(), new PoolOptions().setMaxSize(4));
            // Nothing personal is written here.
            PgRosterStore store = new PgRosterStore(
                    pool, new Seal((plain, place) -> new byte[0], (shut, place) -> java.util.Optional.empty()));
            try (Connection connection = connection(database)) {
                found(store, connection);
                fill(database, 1, bed);
                List<Measured> first = measure(vertx, store);
                fill(database, YEARS, bed);
                List<Measured> last = measure(vertx, store);
                report.tells("duties", count(connection, "duty"), "").tells("sign-ins", count(connection, "paper"), "");
                for (int i = 0; i < last.size(); i++) {
                    double times = last.get(i).millis() / first.get(i).millis();
                    report.must(
                            last.get(i).what() + ", median ms",
                            decimal(last.get(i).millis()),
                            decimal(first.get(i).millis()),
                            "at most %.0f times".formatted(MOST_TIMES_SLOWER),
                            times <= MOST_TIMES_SLOWER);
                }
            }
            done(pool.close());
            return report;
        } catch (SQLException e) {
            throw new IllegalStateException("The database of the bench refused: " + e.getMessage(), e);
        } finally {
            done(vertx.close());
            postgres.stop();
            home.close();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void found(PgRosterStore store, Connection connection) throws SQLException {
        Centre demo = DemoRoster.centre();
        for (int c = 1; c <= CENTRES; c++) {
            done(store.found(new Centre("c" + c, demo.name() + c, demo.calendar(), demo.patterns())));
        }
        try (Statement sql = connection.createStatement()) {
            sql.execute("""
                    insert into roster.practitioner (practitioner_id, licence, body)
                    select 'l' || c || '.' || l, '', jsonb_build_object('id', 'l' || c || '.' || l, 'name', 'l' || l,
                      'kind', 'LAWYER', 'firm', '', 'licence', '', 'specialities', '[]'::jsonb, 'languages', '[]'::jsonb,
                      'standing', 'ACTIVE', 'centres', jsonb_build_array('c' || c),
                      'availableOn', '["MONDAY"]'::jsonb, 'dislikedOn', '[]'::jsonb, 'openingBalance', 0)
                    from generate_series(1, %d) c, generate_series(1, %d) l""".formatted(CENTRES, LAWYERS_A_CENTRE));
            sql.execute("""
                    insert into roster.practitioner_centre (centre_id, practitioner_id)
                    select 'c' || c, 'l' || c || '.' || l
                    from generate_series(1, %d) c, generate_series(1, %d) l""".formatted(CENTRES, LAWYERS_A_CENTRE));
        }
    }

    /**
     * The days up to the end of next month, so many years back: two seats a day, and who signed in to them. Year by year and
     * under all rules of the tables, as the years would write them; each hand takes its share of the centres.
     */
    private static void fill(Database database, int years, Bed bed) throws SQLException {
        LocalDate last = TODAY.plusDays(30);
        long began = System.nanoTime();
        try (Connection connection = connection(database);
                Statement sql = connection.createStatement()) {
            sql.execute("truncate roster.paper, roster.duty");
        }
        try (ExecutorService hands = Executors.newFixedThreadPool(HANDS)) {
            List<CompletableFuture<Void>> filled = new ArrayList<>();
            for (int hand = 0; hand < HANDS; hand++) {
                int from = 1 + hand * CENTRES / HANDS;
                int to = (hand + 1) * CENTRES / HANDS;
                filled.add(CompletableFuture.runAsync(() -> fill(database, years, last, from, to), hands));
            }
            filled.forEach(CompletableFuture::join);
        }
        try (Connection connection = connection(database);
                Statement sql = connection.createStatement()) {
            sql.execute("vacuum analyze roster.duty");
            sql.execute("vacuum analyze roster.paper");
        }
        bed.say("%d years filled in %.0f s", years, (System.nanoTime() - began) / 1e9);
    }

    private static void fill(Database database, int years, LocalDate last, int fromCentre, int toCentre) {
        try (Connection connection = connection(database);
                Statement sql = connection.createStatement()) {
            sql.setQueryTimeout(STEP_SECONDS);
            for (int year = years; year > 0; year--) {
                LocalDate first = last.minusYears(year).plusDays(1);
                LocalDate end = last.minusYears(year - 1L);
                sql.execute("""
                        insert into roster.duty (centre_id, duty_id, day, shift, kind, seat, role, lawyer, during)
                        select 'c' || c, c || '.' || day || '.' || seat, day, 'day', 'SEAT', seat, 'LAWYER',
                          'l' || c || '.' || 1 + ((day - date '2000-01-01') * 2 + seat) %% %d,
                          tstzrange(day + time '00:00' at time zone 'UTC', day + time '12:00' at time zone 'UTC')
                        from (select date '%s' + d as day from generate_series(0, date '%s' - date '%s') d) days,
                          generate_series(%d, %d) c, generate_series(1, 2) seat""".formatted(LAWYERS_A_CENTRE, first, end, first, fromCentre, toCentre));
                sql.execute("""
                        insert into roster.paper (centre_id, kind, paper_id, lawyer, from_day, to_day, open, body)
                        select centre_id, 'SignIn', duty_id || '-00001', lawyer, day, day, false, jsonb_build_object(
                          'id', duty_id || '-00001', 'lawyer', lawyer, 'duty', duty_id, 'day', day, 'at', lower(during),
                          'in', true, 'source', 'web')
                        from roster.duty where centre_id in (select 'c' || c from generate_series(%d, %d) c)
                          and day between date '%s' and least(date '%s', date '%s')""".formatted(fromCentre, toCentre, first, end, TODAY.minusDays(1)));
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static Connection connection(Database database) throws SQLException {
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        try (Statement sql = connection.createStatement()) {
            sql.execute("select set_config('app.centre', '*', false)");
        }
        return connection;
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("select count(*) from roster." + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Measured> measure(Vertx vertx, PgRosterStore store) {
        LiveRoster live = new LiveRoster(vertx, store, CLOCK);
        done(live.start());
        RosterDesk desk = new RosterDesk(
                vertx, store, Future::succeededFuture, org.hotline12348.scheduler.plan.Planners.best(), CLOCK);
        List<Measured> measured = new ArrayList<>();
        measured.add(median(
                "read a month",
                () -> store.published("c50", TODAY.minusDays(15), TODAY.plusDays(15), java.util.Optional.empty())));
        measured.add(median("publish a month", () -> publish(store)));
        measured.add(median("load who is on duty, all centres", live::refresh));
        measured.add(
                median("coverage of a month", () -> desk.attendance().coverage("c50", TODAY.minusDays(30), TODAY)));
        live.stop();
        return measured;
    }

    /** A month that is not planned yet is written and taken away again, each with its version. */
    private static Future<Void> publish(PgRosterStore store) {
        List<Duty> month = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            LocalDate date = TODAY.plusDays(60 + day);
            for (int seat = 1; seat <= 2; seat++) {
                month.add(new Duty(
                        "new-%s-%d".formatted(date, seat),
                        "c50",
                        date,
                        "day",
                        Duty.Kind.SEAT,
                        seat,
                        SeatRole.LAWYER,
                        "l50." + (1 + (day * 2 + seat) % LAWYERS_A_CENTRE),
                        date.atStartOfDay().toInstant(ZoneOffset.UTC),
                        date.atTime(12, 0).toInstant(ZoneOffset.UTC),
                        false));
            }
        }
        return store.inCentre(
                        "c50",
                        NOW,
                        book -> book.version()
                                .compose(version -> book.put(month)
                                        .compose(ignored -> book.record(new RosterVersion(
                                                "c50",
                                                version + 1,
                                                RosterVersion.Kind.PUBLISHED,
                                                NOW,
                                                "bench",
                                                "",
                                                List.of(),
                                                month)))))
                .compose(ignored -> store.inCentre("c50", NOW, book -> book.remove(month)));
    }

    private static Measured median(String what, Supplier<? extends Future<?>> work) {
        List<Double> times = new ArrayList<>();
        for (int i = -2; i < REPEATS; i++) {
            long began = System.nanoTime();
            done(work.get());
            if (i >= 0) {
                times.add((System.nanoTime() - began) / 1e6);
            }
        }
        times.sort(Double::compare);
        return new Measured(what, times.get(REPEATS / 2));
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("A step took more than %d s.".formatted(STEP_SECONDS), e);
        }
    }

    private static String decimal(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
