package org.hotline12348.ivr.phones;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneAccount;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.ivr.asterisk.AmiLogin;
import org.hotline12348.ivr.asterisk.AriLogin;
import org.hotline12348.ivr.asterisk.AsteriskPhoneLine;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.ivr.embedded.Programs;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;

/**
 * A real PBX for tests: centre {@code jiaozuo} on line 12348, lawyers {@code lawyer01}..{@code lawyer30}, short tones for
 * prompts, free ports and a scratch directory. {@link #shared()} is one a JVM; it ends with the JVM.
 */
public final class TestPbx {
    private static TestPbx shared;

    private final EmbeddedAsterisk asterisk;

    private PhoneLine line;
    private SippPhones phones;
    private java.net.Socket ami;
    private java.io.BufferedReader fromAmi;

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
                List.of(
                        new PbxSettings.Centre("jiaozuo", "焦作市法律援助中心", "Jiaozuo Legal Aid Centre"),
                        new PbxSettings.Centre("county", "某县法律援助中心", "A county's legal aid centre")),
                IntStream.rangeClosed(1, 30)
                        .mapToObj(n -> new PbxSettings.Lawyer("lawyer%02d".formatted(n), "sip"))
                        .toList(),
                PbxSettings.Pace.brisk());
    }

    /** Telephones at this PBX; made at first use. */
    public synchronized SippPhones phones() {
        if (phones == null) {
            PbxSettings settings = asterisk.settings();
            phones = new SippPhones(
                    new Programs(settings.config(), settings.cache())
                            .sipp(line -> System.out.println("[sipp] " + line)),
                    settings.directory().resolve("sipp"),
                    "127.0.0.1:" + settings.ports().sip(),
                    settings.trunkInbound(),
                    settings.trunkOutbound());
        }
        return phones;
    }

    /** A lawyer with a mobile (139000000NN) takes a seat. */
    public Telephone seat(int lawyer) {
        return seat(lawyer, "jiaozuo");
    }

    public Telephone seat(int lawyer, String queue) {
        String id = "lawyer%02d".formatted(lawyer);
        String number = "139000000%02d".formatted(lawyer);
        cli("database put phone %s \"mobile|%s\"".formatted(id, number));
        cli("queue add member Local/%s@lawyer/n to %s penalty 0 as %s".formatted(id, queue, id));
        return phones().telephone(number);
    }

    /** The line to this PBX, connected; made at first use, it ends with the JVM. */
    public synchronized PhoneLine line() {
        if (line == null) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            line = new AsteriskPhoneLine(
                    vertx,
                    new AmiLogin(
                            "127.0.0.1",
                            asterisk.settings().ports().ami(),
                            asterisk.secrets().amiUser(),
                            asterisk.secrets().amiSecret()),
                    new AriLogin(
                            "127.0.0.1",
                            asterisk.settings().ports().http(),
                            asterisk.secrets().ariUser(),
                            asterisk.secrets().ariSecret()),
                    java.time.Clock.systemUTC(),
                    () -> true);
            HeardEvents heard = new HeardEvents();
            line.onEvent(heard);
            line.start();
            heard.await(LineEvent.LineUp.class);
        }
        return line;
    }

    /** A lawyer with a SIP desk telephone, registered and seated; {@code phones().desk} dials from it. */
    public Telephone deskSeat(int lawyer) {
        String id = "lawyer%02d".formatted(lawyer);
        done(line().admitPhone(new PhoneAccount(id, LawyerPhone.Kind.SIP, password(lawyer))));
        done(line().publishPhone(id, LawyerPhone.sip()));
        Telephone telephone = phones().telephone(id);
        if (!phones().register(id, password(lawyer))) {
            throw new IllegalStateException("The PBX refuses the telephone of " + id);
        }
        HeardEvents.await(
                "the telephone of " + id + " is reachable",
                () -> cli("pjsip show endpoint " + id).contains("Not in use"));
        done(line().apply(new SeatCommand.AddSeat("jiaozuo", id, "PJSIP/" + id, Optional.empty())));
        return telephone;
    }

    public static String password(int lawyer) {
        return "test-password-%02d".formatted(lawyer);
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The PBX did not obey in time.", e);
        }
    }

    /** Nobody sits anywhere, no hours are known, no closure, no telephone has a habit, no call is up. */
    public void clear() {
        cli("channel request hangup all");
        for (String queue : asterisk.settings().centres().stream()
                .map(PbxSettings.Centre::id)
                .toList()) {
            for (String name : List.of(queue, queue + "-standby")) {
                for (String line : cli("queue show " + name).lines().toList()) {
                    int from = Math.max(line.indexOf("Local/"), line.indexOf("PJSIP/"));
                    if (from >= 0 && line.contains("(")) {
                        cli("queue remove member %s from %s"
                                .formatted(line.substring(from).split("[ )]")[0], name));
                    }
                }
            }
        }
        for (String family : List.of(
                "hours",
                "closure",
                "overflow",
                "language",
                "line",
                "talk",
                "option",
                "help",
                "short",
                "outside",
                "outside-day",
                "mobile",
                "seat",
                "phone")) {
            cli("database deltree " + family);
        }
        if (phones != null) {
            phones.forget();
        }
        long until = System.nanoTime() + 20_000_000_000L;
        while (!cli("core show channels count").contains("0 active channels") && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** Says in AstDB what the service would: this state from an hour ago until an hour from now. */
    public void hours(String state, String holiday) {
        long now = java.time.Instant.now().getEpochSecond();
        String window = "%d,%d,%s,%s,0800,2000,12240800".formatted(now - 3600, now + 3600, state, holiday);
        for (long day = (now - 3600) / 86400; day <= (now + 3600) / 86400; day++) {
            cli("database put hours jiaozuo/%d \"%s\"".formatted(day, window));
        }
    }

    public void closure(String value) {
        cli("database put closure jiaozuo " + value);
    }

    /** The journal's lines that hold this text, as written by the PBX. */
    public List<String> journal(String text) {
        try {
            return Files.readAllLines(asterisk.paths().journal()).stream()
                    .filter(line -> line.contains(text))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * All journal lines of the call of this citizen (found by his number in HOTLINE_ARRIVED), once its last one is written.
     */
    public List<String> call(String caller) {
        long until = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < until) {
            var arrived = journal("caller=" + caller + "\"\"").stream()
                    .filter(l -> l.contains("HOTLINE_ARRIVED"))
                    .findFirst();
            if (arrived.isPresent()) {
                String linked = arrived.get().split("\",\"")[5];
                List<String> lines = journal("\"" + linked + "\"");
                if (lines.stream().anyMatch(l -> l.startsWith("\"LINKEDID_END\""))) {
                    return lines;
                }
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException(
                "No complete call of " + caller + " in the journal:\n" + String.join("\n", journal(caller)));
    }

    /** What the dialplan said of a call: NAME and its k=v;k=v, in order. */
    public static List<String> events(List<String> call) {
        return call.stream()
                .filter(line -> line.startsWith("\"USER_DEFINED\""))
                .map(line -> {
                    String[] fields = line.substring(1, line.length() - 1).split("\",\"", -1);
                    String extra = fields[14].replace("\"\"", "\"");
                    int at = extra.indexOf("\"extra\":\"");
                    return fields[2] + (at < 0 ? "" : " " + extra.substring(at + 9, extra.lastIndexOf('"')));
                })
                .toList();
    }

    public EmbeddedAsterisk asterisk() {
        return asterisk;
    }

    /** A console command, over one AMI connection: a few milliseconds instead of a process each time. */
    public synchronized String cli(String command) {
        try {
            if (ami == null) {
                ami = new java.net.Socket(
                        "127.0.0.1", asterisk.settings().ports().ami());
                ami.setSoTimeout(30_000);
                fromAmi = new java.io.BufferedReader(new java.io.InputStreamReader(ami.getInputStream(), UTF_8));
                fromAmi.readLine();
                action("Action: Login\r\nUsername: %s\r\nSecret: %s\r\nEvents: off\r\n\r\n"
                        .formatted(
                                asterisk.secrets().amiUser(), asterisk.secrets().amiSecret()));
            }
            return action("Action: Command\r\nCommand: %s\r\n\r\n".formatted(command)).stream()
                    .filter(line -> line.startsWith("Output: "))
                    .map(line -> line.substring("Output: ".length()))
                    .collect(java.util.stream.Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("The PBX did not do: " + command, e);
        }
    }

    private List<String> action(String text) throws IOException {
        ami.getOutputStream().write(text.getBytes(UTF_8));
        while (true) {
            List<String> lines = new ArrayList<>();
            for (String line = fromAmi.readLine(); line != null && !line.isEmpty(); line = fromAmi.readLine()) {
                lines.add(line);
            }
            if (lines.isEmpty() || lines.getFirst().startsWith("Response:")) {
                return lines;
            }
        }
    }

    /** Ends the PBX and removes its directory. */
    public void stopAndDelete() {
        if (phones != null) {
            phones.close();
        }
        asterisk.stop();
        Path directory = asterisk.paths().directory();
        if (Boolean.getBoolean("keep")) {
            System.out.println("kept: " + directory);
            return;
        }
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
