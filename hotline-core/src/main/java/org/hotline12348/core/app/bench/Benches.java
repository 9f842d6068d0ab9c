package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.core.app.Place;
import org.hotline12348.core.app.Trouble;

/** All benches there are; runs one within its limit and keeps its report. */
public final class Benches {
    /** What {@code ./hotline bench NAME} knows. */
    public static final List<Bench> ALL = List.of(
            CallsBench.calls(),
            CallsBench.load(),
            new RateBench(),
            new WaitingBench(),
            new MediaBench(),
            new ScreenBench(),
            new FaultsBench(),
            new RosterBench(),
            new RosterStoreBench());

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int STOP_SECONDS = 60;

    private Benches() {}

    /** What can be measured, one a line. */
    public static String list() {
        return ALL.stream()
                .map(bench -> "  %-12s %s (at most %d min)"
                        .formatted(bench.name(), bench.tells(), bench.limit().toMinutes()))
                .collect(Collectors.joining(
                        "\n",
                        "Benches:\n",
                        "\n  seeds      the simulations of calls, seats and callbacks with 1,000,000 seeds or N\n"));
    }

    /** @throws Trouble if there is none of that name */
    public static Bench named(String name) {
        return ALL.stream()
                .filter(bench -> bench.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Trouble(
                        Trouble.Kind.USAGE,
                        "There is no bench \"%s\".%nMend: one of %s."
                                .formatted(name, ALL.stream().map(Bench::name).collect(Collectors.joining(", ")))));
    }

    /** What a bench answers to a part it does not have. */
    static Trouble noSuchPart(String part, Collection<String> known) {
        return new Trouble(
                Trouble.Kind.USAGE,
                "The bench has no part \"%s\".%nMend: one of %s.".formatted(part, String.join(", ", known)));
    }

    /**
     * Runs a bench.
     *
     * @param parts which part of it; empty for all
     * @param home its report goes to {@code bench/} there, and its own instances live there meanwhile
     * @param words what {@code --set} said
     * @return what it saw, and where that is kept
     * @throws Trouble if it does not come to its end within its limit
     */
    public static Kept run(
            Bench bench,
            List<String> parts,
            Place place,
            Path home,
            List<String> words,
            Clock clock,
            Consumer<String> progress) {
        Path kept = home.resolve("bench");
        String stamp = bench.name() + "-" + NAME.format(clock.instant());
        Path directory = kept.resolve(stamp);
        try {
            Files.createDirectories(directory);
            Report report = withinLimit(bench, new Bed(place, directory, parts, words, progress));
            Path file = kept.resolve(stamp + ".json");
            Files.writeString(file, report.json() + "\n");
            if (report.holds()) {
                delete(directory);
            } else {
                progress.accept("what it left is in " + directory);
            }
            return new Kept(report, file);
        } catch (IOException e) {
            throw new Trouble(
                    Trouble.Kind.CANNOT_CREATE,
                    "The report of the bench cannot be kept under %s: %s%nMend: make it writable, or give --home DIR."
                            .formatted(kept, e.getMessage()),
                    e);
        }
    }

    /** @param report what was seen
     *  @param file where it is kept, as JSON */
    public record Kept(Report report, Path file) {}

    private static Report withinLimit(Bench bench, Bed bed) {
        CompletableFuture<Report> done = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name("bench").start(() -> {
            try {
                done.complete(bench.run(bed));
            } catch (InterruptedException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(bench.limit().toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            stop(thread);
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "The bench %s did not end within %d min.%nMend: see what it left in %s."
                            .formatted(bench.name(), bench.limit().toMinutes(), bed.directory()),
                    e);
        } catch (InterruptedException e) {
            stop(thread);
            Thread.currentThread().interrupt();
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Trouble trouble) {
                throw trouble;
            }
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "The bench %s could not be finished: %s%nMend: see what it left in %s."
                            .formatted(bench.name(), e.getCause(), bed.directory()),
                    e);
        }
    }

    /** Lets it stop what it started. */
    private static void stop(Thread thread) {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
