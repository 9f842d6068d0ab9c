package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.wire.FaultyWire;

/**
 * A whole instance with SIPp at both ends, for faults: it can dial any number of calls while something is done to a part of it,
 * and says afterwards what became of them.
 */
final class FaultStand implements AutoCloseable {
    private static final Duration SEATED_WITHIN = Duration.ofSeconds(60);
    /** A backlog is worked off within so long after the fault is over. */
    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(30);

    private static final Duration RUNS_AGAIN_WITHIN = Duration.ofSeconds(90);

    private static final int VOLUME_MEGABYTES = 24;
    /** No bench sets a clock by more. */
    private static final Duration CLOCKS_SET_BY = Duration.ofHours(1);

    private static final int DATABASE_MEGABYTES = 400;
    private static final Duration HTTP_LIMIT = Duration.ofSeconds(5);

    /** What a fault needs beyond a running instance. */
    enum Extra {
        /** Small volumes of their own for the journal and the recordings. */
        SMALL_VOLUMES,
        /** A small volume for the database. */
        SMALL_DATABASE,
        /** Wires that can be hurt, to the manager interface and to the database. */
        WIRES,
        /** Clocks of the exchange and of the service that can be set. */
        CLOCKS
    }

    private final Bed bed;
    private final Path directory;
    private final Path sipp;
    private final List<String> words;
    private final Instance instance;
    private final Optional<Integer> told;
    private final Console console;
    private final String phones;
    private final int seats;
    private final Random chance;
    private final Instant began = Instant.now();
    private final List<Path> volumes = new ArrayList<>();
    private final Optional<FaultyWire> managerWire;
    private final Optional<FaultyWire> databaseWire;
    private final Optional<MovableClocks> clocks;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_LIMIT).build();
    private Optional<Sipp> lawyers = Optional.empty();
    private ReadyFile.Ready ready;
    private int callers;
    private int runs;

    /**
     * Calls that were dialled.
     *
     * @param numbers the callers
     * @param citizens their SIPps, one or several
     */
    record Load(List<String> numbers, List<Sipp> citizens) {
        /** Several as one. */
        static Load of(List<Load> loads) {
            return new Load(
                    loads.stream().flatMap(load -> load.numbers().stream()).toList(),
                    loads.stream().flatMap(load -> load.citizens().stream()).toList());
        }

        /** Calls that went as the scenario says. */
        long went() {
            return citizens.stream().mapToLong(sipp -> sipp.counted().ok()).sum();
        }

        /** Waits until all calls are over; those that are not are given up. */
        void await(Duration within) throws InterruptedException {
            long until = System.nanoTime() + within.toNanos();
            for (Sipp sipp : citizens) {
                if (!sipp.await(Math.max(0, (until - System.nanoTime()) / 1_000_000_000L))) {
                    sipp.close();
                }
            }
        }
    }

    /**
     * Starts it and waits until everybody is seated.
     *
     * @param name of the directory it lives in
     * @param seats how many lawyers
     * @param times how often a fault is done; empty as its form says
     * @param seed of everything that is left to chance
     */
    FaultStand(Bed bed, String name, int seats, Set<Extra> extras, Optional<Integer> times, long seed)
            throws InterruptedException {
        this.bed = bed;
        this.told = times;
        this.directory = bed.directory().resolve(name);
        this.seats = seats;
        this.chance = new Random(seed);
        this.sipp = bed.place().sipp(bed.progress());
        this.console = Console.of(bed);
        this.phones = "127.0.0.3:" + FreePorts.udp("127.0.0.3");
        List<String> words = new ArrayList<>(Instance.briskWords(began));
        words.add("demo.seats=" + seats);
        words.addAll(bed.words());
        words.add("trunk.outbound=" + phones);
        this.managerWire = wire(extras, "ami", words);
        this.databaseWire = wire(extras, "database", words);
        Path home = directory.resolve("home");
        if (extras.contains(Extra.SMALL_VOLUMES)) {
            mount(home.resolve("asterisk/log/cel-custom"), VOLUME_MEGABYTES);
            mount(home.resolve("asterisk/spool/monitor"), VOLUME_MEGABYTES);
        }
        if (extras.contains(Extra.SMALL_DATABASE)) {
            mount(home.resolve("postgres"), DATABASE_MEGABYTES);
        }
        this.clocks = extras.contains(Extra.CLOCKS) ? MovableClocks.bring(bed, directory) : Optional.empty();
        this.words = List.copyOf(words);
        this.instance = new Instance(
                bed.place(), home, words, clocks.map(MovableClocks::environment).orElse(Map.of()));
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

    /** A second copy of the service, beside the first; not started yet. */
    Instance besides() {
        List<String> own = new ArrayList<>(words);
        own.add("http.port=" + FreePorts.tcp());
        own.add("copies.beside=" + instance.home().toAbsolutePath());
        return new Instance(bed.place(), directory.resolve("besides"), own);
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

    /** Waits until a companion runs as another process; a call waits for it as well. */
    Instant awaitOther(String companion, long pid) throws InterruptedException {
        long until = System.nanoTime() + RUNS_AGAIN_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            Optional<Long> now = Optional.ofNullable(readyNow().pids().get(companion));
            if (now.filter(other -> other != pid).isPresent()) {
                return Instant.now();
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("%s was not started again within %s.".formatted(companion, RUNS_AGAIN_WITHIN));
    }

    /** How often a fault is done: as the bench was told, else as its form says. */
    int times(int usual) {
        return told.orElse(usual);
    }

    void say(String text) {
        bed.say("  %s", text);
    }

    ApiClient coordinator() {
        return instance.coordinator(readyNow());
    }

    /** All lawyers' telephones answer at once, press 1 and hang up after so long. */
    void lawyersTalk(int millis) {
        lawyers.ifPresent(Sipp::close);
        lawyers = Optional.of(Sipp.lawyers(sipp, directory.resolve("lawyers-" + ++runs), phones, millis, List.of()));
    }

    /** Moments at which some lawyer's telephone rang. */
    List<Instant> rings() {
        return lawyers.map(phone -> Evidence.moments(phone.log(), "RANG")).orElse(List.of());
    }

    /** How many calls their telephones accepted since they were last told how long to talk. */
    long accepted() {
        return lawyers.map(phone -> Evidence.moments(phone.log(), "ACCEPTED").size())
                .orElse(0);
    }

    /** Lawyers are not rung for so long after a call. */
    void afterCallWork(int seconds) {
        Path queues = instance.home().resolve("asterisk/etc/queues.conf");
        try {
            Files.writeString(
                    queues, Files.readString(queues).replaceAll("(?m)^wrapuptime *=.*$", "wrapuptime = " + seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console("queue reload all");
    }

    /** Dials so many calls; does not wait for them. */
    Load dial(int calls, int perSecond) {
        List<String> numbers = Numbers.of(callers, calls);
        callers += calls;
        Path own = directory.resolve("citizens-" + ++runs);
        Sipp citizens = Sipp.citizens(sipp, own, ready.port("sip"), numbers, perSecond, "citizen.xml", List.of());
        return new Load(numbers, List.of(citizens));
    }

    /** Waits until all calls are over for SIPp and in the log, or the time for that has passed. */
    Evidence settle(Load load, Duration callsWithin) throws InterruptedException {
        load.await(callsWithin);
        long until = System.nanoTime() + LOGGED_WITHIN.toNanos();
        while (true) {
            try (ApiClient api = coordinator()) {
                Evidence evidence = Evidence.gather(
                        load.numbers(),
                        load.citizens().stream().map(Sipp::log).toList(),
                        journals(),
                        api,
                        began.minus(CLOCKS_SET_BY));
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

    List<Path> journals() {
        return Evidence.journals(ready);
    }

    void awaitSeats() throws InterruptedException {
        long until = System.nanoTime() + SEATED_WITHIN.toNanos();
        while (true) {
            try (ApiClient api = coordinator()) {
                Instance.awaitSeats(api, seats, SEATED_WITHIN);
                return;
            } catch (Trouble e) {
                // The service may still be busy with what was done to it.
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    /** Small volumes for what may fill up; only root can mount them. */
    private void mount(Path directory, int megabytes) {
        try {
            Files.createDirectories(directory);
            Process mount = new ProcessBuilder(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "size=" + megabytes + "m",
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

    private static Optional<FaultyWire> wire(Set<Extra> extras, String what, List<String> words) {
        if (!extras.contains(Extra.WIRES)) {
            return Optional.empty();
        }
        String key = what + ".port=";
        int port = words.stream()
                .filter(word -> word.startsWith(key))
                .mapToInt(word -> Integer.parseInt(word.substring(key.length())))
                .reduce((_, later) -> later)
                .orElseThrow();
        FaultyWire wire = new FaultyWire(port);
        words.add(what + ".via=" + wire.port());
        return Optional.of(wire);
    }

    /** The wire between the service and the exchange's manager interface. */
    FaultyWire managerWire() {
        return managerWire.orElseThrow();
    }

    /** The wire between the service and the database. */
    FaultyWire databaseWire() {
        return databaseWire.orElseThrow();
    }

    /** Clocks that can be set; empty where this machine has no way. */
    Optional<MovableClocks> clocks() {
        return clocks;
    }

    /** What the exchange's console says to a command. */
    String console(String command) {
        return console.say(instance.home().resolve("asterisk/etc/asterisk.conf"), command);
    }

    /** Telephones that are driven one by one, in the place of the lawyers' SIPp. */
    SippPhones telephones() {
        lawyers.ifPresent(Sipp::close);
        lawyers = Optional.empty();
        return new SippPhones(
                sipp,
                directory.resolve("telephones-" + ++runs),
                "127.0.0.1:" + ready.port("sip"),
                Sipp.CITIZENS,
                phones);
    }

    /** The service's figures, by name and labels; empty while it does not answer. */
    Map<String, Double> figures() throws InterruptedException {
        Map<String, Double> figures = new HashMap<>();
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(readyNow().http() + "/metrics"))
                            .timeout(HTTP_LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            answer.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int space = line.lastIndexOf(' ');
                figures.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
            });
        } catch (IOException e) {
            bed.say("no figures: %s", String.valueOf(e.getMessage()));
        }
        return figures;
    }

    /** How many alarms of a kind stand, say the figures. */
    long alarms(String kind) throws InterruptedException {
        return figures()
                .getOrDefault("hotline_alarms{kind=\"%s\"}".formatted(kind), 0.0)
                .longValue();
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
        http.close();
        lawyers.ifPresent(Sipp::close);
        instance.close();
        managerWire.ifPresent(FaultyWire::close);
        databaseWire.ifPresent(FaultyWire::close);
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
