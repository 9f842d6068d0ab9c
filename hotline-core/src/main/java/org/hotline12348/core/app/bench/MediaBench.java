package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.scheduler.DemoRoster;

/**
 * Talks with voice both ways, all recorded: citizens speak, the lawyers' telephones send back what they hear. More and more at
 * once, up to 400. What the exchange lost is told by the kernel (packets dropped at its sockets) and by the exchange itself (gaps
 * in the sequence numbers of RTP, RFC 3550).
 */
final class MediaBench implements Bench {
    private static final List<Integer> STEPS = List.of(50, 100, 200, 400);
    private static final int CALLS_PER_SECOND = 10;
    private static final Duration TALK = Duration.ofSeconds(70);
    private static final Duration LISTEN = Duration.ofSeconds(15);
    private static final Duration TALKING_WITHIN = Duration.ofSeconds(60);
    private static final Duration OVER_WITHIN = Duration.ofSeconds(180);
    private static final int VOICE_FROM = 30_000;
    private static final int VOICE_TO = 33_999;
    /** Packets a second of one voice in 20 ms pieces. */
    private static final int PACKETS = 50;

    private static final int ULAW_SECOND = 8_000;
    private static final Pattern CHANNEL = Pattern.compile(
            "\\s*\\S*\\s+(\\S+-[0-9a-f]{8})\\s+\\d+:\\d\\d:\\d\\d\\s+\\S+\\s+(\\d+)(K?)\\s+(\\d+)(K?)\\s+\\d+\\s+[\\d.]+\\s+(\\d+)(K?)\\s.*");

    @Override
    public String name() {
        return "media";
    }

    @Override
    public String tells() {
        return "up to %d talks at once with voice both ways, recorded".formatted(STEPS.getLast());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        bed.noParts();
        List<String> words = List.of("rtp.from=" + VOICE_FROM, "rtp.to=" + VOICE_TO);
        try (LoadStand line = new LoadStand(bed, DemoRoster.MOST_SEATS, TALK, words, List.of("-rtp_echo"))) {
            Report report = new Report(
                    "talks at once with voice both ways, recorded; %d packets a second and direction"
                            .formatted(PACKETS),
                    line.began());
            int from = 0;
            boolean clean = true;
            for (int talks : STEPS) {
                if (clean) {
                    clean = step(bed, line, Numbers.of(from, talks), report);
                    from += talks;
                } else {
                    report.must(talks + " talks", "not tried", "", "no loss", false);
                }
            }
            return report;
        }
    }

    /** @return whether the exchange lost nothing */
    private static boolean step(Bed bed, LoadStand line, List<String> numbers, Report report)
            throws InterruptedException {
        int talks = numbers.size();
        String which = talks + " talks: ";
        bed.say("%d talks at once", talks);
        Path directory = bed.directory().resolve("talks-" + talks);
        voice(directory.resolve("voice.ulaw"));
        Sipp seen;
        boolean clean;
        try (Sipp citizens = line.dial(
                "talks-" + talks,
                line.ready().port("sip"),
                numbers,
                CALLS_PER_SECOND,
                "talker.xml",
                List.of("-min_rtp_port", "40000", "-max_rtp_port", "49998"))) {
            seen = citizens;
            awaitTalks(bed, line, talks);
            long droppedBefore = dropped();
            Map<String, Voice> before = voices(line);
            Duration cpu = line.cpu("asterisk");
            Instant begin = Instant.now();
            bed.say("%d talks are up; listening for %d s", talks, LISTEN.toSeconds());
            if (citizens.await(LISTEN.toSeconds())) {
                throw new Trouble(Trouble.Kind.UNAVAILABLE, "The citizens' SIPp ended before its calls did.");
            }
            Map<String, Voice> after = voices(line);
            double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
            long dropped = dropped() - droppedBefore;
            long lost = 0;
            long received = 0;
            int channels = 0;
            for (Map.Entry<String, Voice> channel : after.entrySet()) {
                Optional<Voice> earlier = Optional.ofNullable(before.get(channel.getKey()));
                if (earlier.isPresent()) {
                    channels++;
                    lost += channel.getValue().lost() - earlier.get().lost();
                    received += channel.getValue().received() - earlier.get().received();
                }
            }
            clean = dropped == 0 && lost == 0;
            report.must(which + "dropped at the exchange's sockets", dropped, "", "= 0", dropped == 0);
            report.must(which + "gaps in what it received, packets", lost, "", "= 0", lost == 0);
            report.tells(
                    which + "packets received a second",
                    "%.0f".formatted(received / seconds),
                    "%d".formatted(channels * PACKETS));
            report.tells(
                    which + "processors the exchange took",
                    "%.2f".formatted(line.cpu("asterisk").minus(cpu).toMillis() / 1000.0 / seconds),
                    Runtime.getRuntime().availableProcessors());
            report.tells(which + "memory of the exchange, MB", line.megabytes("asterisk"), "");
            if (!citizens.await(OVER_WITHIN.toSeconds())) {
                bed.say("not all talks are over");
            }
        }
        Evidence evidence = line.awaitLogged(numbers, List.of(seen));
        report.counts(
                which + "calls that went as they should, says SIPp",
                seen.counted().ok(),
                talks);
        report.counts(which + "consultations in the log, none double", evidence.entries(), talks);
        return clean;
    }

    /**
     * Packets of one channel.
     *
     * @param received from the telephone, in thousands' steps when there are many
     * @param lost that the exchange missed
     */
    private record Voice(long received, long lost) {}

    private static void awaitTalks(Bed bed, LoadStand line, int talks) throws InterruptedException {
        long until = System.nanoTime() + TALKING_WITHIN.toNanos();
        int channels = 0;
        while (channels < 2 * talks) {
            if (System.nanoTime() > until) {
                bed.say("only %d of %d channels are up", channels, 2 * talks);
                return;
            }
            Thread.sleep(500);
            channels = voices(line).size();
        }
    }

    private static Map<String, Voice> voices(LoadStand line) {
        Map<String, Voice> voices = new HashMap<>();
        for (String row : line.console("pjsip show channelstats").split("\n")) {
            Matcher matcher = CHANNEL.matcher(row);
            if (matcher.matches()) {
                voices.put(
                        matcher.group(1),
                        new Voice(
                                count(matcher.group(2), matcher.group(3)), count(matcher.group(4), matcher.group(5))));
            }
        }
        return voices;
    }

    private static long count(String digits, String thousands) {
        return Long.parseLong(digits) * (thousands.isEmpty() ? 1 : 1_000);
    }

    /** Packets that the kernel dropped because the exchange did not fetch them in time; last column of /proc/net/udp. */
    private static long dropped() {
        try (Stream<String> rows = Files.lines(Path.of("/proc/net/udp"))) {
            return rows.skip(1)
                    .map(row -> row.strip().split("\\s+"))
                    .filter(columns -> {
                        int port = Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16);
                        return port >= VOICE_FROM && port <= VOICE_TO;
                    })
                    .mapToLong(columns -> Long.parseLong(columns[columns.length - 1]))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One second of a tone that is not silence, as SIPp sends it again and again. */
    private static void voice(Path file) {
        byte[] samples = new byte[ULAW_SECOND];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 20 < 10 ? 0x9f : 0x1f);
        }
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
