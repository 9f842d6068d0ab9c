package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.scheduler.DemoRoster;

/**
 * Citizens dial at an even pace with many lawyers seated; before and after them half as many dial the bare twin. Judged by how
 * soon the line answers beside the twin, and by three sources of every call.
 */
final class CallsBench implements Bench {
    private static final Duration CALLS_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOG_LAG = Duration.ofSeconds(1);
    private static final double P99 = 0.99;

    private final String name;
    private final Load load;

    /**
     * How hard the line is tried.
     *
     * @param calls how many; the twin takes half as many before and half as many after
     * @param perSecond so many begin a second
     * @param lawyers so many are seated
     * @param talk so long each talk lasts
     * @param fresh so many calls are made right after the start and told apart
     * @param noiseMillis the answer may come so much later than the twin's, or as much as the twin's two halves lie apart;
     *     SIPp's clock ticks every 4 ms
     * @param lagShare of this share of the calls the end must be in the log within a second
     * @param cpuShare the service may take this share of the exchange's time of the processor; empty: any
     */
    private record Load(
            int calls,
            int perSecond,
            int lawyers,
            Duration talk,
            int fresh,
            double noiseMillis,
            double lagShare,
            OptionalDouble cpuShare) {}

    private CallsBench(String name, Load load) {
        this.name = name;
        this.load = load;
    }

    /** A busy city: 200 calls, ten a second. */
    static Bench calls() {
        return new CallsBench(
                "calls", new Load(200, 10, 30, Duration.ofMillis(800), 100, 8, 1, OptionalDouble.empty()));
    }

    /** Far more than any city: 100 calls a second for a minute. */
    static Bench load() {
        return new CallsBench(
                "load",
                new Load(
                        6_000,
                        100,
                        DemoRoster.MOST_SEATS,
                        Duration.ofMillis(800),
                        500,
                        4,
                        P99,
                        OptionalDouble.of(0.25)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String tells() {
        return "%d calls, %d a second, %d lawyers seated, beside a bare Asterisk"
                .formatted(load.calls(), load.perSecond(), load.lawyers());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(8);
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        bed.noParts();
        try (LoadStand line = new LoadStand(bed, load.lawyers(), load.talk(), List.of(), List.of());
                BareTwin twin = BareTwin.start(
                        bed, bed.directory().resolve("twin"), Sipp.CITIZENS, line.phones(), load.lawyers())) {
            return measure(bed, line, twin);
        }
    }

    private Report measure(Bed bed, LoadStand line, BareTwin twin) throws InterruptedException {
        Map<String, Instant> told = new ConcurrentHashMap<>();
        try (AutoCloseable listening = line.api().events((type, notice) -> {
            if (type.equals("consultation")) {
                told.putIfAbsent(notice.path("id").asText(), Instant.now());
            }
        })) {
            List<String> half = Numbers.of(0, load.calls() / 2);
            bed.say("the bare twin: %d calls", half.size());
            Sipp.Counted before = line.dialAll("twin-before", twin.sip(), half, load.perSecond(), within())
                    .counted();
            bed.say("the hotline, whose service has just started: %d calls", load.fresh());
            Watched fresh = watch(line, "fresh", Numbers.of(load.calls() / 2, load.fresh()));
            bed.say("the hotline: %d calls", load.calls());
            Watched seen = watch(line, "citizens", Numbers.of(load.calls() / 2 + load.fresh(), load.calls()));
            bed.say("the bare twin: %d calls", half.size());
            Sipp.Counted after = line.dialAll("twin-after", twin.sip(), half, load.perSecond(), within())
                    .counted();
            return report(line.began(), before, after, fresh, seen, told);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "The calls could not be watched: " + e, e);
        }
    }

    private Duration within() {
        return CALLS_WITHIN.plusSeconds(load.calls() / load.perSecond());
    }

    /**
     * Calls of the hotline.
     *
     * @param counted by SIPp
     * @param evidence of three sources
     * @param service time of the processor that the service took for them
     * @param exchange the same of the exchange
     */
    private record Watched(Sipp.Counted counted, Evidence evidence, Duration service, Duration exchange) {}

    private Watched watch(LoadStand line, String run, List<String> numbers) throws InterruptedException {
        Duration service = line.cpu("service");
        Duration exchange = line.cpu("asterisk");
        Sipp citizens = line.dialAll(run, line.ready().port("sip"), numbers, load.perSecond(), within());
        Duration served = line.cpu("service").minus(service);
        Duration exchanged = line.cpu("asterisk").minus(exchange);
        return new Watched(citizens.counted(), line.awaitLogged(numbers, List.of(citizens)), served, exchanged);
    }

    private Report report(
            Instant began,
            Sipp.Counted before,
            Sipp.Counted after,
            Watched fresh,
            Watched watched,
            Map<String, Instant> told) {
        Sipp.Counted seen = watched.counted();
        Evidence evidence = watched.evidence();
        Report report = new Report(
                "%d calls, %d a second, %d lawyers seated; twin: a bare Asterisk, %d calls before and %d after"
                        .formatted(load.calls(), load.perSecond(), load.lawyers(), load.calls() / 2, load.calls() / 2),
                began);
        List<Double> twin = new ArrayList<>(before.answerMillis());
        twin.addAll(after.answerMillis());
        twin.sort(null);
        Sipp.Counted bare = new Sipp.Counted(
                before.ok() + after.ok(),
                before.failed() + after.failed(),
                before.retransmitted() + after.retransmitted(),
                twin);
        double p99 = seen.answeredWithin(P99).orElse(Double.POSITIVE_INFINITY);
        double apart = Math.abs(before.answeredWithin(P99).orElse(0.0)
                - after.answeredWithin(P99).orElse(0.0));
        double allowed = bare.answeredWithin(P99).orElse(0.0) + Math.max(load.noiseMillis(), apart);
        report.tells("INVITE to 200, p50 ms", millis(seen, 0.5), millis(bare, 0.5));
        report.must(
                "INVITE to 200, p99 ms",
                millis(seen, P99),
                millis(bare, P99),
                "<= %.0f".formatted(allowed),
                p99 <= allowed);
        report.tells("INVITE to 200, most ms", millis(seen, 1), millis(bare, 1));
        report.must("retransmissions", seen.retransmitted(), bare.retransmitted(), "= 0", seen.retransmitted() == 0);
        report.must(
                "calls that went as they should, says SIPp",
                seen.ok(),
                bare.ok(),
                "= " + load.calls(),
                seen.ok() == load.calls());
        report.counts("calls in the journal of the exchange", evidence.cel().size(), load.calls());
        report.counts("consultations in the log", evidence.entries(), load.calls());
        report.counts("of them double", evidence.doubled(), 0);
        report.counts("calls without a consultation", evidence.missing().size(), 0);
        report.counts("answered by a lawyer", evidence.outcomes().getOrDefault("ANSWERED", 0), load.calls());
        List<Long> lags = lags(evidence, told);
        long worst = within(lags, load.lagShare());
        report.counts("ends told on the event stream", lags.size(), load.calls());
        report.must(
                "end of a call to its place in the log, %s ms".formatted(load.lagShare() < 1 ? "p99" : "most"),
                worst,
                "",
                "<= " + LOG_LAG.toMillis(),
                worst <= LOG_LAG.toMillis());
        report.tells("the same, p50 ms", lags.isEmpty() ? "-" : lags.get(lags.size() / 2), "");
        long ends = evidence.worstEnd().toMillis();
        report.must("end in the log beside SIPp's, most ms apart", ends, "", "<= 1000", ends <= 1000);
        report.must(
                "length in the log beside SIPp's, most s apart",
                evidence.worstLengthSeconds(),
                "",
                "<= 1",
                evidence.worstLengthSeconds() <= 1);
        report.tells(
                "CPU a call, ms: service, beside the exchange",
                watched.service().toMillis() / load.calls(),
                watched.exchange().toMillis() / load.calls());
        double share = (double) watched.service().toMillis()
                / Math.max(1, watched.exchange().toMillis());
        load.cpuShare()
                .ifPresent(most -> report.must(
                        "CPU of the service in that of the exchange, %",
                        "%.0f".formatted(100 * share), "", "< %.0f".formatted(100 * most), share < most));
        List<Long> freshLags = lags(fresh.evidence(), told);
        report.must(
                "of %d calls right after the start: not once in the log".formatted(load.fresh()),
                load.fresh() - fresh.evidence().entries() + fresh.evidence().doubled(),
                "",
                "= 0",
                fresh.evidence().entries() == load.fresh() && fresh.evidence().doubled() == 0);
        report.tells("  INVITE to 200, p99 ms", millis(fresh.counted(), P99), millis(before, P99));
        report.tells(
                "  end of a call to its place in the log, most ms",
                freshLags.isEmpty() ? "-" : freshLags.getLast(),
                "");
        report.tells("  CPU of the service a call, ms", fresh.service().toMillis() / load.fresh(), "");
        ArrayNode answers = report.more().putArray("answerMillis");
        seen.answerMillis().forEach(answers::add);
        ArrayNode twins = report.more().putArray("twinAnswerMillis");
        twin.forEach(twins::add);
        ArrayNode late = report.more().putArray("logLagMillis");
        lags.forEach(late::add);
        evidence.outcomes().forEach(report.more().putObject("outcomes")::put);
        return report;
    }

    private static String millis(Sipp.Counted counted, double share) {
        return counted.answeredWithin(share).map("%.0f"::formatted).orElse("-");
    }

    /** From each call's end, by the exchange's clock, to its being told as a consultation; sorted milliseconds. */
    private static List<Long> lags(Evidence evidence, Map<String, Instant> stream) {
        List<Long> lags = new ArrayList<>();
        evidence.log()
                .values()
                .forEach(entries -> entries.forEach(entry -> {
                    Optional<Instant> ended = Evidence.moment(entry, "endedAt");
                    Optional<Instant> told =
                            Optional.ofNullable(stream.get(entry.path("id").asText()));
                    if (ended.isPresent() && told.isPresent()) {
                        lags.add(Duration.between(ended.get(), told.get()).toMillis());
                    }
                }));
        lags.sort(null);
        return lags;
    }

    /** The time within which this share of them lies; for ever, when there are none. */
    private static long within(List<Long> sorted, double share) {
        return sorted.isEmpty()
                ? Long.MAX_VALUE
                : sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
    }
}
