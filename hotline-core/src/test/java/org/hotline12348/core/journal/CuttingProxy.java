package org.hotline12348.core.journal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire between the service and PostgreSQL that can be cut: at once, or at the next COMMIT, before or after the
 * database has seen it.
 */
public final class CuttingProxy {

    /** When a COMMIT comes by. */
    public enum AtCommit {
        LET_PASS,
        /** The database never hears of it. */
        CUT_BEFORE,
        /** The database commits, but the service never hears of it. */
        CUT_AFTER
    }

    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx;
    private final int target;
    private final NetClient client;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile AtCommit atCommit = AtCommit.LET_PASS;
    private volatile boolean refusing;
    private NetServer server;

    public CuttingProxy(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createNetClient();
    }

    /** Listens; the port. */
    public Future<Integer> listen() {
        server = vertx.createNetServer().connectHandler(this::connected);
        return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
    }

    private void connected(NetSocket service) {
        if (refusing) {
            service.close();
            return;
        }
        service.pause();
        client.connect(target, "127.0.0.1").onFailure(_ -> service.close()).onSuccess(database -> {
            open.add(service);
            service.closeHandler(_ -> {
                open.remove(service);
                database.close();
            });
            database.closeHandler(_ -> service.close());
            database.handler(service::write);
            service.handler(bytes -> forward(bytes, service, database));
            service.resume();
        });
    }

    private void forward(Buffer bytes, NetSocket service, NetSocket database) {
        if (atCommit != AtCommit.LET_PASS && holds(bytes, COMMIT)) {
            AtCommit now = atCommit;
            atCommit = AtCommit.LET_PASS;
            cuts.incrementAndGet();
            if (now == AtCommit.CUT_AFTER) {
                // The service hears nothing more; the database hears all of it.
                database.handler(_ -> {});
                database.write(bytes).onComplete(_ -> vertx.setTimer(100, _ -> service.close()));
            } else {
                service.close();
            }
            return;
        }
        database.write(bytes);
    }

    private static boolean holds(Buffer bytes, byte[] word) {
        outer:
        for (int i = 0; i + word.length <= bytes.length(); i++) {
            for (int j = 0; j < word.length; j++) {
                if (bytes.getByte(i + j) != word[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    public void atNextCommit(AtCommit what) {
        atCommit = what;
    }

    /** Cuts every wire and refuses new ones. */
    public void down() {
        refusing = true;
        open.forEach(NetSocket::close);
    }

    public void up() {
        refusing = false;
    }

    public int cuts() {
        return cuts.get();
    }

    public Future<Void> close() {
        return server.close().compose(_ -> client.close());
    }
}
