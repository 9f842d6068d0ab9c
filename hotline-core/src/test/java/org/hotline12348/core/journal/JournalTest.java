package org.hotline12348.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.call.RecordedCalls;
import org.hotline12348.core.consultation.CallWriter;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.consultation.EntryId;
import org.hotline12348.core.consultation.PgConsultationBook;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.ivr.cel.CelWriter;
import org.hotline12348.ivr.wire.FaultyWire;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the PBX's file to the book, over a real PostgreSQL and through the faults of a bad day. */
@Tag("db")
class JournalTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir
    Path folder;

    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final List<JsonObject> notices = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vault vault = Vault.forgetful();
    private Vertx vertx;
    private FaultyWire wire;
    private Pool pool;
    private PgConsultationBook book;
    private JournalWriter writer;
    private Journal journal;
    private Path file;

    @BeforeEach
    void open() {
        file = folder.resolve("journal.csv");
        vertx = Vertx.vertx();
        vertx.exceptionHandler(stray::add);
        TestPostgres.Database database = TestPostgres.fresh("hotline");
        wire = new FaultyWire(database.port());
        pool = PgBuilder.pool()
                .connectingTo(database.options().setPort(wire.port()))
                .with(new PoolOptions().setMaxSize(4))
                .using(vertx)
                .build();
        book = new PgConsultationBook(vertx, pool, vault, _ -> ZONE);
        writer = new JournalWriter(
                pool,
                vault,
                new CallWriter(vault, _ -> ZONE),
                () -> RecordedCalls.LINES,
                JournalWriter.CallFollower.NONE);
        vertx.eventBus().<JsonObject>consumer("hotline.notice", message -> notices.add(message.body()));
        start();
    }

    private void start() {
        journal = done(Journal.start(vertx, writer, "pbx1", file, Clock.systemUTC(), meters));
    }

    @AfterEach
    void close() {
        wire.mode(FaultyWire.Mode.PASSING);
        done(journal.stop());
        done(pool.close());
        wire.close();
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

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come about within 30 s");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String call) {
        StringBuilder text = new StringBuilder();
        RecordedCalls.rows(call).forEach(row -> text.append(CelWriter.line(row)));
        return text.toString();
    }

    private List<Consultation> entries() {
        return done(book.list(ConsultationQuery.of("jiaozuo"))).items();
    }

    private Consultation entry(String call) {
        CallProjection projection = RecordedCalls.fold(call);
        return done(book.find(
                        EntryId.ofCall(projection.pbx(), projection.callId()), Set.of("jiaozuo"), Optional.empty()))
                .orElseThrow();
    }

    private boolean allEnded(int calls) {
        List<Consultation> entries;
        try {
            entries = entries();
        } catch (VertxException e) {
            // A connection of the pool that the proxy has just cut: the next one is whole.
            return false;
        }
        return entries.size() == calls && entries.stream().noneMatch(Consultation::isLive);
    }

    private void assertEachRecordedCallIsInTheBookOnce() {
        until(() -> allEnded(RecordedCalls.NAMES.size()));
        for (String name : RecordedCalls.NAMES) {
            CallProjection call = RecordedCalls.fold(name);
            Consultation entry = entry(name);
            assertThat(entry.outcome()).isEqualTo(call.outcome());
            assertThat(entry.lawyer()).isEqualTo(call.lawyer());
            assertThat(entry.call().orElseThrow().talkSeconds()).isEqualTo(call.talkSeconds());
            assertThat(entry.call().orElseThrow().timeline()).isEqualTo(call.timeline());
        }
        assertThat(entries().stream().map(Consultation::number).distinct()).hasSize(RecordedCalls.NAMES.size());
    }

    @Test
    void callsAppearWhileTheyGoOnAndEndWithinTheirFile() {
        String whole = text("answered");
        int half = whole.indexOf("\"BRIDGE_EXIT\"");
        write(whole.substring(0, half));
        until(() -> !done(book.live(Set.of("jiaozuo"), Optional.empty())).isEmpty());
        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.isLive()).isTrue());
        write(whole.substring(half));
        until(() -> allEnded(1));
        assertThat(entry("answered").lawyer()).contains("lawyer01");
        until(() -> notices.stream().anyMatch(notice -> "consultation".equals(notice.getString("type"))));
        assertThat(notices)
                .allSatisfy(notice -> assertThat(notice.getString("centre")).isEqualTo("jiaozuo"));
        assertThat(meters.get("hotline.calls")
                        .tag("outcome", "ANSWERED")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("hotline.journal.rows").counter().count())
                .isEqualTo(RecordedCalls.rows("answered").size());
    }

    @Test
    void aServiceThatDiesAndComesBackLosesAndDoublesNothing() {
        Random random = new Random(12348);
        StringBuilder all = new StringBuilder();
        RecordedCalls.NAMES.forEach(name -> all.append(text(name)));
        int at = 0;
        while (at < all.length()) {
            int to = Math.min(all.length(), at + 1 + random.nextInt(4000));
            write(all.substring(at, to));
            at = to;
            if (random.nextInt(3) == 0) {
                done(journal.stop());
                start();
            }
        }
        assertEachRecordedCallIsInTheBookOnce();
    }

    @Test
    void theFileWaitsWhileTheDatabaseIsAway() {
        wire.mode(FaultyWire.Mode.REFUSING);
        wire.cut();
        RecordedCalls.NAMES.forEach(name -> write(text(name)));
        until(() -> true);
        wire.mode(FaultyWire.Mode.PASSING);
        assertEachRecordedCallIsInTheBookOnce();
    }

    @Test
    void aSlowDatabaseIsNoSilentFile() {
        // Longer than the second feed waits for the file.
        wire.lateBy(SecondFeed.PATIENCE.dividedBy(2));
        for (String name : RecordedCalls.NAMES.subList(0, 3)) {
            write(text(name));
            RecordedCalls.rows(name).forEach(journal::seen);
        }
        until(() -> allEnded(3));
        wire.mode(FaultyWire.Mode.PASSING);
        assertThat(journal.secondFeedRows()).isZero();
        assertThat(journal.missingRows()).isZero();
    }

    @ParameterizedTest
    @EnumSource(FaultyWire.Side.class)
    void aWireCutAtCommitNeitherLosesNorDoubles(FaultyWire.Side side) {
        int cuts = 4;
        for (String name : RecordedCalls.NAMES.subList(0, cuts)) {
            int before = wire.sprung();
            wire.cutAt("COMMIT", side);
            write(text(name));
            until(() -> wire.sprung() > before);
        }
        RecordedCalls.NAMES.stream().skip(cuts).forEach(name -> write(text(name)));
        assertEachRecordedCallIsInTheBookOnce();
        assertThat(wire.sprung()).isEqualTo(cuts);
    }

    @Test
    void tornAndForeignLinesAreCountedAndKeptAside() {
        write(text("answered").substring(0, 100));
        write(text("closed"));
        write("what is this\n");
        write(text("second-answers"));
        until(() -> allEnded(2));
        assertThat(meters.get("hotline.journal.aside")
                        .tag("reason", "torn")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(done(pool.query("select count(*) from hotline.journal_aside").execute())
                        .iterator()
                        .next()
                        .getLong(0))
                .isEqualTo(2);
    }

    @Test
    void theSecondFeedStandsInWhereTheFileIsMissing() {
        List<CelRow> rows = new ArrayList<>(RecordedCalls.rows("lawyer-hangs-up"));
        Collections.shuffle(rows, new Random(1));
        rows.forEach(journal::seen);
        until(() -> allEnded(1));
        assertThat(entry("lawyer-hangs-up").lawyer()).contains("lawyer02");
        assertThat(entry("lawyer-hangs-up").call().orElseThrow().rating()).contains(5);
        // The file comes later after all: the same call, once.
        write(text("lawyer-hangs-up"));
        write(text("closed"));
        until(() -> allEnded(2));
        assertThat(entry("lawyer-hangs-up").call().orElseThrow().timeline())
                .isEqualTo(RecordedCalls.fold("lawyer-hangs-up").timeline());
    }

    @Test
    void aCallWhoseExchangeDiedIsClosedAsInterruptedAndALateEndWins() {
        String text = text("answered");
        int cutAt = text.lastIndexOf('\n', text.indexOf("\"BRIDGE_EXIT\"")) + 1;
        write(text.substring(0, cutAt));
        until(() -> rowsStored() > 0 && journal.behindBytes() == 0);
        ScriptedPhoneLine line = new ScriptedPhoneLine(vertx);
        CutCalls cuts = new CutCalls(vertx, journal, line, Clock.systemUTC(), meters);
        done(cuts.start());
        assertThat(entry("answered").isLive()).isTrue();
        done(line.start());
        until(() -> allEnded(1));
        Consultation interrupted = entry("answered");
        assertThat(interrupted.outcome()).contains(Outcome.INTERRUPTED);
        assertThat(interrupted.endedAt().orElseThrow()).isAfterOrEqualTo(interrupted.startedAt());
        done(cuts.stop());
        // The file was only slow: what it says holds.
        write(text.substring(cutAt));
        until(() -> entry("answered").outcome().equals(Optional.of(Outcome.ANSWERED)));
    }

    @Test
    void aReplayMakesTheBookAnewAndASecondOneChangesNothing() throws Exception {
        RecordedCalls.NAMES.forEach(name -> write(text(name)));
        assertEachRecordedCallIsInTheBookOnce();
        done(pool.query("delete from hotline.consultation where outcome = 'CLOSED_HOURS'")
                .execute());
        done(pool.query("update hotline.consultation set talk_seconds = 999, lawyer = null")
                .execute());
        for (int i = 0; i < 2; i++) {
            Replay.Done did = done(new Replay(writer, "pbx1", Clock.systemUTC()).of(file));
            assertThat(did.calls()).isEqualTo(RecordedCalls.NAMES.size());
            assertThat(did.fresh()).isEqualTo(i == 0 ? 1 : 0);
        }
        for (String name : RecordedCalls.NAMES) {
            assertThat(entry(name).call().orElseThrow().talkSeconds())
                    .isEqualTo(RecordedCalls.fold(name).talkSeconds());
        }
        Reconciler reconciler = new Reconciler(
                vertx,
                pool,
                "pbx1",
                file,
                folder.resolve("no-queue-log"),
                () -> RecordedCalls.LINES,
                () -> 0,
                Clock.systemUTC(),
                ZONE);
        Reconciliation result = done(reconciler.compare(java.time.Instant.EPOCH, java.time.Instant.now()));
        assertThat(result.cel()).isEqualTo(RecordedCalls.NAMES.size()).isEqualTo(result.book());
        // The queue log is not there: whoever waited is missing in it, and nothing else differs.
        assertThat(result.differences()).isNotEmpty().allMatch(one -> one.kind() == Reconciliation.Kind.WAIT);
        assertThat(done(reconciler.list(5)).getFirst().differences()).isEqualTo(result.differences());
    }

    private long rowsStored() {
        return done(pool.query("select count(*) from hotline.cel_row").execute())
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void withBothFeedsTheFileAloneIsStored() {
        RecordedCalls.rows("answered").forEach(journal::seen);
        write(text("answered"));
        until(() -> allEnded(1));
        RecordedCalls.rows("closed").forEach(journal::seen);
        until(() -> allEnded(2));
        assertThat(done(pool.query("select count(*) from hotline.cel_row where feed = 'AMI' and linked_id ="
                                        + " 'pbx1-1795477947.0'")
                                .execute())
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
    }
}
