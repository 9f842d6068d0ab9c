package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.Trouble;

/**
 * A whole instance with SIPp at both ends, for faults: it can dial any number of calls while something is done to a part of it,
 * and says afterwards what became of them.
 */
final class FaultStand implements AutoCloseable {
    static final String CITIZENS = "127.0.0.2";
    private static final String LINE = "12348";
    private static final Duration SEATED_WITHIN = Duration.ofSeconds(60);
    /** A backlog is worked off within so long after the fault is over. */
    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(30);

    private static final int VOLUME_MEGABYTES = 24;

    private final Bed bed;
    private final Path sipp;
    private final Instance instance;
    private final String phones;
    private final int seats;
    private final Random chance;
    private final Instant began = Instant.now();
    private final List<Path> volumes = new ArrayList<>();
    private Optional<Sipp> lawyers = Optional.empty();
    private ReadyFile.Ready ready;
    private int callers;
    private int runs;

    /**
     * Calls that were dialled.
     *
     * @param numbers the callers
     * @param citizens their SIPp
     */
    record Load(List<String> numbers, Sipp citizens) {}

    /**
     * Starts it and waits until everybody is seated.
     *
     * @param seats how many lawyers
     * @param seed of everything that is left to chance
     */
    FaultStand(Bed bed, int seats, long seed) throws InterruptedException {
        this.bed = bed;
        this.seats = seats;
        this.chance = new Random(seed);
        this.sipp = bed.place().sipp(bed.progress());
        this.phones = "127.0.0.3:" + FreePorts.udp("127.0.0.3");
        List<String> words = new ArrayList<>(Instance.briskWords(began));
        words.add("demo.seats=" + seats);
        words.addAll(bed.words());
        words.add("trunk.outbound=" + phones);
        Path home = bed.directory().resolve("home" + seats);
        mount(home.resolve("asterisk/log/cel-custom"));
        mount(home.resolve("asterisk/spool/monitor"));
        this.instance = new Instance(bed.place(), home, words);
        try {
            this.ready = instance.start();
            lawyersTalk(800);
            awaitSeats();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    Instance instance() {
        return instance;
    }

    ReadyFile.Ready ready() {
        return ready;
    }

    Random chance() {
        return chance;
    }

    /** Starts the service again after it was killed. */
    void startService() throws InterruptedException {
        ready = instance.start();
    }

    /** What the ready file says now: a companion may run as another process. */
    ReadyFile.Ready readyNow() {
        ready = ReadyFile.read(instance.home()).orElse(ready);
        return ready;
    }

    ApiClient coordinator() {
        return instance.coordinator(readyNow());
    }

    /** All lawyers' telephones answer at once, press 1 and hang up after so long. */
    void lawyersTalk(int millis) {
        lawyers.ifPresent(Sipp::close);
        String[] address = phones.split(":");
        lawyers = Optional.of(Sipp.start(
                sipp,
                bed.directory().resolve("lawyers-" + ++runs),
                "lawyer.xml",
                List.of("-i", address[0], "-p", address[1], "-mi", address[0], "-l", "2000", "-d", "" + millis)));
    }

    /** Moments at which some lawyer's telephone rang. */
    List<Instant> rings() {
        return lawyers.map(phone -> Evidence.moments(phone.log(), "RANG")).orElse(List.of());
    }

    /** Dials so many calls; does not wait for them. */
    Load dial(int calls, int perSecond) {
        List<String> numbers = Numbers.of(callers, calls);
        callers += calls;
        Path directory = bed.directory().resolve("citizens-" + ++runs);
        Sipp citizens = Sipp.start(
                sipp,
                directory,
                "citizen.xml",
                List.of(
                        "127.0.0.1:" + ready.port("sip"),
                        "-s",
                        LINE,
                        "-i",
                        CITIZENS,
                        "-p",
                        Integer.toString(FreePorts.udp(CITIZENS)),
                        "-mi",
                        CITIZENS,
                        "-inf",
                        Numbers.file(directory, numbers).toString(),
                        "-r",
                        Integer.toString(perSecond),
                        "-m",
                        Integer.toString(calls),
                        "-l",
                        "3000"));
        return new Load(numbers, citizens);
    }

    /** Waits until all calls are over for SIPp and in the log, or the time for that has passed. */
    Evidence settle(Load load, Duration callsWithin) throws InterruptedException {
        if (!load.citizens().await(callsWithin.toSeconds())) {
            load.citizens().close();
        }
        long until = System.nanoTime() + LOGGED_WITHIN.toNanos();
        while (true) {
            try (ApiClient api = coordinator()) {
                Evidence evidence =
                        Evidence.gather(load.numbers(), List.of(load.citizens().log()), journals(), api, began);
                boolean whole = evidence.log().size() == load.numbers().size()
                        && evidence.unended().isEmpty();
                if (whole || System.nanoTime() > until) {
                    return evidence;
                }
            } catch (Trouble e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
            Thread.sleep(250);
        }
    }

    private List<Path> journals() {
        Path journal = ready.path("journal");
        try (Stream<Path> all = Files.list(journal.resolveSibling("."))) {
            return all.filter(file -> file.getFileName().toString().startsWith("journal"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitSeats() throws InterruptedException {
        try (ApiClient api = coordinator()) {
            Instance.awaitSeats(api, seats, SEATED_WITHIN);
        }
    }

    /** Small volumes for what may fill up; only root can mount them. */
    private void mount(Path directory) {
        try {
            Files.createDirectories(directory);
            Process mount = new ProcessBuilder(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "size=" + VOLUME_MEGABYTES + "m",
                            "hotline-bench",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0) {
                volumes.add(directory);
            }
        } catch (IOException e) {
            bed.say("no small volume at %s: %s", directory, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this directory is a volume of its own, which may be filled. */
    boolean isVolume(Path directory) {
        return volumes.stream().anyMatch(volume -> directory.startsWith(volume));
    }

    /** Fills the volume to the last byte; what is returned frees it again. */
    static Path fill(Path directory) {
        Path filler = directory.resolve("filler");
        byte[] block = new byte[64 * 1024];
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            try (var out = Files.newOutputStream(
                    filler, java.nio.file.StandardOpenOption.APPEND, java.nio.file.StandardOpenOption.CREATE)) {
                while (true) {
                    out.write(0);
                }
            } catch (IOException toTheLastByte) {
                return filler;
            }
        }
    }

    @Override
    public void close() {
        lawyers.ifPresent(Sipp::close);
        instance.close();
        for (Path volume : volumes) {
            try {
                new ProcessBuilder("umount", volume.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor(10, TimeUnit.SECONDS);
            } catch (IOException e) {
                bed.say("%s stays mounted: %s", volume, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
