package org.hotline12348.ivr.phones;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.ivr.embedded.Programs;

/**
 * A real PBX for tests: centre {@code jiaozuo} on line 12348, lawyers {@code lawyer01}..{@code lawyer30}, short tones for
 * prompts, free ports and a scratch directory. {@link #shared()} is one a JVM; it ends with the JVM.
 */
public final class TestPbx {
    private static TestPbx shared;

    private final EmbeddedAsterisk asterisk;

    private TestPbx(EmbeddedAsterisk asterisk) {
        this.asterisk = asterisk;
    }

    /** The one PBX of this JVM, started at first use. */
    public static synchronized TestPbx shared() {
        if (shared == null) {
            shared = start("pbxtest", scratch(), settings -> settings);
            TestPbx started = shared;
            Runtime.getRuntime().addShutdownHook(new Thread(started::stopAndDelete));
        }
        return shared;
    }

    /** A PBX of one's own; {@link #stopAndDelete} it. */
    public static TestPbx start(String name, Path directory, UnaryOperator<PbxSettings> change) {
        EmbeddedAsterisk asterisk = EmbeddedAsterisk.prepare(
                change.apply(settings(name, directory)), line -> System.out.println("[pbx] " + line));
        asterisk.start();
        return new TestPbx(asterisk);
    }

    public static PbxSettings settings(String name, Path directory) {
        List<Integer> tcp = free(4);
        int rtp = 20000 + (int) (ProcessHandle.current().pid() % 90) * 100;
        return new PbxSettings(
                name,
                directory,
                config(),
                Programs.usualCache(System.getenv(), Path.of(System.getProperty("user.home"))),
                new PbxSettings.Ports(tcp.get(0), tcp.get(1), tcp.get(2), tcp.get(3), rtp, rtp + 2000),
                "127.0.0.2",
                "127.0.0.3:" + freeUdp("127.0.0.3"),
                Map.of("12348", "jiaozuo"),
                List.of(new PbxSettings.Centre("jiaozuo", "焦作市法律援助中心", "Jiaozuo Legal Aid Centre")),
                IntStream.rangeClosed(1, 30)
                        .mapToObj(n -> new PbxSettings.Lawyer("lawyer%02d".formatted(n), "sip"))
                        .toList(),
                PbxSettings.Pace.brisk());
    }

    public EmbeddedAsterisk asterisk() {
        return asterisk;
    }

    public String cli(String command) {
        return asterisk.cli(command);
    }

    /** Ends the PBX and removes its directory. */
    public void stopAndDelete() {
        asterisk.stop();
        Path directory = asterisk.paths().directory();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + directory);
        }
    }

    /** The project's {@code config} directory, from wherever Maven runs the tests. */
    public static Path config() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("config/asterisk/extensions.conf"))) {
                return at.resolve("config");
            }
        }
        throw new IllegalStateException(
                "No config/asterisk above " + Path.of("").toAbsolutePath());
    }

    public static Path scratch() {
        try {
            return Files.createTempDirectory("hotline-pbx-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ports that are free for TCP and UDP on 127.0.0.1 now. */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            while (ports.size() < count) {
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress("127.0.0.1", 0));
                held.add(socket);
                try (DatagramSocket udp = new DatagramSocket(null)) {
                    udp.bind(new InetSocketAddress("127.0.0.1", socket.getLocalPort()));
                    ports.add(socket.getLocalPort());
                } catch (IOException taken) {
                    continue;
                }
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freeUdp(String address) {
        try (DatagramSocket udp = new DatagramSocket(null)) {
            udp.bind(new InetSocketAddress(address, 0));
            return udp.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
