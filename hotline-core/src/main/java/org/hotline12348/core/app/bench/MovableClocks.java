package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Clocks of single processes that can be set while they run, by libfaketime: one for the exchange, one for the service. The
 * database and whatever else is started keep the machine's time, and so do all clocks that only run ({@code CLOCK_MONOTONIC}).
 */
final class MovableClocks {
    /** A clock that was set shows it after so long: its file is read no oftener, for a read at every look is felt. */
    static final Duration SEEN_AFTER = Duration.ofSeconds(1);

    /** {@code setsid} starts exchange and database: ours hands each the clock that it is to have. */
    private static final String SETSID = """
            #!/bin/sh
            unset LD_PRELOAD
            case "$*" in
              *asterisk.conf*) export LD_PRELOAD="%s" FAKETIME_TIMESTAMP_FILE="%s" ;;
            esac
            exec "%s" "$@"
            """;

    private final Path library;
    private final Path exchange;
    private final Path service;
    private final Path programs;

    private MovableClocks(Path library, Path directory) throws IOException {
        this.library = library;
        this.programs = Files.createDirectories(directory.resolve("clocks"));
        this.exchange = programs.resolve("exchange");
        this.service = programs.resolve("service");
        set(exchange, Duration.ZERO);
        set(service, Duration.ZERO);
        Path setsid = programs.resolve("setsid");
        Files.writeString(setsid, SETSID.formatted(library, exchange, programOfThePath("setsid")));
        Files.setPosixFilePermissions(setsid, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Clocks that stand right; empty, with the reason told, where libfaketime cannot be had. */
    static Optional<MovableClocks> bring(Bed bed, Path directory) throws InterruptedException {
        Path script = bed.place().root().resolve("config/setup/faketime");
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
        builder.environment().put("HOTLINE_CACHE", bed.place().cache().toString());
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                bed.say("no clock can be set: %s", said);
                return Optional.empty();
            }
            String last = said.substring(said.lastIndexOf('\n') + 1);
            return Optional.of(new MovableClocks(Path.of(last), directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the process of the service. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", library.toString());
        environment.put("FAKETIME_TIMESTAMP_FILE", service.toString());
        environment.put("FAKETIME_CACHE_DURATION", Long.toString(SEEN_AFTER.toSeconds()));
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // Else each wait with a limit returns at once, and the process spins.
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        environment.put("DONT_FAKE_MONOTONIC", "1");
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        return environment;
    }

    void setExchange(Duration ahead) {
        set(exchange, ahead);
    }

    void setService(Duration ahead) {
        set(service, ahead);
    }

    private static void set(Path clock, Duration ahead) {
        try {
            Path fresh = clock.resolveSibling(clock.getFileName() + ".new");
            Files.writeString(fresh, "%+d\n".formatted(ahead.toSeconds()));
            // It is read all the time: never half of it.
            Files.move(fresh, clock, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path programOfThePath(String name) throws IOException {
        for (String directory : System.getenv("PATH").split(":")) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException("There is no " + name + ".");
    }
}
