package org.hotline12348.core.app.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hotline12348.core.app.Trouble;

/**
 * A thousand citizens wait at once while both lawyers talk, hear music and their place, and give up; then a thousand more. What
 * the second thousand need beyond the first is what leaks.
 */
final class WaitingBench implements Bench {
    private static final int CALLERS = 1_000;
    private static final int CALLERS_PER_SECOND = 50;
    private static final int WAVES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final Duration ALL_IN_WITHIN = Duration.ofSeconds(60);
    private static final Duration OVER_WITHIN = Duration.ofSeconds(180);
    private static final double FLAT = 1.1;

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String tells() {
        return "%d callers wait at once, %d times, with every lawyer in a talk".formatted(CALLERS, WAVES);
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(12);
    }

    /**
     * Memory in MB while all waited.
     *
     * @param exchange of Asterisk
     * @param service of the program
     */
    private record Memory(long exchange, long service) {}

    @Override
    public Report run(Bed bed) throws InterruptedException {
        bed.noParts();
        // The city's own pace: in the brisk one nobody waits as long. Two ports a voice, and as many for the lawyers.
        List<String> words = List.of("pbx.pace=usual", "rtp.from=30000", "rtp.to=39999");
        try (LoadStand line = new LoadStand(bed, 2, Duration.ofMinutes(10), words, List.of())) {
            Report report = new Report(
                    "%d callers wait at once, %d times; both lawyers in a talk".formatted(CALLERS, WAVES),
                    line.began());
            List<Memory> all = new ArrayList<>();
            for (int wave = 0; wave < WAVES; wave++) {
                all.add(wave(bed, line, wave, report));
            }
            Memory first = all.getFirst();
            Memory last = all.getLast();
            flat(report, "memory of the exchange with all waiting, MB", last.exchange(), first.exchange());
            flat(report, "memory of the service, MB", last.service(), first.service());
            return report;
        }
    }

    private static void flat(Report report, String what, long last, long first) {
        report.must(what, last, first, "<= %.1f x the first".formatted(FLAT), last <= FLAT * first);
    }

    private static Memory wave(Bed bed, LoadStand line, int wave, Report report) throws InterruptedException {
        bed.say("wave %d: %d callers", wave + 1, CALLERS);
        List<String> numbers = Numbers.of(wave * CALLERS, CALLERS);
        Memory memory;
        Sipp seen;
        try (Sipp citizens = line.dial(
                "wave-" + wave,
                line.ready().port("sip"),
                numbers,
                CALLERS_PER_SECOND,
                "patient.xml",
                List.of("-d", Long.toString(PATIENCE.toMillis())))) {
            seen = citizens;
            awaitAllIn(citizens);
            bed.say("wave %d: all %d are in", wave + 1, CALLERS);
            if (citizens.await(1)) {
                throw new Trouble(Trouble.Kind.UNAVAILABLE, "The callers gave up before all of them were in.");
            }
            memory = new Memory(line.megabytes("asterisk"), line.megabytes("service"));
            if (!citizens.await(OVER_WITHIN.toSeconds())) {
                bed.say("not all callers of wave %d are through", wave + 1);
            }
        }
        Sipp.Counted counted = seen.counted();
        Evidence evidence = line.awaitLogged(numbers, List.of(seen));
        String which = "wave %d: ".formatted(wave + 1);
        report.counts(which + "calls that went as they should, says SIPp", counted.ok(), CALLERS);
        report.tells(
                which + "INVITE to 200, p99 ms",
                counted.answeredWithin(0.99).map("%.0f"::formatted).orElse("-"),
                "");
        report.counts(which + "calls in the journal", evidence.cel().size(), CALLERS);
        report.counts(which + "consultations in the log", evidence.entries(), CALLERS);
        report.counts(which + "of them double", evidence.doubled(), 0);
        evidence.outcomes().forEach((outcome, count) -> report.tells(which + outcome, count, ""));
        return memory;
    }

    private static void awaitAllIn(Sipp citizens) throws InterruptedException {
        Instant until = Instant.now().plus(ALL_IN_WITHIN);
        while (Evidence.moments(citizens.log(), "ANSWERED").size() < CALLERS) {
            if (Instant.now().isAfter(until)) {
                throw new Trouble(
                        Trouble.Kind.UNAVAILABLE,
                        "After %d s only %d of %d callers are in the line."
                                .formatted(
                                        ALL_IN_WITHIN.toSeconds(),
                                        Evidence.moments(citizens.log(), "ANSWERED")
                                                .size(),
                                        CALLERS));
            }
            Thread.sleep(100);
        }
    }
}
