package org.hotline12348.core.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.hotline12348.core.lease.Holder;
import org.hotline12348.core.lease.LeaseTimes;
import org.hotline12348.core.lease.Moment;
import org.hotline12348.ivr.wire.FaultyWire;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One lease in a real PostgreSQL: who has it after a death, a farewell, and while the database is away. */
@Tag("db")
class LeaseTest {

    private static final String NAME = "pbx:pbx1";
    /** Far longer than a test waits: who has it sooner did not wait for anybody. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(600);

    private static final Duration LONGER = Duration.ofSeconds(2);

    private static TestPostgres.Database database;

    private Vertx vertx;
    private FaultyWire wire;
    private Pool pool;
    private LeaseTable table;
    private volatile boolean others;

    @BeforeAll
    static void found() {
        database = TestPostgres.fresh("hotline");
    }

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        wire = new FaultyWire(database.port());
        pool = PgBuilder.pool()
                .connectingTo(database.options().setPort(wire.port()))
                .with(new PoolOptions().setMaxSize(6))
                .using(vertx)
                .build();
        table = new LeaseTable(pool);
        done(pool.query("delete from hotline.lease").execute());
    }

    @AfterEach
    void close() {
        wire.close();
        done(vertx.close());
    }

    private static LeaseTimes times(Duration beside, Duration alone) {
        return new LeaseTimes(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200), beside, alone);
    }

    private Lease lease(Vertx on, String copy, String run, LeaseTimes times) {
        return new Lease(
                on,
                table,
                NAME,
                new Holder(copy, run),
                times,
                () -> others,
                () -> new Moment(
                        Duration.ofNanos(System.nanoTime()), Clock.systemUTC().instant()));
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within 30 s", e);
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("did not come about within 30 s").isLessThan(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private long token() {
        return done(table.leases()).getFirst().token();
    }

    @Test
    @DisplayName(
            "killed and started again on its home, a copy has its lease back as soon as it asks; its old self is fenced off")
    void ownLease() {
        Vertx killed = Vertx.vertx();
        Lease first = lease(killed, "home1", "run1", times(LONG, LONG));
        done(first.start());
        assertThat(first.isHeld()).isTrue();
        long old = token();
        done(killed.close());

        Lease again = lease(vertx, "home1", "run2", times(LONG, LONG));
        done(again.start());

        assertThat(again.isHeld()).isTrue();
        assertThat(token()).isEqualTo(old + 1);
        assertThatThrownBy(() -> done(pool.withTransaction(connection -> LeaseTable.require(connection, NAME, old))))
                .isInstanceOf(LeaseTable.FencedOff.class);
        done(pool.withTransaction(connection -> LeaseTable.require(connection, NAME, old + 1)));
    }

    @Test
    @DisplayName(
            "a copy that is told to stop ends its work, gives the lease back, and the other one begins without waiting")
    void givenBack() {
        Lease first = lease(vertx, "home1", "run1", times(LONG, LONG));
        Lease second = lease(vertx, "home2", "run1", times(LONG, LONG));
        WorkSeen mine = new WorkSeen();
        WorkSeen his = new WorkSeen();
        first.during("work", mine);
        second.during("work", his);
        done(first.start());
        until(() -> mine.begun);
        done(second.start());
        assertThat(second.isHeld()).isFalse();

        done(first.stop());
        assertThat(mine.begun).isFalse();

        until(() -> his.begun);
        assertThat(second.isHeld()).isTrue();
        assertThat(first.isHeld()).isFalse();
    }

    @Test
    @DisplayName("a lease does not change hands while a transaction under it is open")
    void waitsForItsWriter() {
        Vertx killed = Vertx.vertx();
        done(lease(killed, "home1", "run1", times(LONG, LONG)).start());
        long old = token();
        var writer = done(pool.getConnection());
        var transaction = done(writer.begin());
        done(LeaseTable.require(writer, NAME, old));
        done(killed.close());

        Lease next = lease(vertx, "home1", "run2", times(LONG, LONG));
        Future<Void> asked = next.start();
        done(asked);
        assertThat(token()).isEqualTo(old);
        assertThat(next.isHeld()).isFalse();

        done(transaction.commit());
        done(writer.close());
        until(next::isHeld);
        assertThat(token()).isGreaterThan(old);
    }

    @Test
    @DisplayName(
            "the database is away: one copy alone goes on however long that is; among several nobody knows, and it stops")
    void databaseAway() {
        Lease alone = lease(vertx, "home1", "run1", times(SHORT, LONGER));
        WorkSeen work = new WorkSeen();
        alone.during("work", work);
        done(alone.start());
        until(() -> work.begun);
        wire.mode(FaultyWire.Mode.REFUSING);
        wire.cut();
        long end = System.nanoTime() + LONGER.plus(SHORT).toNanos();
        until(() -> System.nanoTime() > end || !work.begun);
        assertThat(work.begun).isTrue();
        assertThat(alone.isHeld()).isTrue();

        wire.mode(FaultyWire.Mode.PASSING);
        others = true;
        until(() -> done(table.leases()).getFirst().patience().equals(SHORT));
        wire.mode(FaultyWire.Mode.REFUSING);
        wire.cut();
        until(() -> !alone.isHeld() && !work.begun);

        wire.mode(FaultyWire.Mode.PASSING);
        until(() -> alone.isHeld() && work.begun);
        assertThat(work.times).isGreaterThan(1);
    }

    @Test
    @DisplayName(
            "another copy waits as long as the holder said, then takes over; the holder that comes back is refused")
    void takesOver() {
        others = true;
        Vertx stands = Vertx.vertx();
        Lease first = lease(stands, "home1", "run1", times(SHORT, LONG));
        done(first.start());
        long old = token();
        Lease second = lease(vertx, "home2", "run1", times(SHORT, LONG));
        done(second.start());
        done(stands.close());

        until(second::isHeld);
        assertThat(token()).isEqualTo(old + 1);
        assertThat(first.isHeld()).isFalse();
    }

    /** Work that only says whether it is done. */
    private static final class WorkSeen implements Work {
        private volatile boolean begun;
        private volatile int times;

        @Override
        public Future<Void> begin(long token) {
            begun = true;
            times++;
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            begun = false;
            return Future.succeededFuture();
        }
    }
}
