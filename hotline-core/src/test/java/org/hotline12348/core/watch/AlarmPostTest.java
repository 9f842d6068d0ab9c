package org.hotline12348.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.watch.Reading.JournalState;
import org.hotline12348.core.watch.Reading.Line;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An alarm outlives the service that raised it, and is told once to those who are to be told. */
@Tag("db")
class AlarmPostTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private Pool pool;
    private RecipientBook recipients;
    private volatile boolean up;

    @BeforeEach
    void open() {
        vertx.exceptionHandler(stray::add);
        pool = PgBuilder.pool()
                .connectingTo(TestPostgres.fresh("hotline").options())
                .using(vertx)
                .build();
        recipients = new RecipientBook(pool, Vault.forgetful());
    }

    @AfterEach
    void close() {
        done(pool.close());
        done(vertx.close());
        assertThat(stray).isEmpty();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The exchange answers, or has not for an hour. */
    private Future<Reading> read() {
        Instant now = Instant.now();
        return Future.succeededFuture(new Reading(
                now,
                List.of(new Reading.Exchange(
                        "pbx1",
                        new Line(up, now.minusSeconds(3600), Duration.ZERO, "cut"),
                        new JournalState(0, Optional.empty(), 0),
                        Optional.empty(),
                        0,
                        0)),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    private Watch service() {
        AlarmPost post = new AlarmPost(
                vertx,
                pool,
                recipients,
                (to, key, subject, text) -> {
                    sent.add(to.address() + " " + subject);
                    return Future.succeededFuture();
                },
                Clock.systemUTC(),
                () -> true);
        Watch watch = new Watch(vertx, this::read, Clock.systemUTC(), Optional.of(post), new SimpleMeterRegistry());
        vertx.runOnContext(_ -> watch.start());
        return watch;
    }

    private void stop(Watch watch) {
        done(Future.<Void>future(stopped -> vertx.runOnContext(_ -> {
            watch.stop();
            stopped.complete();
        })));
    }

    @Test
    void isKeptOverARestartAndToldOnceAndToldToBeOver() {
        done(recipients.set(
                "jiaozuo",
                List.of(
                        new Recipient("jiaozuo", "boss@example.cn", true, Duration.ZERO),
                        new Recipient("jiaozuo", "13900000001", true, Duration.ofHours(1))),
                "admin",
                Instant.now()));
        assertThat(done(recipients.of("county"))).isEmpty();
        Watch first = service();
        HeardEvents.await("it is told", () -> !sent.isEmpty());
        Watch.Raised raised = first.open().iterator().next();
        stop(first);

        Watch second = service();
        HeardEvents.await("it stands", () -> !second.open().isEmpty());
        assertThat(second.open().iterator().next().raisedAt()).isEqualTo(raised.raisedAt());
        second.acknowledge(raised.alarm().id(), "coordinator");
        up = true;
        HeardEvents.await("it is over", () -> second.open().isEmpty());
        HeardEvents.await(
                "that is kept",
                () -> done(new AlarmBook(pool).read(10)).stream()
                        .allMatch(one -> one.clearedAt().isPresent()
                                && one.acknowledgedBy().equals(Optional.of("coordinator"))));
        assertThat(done(new AlarmBook(pool).read(10))).hasSize(1);
        assertThat(second.cleared()).hasSize(1);
        stop(second);
        assertThat(sent).allMatch(one -> one.startsWith("boss@example.cn "));
    }
}
