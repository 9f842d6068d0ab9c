package org.hotline12348.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final int DAYS = 75;

    /** What is asked all day: the words for people, the index that finds it, the query. */
    private static final String ASKED = """
            a month's duties of a centre    | duty_by_day         | select * from roster.duty where centre_id = 'c7' and day between '2026-02-01' and '2026-02-28' order by lower(during)
            who is on duty, read anew       | duty_by_day         | select * from roster.duty where centre_id = 'c7' and day between '2026-02-25' and '2026-03-10' order by lower(during)
            a lawyer's duties of a month    | duty_by_lawyer      | select * from roster.duty where lawyer = 'l7.1' and day between '2026-02-01' and '2026-02-28'
            one duty by its id              | duty_pkey           | select * from roster.duty where centre_id = 'c7' and duty_id = '7.3.1'
            a month's sign-ins, for coverage | paper_by_day       | select body from roster.paper where centre_id = 'c7' and kind = 'SignIn' and from_day between date '2026-02-01' - 20 and '2026-02-28' and to_day >= '2026-02-01' order by from_day, paper_id limit 20000
            what was published since        | roster_version_pkey | select version, taken, given from roster.roster_version where centre_id = 'c7' and version < 60 order by version desc limit 20
            notices that are due            | outbox_waiting      | select notice_id from roster.outbox where sent_at is null and not given_up and next_try <= now() order by next_try limit 20
            """;

    private static Connection connection;
    private static final Map<String, Long> BLOCKS_AT_FIRST = new HashMap<>();

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
        }
        days(0, DAYS - 1);
        for (String line : ASKED.lines().toList()) {
            String query = line.split("\\|")[2];
            BLOCKS_AT_FIRST.put(query.strip(), blocks(query));
        }
        days(DAYS, 2 * DAYS - 1);
    }

    /** Two duties a day and their sign-ins, a version and a notice that was sent for each. */
    private static void days(int first, int last) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("""
                    insert into roster.duty (centre_id, duty_id, day, shift, kind, seat, role, lawyer, during)
                    select 'c' || c, c || '.' || d || '.' || s, date '2026-01-01' + d, 'day', 'SEAT', s, 'ANY',
                      'l' || c || '.' || s,
                      tstzrange(timestamptz '2026-01-01 08:00+08' + d * interval '1 day',
                                timestamptz '2026-01-01 20:00+08' + d * interval '1 day')
                    from generate_series(1, %d) c, generate_series(%d, %d) d, generate_series(1, 2) s""".formatted(CENTRES, first, last));
            sql.execute("""
                    insert into roster.paper (centre_id, kind, paper_id, lawyer, from_day, to_day, open, body)
                    select centre_id, 'SignIn', duty_id || '-00000', lawyer, day, day, false, '{}' from roster.duty
                    where day >= date '2026-01-01' + %d""".formatted(first));
            sql.execute("""
                    insert into roster.roster_version (centre_id, version, kind, at, by_whom, why, taken, given)
                    select 'c' || c, d + 1, 'AMENDED', now(), '', '', '[]', '[]'
                    from generate_series(1, %d) c, generate_series(%d, %d) d""".formatted(CENTRES, first, last));
            sql.execute("""
                    insert into roster.outbox (centre_id, notice_id, body, next_try, sent_at)
                    select 'c' || c, 'n' || d, '{}', now(), now()
                    from generate_series(1, %d) c, generate_series(%d, %d) d""".formatted(CENTRES, first, last));
            sql.execute("analyze roster.duty, roster.paper, roster.roster_version, roster.outbox");
        }
    }

    /** What EXPLAIN says of a query of one centre, under row-level security. */
    private static String explained(String how, String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        connection.setAutoCommit(false);
        try (Statement sql = connection.createStatement()) {
            sql.execute("select set_config('role', 'hotline_app', true), set_config('app.centre', 'c7', true)");
            try (ResultSet lines = sql.executeQuery("explain %s %s".formatted(how, query))) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return plan.toString();
    }

    /** Pages that the query touches, wherever they lie: the same for the same tables, whatever the machine does. */
    private static long blocks(String query) throws SQLException {
        Matcher counts = Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)")
                .matcher(explained("(analyze, buffers, format json)", query));
        long blocks = 0;
        for (int i = 0; i < 2 && counts.find(); i++) {
            blocks += Long.parseLong(counts.group(1));
        }
        return blocks;
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(delimiter = '|', textBlock = ASKED)
    void byIndex(String what, String index, String query) throws SQLException {
        assertThat(explained("", query)).as(what).contains(index).doesNotContain("Seq Scan");
    }

    @ParameterizedTest(name = "{0}: as many pages as when there was half of it")
    @CsvSource(delimiter = '|', textBlock = ASKED)
    void theSameWork(String what, String index, String query) throws SQLException {
        long first = Objects.requireNonNull(BLOCKS_AT_FIRST.get(query));
        // Some pages more where what is asked lies beside what came after it; never in proportion to the whole.
        assertThat(blocks(query)).as(what).isPositive().isLessThanOrEqualTo(first + first / 2 + 8);
    }
}
