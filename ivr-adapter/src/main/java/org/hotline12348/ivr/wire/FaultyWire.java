package org.hotline12348.ivr.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A TCP connection that can be hurt: it passes bytes between us and a server until told otherwise. */
public final class FaultyWire implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int STEP_MILLIS = 20;
    private static final int HEARD_MILLIS = 100;

    /** What the wire does to what it carries. */
    public enum Mode {
        PASSING,
        /** Both sides believe in the connection, nothing passes. New connections are taken and stay mute. */
        HALF_OPEN,
        /** What the server says is not read any more: its buffers fill. What we say passes. */
        DEAF,
        /** What the server says comes late, by {@link #lateBy}. */
        SLOW,
        /** Every connection is refused. */
        REFUSING
    }

    /** Where a word cuts the wire. */
    public enum Side {
        /** The server never hears the word. */
        BEFORE,
        /** The server hears it; its answer is lost. */
        AFTER
    }

    private record Trap(String word, Side side) {}

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger sprung = new AtomicInteger();
    private final AtomicReference<Optional<Trap>> trap = new AtomicReference<>(Optional.empty());
    private volatile Mode mode = Mode.PASSING;
    private volatile Duration late = Duration.ZERO;

    /** @param target TCP port of this machine; it need not listen yet */
    public FaultyWire(int target) {
        this.target = target;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::take);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Connections taken so far. */
    public int taken() {
        return taken.get();
    }

    /** From now on, for the connections that are and for those that come. */
    public void mode(Mode changed) {
        mode = changed;
    }

    /** From now on each piece of what the server says comes so much later. */
    public void lateBy(Duration delay) {
        late = delay;
        mode = Mode.SLOW;
    }

    /** Cuts what is connected now; the next connection passes again. */
    public void cut() {
        open.forEach(FaultyWire::shut);
        open.clear();
        clients.clear();
    }

    /** The next connection on which we say this word is cut. */
    public void cutAt(String word, Side side) {
        trap.set(Optional.of(new Trap(word, side)));
    }

    /** How often a word has cut a connection. */
    public int sprung() {
        return sprung.get();
    }

    /** Says something to us in the server's name. @throws IOException when nobody is connected any more */
    public void say(byte[] words) throws IOException {
        for (Socket client : clients) {
            client.getOutputStream().write(words);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                taken.incrementAndGet();
                if (mode == Mode.REFUSING) {
                    shut(client);
                } else {
                    Thread.ofVirtual().start(() -> join(client));
                }
            } catch (IOException e) {
                if (door.isClosed()) {
                    return;
                }
            }
        }
    }

    private void join(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress("127.0.0.1", target), CONNECT_MILLIS);
        } catch (IOException e) {
            // Nobody listens there just now: so does nobody here.
            shut(client);
            shut(server);
            return;
        }
        open.add(client);
        open.add(server);
        clients.add(client);
        Thread.ofVirtual().start(() -> pass(client, server, false));
        Thread.ofVirtual().start(() -> pass(server, client, true));
    }

    private void pass(Socket from, Socket to, boolean fromServer) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                while (mode == Mode.HALF_OPEN || (mode == Mode.DEAF && fromServer)) {
                    if (from.isClosed()) {
                        return;
                    }
                    Thread.sleep(STEP_MILLIS);
                }
                int read = in.read(buffer);
                if (read < 0) {
                    break;
                }
                while (mode == Mode.HALF_OPEN && !from.isClosed()) {
                    Thread.sleep(STEP_MILLIS);
                }
                if (mode == Mode.SLOW && fromServer) {
                    Thread.sleep(late);
                }
                Optional<Trap> sprang = fromServer ? Optional.empty() : sprung(buffer, read);
                if (sprang.isPresent()) {
                    if (sprang.get().side() == Side.AFTER) {
                        // What the server answers from now on reaches nobody.
                        from.shutdownOutput();
                        out.write(buffer, 0, read);
                        out.flush();
                        Thread.sleep(HEARD_MILLIS);
                    }
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // One side has gone: so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shut(from);
            shut(to);
            open.remove(from);
            open.remove(to);
            clients.remove(from);
            clients.remove(to);
        }
    }

    /** The trap, if this springs it; then it is set no more. */
    private Optional<Trap> sprung(byte[] buffer, int read) {
        Optional<Trap> set = trap.get();
        boolean springs = set.isPresent()
                && new String(buffer, 0, read, StandardCharsets.ISO_8859_1)
                        .contains(set.get().word());
        if (!springs || !trap.compareAndSet(set, Optional.empty())) {
            return Optional.empty();
        }
        sprung.incrementAndGet();
        return set;
    }

    private static void shut(Socket socket) {
        try {
            // Without lingering: the other side sees a reset, as after a crash.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }
}
