package org.hotline12348.core.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.scope.CentreScope;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("db")
class PgConsultationBookTest extends ConsultationBookContract {

    private final List<Throwable> stray = new ArrayList<>();
    private final Vault vault = Vault.forgetful();
    private Vertx vertx;
    private Pool pool;
    private PgConsultationBook book;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        vertx.exceptionHandler(stray::add);
        pool = PgBuilder.pool()
                .connectingTo(TestPostgres.fresh("hotline").options())
                .with(new PoolOptions().setMaxSize(5))
                .using(vertx)
                .build();
        book = new PgConsultationBook(vertx, pool, vault, _ -> ZoneId.of("Asia/Shanghai"));
    }

    @AfterEach
    void close() {
        done(pool.close());
        done(vertx.close());
        assertThat(stray).isEmpty();
    }

    @Override
    protected ConsultationBook book() {
        return book;
    }

    @Override
    protected void record(List<CallProjection> calls) {
        CallWriter writer = new CallWriter(vault, _ -> ZoneId.of("Asia/Shanghai"));
        done(pool.withTransaction(connection -> writer.write(connection, calls)));
    }

    /** Without a "where" of ours: the policies alone decide. */
    @ParameterizedTest(name = "{0} sees {1} records and as many notes")
    @CsvSource(delimiter = '|', textBlock = """
            jiaozuo       | 1
            xiuwu         | 1
            jiaozuo,xiuwu | 2
            *             | 2
            ''            | 0
            wuzhi         | 0
            """)
    void aTransactionSeesTheCentresItNamesAndNoOther(String centres, long seen) {
        for (String centre : List.of("jiaozuo", "xiuwu")) {
            done(pool.query("""
                            insert into hotline.consultation (centre_id, id, number, channel, started_at)
                              values ('%1$s', 'r-%1$s', '1', 'ONLINE', now());
                            insert into hotline.consultation_note (centre_id, id, version, edited_by, edited_at)
                              values ('%1$s', 'r-%1$s', 1, 'x', now());
                            insert into hotline.callback (centre_id, id, number, number_mark, state, created_at, due_at,
                              version, changed_at) values ('%1$s', 'c', '', '', 'WAITING', now(), now(), 1, now());
                            """.formatted(centre)).execute());
        }
        for (String table :
                List.of("consultation", "consultation_note", "callback", "seen_consultation", "seen_note")) {
            if (centres.equals("*") && table.startsWith("seen")) {
                continue; // for people, who name their centres
            }
            long found = number(centres, "select count(*) as n from hotline." + table);
            assertThat(found).as(table).isEqualTo(seen);
        }
        for (String centre : List.of("jiaozuo", "xiuwu")) {
            long changed = number(
                    centres,
                    "with changed as (update hotline.consultation set rating = 1 where centre_id = '%s' returning 1) select count(*) as n from changed"
                            .formatted(centre));
            boolean named = centres.equals("*") || List.of(centres.split(",")).contains(centre);
            assertThat(changed).as("a write to " + centre).isEqualTo(named ? 1 : 0);
        }
    }

    private long number(String centres, String sql) {
        return done(CentreScope.within(
                pool,
                centres,
                connection -> connection
                        .query(sql)
                        .execute()
                        .map(rows -> rows.iterator().next().getLong("n"))));
    }

    /** A view keeps the columns that its table had when it was made. */
    @ParameterizedTest(name = "{0} has all the columns of {1}")
    @CsvSource({"seen_consultation, consultation", "seen_note, consultation_note"})
    void theViewsOfListsAreWhole(String view, String table) {
        String columns =
                "select string_agg(attname, ' ' order by attnum) as a from pg_attribute where attrelid = '%s'::regclass"
                        + " and attnum > 0 and not attisdropped";
        assertThat(text(columns.formatted("hotline." + view))).isEqualTo(text(columns.formatted("hotline." + table)));
    }

    private String text(String sql) {
        return done(pool.query(sql).execute()).iterator().next().getString("a");
    }

    @Test
    void aTransactionOfARoleThatNamesNoCentreSeesNothing() {
        record(List.of(call("answered")));
        long seen = done(pool.withTransaction(connection -> connection
                .query("set local role hotline_app")
                .execute()
                .compose(ignored -> connection
                        .query("select count(*) as n from hotline.consultation")
                        .execute())
                .map(rows -> rows.iterator().next().getLong("n"))));
        assertThat(seen).isZero();
    }

    @Test
    void noTelephoneNumberStandsInTheTablesInPlain() {
        record(List.of(call("answered")));
        String dump = done(pool.query("select c::text as a from hotline.consultation c")
                        .execute())
                .iterator()
                .next()
                .getString("a");
        assertThat(dump).contains("lawyer01").doesNotContain("13800000001").doesNotContain("3133383030");
    }
}
