package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.Trouble;

/** A whole instance with its lawyers seated and SIPp at both ends, for loads: nothing of it is broken on purpose. */
final class LoadStand implements AutoCloseable {
    private static final Duration SEATED_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(30);

    private final Bed bed;
    private final Path sipp;
    private final Instance instance;
    private final String phones;
    private final Instant began = Instant.now();
    private final ReadyFile.Ready ready;
    private Optional<Sipp> lawyers = Optional.empty();
    private Optional<ApiClient> coordinator = Optional.empty();

    /**
     * Starts it and waits until everybody is seated.
     *
     * @param seats how many lawyers
     * @param talk length of each talk
     * @param more settings, {@code KEY=VALUE}; win over what a bench sets otherwise
     * @param telephones further arguments of the SIPp that plays the lawyers
     */
    LoadStand(Bed bed, int seats, Duration talk, List<String> more, List<String> telephones)
            throws InterruptedException {
        this.bed = bed;
        this.sipp = bed.place().sipp(bed.progress());
        this.phones = "127.0.0.3:" + FreePorts.udp("127.0.0.3");
        List<String> words = new ArrayList<>(Instance.briskWords(began));
        words.add("demo.seats=" + seats);
        words.addAll(more);
        words.addAll(bed.words());
        words.add("trunk.outbound=" + phones);
        this.instance = new Instance(bed.place(), bed.directory().resolve("home"), words);
        try {
            bed.say("starting an instance with %d lawyers", seats);
            this.ready = instance.start();
            lawyers = Optional.of(
                    Sipp.lawyers(sipp, bed.directory().resolve("lawyers"), phones, talk.toMillis(), telephones));
            coordinator = Optional.of(instance.coordinator(ready));
            Instance.awaitSeats(api(), seats, SEATED_WITHIN);
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    ReadyFile.Ready ready() {
        return ready;
    }

    Instant began() {
        return began;
    }

    /** Where the SIPp is that plays every lawyer, {@code host:port}. */
    String phones() {
        return phones;
    }

    /** Signed in as coordinator. */
    ApiClient api() {
        return coordinator.orElseThrow();
    }

    /**
     * Dials; does not wait.
     *
     * @param name of the run; unlike any before
     * @param port of the exchange that is dialled
     * @param scenario a resource under {@code bench/}
     * @param more further arguments of SIPp
     */
    Sipp dial(String name, int port, List<String> numbers, int perSecond, String scenario, List<String> more) {
        return Sipp.citizens(sipp, bed.directory().resolve(name), port, numbers, perSecond, scenario, more);
    }

    /** Dials and waits until all calls are over, or gives up on those that are not. */
    Sipp dialAll(String name, int port, List<String> numbers, int perSecond, Duration within)
            throws InterruptedException {
        try (Sipp citizens = dial(name, port, numbers, perSecond, "citizen.xml", List.of())) {
            if (!citizens.await(within.toSeconds())) {
                bed.say("not all calls of %s ended within %d s", name, within.toSeconds());
            }
            return citizens;
        }
    }

    /** Waits until every call is over in the log, or the time for that has passed; then what the three sources say. */
    Evidence awaitLogged(List<String> numbers, List<Sipp> citizens) throws InterruptedException {
        long until = System.nanoTime() + LOGGED_WITHIN.toNanos();
        while (true) {
            Evidence evidence = Evidence.gather(
                    numbers, citizens.stream().map(Sipp::log).toList(), Evidence.journals(ready), api(), began);
            boolean whole = evidence.log().size() == numbers.size()
                    && evidence.unended().isEmpty();
            if (whole || System.nanoTime() > until) {
                return evidence;
            }
            Thread.sleep(200);
        }
    }

    /** Time of the processor that one of the instance's processes took so far; 0 where the machine does not tell. */
    Duration cpu(String process) {
        return ProcessHandle.of(ready.pid(process))
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Memory that one of its processes holds, in MB. */
    long megabytes(String process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + ready.pid(process) + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "The process %s is gone.".formatted(process), e);
        }
    }

    /** What the exchange answers to a command of its console. */
    String console(String command) {
        return Console.of(bed).say(instance.home().resolve("asterisk/etc/asterisk.conf"), command);
    }

    @Override
    public void close() {
        coordinator.ifPresent(ApiClient::close);
        lawyers.ifPresent(Sipp::close);
        instance.close();
    }
}
