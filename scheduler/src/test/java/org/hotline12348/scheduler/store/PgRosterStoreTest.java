package org.hotline12348.scheduler.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import org.hotline12348.scheduler.TestPostgres;
import org.hotline12348.scheduler.TestSeal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("db")
class PgRosterStoreTest extends RosterStoreContract {

    private Vertx vertx;
    private Pool pool;

    @Override
    RosterStore emptyStore() {
        vertx = Vertx.vertx();
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(TestPostgres.fresh("roster").options())
                .using(vertx)
                .build();
        return new PgRosterStore(pool, TestSeal.fresh());
    }

    @AfterEach
    void close() {
        await(pool.close());
        await(vertx.close());
    }
}
