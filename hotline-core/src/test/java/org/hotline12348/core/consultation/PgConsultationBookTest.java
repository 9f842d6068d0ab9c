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
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
