package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.Main;
import org.hotline12348.core.app.Place;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.scheduler.DemoRoster;

/**
 * A whole instance with its demo centre as processes of their own, as {@code ./hotline run --demo} starts it: it can be killed,
 * stopped and started again on the same home. Ends with this object, whatever was done to it.
 */
public final class Instance implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final Place place;
    private final Path home;
    private final List<String> words;
    private final Map<String, String> environment;
    private ProcessBuilder.Redirect said = ProcessBuilder.Redirect.DISCARD;
    private Optional<Process> service = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param home made if it is not there
     * @param words its settings, {@code KEY=VALUE}
     */
    public Instance(Place place, Path home, List<String> words) {
        this(place, home, words, Map.of());
    }

    /** @param environment added to that of its processes */
    Instance(Place place, Path home, List<String> words, Map<String, String> environment) {
        this.place = place;
        this.home = home;
        this.words = List.copyOf(words);
        this.environment = Map.copyOf(environment);
    }

    /** Waits until so many lawyers of the demo centre can be rung. */
    static void awaitSeats(ApiClient api, int lawyers, Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        long ready = 0;
        while (ready < lawyers) {
            JsonNode seats = api.get("/duty", Map.of("centre", "jiaozuo")).path("seats");
            ready = StreamSupport.stream(seats.spliterator(), false)
                    .filter(seat -> seat.path("state").asText().equals("READY"))
                    .count();
            if (System.nanoTime() > until) {
                throw new Trouble(
                        Trouble.Kind.UNAVAILABLE,
                        "After %d s only %d of %d lawyers are seated.".formatted(within.toSeconds(), ready, lawyers));
            }
            Thread.sleep(100);
        }
    }

    /** Free ports, short waits, and a clock that stands within the demo centre's hours. */
    public static List<String> briskWords(Instant now) {
        List<String> words = new ArrayList<>(FreePorts.words());
        words.add("pbx.pace=brisk");
        words.add("callback.automatic=false");
        words.add("clock.offset=" + offsetIntoService(now));
        return words;
    }

    /** How far the clock must be shifted to stand an hour or more within the demo centre's hours. */
    public static Duration offsetIntoService(Instant now) {
        var calendar = DemoRoster.centre().calendar();
        Instant comfortable = now.plus(Duration.ofHours(1));
        if (calendar.openAt(now) && calendar.openAt(comfortable)) {
            return Duration.ZERO;
        }
        return Duration.between(now, calendar.nextOpen(comfortable).orElseThrow())
                .plusHours(1);
    }

    /** Starts the service (and what of exchange and database does not run) and waits until it serves. */
    public ReadyFile.Ready start() throws InterruptedException {
        launch();
        return awaitReady();
    }

    /** Starts the service's process and does not wait. */
    public Process launch() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dhotline.root=" + place.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--demo",
                "--home",
                home.toString()));
        words.forEach(word -> command.addAll(List.of("--set", word)));
        try {
            Files.createDirectories(home);
            said = ProcessBuilder.Redirect.appendTo(output().toFile());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("HOTLINE_CACHE", place.cache().toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            service = Optional.of(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("The service cannot be started.", e);
        }
    }

    /** Waits until the service that was launched serves. */
    public ReadyFile.Ready awaitReady() throws InterruptedException {
        Process process = service.orElseThrow();
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < until) {
            Optional<ReadyFile.Ready> ready = ReadyFile.read(home)
                    .filter(known ->
                            Long.valueOf(process.pid()).equals(known.pids().get("service")));
            if (ready.isPresent()) {
                return ready.get();
            }
            if (!process.isAlive()) {
                throw new Trouble(
                        Trouble.Kind.UNAVAILABLE,
                        "The instance ended at its start with code %d:%n%s"
                                .formatted(process.exitValue(), lastWords()));
            }
            Thread.sleep(20);
        }
        throw new Trouble(
                Trouble.Kind.UNAVAILABLE,
                "The instance does not serve after %d s:%n%s".formatted(START_LIMIT.toSeconds(), lastWords()));
    }

    /** kill -9 of the service; exchange and database run on. Waits until it is gone. */
    public void killService() throws InterruptedException {
        Process process = service.orElseThrow();
        process.destroyForcibly();
        process.waitFor();
    }

    /** Sends the service a signal (STOP, CONT, TERM). */
    public void signalService(String name) throws InterruptedException {
        signal(service.orElseThrow().pid(), name);
    }

    /** Sends a process a signal by its name. */
    public static void signal(long pid, String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the instance lives. */
    public Path home() {
        return home;
    }

    /** What the service said on its standard output and error. */
    public Path output() {
        return home.resolve("service.out");
    }

    /** A client of it, signed in as coordinator. */
    public ApiClient coordinator(ReadyFile.Ready ready) {
        return ApiClient.coordinator(ready, home);
    }

    private String lastWords() {
        try (Stream<String> lines = Files.lines(output(), StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 12), all.size()));
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    /** Stops the service in order, and with it exchange and database; what does not stop by itself is ended. */
    @Override
    public void close() {
        Map<String, Long> pids =
                ReadyFile.readAny(home).map(ReadyFile.Ready::pids).orElse(Map.of());
        service.ifPresent(process -> {
            process.destroy();
            if (!ended(process.toHandle())) {
                process.destroyForcibly();
            }
        });
        for (String what : List.of("asterisk", "postgres")) {
            Optional.ofNullable(pids.get(what))
                    .flatMap(ProcessHandle::of)
                    .filter(process -> process.info()
                            .commandLine()
                            .map(line -> line.contains(home.toString()))
                            .orElse(true))
                    .ifPresent(process -> {
                        process.destroy();
                        if (!ended(process)) {
                            process.destroyForcibly();
                        }
                    });
        }
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return !process.isAlive();
        }
    }
}
