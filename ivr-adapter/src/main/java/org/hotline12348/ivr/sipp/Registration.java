package org.hotline12348.ivr.sipp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A desk telephone's registration: tells the PBX where the telephone is, answers when the PBX asks whether it is still
 * there, and passes its calls on to the SIPp that plays all telephones.
 */
public final class Registration implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MOST_SEEN = 500;
    private static final Pattern CHALLENGE = Pattern.compile("(realm|nonce|opaque)=\"([^\"]*)\"");

    private final DatagramSocket socket;
    private final InetSocketAddress pbx;
    private final InetSocketAddress telephones;
    private final String user;
    private final String callId = Long.toHexString(System.nanoTime());
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private boolean accepted;

    Registration(InetSocketAddress pbx, InetSocketAddress telephones, String user) {
        this.pbx = pbx;
        this.telephones = telephones;
        this.user = user;
        try {
            socket = new DatagramSocket(new InetSocketAddress(telephones.getAddress(), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException("No port on " + telephones + ".", e);
        }
    }

    /** Registers for a while; false when the PBX refuses the password. */
    boolean register(String password, Duration lifetime) {
        try {
            send(request(1, lifetime, ""));
            String challenge = answer();
            Matcher found = CHALLENGE.matcher(challenge);
            String realm = "";
            String nonce = "";
            String opaque = "";
            while (found.find()) {
                switch (found.group(1)) {
                    case "realm" -> realm = found.group(2);
                    case "nonce" -> nonce = found.group(2);
                    default -> opaque = found.group(2);
                }
            }
            String uri = "sip:" + pbx.getHostString();
            String secret = md5(user + ":" + realm + ":" + password);
            String response = md5(secret + ":" + nonce + ":00000001:c0ffee:auth:" + md5("REGISTER:" + uri));
            send(request(2, lifetime, """
                    Authorization: Digest username="%s",realm="%s",nonce="%s",opaque="%s",uri="%s",response="%s",\
                    algorithm=MD5,qop=auth,nc=00000001,cnonce="c0ffee"
                    """.formatted(user, realm, nonce, opaque, uri, response)));
            accepted = answer().startsWith("SIP/2.0 200");
            if (accepted) {
                socket.setSoTimeout(0);
                Thread.ofVirtual().start(this::relay);
            }
            return accepted;
        } catch (IOException e) {
            throw new UncheckedIOException("The PBX at %s does not answer a registration.".formatted(pbx), e);
        }
    }

    private String request(int number, Duration lifetime, String authorization) {
        return """
                REGISTER sip:%1$s SIP/2.0
                Via: SIP/2.0/UDP %2$s:%3$d;branch=z9hG4bK%4$s%5$d;rport
                From: <sip:%6$s@%1$s>;tag=%4$s
                To: <sip:%6$s@%1$s>
                Call-ID: %4$s
                CSeq: %5$d REGISTER
                Contact: <sip:%6$s@%2$s:%3$d>
                Expires: %7$d
                Max-Forwards: 70
                %8$sContent-Length: 0

                """.formatted(
                        pbx.getHostString(),
                        socket.getLocalAddress().getHostAddress(),
                        socket.getLocalPort(),
                        callId,
                        number,
                        user,
                        lifetime.toSeconds(),
                        authorization)
                .replace("\n", "\r\n");
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, pbx));
    }

    private String answer() throws IOException {
        while (true) {
            String text = new String(receive().getData(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0")) {
                return text;
            }
        }
    }

    private DatagramPacket receive() throws IOException {
        byte[] buffer = new byte[65535];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
        return new DatagramPacket(bytes, bytes.length, packet.getSocketAddress());
    }

    private void relay() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = receive();
                String text = new String(packet.getData(), StandardCharsets.UTF_8);
                if (text.startsWith("OPTIONS ")) {
                    send("SIP/2.0 200 OK\r\n"
                            + text.lines()
                                    .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                                    .collect(Collectors.joining("\r\n"))
                            + "\r\nContent-Length: 0\r\n\r\n");
                } else {
                    boolean outgoing = packet.getSocketAddress().equals(telephones);
                    if (!outgoing && seen.size() < MOST_SEEN) {
                        seen.add(text);
                    }
                    packet.setSocketAddress(outgoing ? pbx : telephones);
                    socket.send(packet);
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException("The telephone of " + user + " lost its network.", e);
                }
            }
        }
    }

    /** Every SIP message that the PBX sent to it, the first first, at most {@value #MOST_SEEN}. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5.", e);
        }
    }

    /** The telephone's network is gone: it answers nothing any more. */
    @Override
    public void close() {
        socket.close();
    }
}
