package org.hotline12348.ivr.sipp;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Citizens at the trunk and telephones behind the outbound trunk of one PBX. Every citizen's call is a SIPp of its own; one more
 * SIPp is all telephones. Blocking; call it from ordinary or virtual threads. {@link #close} ends everything it started.
 */
public final class SippPhones implements AutoCloseable {
    private static final long SETTLE_NANOS = 60_000_000;
    private static final Duration REGISTERED = Duration.ofMinutes(10);

    private final Path sipp;
    private final Path directory;
    private final String pbxHost;
    private final int pbxPort;
    private final String citizensAddress;
    private final String telephonesAddress;
    private final int telephonesPort;
    private final Map<String, CallLeg> legs = new ConcurrentHashMap<>();
    private final Map<String, Telephone> telephones = new ConcurrentHashMap<>();
    private final Map<String, Registration> registrations = new ConcurrentHashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private final AtomicInteger serial = new AtomicInteger();
    private final Map<String, Long> settled = new ConcurrentHashMap<>();
    private final DatagramSocket orders;
    private @Nullable Process answering;
    private volatile boolean closed;

    /**
     * @param sipp the SIPp program
     * @param directory a scratch directory for scenarios and logs
     * @param pbx host:port of the PBX's SIP
     * @param citizensAddress address of the inbound trunk, 127.0.0.2
     * @param outbound host:port of the outbound trunk, 127.0.0.3:15070
     */
    public SippPhones(Path sipp, Path directory, String pbx, String citizensAddress, String outbound) {
        this.sipp = sipp;
        this.directory = directory;
        this.pbxHost = pbx.substring(0, pbx.lastIndexOf(':'));
        this.pbxPort = Integer.parseInt(pbx.substring(pbx.lastIndexOf(':') + 1));
        this.citizensAddress = citizensAddress;
        this.telephonesAddress = outbound.substring(0, outbound.lastIndexOf(':'));
        this.telephonesPort = Integer.parseInt(outbound.substring(outbound.lastIndexOf(':') + 1));
        try {
            Files.createDirectories(directory);
            orders = new DatagramSocket(new InetSocketAddress(telephonesAddress, 0));
        } catch (IOException e) {
            throw new UncheckedIOException("No place for SIPp's files in " + directory + ".", e);
        }
    }

    /** Who dials. {@code number} is what stands in From; "anonymous" withholds it. */
    public record Citizen(SippPhones phones, String from) {
        /** Dials; returns at once. */
        public CallLeg dials(String line) {
            return phones.dial(from, line);
        }
    }

    public Citizen citizen(String number) {
        return new Citizen(
                this,
                number.equals("anonymous")
                        ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>"
                        : "<sip:%s@%s>".formatted(number, citizensAddress));
    }

    /** A desk telephone with its password, which it need not have registered with. */
    public record Desk(SippPhones phones, String user, String password) {
        /** Dials; returns at once. */
        public CallLeg dials(String number) {
            String from = "<sip:%s@%s>".formatted(user, phones.telephonesAddress);
            return phones.dial(
                    phones.telephonesAddress, from, number, port -> Scenarios.desk(user, password, from, port));
        }
    }

    public Desk desk(String user, String password) {
        return new Desk(this, user, password);
    }

    /** A caller whose From header is exactly this (without tag). */
    public Citizen citizenWithFrom(String from) {
        return new Citizen(this, from);
    }

    /** The telephone with this number; made at first use. */
    public synchronized Telephone telephone(String number) {
        startAnswering();
        return telephones.computeIfAbsent(number, Telephone::new);
    }

    /**
     * A desk telephone registers at the PBX as this user for ten minutes, then {@code telephone(user)} is rung.
     *
     * @return whether the PBX took the password
     */
    public boolean register(String user, String password) {
        telephone(user);
        Registration registration = new Registration(
                new InetSocketAddress(pbxHost, pbxPort),
                new InetSocketAddress(telephonesAddress, telephonesPort),
                user);
        boolean accepted = registration.register(password, REGISTERED);
        Registration former = accepted ? registrations.put(user, registration) : registration;
        if (former != null) {
            former.close();
        }
        return accepted;
    }

    /** Every SIP message that a registered desk telephone got from the PBX since it registered. */
    public List<String> seenBy(String user) {
        Registration registration = registrations.get(user);
        return registration == null ? List.of() : registration.seen();
    }

    /** Forgets what the telephones did and shall do; calls that are up go on. */
    public void forget() {
        telephones.clear();
    }

    private CallLeg dial(String from, String line) {
        return dial(citizensAddress, from, line, port -> Scenarios.citizen(from, port));
    }

    private CallLeg dial(String address, String from, String line, IntFunction<String> scenarioOf) {
        int n = serial.incrementAndGet();
        String callId = "%d-%s@%s".formatted(n, Long.toHexString(System.nanoTime()), address);
        int port = freePort(address);
        Audio audio = new Audio(address, 350 + n * 17 % 200);
        CallLeg leg = new CallLeg("citizen " + from, audio, order -> order(address, port, callId, order));
        legs.put(callId, leg);
        try {
            Path scenario = directory.resolve("citizen-" + n + ".xml");
            Files.writeString(scenario, scenarioOf.apply(audio.port()), StandardCharsets.UTF_8);
            Path log = directory.resolve("citizen-" + n + ".log");
            Files.deleteIfExists(log);
            Process process = run(
                    "citizen-" + n,
                    List.of(
                            pbxHost + ":" + pbxPort,
                            "-sf",
                            scenario.toString(),
                            "-s",
                            line,
                            "-i",
                            address,
                            "-p",
                            Integer.toString(port),
                            "-m",
                            "1",
                            "-cid_str",
                            callId,
                            "-trace_logs",
                            "-log_file",
                            log.toString()));
            Thread.ofVirtual().start(() -> follow(log, process));
            return leg;
        } catch (IOException e) {
            throw new UncheckedIOException("SIPp cannot be started.", e);
        }
    }

    private void startAnswering() {
        if (answering != null) {
            return;
        }
        try {
            Path scenario = directory.resolve("telephones.xml");
            Files.writeString(scenario, Scenarios.telephones(), StandardCharsets.UTF_8);
            Path log = directory.resolve("telephones.log");
            Files.deleteIfExists(log);
            Process process = run(
                    "telephones",
                    List.of(
                            pbxHost + ":" + pbxPort,
                            "-sf",
                            scenario.toString(),
                            "-i",
                            telephonesAddress,
                            "-p",
                            Integer.toString(telephonesPort),
                            "-l",
                            "5000",
                            "-trace_logs",
                            "-log_file",
                            log.toString()));
            answering = process;
            Thread.ofVirtual().start(() -> follow(log, process));
            awaitBound(process);
        } catch (IOException e) {
            throw new UncheckedIOException("SIPp cannot be started.", e);
        }
    }

    private Process run(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(sipp.toString());
        command.addAll(arguments);
        command.addAll(List.of(
                "-nostdin",
                "-trace_err",
                "-error_file",
                directory.resolve(name + ".err").toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("TERM", "dumb");
        Process process = builder.redirectOutput(
                        directory.resolve(name + ".out").toFile())
                .start();
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    private void awaitBound(Process process) {
        for (int i = 0; i < 400 && process.isAlive(); i++) {
            try (DatagramSocket probe = new DatagramSocket(null)) {
                probe.bind(new InetSocketAddress(telephonesAddress, telephonesPort));
            } catch (IOException bound) {
                return;
            }
            pause(25);
        }
        throw new IllegalStateException("SIPp does not listen on %s:%d; see %s/telephones.out"
                .formatted(telephonesAddress, telephonesPort, directory));
    }

    /** Reads what SIPp logs, line by line, until it has ended. */
    private void follow(Path log, Process process) {
        StringBuilder line = new StringBuilder();
        long position = 0;
        while (true) {
            boolean last = closed || !process.isAlive();
            if (Files.exists(log)) {
                try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                    file.seek(position);
                    byte[] bytes = new byte[(int) (file.length() - position)];
                    file.readFully(bytes);
                    position += bytes.length;
                    for (byte b : bytes) {
                        if (b == '\n') {
                            hear(line.toString());
                            line.setLength(0);
                        } else {
                            line.append((char) b);
                        }
                    }
                } catch (IOException e) {
                    if (!closed) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            if (last) {
                return;
            }
            pause(10);
        }
    }

    private void hear(String line) {
        String[] words = line.strip().split(" ");
        if (words.length < 2) {
            return;
        }
        String callId = words[0];
        Instant now = Instant.now();
        CallLeg leg = legs.get(callId);
        switch (words[1]) {
            case "INVITED" -> invited(callId, words, now);
            case "ANSWERED" -> {
                if (leg != null) {
                    settled.put(callId, System.nanoTime() + SETTLE_NANOS);
                    leg.remote(pbxHost, Integer.parseInt(words[2]));
                    leg.answered(now);
                }
            }
            case "TALKING" -> {
                settled.put(callId, System.nanoTime() + SETTLE_NANOS);
                if (leg != null) {
                    leg.answered(now);
                }
            }
            case "ENDED" -> {
                if (leg != null) {
                    leg.ended(now, words[2].equals("US"));
                    leg.close();
                }
            }
            case "CANCELLED" -> {
                if (leg != null) {
                    leg.cancelled(now);
                    leg.close();
                }
            }
            case "REFUSED" -> {
                if (leg != null) {
                    leg.refused(now, Integer.parseInt(words[2]));
                    leg.close();
                }
            }
            default -> {}
        }
    }

    private void invited(String callId, String[] words, Instant now) {
        String number = words.length > 2 ? words[2] : "";
        int port = words.length > 3 ? Integer.parseInt(words[3]) : 0;
        Audio audio = new Audio(telephonesAddress, 600);
        CallLeg leg = new CallLeg(
                "telephone " + number, audio, order -> order(telephonesAddress, telephonesPort, callId, order));
        legs.put(callId, leg);
        leg.remote(pbxHost, port);
        settled.put(callId, System.nanoTime() + SETTLE_NANOS);
        Telephone telephone = telephones.computeIfAbsent(number, Telephone::new);
        telephone.invited(new Telephone.Ring(
                leg,
                order -> order(telephonesAddress, telephonesPort, callId, order),
                now,
                words.length > 4 ? words[4] : ""));
    }

    /** Tells one call of a SIPp what to do. */
    private void order(String host, int port, String callId, String what) {
        String text = """
                MESSAGE sip:order@%1$s:%2$d SIP/2.0
                Via: SIP/2.0/UDP %3$s:%4$d;branch=z9hG4bKorder%5$d
                From: <sip:order@%3$s>;tag=order
                To: <sip:order@%1$s>
                Call-ID: %6$s
                CSeq: %5$d MESSAGE
                X-Do: %7$s
                Content-Length: 0

                """.formatted(
                        host, port, telephonesAddress, orders.getLocalPort(), serial.incrementAndGet(), callId, what)
                .replace("\n", "\r\n");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // SIPp gives a call up when an order meets it on its way to its next wait; so each order gets its time.
        long now = System.nanoTime();
        long mine = settled.merge(callId, now + SETTLE_NANOS, (was, fresh) -> Math.max(was + SETTLE_NANOS, fresh));
        long wait = (mine - SETTLE_NANOS - now) / 1_000_000;
        if (wait > 0) {
            pause(wait);
        }
        try {
            orders.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new UncheckedIOException("SIPp at %s:%d cannot be told to %s.".formatted(host, port, what), e);
        }
    }

    private static int freePort(String address) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + address + ".", e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (processes) {
            processes.forEach(Process::destroyForcibly);
        }
        legs.values().forEach(CallLeg::close);
        registrations.values().forEach(Registration::close);
        orders.close();
    }
}
