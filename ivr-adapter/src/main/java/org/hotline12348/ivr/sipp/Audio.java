package org.hotline12348.ivr.sipp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The audio of one telephone: RTP with A-law every 20 ms (a soft tone of its own pitch), RFC 4733 digits in between, and a count
 * of what came in. One virtual thread each way.
 */
final class Audio implements AutoCloseable {
    private static final int PCMA = 8;
    private static final int EVENT = 101;
    private static final int SAMPLES = 160;

    private final DatagramSocket socket;
    private final byte[] tone;
    private final ConcurrentLinkedDeque<Character> digits = new ConcurrentLinkedDeque<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicLong loud = new AtomicLong();
    private volatile boolean sending = true;

    Audio(String address, double hertz) {
        try {
            socket = evenPort(address);
        } catch (IOException e) {
            throw new UncheckedIOException("No audio port on " + address + ".", e);
        }
        tone = new byte[8000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = alaw((short) (6000 * Math.sin(2 * Math.PI * hertz * i / 8000)));
        }
        Thread.ofVirtual().start(this::listen);
    }

    private static DatagramSocket evenPort(String address) throws IOException {
        while (true) {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
            if (socket.getLocalPort() % 2 == 0) {
                return socket;
            }
            socket.close();
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Packets received so far. */
    int received() {
        return received.get();
    }

    /** Packets received so far that held something louder than silence. */
    long loud() {
        return loud.get();
    }

    void press(char digit) {
        digits.add(digit);
    }

    /** Stops sending, as a telephone that lost its network does. */
    void mute() {
        sending = false;
    }

    void sendTo(String host, int port) {
        Thread.ofVirtual().start(() -> {
            try {
                send(InetAddress.getByName(host), port);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException("The audio of port " + port() + " ended.", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void send(InetAddress to, int port) throws IOException, InterruptedException {
        int sequence = 1;
        int stamp = 160;
        int at = 0;
        int source = port() * 7919;
        long next = System.nanoTime();
        while (!socket.isClosed()) {
            Character digit = digits.poll();
            if (digit != null) {
                int event = "0123456789*#".indexOf(digit);
                for (int n = 1; n <= 8; n++) {
                    boolean end = n > 5;
                    int length = Math.min(n, 6) * SAMPLES;
                    byte[] payload = {(byte) event, (byte) (end ? 0x80 | 10 : 10), (byte) (length >> 8), (byte) length};
                    packet(to, port, EVENT, n == 1, sequence++, stamp, source, payload);
                    next += 20_000_000;
                    sleepUntil(next);
                }
                stamp += 8 * SAMPLES;
                next += 60_000_000;
                sleepUntil(next);
                stamp += 3 * SAMPLES;
            } else {
                if (sending) {
                    packet(
                            to,
                            port,
                            PCMA,
                            false,
                            sequence++,
                            stamp,
                            source,
                            Arrays.copyOfRange(tone, at, at + SAMPLES));
                }
                at = (at + SAMPLES) % tone.length;
                stamp += SAMPLES;
                next += 20_000_000;
                sleepUntil(next);
            }
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long wait = nanos - System.nanoTime();
        if (wait > 0) {
            Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
    }

    private void packet(
            InetAddress to, int port, int type, boolean mark, int sequence, int stamp, int source, byte[] payload)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(12 + payload.length);
        buffer.put((byte) 0x80)
                .put((byte) (type | (mark ? 0x80 : 0)))
                .putShort((short) sequence)
                .putInt(stamp)
                .putInt(source)
                .put(payload);
        socket.send(new DatagramPacket(buffer.array(), buffer.capacity(), to, port));
    }

    private void listen() {
        byte[] buffer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                packet.setLength(buffer.length);
                socket.receive(packet);
            } catch (IOException e) {
                return;
            }
            if (packet.getLength() > 12) {
                received.incrementAndGet();
                int type = buffer[1] & 0x7f;
                for (int i = 12; i < packet.getLength(); i++) {
                    // The exponent bits: A-law is inverted by 0x55, mu-law by 0xff; above 3 is well above silence.
                    int exponent = type == PCMA ? ((buffer[i] ^ 0x55) >> 4) & 7 : (~buffer[i] >> 4) & 7;
                    if (exponent > 3) {
                        loud.incrementAndGet();
                        break;
                    }
                }
            }
        }
    }

    private static byte alaw(short linear) {
        int value = linear;
        int mask = 0xd5;
        if (value < 0) {
            value = -value - 1;
            mask = 0x55;
        }
        int exponent = 7;
        for (int bit = 0x4000; (value & bit) == 0 && exponent > 0; bit >>= 1) {
            exponent--;
        }
        int mantissa = exponent == 0 ? value >> 4 & 0x0f : value >> (exponent + 3) & 0x0f;
        return (byte) ((exponent << 4 | mantissa) ^ mask);
    }

    @Override
    public void close() {
        socket.close();
    }
}
