package org.hotline12348.ivr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP connection that can be hurt: it passes bytes between us and a server until told otherwise. */
public final class FaultyWire implements AutoCloseable {

    /** What the wire does to what it carries. */
    public enum Mode {
        PASSING,
        /** Both sides believe in the connection, nothing passes. New connections are taken and stay mute. */
        HALF_OPEN,
        /** What the server says is not read any more: its buffers fill. What we say passes. */
        DEAF,
        /** Every connection is refused. */
        REFUSING
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile Mode mode = Mode.PASSING;

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

    /** Cuts what is connected now; the next connection passes again. */
    public void cut() {
        open.forEach(FaultyWire::shut);
        open.clear();
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
                    continue;
                }
                Socket server = new Socket();
                server.connect(new InetSocketAddress("127.0.0.1", target), 5_000);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            } catch (IOException e) {
                if (door.isClosed()) {
                    return;
                }
            }
        }
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
                    Thread.sleep(20);
                }
                int read = in.read(buffer);
                if (read < 0) {
                    break;
                }
                while (mode == Mode.HALF_OPEN && !from.isClosed()) {
                    Thread.sleep(20);
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
        }
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
