package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hotline12348.core.app.Trouble;

/**
 * The system's Chromium without a window, spoken to over the DevTools protocol: the few words a measurement needs, so that the
 * program carries no browser driver. Every {@link Page} is a person of his own, with cookies and storage of his own.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(120);

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger serial = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

    private Chromium(Process process, URI address) {
        this.process = process;
        this.socket = http.newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /**
     * Starts it.
     *
     * @param directory its profile; made
     * @throws Trouble if there is none on this machine
     */
    static Chromium start(Path directory) throws InterruptedException {
        Path program = program().orElseThrow(() -> new Trouble(Trouble.Kind.UNAVAILABLE, """
                        What is seen on a screen needs Chromium or Chrome; none was found.
                        Mend: apt-get install chromium (Fedora: dnf install chromium), or set HOTLINE_CHROMIUM to the program."""));
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + directory,
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                // A screen that stands beside another is looked at all the same.
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding",
                "--disable-background-timer-throttling",
                "--window-size=1280,800"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        try {
            Files.createDirectories(directory);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("chromium.out").toFile())
                    .start();
            try {
                return new Chromium(process, address(process, directory.resolve("DevToolsActivePort")));
            } catch (RuntimeException | InterruptedException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> program() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("HOTLINE_CHROMIUM")).map(Path::of),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Chromium writes port and path of its door into a file of its profile. */
    private static URI address(Process process, Path file) throws InterruptedException, IOException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() >= 2) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            Thread.sleep(20);
        }
        throw new Trouble(
                Trouble.Kind.UNAVAILABLE,
                "Chromium does not start.%nMend: see %s.".formatted(file.resolveSibling("chromium.out")));
    }

    /** A person before an empty page. */
    Page page() throws InterruptedException {
        String context = ask("", "Target.createBrowserContext", JSON.createObjectNode())
                .path("browserContextId")
                .asText();
        String target = ask(
                        "",
                        "Target.createTarget",
                        JSON.createObjectNode()
                                .put("url", "about:blank")
                                .put("browserContextId", context)
                                .put("newWindow", true)
                                .put("width", 1280)
                                .put("height", 800))
                .path("targetId")
                .asText();
        String session = ask(
                        "",
                        "Target.attachToTarget",
                        JSON.createObjectNode().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        return new Page(session);
    }

    /** One page of this browser. */
    final class Page {
        private final String session;

        private Page(String session) {
            this.session = session;
        }

        /** Loads an address and waits until a script's answer is true there. */
        void open(String address, String there) throws InterruptedException {
            ask(session, "Page.navigate", JSON.createObjectNode().put("url", address));
            until(there);
        }

        /** Waits until a script's answer is true. */
        void until(String script) throws InterruptedException {
            long until = System.nanoTime() + ANSWER_LIMIT.toNanos();
            while (!answersYes(script)) {
                if (System.nanoTime() > until) {
                    throw new Trouble(
                            Trouble.Kind.UNAVAILABLE,
                            "After %d s a page does not say yes to %s".formatted(ANSWER_LIMIT.toSeconds(), script));
                }
                Thread.sleep(50);
            }
        }

        private boolean answersYes(String script) throws InterruptedException {
            try {
                return does(script).asBoolean();
            } catch (Trouble e) {
                // While a page is on its way there is none that could answer.
                return false;
            }
        }

        /**
         * Time of the processor that the page's main thread took for its work so far, in milliseconds, by what it did: {@code
         * TaskDuration} is all, {@code ScriptDuration}, {@code LayoutDuration}, {@code RecalcStyleDuration} are parts of it.
         */
        Map<String, Double> work() throws InterruptedException {
            ask(session, "Performance.enable", JSON.createObjectNode().put("timeDomain", "threadTicks"));
            Map<String, Double> work = new HashMap<>();
            ask(session, "Performance.getMetrics", JSON.createObjectNode())
                    .path("metrics")
                    .forEach(one -> work.put(
                            one.path("name").asText(), one.path("value").asDouble() * 1e3));
            return work;
        }

        /**
         * Runs a script and waits for its promise.
         *
         * @return what it answers, as JSON
         * @throws Trouble if it throws
         */
        JsonNode does(String script) throws InterruptedException {
            JsonNode answer = ask(
                    session,
                    "Runtime.evaluate",
                    JSON.createObjectNode()
                            .put("expression", script)
                            .put("awaitPromise", true)
                            .put("returnByValue", true));
            if (answer.has("exceptionDetails")) {
                JsonNode thrown = answer.path("exceptionDetails");
                throw new Trouble(
                        Trouble.Kind.UNAVAILABLE,
                        "A script failed in the page: "
                                + thrown.path("exception")
                                        .path("description")
                                        .asText(thrown.path("text").asText()));
            }
            return answer.path("result").path("value");
        }
    }

    private JsonNode ask(String session, String method, ObjectNode parameters) throws InterruptedException {
        int id = serial.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        message.set("params", parameters);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            socket.sendText(message.toString(), true).get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
            JsonNode said = answer.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (said.has("error")) {
                throw new Trouble(
                        Trouble.Kind.UNAVAILABLE,
                        "Chromium refuses %s: %s"
                                .formatted(
                                        method,
                                        said.path("error").path("message").asText()));
            }
            return said.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Chromium does not answer to " + method, e);
        } finally {
            asked.remove(id);
        }
    }

    /** Puts the parts of a message together and hands it to whoever asked; what nobody asked for is dropped. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                heard(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void heard(String text) {
            try {
                JsonNode message = JSON.readTree(text);
                CompletableFuture<JsonNode> waits = asked.get(message.path("id").asInt());
                if (waits != null) {
                    waits.complete(message);
                }
            } catch (JsonProcessingException e) {
                asked.values().forEach(waits -> waits.completeExceptionally(e));
            }
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            asked.values().forEach(waits -> waits.completeExceptionally(error));
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
