package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.ivr.embedded.Programs;
import org.hotline12348.ivr.prompt.Sound;

/**
 * An Asterisk with nothing of the hotline in it, for the same calls: answer, a short prompt, a queue with as many telephones.
 * What it needs for a call is the least there is, so the hotline is judged by what it adds.
 */
final class BareTwin implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(30);
    private static final int PROMPT_MILLIS = 300;
    private static final double PROMPT_HERTZ = 440;
    private static final int VOICE_PORTS = 2_000;

    private final Path program;
    private final Path configuration;
    private final Path run;
    private final Process process;
    private final int sip;

    private BareTwin(Path program, Path configuration, Path run, Process process, int sip) {
        this.program = program;
        this.configuration = configuration;
        this.run = run;
        this.process = process;
        this.sip = sip;
    }

    /**
     * Starts it and waits until it takes calls.
     *
     * @param directory where it lives
     * @param citizens the address its calls come from
     * @param phones host:port of the SIPp that plays every lawyer
     * @param lawyers how many sit in its queue
     */
    static BareTwin start(Bed bed, Path directory, String citizens, String phones, int lawyers)
            throws InterruptedException {
        Programs.Asterisk asterisk =
                new Programs(bed.place().root().resolve("config"), bed.place().cache()).asterisk(bed.progress());
        int sip = FreePorts.udp("127.0.0.1");
        // The control socket's path is short, whatever the home's is.
        try {
            Path run = Files.createTempDirectory("hotline-twin");
            for (String part : List.of("etc", "lib/sounds/en", "lib/moh", "spool/tmp", "log")) {
                Files.createDirectories(directory.resolve(part));
            }
            Files.createSymbolicLink(
                    directory.resolve("lib/documentation"), asterisk.data().resolve("documentation"));
            Files.write(
                    directory.resolve("lib/sounds/en/hello-short.wav"),
                    Sound.tone(PROMPT_HERTZ, PROMPT_MILLIS).wav());
            int voice = FreePorts.voiceFrom() + VOICE_PORTS;
            write(
                    directory.resolve("etc"),
                    Map.of(
                            "directory", directory.toString(),
                            "run", run.toString(),
                            "modules", asterisk.modules().toString(),
                            "sip", Integer.toString(sip),
                            "citizens", citizens,
                            "agents", agents(lawyers, phones),
                            "members", members(lawyers),
                            "rtp.from", Integer.toString(voice),
                            "rtp.to", Integer.toString(voice + VOICE_PORTS - 1)));
            Path configuration = directory.resolve("etc/asterisk.conf");
            Process process = new ProcessBuilder(asterisk.program().toString(), "-C", configuration.toString(), "-f")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(directory.resolve("log/console.log").toFile())
                    .start();
            BareTwin twin = new BareTwin(asterisk.program(), configuration, run, process, sip);
            try {
                twin.awaitBoot(directory);
            } catch (RuntimeException | InterruptedException e) {
                twin.close();
                throw e;
            }
            return twin;
        } catch (IOException e) {
            throw new UncheckedIOException("The bare twin cannot be made in " + directory + ".", e);
        }
    }

    /** Its UDP port on the loopback. */
    int sip() {
        return sip;
    }

    private static void write(Path etc, Map<String, String> values) throws IOException {
        try (InputStream in = BareTwin.class.getResourceAsStream("/bench/twin.conf")) {
            if (in == null) {
                throw new IllegalStateException("The configuration of the bare twin is not in the program.");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@{" + value.getKey() + "}", value.getValue());
            }
            for (String part : text.split(";;; file ")) {
                int end = part.indexOf('\n');
                if (!part.startsWith(";;;") && end > 0) {
                    Files.writeString(etc.resolve(part.substring(0, end).strip()), part.substring(end + 1));
                }
            }
        }
    }

    private static String agents(int count, String phones) {
        return names(count)
                .map(name ->
                        "[%1$s](agent)%naors = %1$s%n[%1$s](place)%ncontact = sip:%1$s@%2$s%n".formatted(name, phones))
                .collect(Collectors.joining());
    }

    private static String members(int count) {
        return names(count)
                .map("member => PJSIP/%1$s,0,%1$s,PJSIP/%1$s%n"::formatted)
                .collect(Collectors.joining());
    }

    private static Stream<String> names(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("a%04d"::formatted);
    }

    private void awaitBoot(Path directory) throws InterruptedException {
        long until = System.nanoTime() + BOOT.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            if (Files.exists(run.resolve("asterisk.ctl")) && booted()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new Trouble(
                Trouble.Kind.UNAVAILABLE, "The bare twin does not start.\nMend: see %s/log.".formatted(directory));
    }

    private boolean booted() {
        return new Console(program).say(configuration, "core waitfullybooted").contains("fully booted");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> left = Files.list(run)) {
                for (Path path : left.toList()) {
                    Files.delete(path);
                }
            }
            Files.delete(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
