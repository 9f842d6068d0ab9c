package org.hotline12348.ivr.asterisk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.asteriskjava.fastagi.AgiChannel;
import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.AgiRequest;
import org.asteriskjava.fastagi.DefaultAgiServer;
import org.hotline12348.ivr.Hint;
import org.hotline12348.ivr.HintDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the dialplan's question about a caller, by FastAGI on loopback. The dialplan waits three seconds at most and
 * believes only what ends with {@code LA_DONE=1}; so whatever goes wrong here, nothing is said and the call goes on.
 */
public final class HintServer implements AutoCloseable {
    /** Below the dialplan's three seconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Questions at once; one more is turned away at once, and its call goes on without a hint. */
    public static final int AT_ONCE = 200;

    private static final int READ_MILLIS = 5_000;
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(HintServer.class);

    private final Server server;
    private volatile boolean closed;

    private HintServer(Server server) {
        this.server = server;
    }

    /**
     * Begins to answer, as soon as the port is free: a service that was here before may still hold it.
     *
     * @param host address of this machine, as a rule 127.0.0.1
     */
    public static HintServer start(String host, int port, HintDesk desk) {
        HintServer hints = new HintServer(new Server(desk));
        hints.server.setPort(port);
        hints.server.setSocketReadTimeout(READ_MILLIS);
        Thread.ofVirtual().name("hints").start(() -> hints.serve(host, port));
        return hints;
    }

    private void serve(String host, int port) {
        boolean told = false;
        while (!closed) {
            try {
                InetAddress address = InetAddress.getByName(host);
                requireFree(address, port);
                server.setAddress(address);
                server.startup();
                return;
            } catch (IOException | IllegalStateException e) {
                if (!told) {
                    LOG.warn(
                            "No hints for callers, calls go on without: {}:{} cannot be served, which is tried again: {}",
                            host,
                            port,
                            e.getMessage());
                }
                told = true;
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The library would say each time that it is not. */
    private static void requireFree(InetAddress address, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.shutdown();
        } catch (IllegalStateException e) {
            LOG.debug("The hint server never came up: {}", e.getMessage());
        }
    }

    private static final class Server extends DefaultAgiServer {
        Server(HintDesk desk) {
            super((AgiRequest request, AgiChannel channel) -> answer(desk, request, channel));
        }

        @Override
        protected ThreadPoolExecutor createPool() {
            return new ThreadPoolExecutor(
                    0,
                    AT_ONCE,
                    0,
                    TimeUnit.MILLISECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofVirtual().name("hint-", 0).factory());
        }
    }

    private static void answer(HintDesk desk, AgiRequest request, AgiChannel channel) throws AgiException {
        String[] arguments = request.getArguments();
        if (arguments.length < 3) {
            return;
        }
        Hint hint;
        try {
            hint = desk.ask(AmiWords.text(arguments[0]), AmiWords.text(arguments[2]))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.info("No hint for a caller of {}: {}", arguments[0], e.toString());
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        channel.setVariable("HINT_LAWYER", hint.lawyer().orElse(""));
        channel.setVariable("HINT_PATIENCE", Long.toString(hint.patience().toSeconds()));
        channel.setVariable("HINT_PRIORITY", hint.earlierTurn() ? "1" : "0");
        channel.setVariable("LA_DONE", "1");
    }
}
