package org.hotline12348.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hotline12348.core.consultation.CallWriter;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.ivr.cel.CelWriter;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.TestPostgres;
import org.hotline12348.scheduler.change.SignIn;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.plan.Planners;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lawyers press *12 while the service is dead; the exchange's journal is all there is of it. */
@Tag("db")
@DisplayName("A sign-in by telephone")
class SignInsFromJournalTest {

    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final InMemoryRosterStore store = new InMemoryRosterStore();
    private final Vault vault = Vault.forgetful();
    private Pool pool;
    private Duty duty;

    @BeforeEach
    void open() {
        vertx.exceptionHandler(stray::add);
        pool = PgBuilder.pool()
                .connectingTo(TestPostgres.fresh("hotline").options())
                .with(new PoolOptions().setMaxSize(3))
                .using(vertx)
                .build();
        done(DemoRoster.seed(store, CLOCK));
        duty = done(store.duties(DemoRoster.CENTRE, TODAY, TODAY)).getFirst();
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
            throw new AssertionError("no answer within 30 s", e);
        }
    }

    private CelRow keys(String at, String call, String state) {
        return new CelRow(
                "USER_DEFINED",
                Instant.parse(at),
                "HOTLINE_STATUS",
                "pbx1",
                call,
                call,
                "PJSIP/lawyer01-1",
                "lawyers",
                "*12",
                duty.lawyer(),
                "",
                "CELGenUserEvent",
                "",
                "",
                "{\"extra\":\"lawyer=%s;state=%s;seated=1\"}".formatted(duty.lawyer(), state));
    }

    private void theExchangeWrites(CelRow... rows) throws IOException {
        for (CelRow row : rows) {
            Files.writeString(
                    folder.resolve("journal.csv"),
                    CelWriter.line(row) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    /** The service runs until the journal is read to its end and what follows from it is written. */
    private void theServiceRuns(CelRow... toldAtOnce) throws IOException {
        JournalWriter writer = new JournalWriter(
                pool, vault, new CallWriter(vault, _ -> ZONE), Map::of, JournalWriter.CallFollower.NONE);
        Journal journal = done(
                Journal.start(vertx, writer, "pbx1", folder.resolve("journal.csv"), CLOCK, new SimpleMeterRegistry()));
        RosterDesk desk = new RosterDesk(vertx, store, Future::succeededFuture, Planners.best(), CLOCK);
        PhoneSignIns signIns = new PhoneSignIns(vertx, desk.attendance(), journal::withoutEntry, CLOCK, Duration.ZERO);
        journal.onStored(signIns::seen);
        signIns.seen(List.of(toldAtOnce));
        long size = Files.size(folder.resolve("journal.csv"));
        for (int i = 0;
                i < 500
                        && done(writer.place("pbx1"))
                                .filter(at -> at.offset() == size)
                                .isEmpty();
                i++) {
            done(Future.<Void>future(soon -> vertx.setTimer(20, id -> soon.complete())));
        }
        done(signIns.catchUp());
        done(journal.stop());
        signIns.stop();
    }

    private List<SignIn> signIns() {
        return done(store.inCentre(DemoRoster.CENTRE, NOW, book -> book.papers(SignIn.class, TODAY, TODAY)));
    }

    @Test
    @DisplayName("made while the service was dead counts once, at its moment, however often the service starts")
    void dead() throws IOException {
        theExchangeWrites(
                keys("2026-11-22T23:57:00Z", "pbx1-1.1", "SIGNED_IN"),
                keys("2026-11-23T01:00:00Z", "pbx1-1.2", "SIGNED_OUT"));
        theServiceRuns();
        theServiceRuns();
        assertThat(signIns())
                .extracting(SignIn::at)
                .containsExactly(Instant.parse("2026-11-22T23:57:00Z"), Instant.parse("2026-11-23T01:00:00Z"));
        assertThat(signIns()).allSatisfy(one -> assertThat(one.source()).isEqualTo("phone"));
    }

    @Test
    @DisplayName("told by the line and by the journal is one")
    void both() throws IOException {
        CelRow in = keys("2026-11-23T00:01:00Z", "pbx1-2.1", "SIGNED_IN");
        theExchangeWrites(in, keys("2026-11-23T00:10:00Z", "pbx1-2.2", "BREAK"));
        theServiceRuns(in);
        assertThat(signIns()).hasSize(1);
    }

    @Test
    @DisplayName("stored by a service that died before it was entered is found at the next start")
    void diedInBetween() throws IOException {
        theExchangeWrites(keys("2026-11-23T00:01:00Z", "pbx1-3.1", "SIGNED_IN"));
        JournalWriter writer = new JournalWriter(
                pool, vault, new CallWriter(vault, _ -> ZONE), Map::of, JournalWriter.CallFollower.NONE);
        Journal journal = done(
                Journal.start(vertx, writer, "pbx1", folder.resolve("journal.csv"), CLOCK, new SimpleMeterRegistry()));
        long size = Files.size(folder.resolve("journal.csv"));
        for (int i = 0;
                i < 500
                        && done(writer.place("pbx1"))
                                .filter(at -> at.offset() == size)
                                .isEmpty();
                i++) {
            done(Future.<Void>future(soon -> vertx.setTimer(20, id -> soon.complete())));
        }
        done(journal.stop());
        assertThat(signIns()).isEmpty();
        theServiceRuns();
        assertThat(signIns()).hasSize(1);
    }
}
