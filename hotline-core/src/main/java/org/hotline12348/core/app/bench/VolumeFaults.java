package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A volume is full to its last byte, each alone: calls go on, an alarm stands within 10 s and goes by itself. */
final class VolumeFaults {
    private static final Duration ALARM_WITHIN = Duration.ofSeconds(10);
    /** A database that died of it is started again after a pause of 30 s at most. */
    private static final Duration CLEARED_WITHIN = Duration.ofSeconds(60);

    private static final String MISSED = "hotline_journal_second_feed_rows_total{pbx=\"pbx1\"}";

    private VolumeFaults() {}

    /** The journal's: the manager interface brings what the file cannot. */
    static void journal(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        full(stand, brief, report, "journal", stand.ready().path("journal").resolveSibling("."));
    }

    static void recordings(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        full(stand, brief, report, "recordings", stand.ready().path("recordings"));
    }

    static void database(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        full(stand, brief, report, "database", stand.instance().home().resolve("postgres"));
    }

    private static void full(FaultStand stand, boolean brief, Report report, String which, Path directory)
            throws InterruptedException {
        String name = which + " full";
        Path volume = directory.normalize();
        if (!stand.isVolume(volume)) {
            report.tells(name + ": not done, only root can mount a small volume", "-", "");
            return;
        }
        boolean journal = which.equals("journal");
        int calls = (brief ? 5 : 60) * FaultsBench.CALLS_PER_SECOND;
        double missed = stand.figures().getOrDefault(MISSED, 0.0);
        Path filler = FaultStand.fill(volume);
        Instant filled = Instant.now();
        FaultStand.Load load = stand.dial(calls, FaultsBench.CALLS_PER_SECOND);
        Duration alarm = awaitAlarms(stand, true, filled, ALARM_WITHIN);
        report.must(
                name + ": ms to the alarm",
                alarm.toMillis(),
                "",
                "<= " + ALARM_WITHIN.toMillis(),
                alarm.compareTo(ALARM_WITHIN) <= 0);
        load.await(FaultsBench.CALLS_WITHIN);
        Evidence evidence;
        if (which.equals("database")) {
            // What cannot be stored waits in the journal until there is room.
            empty(filler);
            evidence = stand.settle(load, FaultsBench.CALLS_WITHIN);
        } else {
            evidence = stand.settle(load, FaultsBench.CALLS_WITHIN);
            empty(filler);
        }
        if (journal) {
            report.tells(
                    name + ": calls in the journal of the exchange",
                    evidence.cel().size(),
                    calls);
            double counted = stand.figures().getOrDefault(MISSED, 0.0) - missed;
            report.must(name + ": rows that the file lost, counted", Math.round(counted), "", "> 0", counted > 0);
            AsEver.judgeWithoutJournal(report, name, load, evidence);
        } else {
            AsEver.judge(report, name, load, evidence);
        }
        if (which.equals("recordings")) {
            report.tells(name + ": recordings lost or shortened, counted", Math.round(lostRecordings(stand)), "");
        }
        Duration cleared = awaitAlarms(stand, false, Instant.now(), CLEARED_WITHIN);
        report.must(
                name + ": ms with room again until the alarm is gone",
                cleared.toMillis(),
                "",
                "<= " + CLEARED_WITHIN.toMillis(),
                cleared.compareTo(CLEARED_WITHIN) <= 0);
        FaultStand.Load next = stand.dial(2 * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        AsEver.judge(report, name + ", with room again", next, stand.settle(next, FaultsBench.CALLS_WITHIN));
    }

    private static double lostRecordings(FaultStand stand) throws InterruptedException {
        Map<String, Double> figures = stand.figures();
        return figures.getOrDefault("hotline_recordings_lost_total", 0.0)
                + figures.getOrDefault("hotline_recordings_shortened_total", 0.0);
    }

    /** Waits until an alarm stands, or none does; no longer than twice what is allowed. */
    private static Duration awaitAlarms(FaultStand stand, boolean standing, Instant since, Duration allowed)
            throws InterruptedException {
        Instant until = since.plus(allowed.multipliedBy(2));
        while (Instant.now().isBefore(until)) {
            var figures = stand.figures();
            boolean stands = figures.getOrDefault("hotline_alarms{kind=\"VOLUME_FULL\"}", standing ? 0.0 : 1.0) > 0;
            if (stands == standing) {
                return Duration.between(since, Instant.now());
            }
            Thread.sleep(100);
        }
        return Duration.between(since, until);
    }

    private static void empty(Path filler) {
        try {
            Files.delete(filler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
