package org.hotline12348.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hotline12348.core.audit.ChainCheck.Broken;
import org.hotline12348.core.audit.ChainCheck.Whole;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-10-16T02:00:00.123456Z");

    private final Vertx vertx = Vertx.vertx();
    private TestPostgres.Database database;
    private Pool pool;
    private AuditLog log;

    @BeforeEach
    void start() {
        database = TestPostgres.fresh("hotline");
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(5))
                .connectingTo(database.options())
                .using(vertx)
                .build();
        log = new AuditLog(pool, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        await(pool.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private void write(String centre, int from, int to) {
        await(Future.all(IntStream.rangeClosed(from, to)
                .mapToObj(n -> log.write(
                        centre, "coordinator", "number.reveal", "c" + n, "回访 " + n, new JsonObject().put("n", n)))
                .toList()));
    }

    private static AuditLog.Query all(String centre) {
        return new AuditLog.Query(
                centre,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100);
    }

    @Test
    void writersAtTheSameTimeMakeOneChainForEachCentre() {
        write("jiaozuo", 1, 50);
        write("xiuwu", 1, 3);
        assertThat(await(log.verify("jiaozuo")))
                .isInstanceOfSatisfying(
                        Whole.class, whole -> assertThat(whole.entries()).isEqualTo(50));
        assertThat(await(log.verify("xiuwu"))).isInstanceOf(Whole.class);
        assertThat(await(log.verify("nowhere"))).isEqualTo(new Whole(0, ""));
        List<AuditEntry> latest = await(log.list(all("jiaozuo")));
        assertThat(latest).hasSize(50);
        assertThat(latest.getFirst().number()).isEqualTo(50);
        assertThat(latest.getFirst().at()).isEqualTo(NOW);
    }

    @Test
    void nothingIsChangedOrRemoved() {
        write("jiaozuo", 1, 2);
        for (String sql : List.of(
                "update hotline.audit_entry set reason = 'other'",
                "delete from hotline.audit_entry",
                "truncate hotline.audit_entry")) {
            assertThatThrownBy(() -> await(pool.query(sql).execute())).hasMessageContaining("append-only");
        }
    }

    @Test
    void whoGoesRoundTheTriggersIsFoundOut() throws SQLException {
        record Forgery(String sql, long number) {}
        List<Forgery> forgeries = List.of(
                new Forgery("update hotline.audit_entry set reason = 'other' where number = 3", 3),
                new Forgery("update hotline.audit_entry set at = at + interval '1 microsecond' where number = 4", 4),
                new Forgery("delete from hotline.audit_entry where number = 2", 2),
                new Forgery("delete from hotline.audit_entry where number = 5", 5));
        for (Forgery forgery : forgeries) {
            String centre = "centre" + forgery.number();
            write(centre, 1, 5);
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set session_replication_role = replica");
                statement.execute(forgery.sql() + " and centre_id = '" + centre + "'");
            }
            assertThat(await(log.verify(centre)))
                    .as(forgery.sql())
                    .isInstanceOfSatisfying(
                            Broken.class, broken -> assertThat(broken.number()).isEqualTo(forgery.number()));
        }
    }

    @Test
    void anEntryIsSealedTheSameWayHereAndInTheDatabase() {
        await(log.write("jiaozuo", "律师", "a:b;c", "5:x;", "原因\n\"", new JsonObject().put("键", "值")));
        AuditEntry entry = await(log.list(all("jiaozuo"))).getFirst();
        assertThat(entry.hash()).isEqualTo(entry.rightHash());
    }

    @Test
    void itIsFiltered() {
        write("jiaozuo", 1, 5);
        await(log.write("jiaozuo", "admin", "account.create", "lawyer31", "", new JsonObject()));
        assertThat(await(log.list(new AuditLog.Query(
                        "jiaozuo",
                        Optional.of(NOW.minusSeconds(1)),
                        Optional.of(NOW.plusSeconds(1)),
                        Optional.of("admin"),
                        Optional.of("account."),
                        Optional.of("lawyer31"),
                        Optional.empty(),
                        10))))
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("account.create"));
        assertThat(await(log.list(new AuditLog.Query(
                        "jiaozuo",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(3L),
                        10))))
                .extracting(AuditEntry::number)
                .containsExactly(2L, 1L);
    }
}
