package org.hotline12348.core.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.recording.RecordingStand.await;
import static org.hotline12348.core.recording.RecordingStand.round;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12348.core.audit.AuditEntry;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.recording.Recording.State;
import org.hotline12348.core.recording.RecordingBook.Hold;
import org.hotline12348.core.scope.CentreScope;
import org.hotline12348.core.web.MovableClock;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("db")
class SealerTest {

    private static final Instant ENDED = Instant.parse("2026-10-16T02:00:00Z");

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock(ENDED.plusSeconds(5));
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Pool pool;
    private RecordingStand stand;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        vertx.exceptionHandler(stray::add);
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(5))
                .connectingTo(TestPostgres.fresh("hotline").options())
                .using(vertx)
                .build();
        stand = new RecordingStand(vertx, pool, clock, directory);
    }

    @AfterEach
    void stop() {
        await(pool.close());
        await(vertx.close());
        assertThat(stray).isEmpty();
    }

    @Test
    @DisplayName("a recording is sealed soon after the call; the plain file goes; what is kept opens to the same sound")
    void sealed() throws IOException {
        stand.call("c1", ENDED, 10);
        byte[] wav = stand.recorded("c1", 10, ENDED);
        round(stand.sealer());

        Recording one = stand.of("c1").getFirst();
        assertThat(one.state()).isEqualTo(State.SEALED);
        assertThat(one.millis()).isEqualTo(10_000);
        assertThat(one.isShort()).isFalse();
        assertThat(stand.plain("c1")).doesNotExist();
        assertThat(stand.sealedFiles()).hasSize(1);
        byte[] kept = Files.readAllBytes(stand.sealedFiles().getFirst());
        assertThat(new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("RIFF");
        try (SeekableByteChannel channel = stand.files.open("jiaozuo", one.id())) {
            ByteBuffer all = ByteBuffer.allocate(wav.length);
            while (all.hasRemaining() && channel.read(all) >= 0) {}
            assertThat(all.array()).isEqualTo(wav);
        }
        assertThat(stand.counted("sealed")).isEqualTo(1);
        round(stand.sealer());
        assertThat(stand.of("c1")).hasSize(1);
    }

    @Test
    @DisplayName("a sealed file under another recording's name does not open")
    void boundToItsName() throws IOException {
        stand.call("c1", ENDED, 10);
        stand.recorded("c1", 10, ENDED);
        round(stand.sealer());
        Path sealed = stand.sealedFiles().getFirst();
        Files.move(sealed, sealed.resolveSibling("other.sealed"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> {
                    try (SeekableByteChannel channel = stand.files.open("jiaozuo", "other")) {
                        channel.read(ByteBuffer.allocate(10));
                    }
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName(
            "a crash after the sealed file and before the book: the next start seals again and the first copy goes")
    void crashBeforeTheBook() throws IOException {
        stand.call("c1", ENDED, 10);
        stand.recorded("c1", 10, ENDED);
        stand.files.seal(stand.plain("c1"), "jiaozuo", "crashed");
        Files.setLastModifiedTime(stand.sealedFiles().getFirst(), FileTime.from(ENDED.minus(Duration.ofHours(2))));
        Files.write(directory.resolve("sealed/jiaozuo/half.part"), new byte[100]);
        Files.setLastModifiedTime(
                directory.resolve("sealed/jiaozuo/half.part"), FileTime.from(ENDED.minus(Duration.ofHours(2))));
        round(stand.sealer());
        assertThat(stand.of("c1")).hasSize(1);
        assertThat(stand.plain("c1")).doesNotExist();
        assertThat(stand.sealedFiles())
                .hasSize(1)
                .allMatch(file ->
                        file.toString().endsWith(stand.of("c1").getFirst().id() + ".sealed"));
    }

    @Test
    @DisplayName("a crash after the book and before the plain file was removed: the next start removes it")
    void crashBeforeTheRemoval() throws IOException {
        stand.call("c1", ENDED, 10);
        byte[] wav = stand.recorded("c1", 10, ENDED);
        round(stand.sealer());
        Files.write(stand.plain("c1"), wav);
        await(CentreScope.within(
                pool,
                "jiaozuo",
                connection -> connection
                        .query("update hotline.recording set plain_removed = false")
                        .execute()));
        round(stand.sealer());
        assertThat(stand.plain("c1")).doesNotExist();
        assertThat(stand.of("c1")).hasSize(1);
    }

    @Test
    @DisplayName("the sealed file was taken away by hand: a plain file that still lies there is not removed")
    void thePlainFileIsTheLastOne() throws IOException {
        stand.call("c1", ENDED, 10);
        byte[] wav = stand.recorded("c1", 10, ENDED);
        round(stand.sealer());
        Files.write(stand.plain("c1"), wav);
        Files.delete(stand.sealedFiles().getFirst());
        await(CentreScope.within(
                pool,
                "jiaozuo",
                connection -> connection
                        .query("update hotline.recording set plain_removed = false")
                        .execute()));
        round(stand.sealer());
        assertThat(stand.plain("c1")).exists();
    }

    @Test
    @DisplayName("where sealed files cannot be written the plain ones wait, the alarm says so, and it mends itself")
    void fullDisk() throws IOException {
        stand.call("c1", ENDED, 10);
        stand.recorded("c1", 10, ENDED);
        Files.write(
                directory.resolve("sealed"), new byte[0]); // a file where the folder should be: nothing can be written
        Sealer sealer = stand.sealer();
        round(sealer);
        assertThat(stand.plain("c1")).exists();
        assertThat(sealer.trouble()).hasValueSatisfying(text -> assertThat(text).contains("cannot be sealed"));
        assertThat(stand.metrics.get("hotline_recordings_alarm").gauge().value())
                .isEqualTo(1);
        assertThat(await(sealer.count("jiaozuo")).waiting()).isEqualTo(1);

        Files.delete(directory.resolve("sealed"));
        round(sealer);
        assertThat(stand.plain("c1")).doesNotExist();
        assertThat(sealer.trouble()).isEmpty();
        assertThat(await(sealer.count("jiaozuo")).waiting()).isZero();
    }

    @Test
    @DisplayName("the exchange could not write: the loss is counted once, and a part that is missing is marked")
    void loss() throws IOException {
        stand.call("nothing", ENDED, 60);
        stand.call("half", ENDED, 60);
        stand.call("silent", ENDED, 0);
        stand.recorded("half", 20, ENDED);
        clock.forward(Duration.ofSeconds(90));
        Sealer sealer = stand.sealer();
        round(sealer);
        round(sealer);
        assertThat(stand.of("nothing").getFirst().state()).isEqualTo(State.LOST);
        assertThat(stand.of("silent").getFirst().state()).isEqualTo(State.NONE);
        assertThat(stand.of("half").getFirst().isShort()).isTrue();
        assertThat(stand.counted("lost")).isEqualTo(1);
        assertThat(stand.counted("shortened")).isEqualTo(1);
        assertThat(await(sealer.count("jiaozuo")).lost()).isEqualTo(1);
    }

    @Test
    @DisplayName("short of room is an alarm before anything is lost")
    void shortOfRoom() {
        Sealer sealer = stand.sealer(Duration.ofDays(730), Long.MAX_VALUE);
        round(sealer);
        assertThat(sealer.trouble()).hasValueSatisfying(text -> assertThat(text).contains("MB are free"));
    }

    @Test
    @DisplayName("after two years a recording goes, unless a legal hold lies on it; the audit log has the deletion")
    void retention() {
        for (String id : List.of("held", "free")) {
            stand.call(id, ENDED, 10);
            stand.recorded(id, 10, ENDED);
        }
        round(stand.sealer());
        await(stand.book.lay("jiaozuo", "held", new Hold("诉讼未结", "coordinator", ENDED)));
        clock.forward(Duration.ofDays(729));
        round(stand.sealer());
        assertThat(stand.sealedFiles()).hasSize(2);

        clock.forward(Duration.ofDays(2));
        round(stand.sealer());
        assertThat(stand.of("free").getFirst().state()).isEqualTo(State.DELETED);
        assertThat(stand.of("held").getFirst().state()).isEqualTo(State.SEALED);
        assertThat(stand.sealedFiles()).hasSize(1);
        List<AuditEntry> written = await(new AuditLog(pool, clock)
                .list(new AuditLog.Query(
                        "jiaozuo",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("recording."),
                        Optional.empty(),
                        Optional.empty(),
                        10)));
        assertThat(written).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo("free");
            assertThat(entry.actor()).isEqualTo("system");
        });

        await(stand.book.lift("jiaozuo", "held"));
        round(stand.sealer());
        assertThat(stand.sealedFiles()).isEmpty();
    }

    @Test
    @DisplayName("another centre's transaction sees nothing of it")
    void rowLevelSecurity() {
        stand.call("c1", ENDED, 10);
        stand.recorded("c1", 10, ENDED);
        round(stand.sealer());
        assertThat(await(stand.book.of("jiaozuo", "c1"))).hasSize(1);
        int seen = await(CentreScope.within(
                        pool,
                        "xiuwu",
                        connection -> connection
                                .query("select * from hotline.recording")
                                .execute()))
                .size();
        assertThat(seen).isZero();
    }

    @Test
    @DisplayName("a name that leads out of the spool is no file of the exchange's")
    void namesStayInside() throws IOException {
        Files.createDirectories(directory.resolve("monitor/jiaozuo"));
        Files.write(directory.resolve("secret.wav"), new byte[200]);
        for (String name :
                List.of("../secret.wav", "jiaozuo/../../secret.wav", "/etc/passwd", "a/b/c.wav", "..//x.wav")) {
            assertThat(stand.files.plain(Kind.CALL, name)).as(name).isEmpty();
        }
    }
}
