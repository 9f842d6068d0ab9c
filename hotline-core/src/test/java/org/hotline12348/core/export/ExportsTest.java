package org.hotline12348.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files to take away: harmless cells, encrypted while they wait, gone after a while. */
class ExportsTest {

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-10-16T02:00:00Z"));
    private final AtomicInteger serial = new AtomicInteger();
    private Vertx vertx;
    private Exports exports;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        exports = new Exports(
                vertx, Vault.forgetful(), folder, () -> "export%03d".formatted(serial.incrementAndGet()), clock);
        await(exports.start());
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private Export begin(Format format, int rows, Future<Void> gate) {
        return exports.begin("jiaozuo", "coordinator", format, "咨询记录", List.of("编号", "内容"), rows, place -> {
                    int from = place.map(Integer::parseInt).orElse(0);
                    int until = Math.min(rows, from + 200);
                    return gate.map(new Exports.Page(
                            IntStream.range(from, until)
                                    .mapToObj(n ->
                                            List.of("2026-%06d".formatted(n), n == 0 ? "=1+1" : "单位, \"欠薪\"\n" + n))
                                    .toList(),
                            until < rows ? Optional.of(Integer.toString(until)) : Optional.empty()));
                })
                .orElseThrow();
    }

    private Export done(Export export) {
        for (int tries = 0; tries < 3000; tries++) {
            Optional<Export> now = exports.find(export.id(), "coordinator");
            if (now.isPresent() && now.get().state() != Export.State.RUNNING) {
                return now.get();
            }
            await(vertx.timer(10));
        }
        throw new AssertionError("The export does not end: " + exports.find(export.id(), "coordinator"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        =cmd()           | '=cmd()
        +8613800001234   | '+8613800001234
        -1               | '-1
        @SUM(A1)         | '@SUM(A1)
        `  =1`           | `'  =1`
        ＝1              | '＝1
        138****1234      | 138****1234
        a=b              | a=b
        """)
    void aCellIsNeverAFormula(String text, String expected) {
        assertThat(Cell.harmless(text)).isEqualTo(expected);
    }

    @Test
    void aCsvHasEveryRowAndLiesEncryptedUntilItGoes() throws IOException {
        Export export = done(begin(Format.CSV, 1001, Future.succeededFuture()));
        assertThat(export.state()).isEqualTo(Export.State.DONE);
        assertThat(export.rows()).isEqualTo(1001);
        String text;
        try (InputStream in = exports.read(export)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(text).startsWith("\ufeff编号,内容").contains("2026-000000,'=1+1").contains("\"单位, \"\"欠薪\"\"\n1000\"");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                        .doesNotContain("单位");
            }
        }
        assertThat(exports.find(export.id(), "lawyer01")).isEmpty();
        clock.forward(Exports.KEPT);
        assertThat(exports.find(export.id(), "coordinator")).isEmpty();
    }

    @Test
    void anXlsxIsAWorkbookWithTheTextsInline() throws IOException {
        Export export = done(begin(Format.XLSX, 1200, Future.succeededFuture()));
        assertThat(export.state()).isEqualTo(Export.State.DONE);
        Path file = folder.resolve("plain.xlsx");
        try (InputStream in = exports.read(export)) {
            Files.copy(in, file);
        }
        String sheet;
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml"))) {
            sheet = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(sheet)
                .contains("inlineStr", "2026-001199")
                .containsPattern("(?:'|&apos;|&#39;|&#x27;)=1\\+1")
                .doesNotContain("<f>");
    }

    @Test
    void onePersonHasOneAtATimeAndAFailureIsSaid() {
        Promise<Void> gate = Promise.promise();
        Export first = begin(Format.CSV, 10, gate.future());
        assertThat(exports.begin(
                        "jiaozuo", "coordinator", Format.CSV, "", List.of("a"), 1, place -> Future.failedFuture("no")))
                .isEmpty();
        gate.fail(new IOException("the database went away"));
        assertThat(done(first).state()).isEqualTo(Export.State.FAILED);
        assertThat(done(begin(Format.CSV, 10, Future.succeededFuture())).state())
                .isEqualTo(Export.State.DONE);
    }
}
