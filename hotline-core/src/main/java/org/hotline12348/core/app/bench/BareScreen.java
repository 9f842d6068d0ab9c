package org.hotline12348.core.app.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The least there can be between an exchange and a screen: each event of a call that the manager interface brings is handed on, by
 * its name and nothing else, to a page of one line. What it needs no console can save.
 */
final class BareScreen implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BareScreen.class);
    private static final int MOST_WAITING = 100_000;

    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title><p id="line"></p><script>
            const now = () => performance.timeOrigin + performance.now();
            window.benchSeen = [];
            new EventSource('/events').onmessage = (event) => {
              document.getElementById('line').textContent = event.data;
              const one = { state: event.data, at: now() };
              window.benchSeen.push(one);
              requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => { one.painted = now(); };
                after.port2.postMessage(0);
              });
            };
            </script></html>
            """;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Socket manager;
    private final HttpServer server;

    private BareScreen(Socket manager, HttpServer server) {
        this.manager = manager;
        this.server = server;
        server.createContext("/", exchange -> page(exchange));
        server.createContext("/events", exchange -> stream(exchange));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        Thread.ofVirtual().name("bare screen").start(this::listen);
    }

    /**
     * Signs in to the exchange beside the service.
     *
     * @param home of the instance
     * @param port of the manager interface
     */
    static BareScreen start(Path home, int port) {
        Properties secrets = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("asterisk/secrets.properties"))) {
            secrets.load(in);
            Socket manager = new Socket("127.0.0.1", port);
            manager.setTcpNoDelay(true);
            String login = "Action: Login\r\nUsername: %s\r\nSecret: %s\r\nEvents: call\r\n\r\n"
                    .formatted(secrets.getProperty("ami.user"), secrets.getProperty("ami.secret"));
            manager.getOutputStream().write(login.getBytes(StandardCharsets.US_ASCII));
            return new BareScreen(manager, HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of its page. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** What an event is known by on the page: its kind (its own name, if it is one of the dialplan's) and its channel. */
    static String key(String kind, String channel) {
        return kind + " " + channel;
    }

    private void listen() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(manager.getInputStream(), StandardCharsets.UTF_8))) {
            Map<String, String> event = new HashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    event.put(line.substring(0, colon), line.substring(colon + 2));
                } else {
                    if ("CEL".equals(event.get("Event"))) {
                        heard.put(key(event.getOrDefault("EventName", ""), event.getOrDefault("UniqueID", "")));
                    }
                    event.clear();
                }
            }
        } catch (SocketException e) {
            LOG.debug("the bare screen's line to the exchange was closed", e);
        } catch (IOException e) {
            LOG.warn("the bare screen hears no more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void page(HttpExchange exchange) throws IOException {
        byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        heard.clear();
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(": welcome\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            while (true) {
                out.write("data: %s\n\n".formatted(heard.take()).getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        try {
            manager.close();
        } catch (IOException e) {
            LOG.debug("the line to the exchange was gone", e);
        }
    }
}
