package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of SIPp in a directory of its own, and what it counted. */
final class Sipp implements AutoCloseable {
    /** The trunk knows the citizens by this address. */
    static final String CITIZENS = "127.0.0.2";

    private static final String LINE = "12348";
    private static final String LOG = "seen.log";

    private final Path directory;
    private final Process process;

    /**
     * What SIPp counted.
     *
     * @param ok calls that went as the scenario says
     * @param failed calls that did not
     * @param retransmitted messages sent again
     * @param answerMillis time from INVITE to 200 of each call, sorted
     */
    record Counted(long ok, long failed, long retransmitted, List<Double> answerMillis) {
        /** The time below which this share of the answers lies; empty when there was none. */
        Optional<Double> answeredWithin(double share) {
            return answerMillis.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            answerMillis.get(Math.min(answerMillis.size() - 1, (int) (share * answerMillis.size()))));
        }
    }

    private Sipp(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param program SIPp
     * @param directory made; holds scenario and statistics
     * @param scenario a resource under {@code bench/}
     * @param arguments further arguments of SIPp
     */
    static Sipp start(Path program, Path directory, String scenario, List<String> arguments) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(scenario);
            try (InputStream text = Sipp.class.getResourceAsStream("/bench/" + scenario)) {
                if (text == null) {
                    throw new IllegalArgumentException("There is no scenario " + scenario);
                }
                Files.write(file, text.readAllBytes());
            }
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(arguments);
            command.addAll(List.of(
                    "-sf",
                    file.toString(),
                    "-nostdin",
                    "-trace_stat",
                    "-fd",
                    "1",
                    "-trace_err",
                    "-trace_logs",
                    "-log_file",
                    directory.resolve(LOG).toString(),
                    "-trace_rtt",
                    "-rtt_freq",
                    "1"));
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("sipp.out").toFile())
                    .start();
            return new Sipp(directory, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Citizens who dial the line; does not wait for them.
     *
     * @param program SIPp
     * @param directory made; unlike that of any other run
     * @param port of the exchange on the loopback
     * @param numbers one call from each
     * @param perSecond so many begin a second
     * @param scenario a resource under {@code bench/}
     * @param more further arguments of SIPp
     */
    static Sipp citizens(
            Path program,
            Path directory,
            int port,
            List<String> numbers,
            int perSecond,
            String scenario,
            List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
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
                Integer.toString(perSecond),
                "-m",
                Integer.toString(numbers.size()),
                "-l",
                "3000"));
        arguments.addAll(more);
        return start(program, directory, scenario, arguments);
    }

    /**
     * Every lawyer's telephone: answers at once, presses 1 and hangs up after a talk.
     *
     * @param phones where it listens, {@code host:port}
     * @param talkMillis length of each talk
     * @param more further arguments of SIPp
     */
    static Sipp lawyers(Path program, Path directory, String phones, long talkMillis, List<String> more) {
        String[] address = phones.split(":");
        List<String> arguments = new ArrayList<>(
                List.of("-i", address[0], "-p", address[1], "-mi", address[0], "-l", "3000", "-d", "" + talkMillis));
        arguments.addAll(more);
        return start(program, directory, "lawyer.xml", arguments);
    }

    /** What the scenario logged. */
    Path log() {
        return directory.resolve(LOG);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits until it has made all its calls. @return whether it ended in time */
    boolean await(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** What it counted so far. */
    Counted counted() {
        Map<String, Long> last = lastRow();
        return new Counted(
                last.getOrDefault("SuccessfulCall(C)", 0L),
                last.getOrDefault("FailedCall(C)", 0L),
                last.getOrDefault("Retransmissions(C)", 0L),
                answers());
    }

    private Map<String, Long> lastRow() {
        Map<String, Long> row = new HashMap<>();
        for (Path file : files("_.csv")) {
            try {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() < 2) {
                    continue;
                }
                List<String> names = Arrays.asList(lines.getFirst().split(";"));
                String[] values = lines.getLast().split(";");
                for (int i = 0; i < Math.min(names.size(), values.length); i++) {
                    if (values[i].matches("\\d+")) {
                        row.put(names.get(i), Long.parseLong(values[i]));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return row;
    }

    private List<Double> answers() {
        List<Double> times = new ArrayList<>();
        for (Path file : files("_rtt.csv")) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.skip(1)
                        .map(line -> line.split(";"))
                        .filter(parts -> parts.length >= 2)
                        .forEach(parts -> times.add(Double.parseDouble(parts[1])));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        times.sort(null);
        return times;
    }

    private List<Path> files(String ending) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(file -> ending.equals("_rtt.csv")
                            || !file.getFileName().toString().endsWith("rtt.csv"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
