package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of the loopback that nobody has, so that an instance runs beside others. */
public final class FreePorts {
    private static final int VOICE_FROM = 30_000;
    private static final int VOICE_PORTS = 2_000;
    private static final int VOICE_PLACES = 10;

    private FreePorts() {}

    /** {@code KEY=VALUE} words for every port of an instance. */
    public static List<String> words() {
        List<String> words = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String key : List.of("http.port", "ami.port", "agi.port", "pbx.http.port", "database.port")) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.bind(new InetSocketAddress("127.0.0.1", 0));
                words.add(key + "=" + socket.getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words.add("sip.port=" + udp("127.0.0.1"));
        words.add("trunk.outbound=127.0.0.3:" + udp("127.0.0.3"));
        int voice = voiceFrom();
        words.add("rtp.from=" + voice);
        words.add("rtp.to=" + (voice + VOICE_PORTS - 1));
        return words;
    }

    /** First port of the voice; another process has another range, and Asterisk itself passes over what is taken. */
    static int voiceFrom() {
        return VOICE_FROM + (int) (ProcessHandle.current().pid() % VOICE_PLACES) * VOICE_PORTS;
    }

    /** A free TCP port of the loopback. */
    public static int tcp() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A free UDP port at an address of the loopback. */
    public static int udp(String address) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
