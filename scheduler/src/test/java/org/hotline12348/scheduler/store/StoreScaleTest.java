package org.hotline12348.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is asked of the roster all day is found by an index, under row-level security too, so that it costs the same in the
 * twentieth year as in the first.
 */
@Tag("db")
@Tag("slow")
@DisplayName("A hundred centres' duties")
class StoreScaleTest {

    private static final int CENTRES = 100;
    private static final int DAYS = 150;
    private static Connection connection;

    @BeforeAll
    static void fill() throws SQLException {
        var options = TestPostgres.fresh("roster").options();
        connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(options.getHost(), options.getPort(), options.getDatabase()),
                options.getUser(),
                options.getPassword());
        try (Statement sql = connection.createStatement()) {
            sql.execute("""
                    insert into roster.centre (centre_id, name, zone, policy, hours, patterns)
                    select 'c' || c, 'c' || c, 'Asia/Shanghai', 'ALWAYS', '{}', '[]' from generate_series(1, %d) c""".formatted(CENTRES));
            sql.execute("""
                    insert into roster.practitioner (practitioner_id, licence, body)
                    select 'l' || c || '.' || s, '', '{}' from generate_series(1, %d) c, generate_series(1, 2) s""".formatted(CENTRES));
            sql.execute("""
                    insert into roster.duty (centre_id, duty_id, day, shift, kind, seat, role, lawyer, during)
                    select 'c' || c, c || '.' || d || '.' || s, date '2026-01-01' + d, 'day', 'SEAT', s, 'ANY',
                      'l' || c || '.' || s,
                      tstzrange(timestamptz '2026-01-01 08:00+08' + d * interval '1 day',
                                timestamptz '2026-01-01 20:00+08' + d * interval '1 day')
                    from generate_series(1, %d) c, generate_series(0, %d) d, generate_series(1, 2) s""".formatted(CENTRES, DAYS - 1));
            sql.execute("analyze roster.duty");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest(name = "{0} are found by {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a month's duties of a centre | duty_by_day    | select * from roster.duty where centre_id = 'c7' and day between '2026-03-01' and '2026-03-31' order by lower(during)
            a lawyer's duties of a month | duty_by_lawyer | select * from roster.duty where lawyer = 'l7.1' and day between '2026-03-01' and '2026-03-31'
            one duty by its id           | duty_pkey      | select * from roster.duty where centre_id = 'c7' and duty_id = '7.3.1'
            """)
    void byIndex(String what, String index, String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        connection.setAutoCommit(false);
        try (Statement sql = connection.createStatement()) {
            sql.execute("select set_config('role', 'hotline_app', true), set_config('app.centre', 'c7', true)");
            try (ResultSet lines = sql.executeQuery("explain " + query)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(plan.toString()).as(what).contains(index).doesNotContain("Seq Scan on duty");
    }
}
