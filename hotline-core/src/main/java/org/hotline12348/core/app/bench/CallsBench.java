package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.Trouble;

/**
 * Two hundred citizens dial, ten a second, with thirty lawyers seated; before and after them half as many dial the bare twin.
 * Judged by how soon the line answers beside the twin, and by three sources of every call.
 */
final class CallsBench implements Bench {
    private static final int CALLS = 200;
    private static final int CALLS_PER_SECOND = 10;
    private static final int LAWYERS = 30;
    private static final int TALK_MILLIS = 800;
    private static final Duration SEATED_WITHIN = Duration.ofSeconds(30);
    private static final Duration CALLS_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOG_LAG = Duration.ofSeconds(1);
    /** SIPp's clock ticks every 4 ms, so two answers in one tick of each other are the same. */
    private static final double NOISE_MILLIS = 8;

    private static final double P99 = 0.99;
    private static final String CITIZENS = "127.0.0.2";
    private static final String LINE = "12348";

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String tells() {
        return "%d calls, %d a second, %d lawyers seated, beside a bare Asterisk"
                .formatted(CALLS, CALLS_PER_SECOND, LAWYERS);
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(6);
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        bed.parts().stream().findFirst().ifPresent(part -> {
            throw Benches.noSuchPart(part, List.of("(none)"));
        });
        Instant began = Instant.now();
        Path sipp = bed.place().sipp(bed.progress());
        List<String> words = new ArrayList<>(Instance.briskWords(began));
        words.add("demo.seats=" + LAWYERS);
        words.addAll(bed.words());
        String phones = "127.0.0.3:" + FreePorts.udp("127.0.0.3");
        words.add("trunk.outbound=" + phones);
        bed.say("starting an instance and the bare twin");
        try (Instance instance = new Instance(bed.place(), bed.directory().resolve("home"), words);
                BareTwin twin = BareTwin.start(bed, bed.directory().resolve("twin"), CITIZENS, phones, LAWYERS)) {
            ReadyFile.Ready ready = instance.start();
            try (ApiClient api = instance.coordinator(ready);
                    Sipp lawyers =
                            Sipp.start(sipp, bed.directory().resolve("lawyers"), "lawyer.xml", lawyers(phones))) {
                Instance.awaitSeats(api, LAWYERS, SEATED_WITHIN);
                return measure(bed, sipp, twin, ready, api, began);
            }
        }
    }

    private static Report measure(
            Bed bed, Path sipp, BareTwin twin, ReadyFile.Ready ready, ApiClient api, Instant began)
            throws InterruptedException {
        Map<String, Instant> told = new ConcurrentHashMap<>();
        try (AutoCloseable listening = api.events((type, notice) -> {
            if (type.equals("consultation")) {
                told.putIfAbsent(notice.path("id").asText(), Instant.now());
            }
        })) {
            bed.say("the bare twin: %d calls", CALLS / 2);
            Sipp.Counted before = dial(bed, sipp, "twin-before", twin.sip(), Numbers.of(0, CALLS / 2))
                    .counted();
            bed.say("the hotline, whose service has just started: %d calls", CALLS / 2);
            Watched fresh = watch(bed, sipp, "fresh", Numbers.of(1_000, CALLS / 2), ready, api, began);
            bed.say("the hotline: %d calls", CALLS);
            Watched seen = watch(bed, sipp, "citizens", Numbers.of(2_000, CALLS), ready, api, began);
            bed.say("the bare twin: %d calls", CALLS / 2);
            Sipp.Counted after = dial(bed, sipp, "twin-after", twin.sip(), Numbers.of(0, CALLS / 2))
                    .counted();
            return report(began, before, after, fresh, seen, told);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "The calls could not be watched: " + e, e);
        }
    }

    /**
     * Calls of the hotline.
     *
     * @param counted by SIPp
     * @param evidence of three sources
     * @param cpuMillis what the service took for them
     */
    private record Watched(Sipp.Counted counted, Evidence evidence, long cpuMillis) {}

    private static Watched watch(
            Bed bed, Path sipp, String name, List<String> numbers, ReadyFile.Ready ready, ApiClient api, Instant began)
            throws InterruptedException {
        long before = cpuMillis(ready);
        Sipp citizens = dial(bed, sipp, name, ready.port("sip"), numbers);
        Evidence evidence = awaitLogged(numbers, citizens, ready, api, began);
        return new Watched(citizens.counted(), evidence, cpuMillis(ready) - before);
    }

    private static List<String> lawyers(String phones) {
        String[] address = phones.split(":");
        return List.of("-i", address[0], "-p", address[1], "-mi", address[0], "-l", "2000", "-d", "" + TALK_MILLIS);
    }

    private static Sipp dial(Bed bed, Path sipp, String name, int port, List<String> numbers)
            throws InterruptedException {
        Path directory = bed.directory().resolve(name);
        List<String> arguments = List.of(
                "127.0.0.1:" + port,
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
                Integer.toString(CALLS_PER_SECOND),
                "-m",
                Integer.toString(numbers.size()),
                "-l",
                "2000");
        try (Sipp citizens = Sipp.start(sipp, directory, "citizen.xml", arguments)) {
            if (!citizens.await(CALLS_WITHIN.toSeconds())) {
                bed.say("not all calls of %s ended within %d s", name, CALLS_WITHIN.toSeconds());
            }
            return citizens;
        }
    }

    private static Evidence awaitLogged(
            List<String> numbers, Sipp citizens, ReadyFile.Ready ready, ApiClient api, Instant began)
            throws InterruptedException {
        long until = System.nanoTime() + LOGGED_WITHIN.toNanos();
        while (true) {
            Evidence evidence =
                    Evidence.gather(numbers, List.of(citizens.log()), List.of(ready.path("journal")), api, began);
            boolean whole = evidence.log().size() == numbers.size()
                    && evidence.unended().isEmpty();
            if (whole || System.nanoTime() > until) {
                return evidence;
            }
            Thread.sleep(200);
        }
    }

    private static Report report(
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
                        .formatted(CALLS, CALLS_PER_SECOND, LAWYERS, CALLS / 2, CALLS / 2),
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
        double allowed = bare.answeredWithin(P99).orElse(0.0) + Math.max(NOISE_MILLIS, apart);
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
                "calls that went as they should, says SIPp", seen.ok(), bare.ok(), "= " + CALLS, seen.ok() == CALLS);
        report.counts("calls in the journal of the exchange", evidence.cel().size(), CALLS);
        report.counts("consultations in the log", evidence.entries(), CALLS);
        report.counts("of them double", evidence.doubled(), 0);
        report.counts("calls without a consultation", evidence.missing().size(), 0);
        report.counts("answered by a lawyer", evidence.outcomes().getOrDefault("ANSWERED", 0), CALLS);
        List<Long> lags = lags(evidence, told);
        long worst = lags.isEmpty() ? Long.MAX_VALUE : lags.getLast();
        report.counts("ends told on the event stream", lags.size(), CALLS);
        report.must(
                "end of a call to its place in the log, most ms",
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
        report.tells("CPU of the service a call, ms", watched.cpuMillis() / CALLS, "");
        List<Long> freshLags = lags(fresh.evidence(), told);
        report.must(
                "of %d calls right after the start: not once in the log".formatted(CALLS / 2),
                CALLS / 2 - fresh.evidence().entries() + fresh.evidence().doubled(),
                "",
                "= 0",
                fresh.evidence().entries() == CALLS / 2 && fresh.evidence().doubled() == 0);
        report.tells("  INVITE to 200, p99 ms", millis(fresh.counted(), P99), millis(before, P99));
        report.tells(
                "  end of a call to its place in the log, most ms",
                freshLags.isEmpty() ? "-" : freshLags.getLast(),
                "");
        report.tells("  CPU of the service a call, ms", fresh.cpuMillis() / (CALLS / 2), "");
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

    private static long cpuMillis(ReadyFile.Ready ready) {
        return ProcessHandle.of(ready.pid("service"))
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toMillis)
                .orElse(0L);
    }
}
