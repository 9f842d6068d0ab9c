package org.hotline12348.core.app.bench;

import java.time.Duration;
import java.time.Instant;
import org.hotline12348.ivr.wire.FaultyWire;

/** PostgreSQL dies, stands still, answers late, is cut off. Calls do not feel it; what waits is drained within 30 s. */
final class DatabaseFaults {
    private static final Duration LATE = Duration.ofSeconds(2);

    private DatabaseFaults() {}

    /** kill -9 under load, again and again. */
    static void killed(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 1 : 10);
        int seconds = brief ? 8 : times * 10;
        FaultStand.Load load = stand.dial(seconds * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        for (int i = 0; i < times; i++) {
            Thread.sleep(1_500 + stand.chance().nextInt(2_000));
            long pid = stand.readyNow().pid("postgres");
            Instance.signal(pid, "KILL");
            stand.awaitOther("postgres", pid);
        }
        AsEver.judge(
                report,
                "database killed %d %s".formatted(times, times == 1 ? "time" : "times"),
                load,
                stand.settle(load, lasting(seconds)));
    }

    /** All of it stands still: its sockets take connections and nobody answers. */
    static void stopped(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int seconds = brief ? 8 : 300;
        FaultStand.Load load = whileItLasts(stand, seconds);
        ProcessHandle postmaster =
                ProcessHandle.of(stand.readyNow().pid("postgres")).orElseThrow();
        signalTree(postmaster, "STOP");
        Thread.sleep(seconds * 1_000L);
        signalTree(postmaster, "CONT");
        drained(stand, report, "database stopped %d s".formatted(seconds), load, Instant.now(), seconds);
    }

    /** Every connection is refused. */
    static void down(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int seconds = brief ? 8 : 300;
        FaultStand.Load load = whileItLasts(stand, seconds);
        stand.databaseWire().mode(FaultyWire.Mode.REFUSING);
        stand.databaseWire().cut();
        Thread.sleep(seconds * 1_000L);
        stand.databaseWire().mode(FaultyWire.Mode.PASSING);
        drained(stand, report, "database out of reach %d s".formatted(seconds), load, Instant.now(), seconds);
    }

    /** Each of its answers comes two seconds late. */
    static void late(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int seconds = brief ? 6 : 60;
        FaultStand.Load load = whileItLasts(stand, seconds);
        stand.databaseWire().lateBy(LATE);
        Thread.sleep(seconds * 1_000L);
        stand.databaseWire().mode(FaultyWire.Mode.PASSING);
        drained(
                stand,
                report,
                "database %d s late for %d s".formatted(LATE.toSeconds(), seconds),
                load,
                Instant.now(),
                seconds);
    }

    /** The connection is cut at COMMIT, before or after the database has heard it. */
    static void cutAtCommit(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 6 : 60);
        FaultyWire wire = stand.databaseWire();
        int before = wire.sprung();
        FaultStand.Load load = whileItLasts(stand, times);
        for (int i = 0; i < times; i++) {
            wire.cutAt("COMMIT", i % 2 == 0 ? FaultyWire.Side.BEFORE : FaultyWire.Side.AFTER);
            for (int waits = 0; wire.sprung() == before + i && waits < 100; waits++) {
                Thread.sleep(50);
            }
            Thread.sleep(500);
        }
        int cut = wire.sprung() - before;
        report.must("database cut off at COMMIT: times", cut, times, "= " + times, cut == times);
        drained(stand, report, "database cut off at COMMIT %d times".formatted(times), load, Instant.now(), times);
    }

    private static FaultStand.Load whileItLasts(FaultStand stand, int seconds) throws InterruptedException {
        FaultStand.Load load = stand.dial((seconds + 2) * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        Thread.sleep(1_000);
        return load;
    }

    private static void drained(
            FaultStand stand, Report report, String name, FaultStand.Load load, Instant over, int seconds)
            throws InterruptedException {
        Evidence evidence = stand.settle(load, lasting(seconds));
        AsEver.judge(report, name, load, evidence);
        report.tells(
                name + ": ms after it until all calls were over and in the log, at most",
                Duration.between(over, Instant.now()).toMillis(),
                "");
    }

    private static Duration lasting(int seconds) {
        return FaultsBench.CALLS_WITHIN.plusSeconds(seconds);
    }

    private static void signalTree(ProcessHandle root, String name) throws InterruptedException {
        for (ProcessHandle child : root.descendants().toList()) {
            Instance.signal(child.pid(), name);
        }
        Instance.signal(root.pid(), name);
    }
}
