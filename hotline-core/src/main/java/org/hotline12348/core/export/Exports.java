package org.hotline12348.core.export;

import com.google.crypto.tink.StreamingAead;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12348.core.privacy.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes exports in the background, page by page, into encrypted files that go after a quarter of an hour. One at a time
 * for each person, few for all. A restart of the service forgets them; their files cannot be opened by anyone and go.
 */
public final class Exports {

    /** How long a file waits to be fetched. */
    public static final Duration KEPT = Duration.ofMinutes(15);

    /** Running ones of everybody together. */
    public static final int MOST_RUNNING = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    private static final long SWEEP_MILLIS = 60_000;

    private final Vertx vertx;
    private final StreamingAead cipher;
    private final Path folder;
    private final Supplier<String> ids;
    private final Clock clock;
    // Touched by the context of the web server alone; the map is a concurrent one for the readers of progress.
    private final Map<String, Export> exports = new ConcurrentHashMap<>();

    /** @param folder where the encrypted files wait; emptied at the start */
    public Exports(Vertx vertx, Vault vault, Path folder, Supplier<String> ids, Clock clock) {
        this.vertx = vertx;
        this.cipher = vault.sound();
        this.folder = folder;
        this.ids = ids;
        this.clock = clock;
    }

    /** A page of rows, and where the next begins; empty at the end. */
    public record Page(List<List<String>> rows, Optional<String> next) {}

    /** Empties the folder and keeps it in order. */
    public Future<Void> start() {
        vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep());
        return vertx.executeBlocking(
                        () -> {
                            Files.createDirectories(folder);
                            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                                for (Path file : files) {
                                    Files.deleteIfExists(file);
                                }
                            }
                            return true;
                        },
                        false)
                .mapEmpty();
    }

    /**
     * Begins one.
     *
     * @param pages reads the page that begins at a place; empty is the first
     * @return empty when this person has one running, or too many run
     */
    public Optional<Export> begin(
            String centre,
            String who,
            Format format,
            String title,
            List<String> heads,
            long total,
            Function<Optional<String>, Future<Page>> pages) {
        long running = exports.values().stream()
                .filter(one -> one.state() == Export.State.RUNNING)
                .count();
        boolean mine =
                exports.values().stream().anyMatch(one -> one.who().equals(who) && one.state() == Export.State.RUNNING);
        if (mine || running >= MOST_RUNNING) {
            return Optional.empty();
        }
        Instant until = clock.instant().plus(KEPT);
        Export export = new Export(ids.get(), centre, who, format, Export.State.RUNNING, total, 0, until);
        exports.put(export.id(), export);
        open(export, title, heads)
                .compose(sheet ->
                        write(export.id(), sheet, Optional.empty(), pages).eventually(() -> blocking(sheet::close)))
                .onSuccess(ignored ->
                        exports.computeIfPresent(export.id(), (id, now) -> now.at(Export.State.DONE, now.rows())))
                .onFailure(failure -> {
                    LOG.warn("The export {} of {} did not finish.", export.id(), who, failure);
                    exports.computeIfPresent(export.id(), (id, now) -> now.at(Export.State.FAILED, now.rows()));
                });
        return Optional.of(export);
    }

    private Future<Sheet> open(Export export, String title, List<String> heads) {
        return vertx.executeBlocking(
                        () -> {
                            Path file = file(export.id());
                            Files.createFile(
                                    file,
                                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                            OutputStream out =
                                    cipher.newEncryptingStream(Files.newOutputStream(file), bound(export.id()));
                            return Sheet.of(export.format(), out, title, heads);
                        },
                        false)
                .map(Objects::requireNonNull);
    }

    /** The next page is read when the one before is written: memory does not grow with the export. */
    private Future<Void> write(
            String id, Sheet sheet, Optional<String> place, Function<Optional<String>, Future<Page>> pages) {
        return pages.apply(place)
                .compose(page -> blocking(() -> {
                            for (List<String> row : page.rows()) {
                                sheet.row(row);
                            }
                        })
                        .compose(ignored -> {
                            Export now = exports.computeIfPresent(
                                    id,
                                    (same, export) -> export.at(
                                            export.state(),
                                            export.rows() + page.rows().size()));
                            if (now == null) {
                                return Future.failedFuture(new IOException("The export was given up."));
                            }
                            return page.next().isEmpty()
                                    ? Future.<Void>succeededFuture()
                                    : write(id, sheet, page.next(), pages);
                        }));
    }

    /** How somebody's export stands; empty when there is none of this id, or it is another's. */
    public Optional<Export> find(String id, String who) {
        return Optional.ofNullable(exports.get(id))
                .filter(one -> one.who().equals(who) && clock.instant().isBefore(one.until()));
    }

    /** The plain content of a finished one. Blocks. */
    public InputStream read(Export export) throws IOException {
        try {
            return cipher.newDecryptingStream(Files.newInputStream(file(export.id())), bound(export.id()));
        } catch (GeneralSecurityException e) {
            throw new IOException("The export cannot be opened.", e);
        }
    }

    /** Removes what has waited long enough. */
    void sweep() {
        Instant now = clock.instant();
        exports.values().stream().filter(one -> !now.isBefore(one.until())).forEach(one -> {
            exports.remove(one.id());
            blocking(() -> Files.deleteIfExists(file(one.id())))
                    .onFailure(failure -> LOG.warn("The export {} could not be removed.", one.id(), failure));
        });
    }

    private Path file(String id) {
        return folder.resolve(id + ".export");
    }

    private static byte[] bound(String id) {
        return ("export|" + id).getBytes(StandardCharsets.UTF_8);
    }

    private interface Step {
        void run() throws IOException;
    }

    private Future<Void> blocking(Step step) {
        return vertx.executeBlocking(
                        () -> {
                            step.run();
                            return true;
                        },
                        false)
                .mapEmpty();
    }
}
