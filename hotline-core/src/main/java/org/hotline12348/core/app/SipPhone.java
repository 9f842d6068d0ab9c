package org.hotline12348.core.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small telephone for the demonstration: one UDP socket that can dial and be dialled (RFC 3261, enough of it to talk
 * to the PBX on the same machine), sends silence as voice, and presses keys by SIP INFO. Tests and benches use SIPp.
 */
final class SipPhone implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 65_535;
    private static final Duration RETRANSMIT = Duration.ofMillis(500);
    private static final Duration VOICE_EVERY = Duration.ofMillis(20);
    private static final int VOICE_BYTES = 160;
    private static final byte SILENCE = (byte) 0xFF;

    private final DatagramSocket socket;
    private final DatagramSocket voice;
    private final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Thread listener;

    /**
     * @param address where the phone is; port 0 for any
     * @throws Trouble if the address is taken
     */
    SipPhone(InetSocketAddress address) {
        try {
            socket = new DatagramSocket(address);
            voice = new DatagramSocket(new InetSocketAddress(address.getAddress(), 0));
        } catch (SocketException e) {
            throw new Trouble(
                    Trouble.Kind.IN_USE,
                    "The demonstration's telephone cannot use UDP %s:%d.%nMend: stop the program that has it."
                            .formatted(address.getAddress().getHostAddress(), address.getPort()),
                    e);
        }
        listener = Thread.ofVirtual().name("sip-phone").start(this::listen);
    }

    /** Dials; returns at once. */
    Call dial(String number, InetSocketAddress pbx, String callerNumber) {
        String id = token();
        Call call = new Call(id, pbx, "<sip:%s@%s>;tag=%s".formatted(callerNumber, host(), token()));
        call.remote = "<sip:%s@%s>".formatted(number, pbx.getAddress().getHostAddress());
        call.target = "sip:%s@%s:%d".formatted(number, pbx.getAddress().getHostAddress(), pbx.getPort());
        calls.put(id, call);
        call.invite();
        return call;
    }

    /** The next call that rings here. @return null when none comes within the limit */
    @Nullable Call nextIncoming(Duration limit) throws InterruptedException {
        return incoming.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        calls.values().forEach(call -> call.talking = false);
        socket.close();
        voice.close();
    }

    private String host() {
        return socket.getLocalAddress().getHostAddress();
    }

    private String contact() {
        return "<sip:phone@%s:%d>".formatted(host(), socket.getLocalPort());
    }

    private String token() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void listen() {
        byte[] buffer = new byte[LARGEST_MESSAGE];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message message = Message.parse(
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8),
                        (InetSocketAddress) packet.getSocketAddress());
                handle(message);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void handle(Message message) {
        Call call = calls.get(message.header("Call-ID"));
        if (message.isResponse()) {
            if (call != null) {
                call.answered(message);
            }
            return;
        }
        switch (message.method()) {
            case "INVITE" -> {
                if (call == null) {
                    call = new Call(
                            message.header("Call-ID"), message.from(), message.header("To") + ";tag=" + token());
                    call.remote = message.header("From");
                    call.target = message.contactAddress();
                    call.invitation = message;
                    calls.put(call.id, call);
                    call.hears(message);
                    call.reply(message, "180 Ringing", "");
                    incoming.add(call);
                } else if (call.state == State.TALKING) {
                    call.hears(message);
                    call.reply(message, "200 OK", call.sdp());
                }
            }
            case "ACK" -> {
                if (call != null) {
                    call.acknowledged = true;
                }
            }
            case "BYE", "CANCEL" -> {
                if (call != null) {
                    call.reply(message, "200 OK", "");
                    if (message.method().equals("CANCEL") && call.invitation != null) {
                        call.reply(call.invitation, "487 Request Terminated", "");
                    }
                    call.over();
                }
            }
            default -> send(message.from(), message.response("200 OK", message.header("To"), contact(), ""));
        }
    }

    private void send(InetSocketAddress to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where a call is. */
    enum State {
        RINGING,
        TALKING,
        OVER
    }

    /** One call of this phone. */
    final class Call {
        private final String id;
        private final InetSocketAddress pbx;
        private final String local;
        private volatile String remote = "";
        private volatile String target = "";
        private volatile State state = State.RINGING;
        private volatile boolean acknowledged;
        private volatile boolean talking = true;
        private volatile @Nullable Message invitation;
        private volatile @Nullable InetSocketAddress voiceTo;
        private volatile String failure = "";
        private int sequence = 1;

        private Call(String id, InetSocketAddress pbx, String local) {
            this.id = id;
            this.pbx = pbx;
            this.local = local;
        }

        /** Answers a call that rings here. */
        void answer() {
            Message invite = invitation;
            if (invite == null) {
                throw new IllegalStateException("only a call that came in can be answered");
            }
            state = State.TALKING;
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 20 && !acknowledged && state == State.TALKING; i++) {
                    reply(invite, "200 OK", sdp());
                    pause(RETRANSMIT);
                }
            });
            Thread.ofVirtual().start(this::speak);
        }

        /** Presses a key. */
        void press(char key) {
            request("INFO", "application/dtmf-relay", "Signal=%c\r\nDuration=160\r\n".formatted(key));
        }

        void hangUp() {
            if (state != State.OVER) {
                request("BYE", "", "");
                over();
            }
        }

        /** Waits for a state. @return whether it came within the limit */
        boolean awaits(State wanted, Duration limit) throws InterruptedException {
            long deadline = System.nanoTime() + limit.toNanos();
            synchronized (this) {
                while (state != wanted && !(state == State.OVER && wanted == State.TALKING)) {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        break;
                    }
                    wait(left);
                }
            }
            return state == wanted;
        }

        /** Why a dialled call was refused; empty while it was not. */
        String failure() {
            return failure;
        }

        private void invite() {
            String branch = "z9hG4bK" + token();
            String text = head("INVITE", branch, 1) + "Contact: " + contact() + "\r\nContent-Type: application/sdp\r\n"
                    + body(sdp());
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 10 && state == State.RINGING && !acknowledged; i++) {
                    send(pbx, text);
                    pause(RETRANSMIT);
                }
            });
        }

        private void answered(Message response) {
            if (!response.header("CSeq").endsWith("INVITE")) {
                return;
            }
            acknowledged = true;
            int code = response.statusCode();
            if (code >= 200) {
                remote = response.header("To");
                String address = response.contactAddress();
                if (code < 300 && !address.isEmpty()) {
                    target = address;
                }
                send(pbx, head("ACK", "z9hG4bK" + token(), 1) + body(""));
                if (code >= 300) {
                    failure = response.startLine();
                    over();
                } else if (state == State.RINGING) {
                    hears(response);
                    become(State.TALKING);
                    Thread.ofVirtual().start(this::speak);
                }
            }
        }

        private void request(String method, String type, String content) {
            sequence++;
            String kind = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
            send(
                    pbx,
                    head(method, "z9hG4bK" + token(), sequence) + "Contact: " + contact() + "\r\n" + kind
                            + body(content));
        }

        private String head(String method, String branch, int number) {
            return """
                    %s %s SIP/2.0\r
                    Via: SIP/2.0/UDP %s:%d;branch=%s;rport\r
                    From: %s\r
                    To: %s\r
                    Call-ID: %s\r
                    CSeq: %d %s\r
                    Max-Forwards: 70\r
                    User-Agent: hotline-demo\r
                    """.formatted(
                            method, target, host(), socket.getLocalPort(), branch, local, remote, id, number, method);
        }

        private void reply(Message request, String status, String sdp) {
            send(request.from(), request.response(status, local, contact(), sdp));
        }

        private String sdp() {
            return """
                    v=0\r
                    o=- 1 1 IN IP4 %s\r
                    s=-\r
                    c=IN IP4 %s\r
                    t=0 0\r
                    m=audio %d RTP/AVP 0\r
                    a=rtpmap:0 PCMU/8000\r
                    """.formatted(host(), host(), voice.getLocalPort());
        }

        private void hears(Message message) {
            message.voiceAddress().ifPresent(address -> voiceTo = address);
        }

        /** Sends silence, so that the PBX sees a living phone. */
        private void speak() {
            byte[] packet = new byte[12 + VOICE_BYTES];
            java.util.Arrays.fill(packet, 12, packet.length, SILENCE);
            packet[0] = (byte) 0x80;
            int number = 0;
            while (talking && state == State.TALKING && !voice.isClosed()) {
                InetSocketAddress to = voiceTo;
                packet[2] = (byte) (number >> 8);
                packet[3] = (byte) number;
                int stamp = number * VOICE_BYTES;
                packet[4] = (byte) (stamp >> 24);
                packet[5] = (byte) (stamp >> 16);
                packet[6] = (byte) (stamp >> 8);
                packet[7] = (byte) stamp;
                number++;
                try {
                    if (to != null) {
                        voice.send(new DatagramPacket(packet, packet.length, to));
                    }
                } catch (IOException e) {
                    return;
                }
                pause(VOICE_EVERY);
            }
        }

        private void over() {
            become(State.OVER);
        }

        private synchronized void become(State next) {
            state = next;
            notifyAll();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One SIP message, read loosely. */
    private record Message(String startLine, String head, String body, InetSocketAddress from) {
        static Message parse(String text, InetSocketAddress from) {
            int gap = text.indexOf("\r\n\r\n");
            String head = gap < 0 ? text : text.substring(0, gap + 2);
            String body = gap < 0 ? "" : text.substring(gap + 4);
            int end = head.indexOf("\r\n");
            return new Message(end < 0 ? head : head.substring(0, end), head, body, from);
        }

        boolean isResponse() {
            return startLine.startsWith("SIP/2.0 ");
        }

        int statusCode() {
            return Integer.parseInt(startLine.substring(8, 11));
        }

        String method() {
            int space = startLine.indexOf(' ');
            return space < 0 ? startLine : startLine.substring(0, space);
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .findFirst()
                    .map(line -> line.substring(name.length() + 1).strip())
                    .orElse("");
        }

        String contactAddress() {
            String contact = header("Contact");
            int open = contact.indexOf('<');
            int close = contact.indexOf('>');
            return open >= 0 && close > open ? contact.substring(open + 1, close) : contact;
        }

        java.util.Optional<InetSocketAddress> voiceAddress() {
            String host = body.lines()
                    .filter(l -> l.startsWith("c=IN IP4 "))
                    .findFirst()
                    .orElse("");
            String media = body.lines()
                    .filter(l -> l.startsWith("m=audio "))
                    .findFirst()
                    .orElse("");
            if (host.isEmpty() || media.isEmpty()) {
                return java.util.Optional.empty();
            }
            try {
                return java.util.Optional.of(new InetSocketAddress(
                        InetAddress.getByName(host.substring(9).strip()), Integer.parseInt(media.split(" ")[1])));
            } catch (IOException | NumberFormatException e) {
                return java.util.Optional.empty();
            }
        }

        String response(String status, String to, String contact, String sdp) {
            StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
            head.lines()
                    .filter(line -> line.regionMatches(true, 0, "Via:", 0, 4)
                            || line.regionMatches(true, 0, "Record-Route:", 0, 13))
                    .forEach(line -> text.append(line).append("\r\n"));
            text.append("From: ").append(header("From")).append("\r\n");
            boolean tagged = header("To").contains(";tag=");
            text.append("To: ").append(tagged ? header("To") : to).append("\r\n");
            text.append("Call-ID: ").append(header("Call-ID")).append("\r\n");
            text.append("CSeq: ").append(header("CSeq")).append("\r\n");
            text.append("Contact: ").append(contact).append("\r\n");
            if (!sdp.isEmpty()) {
                text.append("Content-Type: application/sdp\r\n");
            }
            return text + SipPhone.body(sdp);
        }
    }

    private static String body(String content) {
        return "Content-Length: " + content.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + content;
    }
}
