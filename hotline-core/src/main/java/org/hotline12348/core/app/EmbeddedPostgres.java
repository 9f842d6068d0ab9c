package org.hotline12348.core.app;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL of our own under the home, from zonky's binaries, run for service and not for tests: durable
 * ({@code fsync}, {@code synchronous_commit}), signed in to with SCRAM, on a fixed port of the loopback. It runs in a
 * session of its own, so a kill -9 of the service leaves it running, and the next start adopts it.
 *
 * <p>PostgreSQL refuses to run as root; then it is started in a user namespace of its own ({@code unshare --user}).
 */
public final class EmbeddedPostgres {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String VERSION = "17.11.0";
    private static final String MAJOR = "17";
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "hotline";
    private static final String PASSWORD = "database.password";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Database database;
    private final ProcessHandle process;
    private final boolean adopted;

    private EmbeddedPostgres(Database database, ProcessHandle process, boolean adopted) {
        this.database = database;
        this.process = process;
        this.adopted = adopted;
    }

    /**
     * Starts the home's database, or adopts the one that still runs. Blocks until it answers.
     *
     * @param home where its data, secrets and log are
     * @param cache where the unpacked binaries are kept, shared by all homes
     * @param port TCP port on 127.0.0.1
     * @param progress told what takes long
     * @throws Trouble if it cannot be had
     */
    public static EmbeddedPostgres start(Home home, Path cache, int port, Consumer<String> progress) {
        Path data = home.root().resolve("postgres");
        Database database = new Database("127.0.0.1", port, "hotline", OWNER, home.secret(PASSWORD));
        try {
            Optional<Postmaster> running = Postmaster.of(data);
            if (running.isPresent() && running.get().port() == port) {
                log.info(
                        "adopts the database that still runs, pid {}",
                        running.get().process().pid());
                EmbeddedPostgres postgres =
                        new EmbeddedPostgres(database, running.get().process(), true);
                postgres.awaitAnswer(home);
                return postgres;
            }
            running.ifPresent(elsewhere -> stop(elsewhere.process()));
            Ports.requireFree("database.port", port, Ports.Protocol.TCP);
            Path binaries = binaries(cache, progress);
            if (!Files.exists(data) || isEmpty(data)) {
                progress.accept("making the database");
                initialise(home, binaries, data);
            }
            requireOurVersion(data);
            EmbeddedPostgres postgres = new EmbeddedPostgres(
                    database, launch(home, binaries, data, port).toHandle(), false);
            postgres.awaitAnswer(home);
            return postgres;
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.CANNOT_CREATE, """
                    The database under %s cannot be made: %s
                    Mend: leave the home enough room and rights, or set database.url to a PostgreSQL of your own.""".formatted(data, Home.reason(e)), e);
        }
    }

    /**
     * The database that another home keeps.
     *
     * @throws Trouble if this user may not sign in there
     */
    public static Database beside(Path home, int port) {
        Path secret = home.resolve("secrets").resolve(PASSWORD);
        try {
            return new Database(
                    "127.0.0.1",
                    port,
                    "hotline",
                    OWNER,
                    Files.readString(secret).strip());
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.CONFIGURATION, """
                    The database of the copy at %s cannot be signed in to: %s
                    Mend: run this copy as the user of that one, or set database.url as it is set there.""".formatted(home, Home.reason(e)), e);
        }
    }

    /** How to sign in. */
    public Database database() {
        return database;
    }

    /** The postmaster. */
    ProcessHandle process() {
        return process;
    }

    /** The postmaster's process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it was running already. */
    public boolean adopted() {
        return adopted;
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Stops it in order: open transactions are rolled back, all that was committed is on disk. */
    public void stop() {
        stop(process);
    }

    private static void stop(ProcessHandle process) {
        signal(process, "INT");
        if (!awaitEnd(process, STOP_LIMIT)) {
            log.warn(
                    "the database did not stop within {} s; ended at once, it recovers at the next start",
                    STOP_LIMIT.toSeconds());
            signal(process, "QUIT");
            awaitEnd(process, STOP_LIMIT);
        }
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitEnd(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return !process.isAlive();
        }
    }

    // ---- binaries

    private static Path binaries(Path cache, Consumer<String> progress) throws IOException {
        Path unpacked = cache.resolve("postgres-" + VERSION);
        if (Files.isExecutable(unpacked.resolve("bin/postgres"))) {
            return unpacked;
        }
        progress.accept("unpacking PostgreSQL " + VERSION);
        Files.createDirectories(cache);
        Path half = Files.createTempDirectory(cache, "postgres-half");
        String machine = System.getProperty("os.arch", "");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                "Linux", machine.equals("amd64") ? "x86_64" : machine)) {
            unpack(archive, half);
        } catch (IllegalStateException e) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "There is no embedded PostgreSQL for %s.\nMend: set database.url to a PostgreSQL of your own."
                            .formatted(machine),
                    e);
        }
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(half, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another instance was faster; its copy is as good.
            if (!Files.isExecutable(unpacked.resolve("bin/postgres"))) {
                throw e;
            }
            deleteTree(half);
        }
        return unpacked;
    }

    private static void unpack(InputStream txz, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(txz)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("a path outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolve("..").normalize());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, target);
                        boolean executable = (entry.getMode() & 0100) != 0;
                        Files.setPosixFilePermissions(
                                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                    }
                }
            }
        }
    }

    // ---- the data directory

    private static void initialise(Home home, Path binaries, Path data) throws IOException {
        // An empty directory that is there already is an operator's own volume, which cannot be moved onto.
        boolean volume = Files.exists(data);
        Path half = volume ? data : home.root().resolve("postgres.half");
        if (!volume) {
            deleteTree(half);
        }
        home.secret("database.superuser.password");
        List<String> command = asPostgresAllows(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + half,
                "--username=" + SUPERUSER,
                "--pwfile=" + home.secrets().resolve("database.superuser.password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums"));
        Path output = home.logs().resolve("initdb.log");
        int code = run(command, output);
        if (code != 0) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, """
                    PostgreSQL could not make its data directory: %s
                    Mend: see %s; as root the kernel must allow user namespaces (unshare --user). Or set database.url.""".formatted(lastLine(output), output));
        }
        if (!volume) {
            Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.findAny().isEmpty();
        }
    }

    private static void requireOurVersion(Path data) throws IOException {
        String found = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!found.equals(MAJOR)) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "The data in %s is PostgreSQL %s's; this program brings %s.%nMend: dump it with %s and load it here."
                            .formatted(data, found, MAJOR, found));
        }
    }

    private static Process launch(Home home, Path binaries, Path data, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(asPostgresAllows(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "password_encryption=scram-sha-256",
                "-c",
                "max_connections=100",
                "-c",
                "shared_buffers=128MB",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC",
                "-c",
                "log_line_prefix=%m [%p] ")));
        return new ProcessBuilder(command)
                .directory(home.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.logs().resolve("postgres.log").toFile()))
                .start();
    }

    /** PostgreSQL will not run as root: a user namespace in which root is nobody contents it. */
    private static List<String> asPostgresAllows(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
        wrapped.addAll(command);
        return wrapped;
    }

    private void awaitAnswer(Home home) {
        Database boss = new Database(
                database.host(), database.port(), "postgres", SUPERUSER, home.secret("database.superuser.password"));
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(boss.jdbcUrl(), boss.user(), boss.password())) {
                ensureOwner(connection);
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new Trouble(
                            Trouble.Kind.UNAVAILABLE,
                            "The database does not start: %s%nMend: see %s."
                                    .formatted(
                                            process.isAlive()
                                                    ? e.getMessage()
                                                    : lastLine(home.logs().resolve("postgres.log")),
                                            home.logs().resolve("postgres.log")),
                            e);
                }
                pause();
            }
        }
    }

    /** The owner of the schemas is no superuser, so row-level security can bind it. */
    private void ensureOwner(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean known;
            try (var found = statement.executeQuery("select 1 from pg_roles where rolname = '" + OWNER + "'")) {
                known = found.next();
            }
            if (!known) {
                // The password holds letters, digits, - and _ only; the migrations make a role of their own.
                statement.execute("create role " + OWNER + " login createrole password '" + database.password() + "'");
            }
            boolean made;
            try (var found =
                    statement.executeQuery("select 1 from pg_database where datname = '" + database.name() + "'")) {
                made = found.next();
            }
            if (!made) {
                statement.execute("create database " + database.name() + " owner " + OWNER);
            }
        }
    }

    private static int run(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static String lastLine(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("it said nothing");
        } catch (IOException | UncheckedIOException e) {
            return "its log cannot be read";
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Interrupted while the database started.", e);
        }
    }

    /**
     * A postmaster that runs on a data directory.
     *
     * @param process it
     * @param port its TCP port
     */
    private record Postmaster(ProcessHandle process, int port) {
        /** Read from {@code postmaster.pid}; a stale file, or one whose process is another program, counts as none. */
        static Optional<Postmaster> of(Path data) throws IOException {
            Path file = data.resolve("postmaster.pid");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 4) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> commandLine(process.pid()).contains(data.toString()))
                    .map(process -> new Postmaster(
                            process, Integer.parseInt(lines.get(3).strip())));
        }

        private static String commandLine(long pid) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
            } catch (IOException e) {
                return "";
            }
        }
    }
}
