package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hotline12348.core.app.ReadyFile;

/**
 * Does to a running hotline what may happen to it, while citizens call, and counts every call by three sources: what SIPp saw,
 * what the exchange's journal has, what the log tells. A short form of each fault takes seconds, the long form minutes.
 */
final class FaultsBench implements Bench {
    private static final int SEATS = 30;
    private static final int CALLS_PER_SECOND = 5;
    private static final int CALLS_A_KILL = 25;
    private static final long SEED = 12_348;
    private static final String SHORT = "short";
    private static final Duration REACTION = Duration.ofSeconds(3);
    private static final Duration FIRST_RING = Duration.ofSeconds(10);
    private static final Duration CALLS_WITHIN = Duration.ofSeconds(90);

    /** One thing that is done. */
    private interface Deed {
        void run(FaultStand stand, boolean brief, Report report) throws InterruptedException;
    }

    private static final Map<String, Deed> FAULTS = new TreeMap<>(Map.of(
            "service-kill", FaultsBench::serviceKilled,
            "service-stop", FaultsBench::serviceStopped,
            "exchange-kill", FaultsBench::exchangeKilled,
            "database-kill", FaultsBench::databaseKilled,
            "database-stop", FaultsBench::databaseStopped,
            "journal-full", FaultsBench::journalFull,
            "recordings-full", FaultsBench::recordingsFull,
            "garbage", FaultsBench::garbage));

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String tells() {
        return "kills, stops and fills parts while citizens call; \"faults short\", or one of "
                + String.join(", ", FAULTS.keySet());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(90);
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        boolean brief = bed.parts().contains(SHORT);
        List<String> chosen =
                bed.parts().stream().filter(part -> !part.equals(SHORT)).toList();
        chosen.forEach(part -> {
            if (!FAULTS.containsKey(part)) {
                throw Benches.noSuchPart(part, FAULTS.keySet());
            }
        });
        Report report = new Report(
                "Faults while citizens call, %d a second, %d lawyers seated; %s form, seed %d"
                        .formatted(CALLS_PER_SECOND, SEATS, brief ? SHORT : "long", SEED),
                Instant.now());
        bed.say("starting an instance");
        try (FaultStand stand = new FaultStand(bed, SEATS, SEED)) {
            for (Map.Entry<String, Deed> fault : FAULTS.entrySet()) {
                if (chosen.isEmpty() || chosen.contains(fault.getKey())) {
                    bed.say(fault.getKey());
                    fault.getValue().run(stand, brief, report);
                    stand.awaitSeats();
                }
            }
        }
        return report;
    }

    /** kill -9 of the service again and again, at moments left to chance; started again each time. */
    private static void serviceKilled(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = brief ? 3 : 200;
        List<FaultStand.Load> loads = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            loads.add(stand.dial(CALLS_A_KILL, CALLS_PER_SECOND));
            Thread.sleep(200 + stand.chance().nextInt(3_000));
            stand.instance().killService();
            Thread.sleep(stand.chance().nextInt(1_000));
            stand.startService();
        }
        int sent = 0;
        int missing = 0;
        long entries = 0;
        long doubled = 0;
        long open = 0;
        long good = 0;
        long answered = 0;
        for (FaultStand.Load load : loads) {
            Evidence evidence = stand.settle(load, CALLS_WITHIN);
            sent += load.numbers().size();
            missing += evidence.missing().size();
            entries += evidence.entries();
            doubled += evidence.doubled();
            open += evidence.unended().size();
            good += load.citizens().counted().ok();
            answered += evidence.outcomes().getOrDefault("ANSWERED", 0);
        }
        String name = "service killed %d times".formatted(times);
        report.counts(name + ": calls that went as they should, says SIPp", good, sent);
        report.counts(name + ": consultations", entries, sent);
        report.counts(name + ": calls without one", missing, 0);
        report.counts(name + ": double", doubled, 0);
        report.counts(name + ": calls that seem to go on", open, 0);
        report.counts(name + ": answered by a lawyer", answered, sent);
    }

    /** SIGSTOP: the service's sockets take connections and nobody answers. */
    private static void serviceStopped(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int seconds = brief ? 10 : 60;
        FaultStand.Load load = stand.dial((seconds + 4) * CALLS_PER_SECOND, CALLS_PER_SECOND);
        Thread.sleep(2_000);
        stand.instance().signalService("STOP");
        Instant stopped = Instant.now();
        Thread.sleep(seconds * 1_000L);
        stand.instance().signalService("CONT");
        Instant went = Instant.now();
        Evidence evidence = stand.settle(load, CALLS_WITHIN);
        String name = "service stopped %d s".formatted(seconds);
        asEver(report, name, load, evidence);
        Duration worst = Evidence.worstHint(stand.ready().path("journal"), stopped, went);
        report.must(
                name + ": most ms from the notice to the queue",
                worst.toMillis(),
                "",
                "<= " + REACTION.plusSeconds(1).toMillis(),
                worst.compareTo(REACTION.plusSeconds(1)) <= 0);
    }

    /** kill -9 of the exchange with calls up: they are cut, which nobody can help, but all are in the log and over. */
    private static void exchangeKilled(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = brief ? 1 : 20;
        for (int i = 1; i <= times; i++) {
            stand.lawyersTalk(60_000);
            FaultStand.Load load = stand.dial(40, 20);
            Thread.sleep(6_000);
            long pid = stand.readyNow().pid("asterisk");
            Instant killed = Instant.now();
            Instance.signal(pid, "KILL");
            load.citizens().close();
            stand.lawyersTalk(800);
            Instant up = awaitOther(stand, "asterisk", pid);
            FaultStand.Load next = stand.dial(10, CALLS_PER_SECOND);
            Instant dialled = Instant.now();
            Evidence after = stand.settle(next, CALLS_WITHIN);
            Evidence cut = stand.settle(load, Duration.ofSeconds(1));
            String name = "exchange killed %d".formatted(i);
            report.tells(
                    name + ": ms until it runs again",
                    Duration.between(killed, up).toMillis(),
                    "");
            Duration first = stand.rings().stream()
                    .filter(ring -> ring.isAfter(dialled))
                    .findFirst()
                    .map(ring -> Duration.between(up, ring))
                    .orElse(Duration.ofDays(1));
            report.must(
                    name + ": ms from its start to the first ring",
                    first.toMillis(),
                    "",
                    "<= " + FIRST_RING.toMillis(),
                    first.compareTo(FIRST_RING) <= 0);
            report.counts(
                    name + ": cut calls without a consultation", cut.missing().size(), 0);
            report.counts(name + ": double", cut.doubled(), 0);
            report.counts(name + ": cut calls that seem to go on", cut.unended().size(), 0);
            report.tells(name + ": outcomes of the cut calls", cut.outcomes(), "");
            asEver(report, name + ", afterwards", next, after);
        }
    }

    /** kill -9 of PostgreSQL under load. */
    private static void databaseKilled(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = brief ? 1 : 10;
        int seconds = brief ? 12 : 100;
        FaultStand.Load load = stand.dial(seconds * CALLS_PER_SECOND, CALLS_PER_SECOND);
        for (int i = 0; i < times; i++) {
            Thread.sleep(2_000 + stand.chance().nextInt(2_000));
            long pid = stand.readyNow().pid("postgres");
            Instance.signal(pid, "KILL");
            awaitOther(stand, "postgres", pid);
        }
        asEver(
                report,
                "database killed %d %s".formatted(times, times == 1 ? "time" : "times"),
                load,
                stand.settle(load, Duration.ofSeconds(seconds + CALLS_WITHIN.toSeconds())));
    }

    /** All of PostgreSQL stands still: its sockets take connections and nobody answers. */
    private static void databaseStopped(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int seconds = brief ? 12 : 300;
        FaultStand.Load load = stand.dial((seconds + 3) * CALLS_PER_SECOND, CALLS_PER_SECOND);
        Thread.sleep(1_500);
        ProcessHandle postmaster =
                ProcessHandle.of(stand.readyNow().pid("postgres")).orElseThrow();
        signalTree(postmaster, "STOP");
        Thread.sleep(seconds * 1_000L);
        signalTree(postmaster, "CONT");
        asEver(
                report,
                "database stopped %d s".formatted(seconds),
                load,
                stand.settle(load, Duration.ofSeconds(seconds + CALLS_WITHIN.toSeconds())));
    }

    /** The journal's volume is full: the manager interface brings what the file cannot. */
    private static void journalFull(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        fullVolume(
                stand,
                brief,
                report,
                "journal full",
                stand.ready().path("journal").resolveSibling("."),
                false);
    }

    private static void recordingsFull(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        fullVolume(stand, brief, report, "recordings full", stand.ready().path("recordings"), true);
    }

    private static void fullVolume(
            FaultStand stand, boolean brief, Report report, String name, Path directory, boolean journalWhole)
            throws InterruptedException {
        Path volume = directory.normalize();
        if (!stand.isVolume(volume)) {
            report.tells(name + ": not done, only root can mount a small volume", "-", "");
            return;
        }
        int calls = (brief ? 6 : 60) * CALLS_PER_SECOND;
        Path filler = FaultStand.fill(volume);
        FaultStand.Load load = stand.dial(calls, CALLS_PER_SECOND);
        Evidence evidence = stand.settle(load, CALLS_WITHIN);
        try {
            Files.delete(filler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (journalWhole) {
            asEver(report, name, load, evidence);
        } else {
            report.tells(
                    name + ": calls in the journal of the exchange",
                    evidence.cel().size(),
                    "");
            asEverButJournal(report, name, load, evidence);
        }
        FaultStand.Load next = stand.dial(2 * CALLS_PER_SECOND, CALLS_PER_SECOND);
        asEver(report, name + ", with room again", next, stand.settle(next, CALLS_WITHIN));
    }

    /** Random bytes and broken messages at every door, while citizens call. */
    private static void garbage(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int packets = brief ? 2_000 : 100_000;
        ReadyFile.Ready before = stand.readyNow();
        FaultStand.Load load = stand.dial((brief ? 8 : 60) * CALLS_PER_SECOND, CALLS_PER_SECOND);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(FaultStand.CITIZENS, 0))) {
            InetAddress exchange = InetAddress.getLoopbackAddress();
            for (int i = 0; i < packets; i++) {
                byte[] bytes = brokenMessage(stand, i);
                socket.send(new DatagramPacket(bytes, bytes.length, exchange, before.port("sip")));
                if (i % 200 == 0) {
                    Thread.sleep(100);
                }
            }
            for (String door : List.of("ami", "http", "pbx.http")) {
                for (int i = 0; i < 20; i++) {
                    try (Socket tcp = new Socket(exchange, before.port(door))) {
                        tcp.getOutputStream().write(brokenMessage(stand, i));
                    }
                }
            }
        } catch (IOException e) {
            report.must("garbage: sent", String.valueOf(e.getMessage()), "", "all of it", false);
        }
        Evidence evidence = stand.settle(load, CALLS_WITHIN);
        ReadyFile.Ready after = stand.readyNow();
        boolean same = before.pids().equals(after.pids());
        report.must(
                "garbage: %d packets: processes".formatted(packets),
                same ? "the same" : "others",
                "",
                "the same",
                same);
        asEver(report, "garbage", load, evidence);
    }

    private static byte[] brokenMessage(FaultStand stand, int i) {
        if (i % 3 == 0) {
            byte[] noise = new byte[1 + stand.chance().nextInt(1_400)];
            stand.chance().nextBytes(noise);
            return noise;
        }
        String call = "g" + i + "@" + FaultStand.CITIZENS;
        String text = switch (i % 9) {
            case 1 ->
                "INVITE sip:12348@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK" + i
                        + "\r\nContent-Length: 99999\r\n\r\nv=0";
            case 2 ->
                "INVITE sip:%s@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2\r\nFrom: <%s>\r\nTo: x\r\nCall-ID: %s\r\n\r\n"
                        .formatted("9".repeat(900), "\"".repeat(99), call);
            case 4 ->
                "BYE sip:nobody@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKb" + i
                        + "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: " + call
                        + "\r\nCSeq: 2 BYE\r\n\r\n";
            case 5 -> "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKnone\r\nCSeq: x INVITE\r\n\r\n";
            case 7 -> "INVITE sip:12348@127.0.0.1 SIP/2.0\r\nUser-Agent: ${SHELL(id)}%0d%0aAction: Command\r\n\r\n";
            default -> "OPTIONS\0 sip: SIP/9.9\r\n" + ":".repeat(500) + "\r\n\r\n";
        };
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Waits until a companion runs as another process; a call waits for it as well. */
    private static Instant awaitOther(FaultStand stand, String companion, long pid) throws InterruptedException {
        long until = System.nanoTime() + CALLS_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            Optional<Long> now = Optional.ofNullable(stand.readyNow().pids().get(companion));
            if (now.filter(other -> other != pid).isPresent()) {
                return Instant.now();
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("%s was not started again within %s.".formatted(companion, CALLS_WITHIN));
    }

    private static void signalTree(ProcessHandle root, String name) throws InterruptedException {
        for (ProcessHandle child : root.descendants().toList()) {
            Instance.signal(child.pid(), name);
        }
        Instance.signal(root.pid(), name);
    }

    /** What must hold whatever happened: no call is dropped, none is missing in the log, none is there twice. */
    private static void asEver(Report report, String name, FaultStand.Load load, Evidence evidence) {
        report.counts(
                name + ": calls in the journal",
                evidence.cel().size(),
                load.numbers().size());
        asEverButJournal(report, name, load, evidence);
    }

    private static void asEverButJournal(Report report, String name, FaultStand.Load load, Evidence evidence) {
        int calls = load.numbers().size();
        report.counts(
                name + ": calls that went as they should, says SIPp",
                load.citizens().counted().ok(),
                calls);
        report.counts(name + ": consultations", evidence.entries(), calls);
        report.counts(name + ": double", evidence.doubled(), 0);
        report.counts(name + ": calls that seem to go on", evidence.unended().size(), 0);
        report.counts(name + ": answered by a lawyer", evidence.outcomes().getOrDefault("ANSWERED", 0), calls);
    }
}
