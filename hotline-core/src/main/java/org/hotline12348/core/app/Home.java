package org.hotline12348.core.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory one instance lives in ({@code var/} by default): its data, logs, secrets and what runs. */
public final class Home implements AutoCloseable {
    private static final long LEAST_FREE_MEGABYTES = 200;
    private static final int SECRET_BYTES = 24;

    private final Path root;
    private @Nullable FileChannel lockFile;
    private @Nullable FileLock lock;

    private Home(Path root) {
        this.root = root;
    }

    /**
     * Makes the directory where it is missing, sees that it can be written, and holds it against a second instance
     * until {@link #close}.
     *
     * @throws Trouble if it is read-only, full, or in use
     */
    public static Home open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        Home home = new Home(root);
        try {
            for (Path part : List.of(root, home.run(), home.logs(), home.secrets())) {
                Files.createDirectories(part);
            }
            Files.setPosixFilePermissions(home.secrets(), PosixFilePermissions.fromString("rwx------"));
            home.tryWriting();
        } catch (IOException | UnsupportedOperationException e) {
            throw new Trouble(Trouble.Kind.CANNOT_CREATE, """
                    The home %s cannot be written: %s
                    Mend: make it writable and leave it %d MB of room, or give another place with --home DIR.""".formatted(root, reason(e), LEAST_FREE_MEGABYTES), e);
        }
        home.lock();
        return home;
    }

    private void tryWriting() throws IOException {
        Path probe = run().resolve("probe");
        Files.write(probe, new byte[64 * 1024]);
        Files.delete(probe);
        long free = Files.getFileStore(root).getUsableSpace() / (1024 * 1024);
        if (free < LEAST_FREE_MEGABYTES) {
            throw new IOException("only " + free + " MB are free on its volume");
        }
    }

    private void lock() {
        try {
            lockFile = FileChannel.open(
                    run().resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.CANNOT_CREATE, "The home's lock cannot be made: " + reason(e), e);
        }
        if (lock == null) {
            throw new Trouble(Trouble.Kind.IN_USE, """
                    Another instance runs on the home %s.
                    Mend: stop it, or give this one its own with --home DIR (and ports with --set KEY=VALUE).""".formatted(root));
        }
    }

    /** Frees the home for another instance. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.release();
            }
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }

    /** What runs: the ready file, the lock. */
    public Path run() {
        return root.resolve("run");
    }

    /** The service's and the database's logs. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Passwords and keys, readable by the owner only. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    /**
     * A secret kept in this home: made at random the first time.
     *
     * @param name its file in {@link #secrets}
     * @return letters, digits, - and _
     */
    public String secret(String name) {
        Path file = secrets().resolve(name);
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] random = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(random);
                writeSecret(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Trouble(
                    Trouble.Kind.CANNOT_CREATE,
                    "The secret %s cannot be kept: %s%nMend: see who owns the file.".formatted(file, reason(e)),
                    e);
        }
    }

    private static void writeSecret(Path file, String text) throws IOException {
        Path half = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, text + "\n");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static String reason(Exception e) {
        return e.getClass().getSimpleName().replace("Exception", "")
                + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
    }
}
