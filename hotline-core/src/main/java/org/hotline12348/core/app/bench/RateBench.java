package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hotline12348.scheduler.DemoRoster;

/**
 * The highest rate of calls at which the line is still clean, beside the bare twin's: both are tried in turn, at steps that rise,
 * until each has failed a step twice. Clean is a step in which every call went as it should, nothing was sent again, and 99 of
 * 100 answers came within 120 ms.
 */
final class RateBench implements Bench {
    private static final int STEP = 20;
    private static final int HIGHEST = 240;
    private static final int SECONDS = 4;
    private static final double CLEAN_MILLIS = 120;
    private static final Duration CALLS_WITHIN = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public String tells() {
        return "the highest clean rate of calls, up to %d a second, beside a bare Asterisk's".formatted(HIGHEST);
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(12);
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        bed.noParts();
        int lawyers = DemoRoster.MOST_SEATS;
        try (LoadStand line = new LoadStand(bed, lawyers, Duration.ofMillis(300), List.of(), List.of());
                BareTwin twin =
                        BareTwin.start(bed, bed.directory().resolve("twin"), Sipp.CITIZENS, line.phones(), lawyers)) {
            Report report = new Report(
                    "the highest clean rate: steps of %d calls a second, %d s each, %d lawyers; twin: a bare Asterisk"
                            .formatted(STEP, SECONDS, lawyers),
                    line.began());
            Climb hotline = new Climb("hotline", line.ready().port("sip"), report);
            Climb bare = new Climb("twin", twin.sip(), report);
            int from = 0;
            List<String> dialled = new ArrayList<>();
            List<Sipp> citizens = new ArrayList<>();
            while (!hotline.over() || !bare.over()) {
                if (!bare.over()) {
                    bare.step(bed, line, Numbers.of(0, bare.calls()));
                }
                if (!hotline.over() && from + hotline.calls() <= Numbers.MOST) {
                    List<String> numbers = Numbers.of(from, hotline.calls());
                    from += numbers.size();
                    dialled.addAll(numbers);
                    citizens.add(hotline.step(bed, line, numbers));
                } else {
                    hotline.stop();
                }
            }
            Evidence evidence = line.awaitLogged(dialled, citizens);
            int least = bare.clean - STEP;
            report.must(
                    "highest clean rate, calls a second",
                    hotline.clean,
                    bare.clean,
                    ">= " + least,
                    hotline.clean >= least);
            report.tells(
                    "the same as a ratio", "%.2f".formatted((double) hotline.clean / Math.max(1, bare.clean)), "1.00");
            report.counts(
                    "calls in the journal without a consultation",
                    evidence.missing().size(),
                    0);
            report.counts("of the consultations double", evidence.doubled(), 0);
            report.tells("consultations of them all", evidence.entries(), dialled.size());
            return report;
        }
    }

    /** One of the two on its way up. */
    private static final class Climb {
        private final String who;
        private final int port;
        private final ArrayNode steps;
        private int clean;
        private int next = STEP;
        private int failures;
        private int runs;

        Climb(String who, int port, Report report) {
            this.who = who;
            this.port = port;
            this.steps = report.more().putArray(who);
        }

        boolean over() {
            return failures >= 2 || next > HIGHEST;
        }

        void stop() {
            failures = 2;
        }

        int calls() {
            return next * SECONDS;
        }

        Sipp step(Bed bed, LoadStand line, List<String> numbers) throws InterruptedException {
            Sipp citizens = line.dialAll(who + "-" + ++runs, port, numbers, next, CALLS_WITHIN);
            Sipp.Counted counted = citizens.counted();
            double p99 = counted.answeredWithin(0.99).orElse(Double.POSITIVE_INFINITY);
            boolean good = counted.ok() == numbers.size() && counted.retransmitted() == 0 && p99 <= CLEAN_MILLIS;
            steps.addObject()
                    .put("callsASecond", next)
                    .put("ok", counted.ok())
                    .put("of", numbers.size())
                    .put("retransmitted", counted.retransmitted())
                    .put("p99Millis", p99)
                    .put("clean", good);
            bed.say(
                    "%s at %d calls a second: %d of %d, %d sent again, p99 %.0f ms: %s",
                    who,
                    next,
                    counted.ok(),
                    numbers.size(),
                    counted.retransmitted(),
                    p99,
                    good ? "clean" : "not clean");
            if (good) {
                clean = next;
                next += STEP;
                failures = 0;
            } else {
                failures++;
            }
            return citizens;
        }
    }
}
