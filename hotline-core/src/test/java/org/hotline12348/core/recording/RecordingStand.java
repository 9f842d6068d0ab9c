package org.hotline12348.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.prompt.Sound;

/** Calls with recordings on a spool of their own, as the exchange leaves them. */
public final class RecordingStand {

    public final Vault vault = Vault.forgetful();
    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    public final Path directory;
    public final SoundFiles files;
    public final RecordingBook book;
    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final AtomicInteger serial = new AtomicInteger();

    public RecordingStand(Vertx vertx, Pool pool, Clock clock, Path directory) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.directory = directory;
        this.files = new SoundFiles(
                vault,
                List.of(new SoundFiles.Spool(calls(), directory.resolve("voicemessages"))),
                directory.resolve("sealed"));
        this.book = new RecordingBook(pool);
    }

    Path calls() {
        return directory.resolve("monitor");
    }

    /** A sealer as after a start of the service. */
    public Sealer sealer(Duration keep, long leastFree) {
        return new Sealer(
                vertx,
                book,
                files,
                new AuditLog(pool, clock),
                () -> "recording-%03d".formatted(serial.incrementAndGet()),
                clock,
                clock,
                new Sealer.Settings(keep, leastFree),
                metrics);
    }

    public Sealer sealer() {
        return sealer(Duration.ofDays(730), 0);
    }

    /** One round of a sealer. */
    public static void round(Sealer sealer) {
        await(sealer.round());
    }

    /** A call in the book that names a recording. */
    public void call(String id, Instant endedAt, int talkSeconds) {
        await(pool.preparedQuery("""
                        insert into hotline.consultation (centre_id, id, number, channel, started_at, ended_at, outcome,
                          lawyer, lawyers, pbx, call_id, talk_seconds, recording_file)
                        values ('jiaozuo', $1, $1, 'PHONE', $2, $3, 'ANSWERED', 'lawyer01', '{lawyer01}', 'pbx1', $1, $4, $5)
                        """)
                .execute(Tuple.of(
                        id,
                        endedAt.minusSeconds(talkSeconds + 10L).atOffset(ZoneOffset.UTC),
                        endedAt.atOffset(ZoneOffset.UTC),
                        talkSeconds,
                        "jiaozuo/" + id + ".wav")));
    }

    /** The file that the exchange wrote. */
    public Path plain(String id) {
        return calls().resolve("jiaozuo").resolve(id + ".wav");
    }

    /** The exchange writes a call's recording. */
    public byte[] recorded(String id, int seconds, Instant changedAt) {
        try {
            byte[] wav = Sound.tone(440, seconds * 1000).wav();
            Files.createDirectories(plain(id).getParent());
            Files.write(plain(id), wav);
            Files.setLastModifiedTime(plain(id), java.nio.file.attribute.FileTime.from(changedAt));
            return wav;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below the sealed folder. */
    public List<Path> sealedFiles() {
        Path sealed = directory.resolve("sealed");
        if (!Files.exists(sealed)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(sealed)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double counted(String what) {
        return metrics.get("hotline_recordings_" + what).counter().count();
    }

    public List<Recording> of(String consultation) {
        return await(book.of("jiaozuo", consultation));
    }

    /** A clock that stands still. */
    public static Clock at(Instant moment) {
        return Clock.fixed(moment, ZoneOffset.UTC);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            assertThat(e).doesNotThrowAnyException();
            throw new IllegalStateException(e);
        }
    }
}
