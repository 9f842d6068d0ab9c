package org.hotline12348.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.TestPostgres;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one centre sees of another in the database itself: nothing, whatever a query forgets to say. */
@Tag("db")
class RowLevelSecurityTest {

    private final Vertx vertx = Vertx.vertx();
    private TestPostgres.Database database;
    private Pool pool;

    @BeforeEach
    void twoCentres() {
        database = TestPostgres.fresh("roster");
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(database.options())
                .using(vertx)
                .build();
        PgRosterStore store = new PgRosterStore(pool, TestSeal.fresh());
        RosterStoreContract.await(DemoRoster.seed(store, Clock.fixed(RosterStoreContract.NOW, ZoneOffset.UTC)));
        Centre demo = DemoRoster.centre();
        RosterStoreContract.await(store.found(new Centre("wuzhi", "武陟县法律援助中心", demo.calendar(), demo.patterns())));
        Practitioner other = Practitioner.of(
                "wu01",
                "武一",
                PractitionerKind.GRASSROOTS_WORKER,
                "武陟法律服务所",
                "G1",
                List.of(),
                List.of(),
                "",
                "",
                Standing.ACTIVE,
                Set.of("wuzhi"),
                Set.of(java.time.DayOfWeek.values()),
                Set.of(),
                0);
        RosterStoreContract.await(store.inCentre("wuzhi", RosterStoreContract.NOW, book -> book.save(other)));
    }

    @AfterEach
    void close() {
        RosterStoreContract.await(pool.close());
        RosterStoreContract.await(vertx.close());
    }

    private int count(String centre, String table) throws SQLException {
        try (Connection connection = as(centre);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from roster." + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Connection as(String centre) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set role hotline_app");
            statement.execute("select set_config('app.centre', '%s', false)".formatted(centre));
        }
        return connection;
    }

    @Test
    void aCentreSeesItsOwnRowsOnly() throws SQLException {
        assertThat(count("jiaozuo", "centre")).isEqualTo(1);
        assertThat(count("jiaozuo", "practitioner")).isEqualTo(30);
        assertThat(count("wuzhi", "practitioner")).isEqualTo(1);
        assertThat(count("wuzhi", "duty")).isZero();
        assertThat(count("jiaozuo", "duty")).isPositive();
        assertThat(count("*", "practitioner")).isEqualTo(31);
        assertThat(count("", "duty")).as("no centre named").isZero();
    }

    @Test
    void aCentreCannotWriteIntoAnother() throws SQLException {
        try (Connection connection = as("wuzhi");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("delete from roster.duty")).isZero();
            assertThatThrownBy(() ->
                            statement.execute("insert into roster.practitioner_centre values ('jiaozuo', 'wu01')"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void everyTableOfTheRosterIsUnderRowLevelSecurityOrSaysWhyNot() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select string_agg(relname, ',' order by relname) from pg_class
                        where relnamespace = 'roster'::regnamespace and relkind = 'r' and not relrowsecurity""")) {
            rows.next();
            // The notices are the nation's; the history is Flyway's.
            assertThat(rows.getString(1)).isEqualTo("flyway_schema_history,holiday_notice");
        }
    }

    @Test
    void whatWasPublishedStaysAsItWasWritten() throws SQLException {
        try (Connection connection = as("jiaozuo");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("update roster.roster_version set why = 'x'"))
                    .hasMessageContaining("kept as they were written");
        }
    }
}
