package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Speaks to a running instance over its own HTTP API, as any client would. */
public final class ApiClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final URI base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).connectTimeout(LIMIT).build();

    /** @param address of the instance, without {@code /api/v1} */
    public ApiClient(URI address) {
        this.base = address;
    }

    /** A client of the demo centre's coordinator at the instance that runs on a home. */
    public static ApiClient coordinator(ReadyFile.Ready instance, Path homeRoot) {
        ApiClient api = new ApiClient(URI.create(instance.http()));
        api.signIn(
                "coordinator",
                DemoCentre.password(homeRoot),
                "if HOTLINE_DEMO_PASSWORD was used when the instance started, set it here too.");
        return api;
    }

    /** A client of anybody at a running instance. @throws Trouble if the name or the password is refused */
    public static ApiClient signedIn(ReadyFile.Ready instance, String username, String password) {
        ApiClient api = new ApiClient(URI.create(instance.http()));
        api.signIn(username, password);
        return api;
    }

    /** @throws Trouble if the name or the password is refused */
    public void signIn(String username, String password) {
        signIn(username, password, "HOTLINE_USER and HOTLINE_PASSWORD must be an account of this instance.");
    }

    private void signIn(String username, String password, String mend) {
        get("/session", Map.of());
        HttpResponse<String> response = write(
                "POST",
                "/session",
                JSON.createObjectNode().put("username", username).put("password", password),
                LIMIT);
        if (response.statusCode() / 100 != 2) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    "%s cannot sign in at %s: %s%nMend: %s".formatted(username, base, refusal(response), mend));
        }
    }

    /** Reads a resource of {@code /api/v1}. @throws Trouble if it does not answer with 200 */
    public JsonNode get(String path, Map<String, String> query) {
        HttpResponse<String> response = send(
                HttpRequest.newBuilder(uri(path, query)).timeout(LIMIT).GET().build());
        if (response.statusCode() != 200) {
            throw refused(response);
        }
        return read(path, response);
    }

    /**
     * Listens to the stream of events until it is closed. What comes is told on a thread of its own, one after the other.
     *
     * @param hear type and data of each event
     */
    public AutoCloseable events(BiConsumer<String, JsonNode> hear) {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/events", Map.of())).GET().build();
        HttpResponse<Stream<String>> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Nothing answers at " + base + ": " + Home.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Interrupted.", e);
        }
        Stream<String> lines = response.body();
        Thread.ofVirtual().name("events").start(() -> hear(lines, hear));
        return lines::close;
    }

    private static void hear(Stream<String> lines, BiConsumer<String, JsonNode> hear) {
        String[] type = {"message"};
        try {
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    type[0] = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    try {
                        hear.accept(type[0], JSON.readTree(line.substring("data: ".length())));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        } catch (UncheckedIOException e) {
            LoggerFactory.getLogger(ApiClient.class).debug("the stream of events ended", e);
        }
    }

    /**
     * Writes to a resource of {@code /api/v1}.
     *
     * @param limit how long to wait for the answer
     * @throws Trouble in the instance's own words if it is refused
     */
    public JsonNode post(String path, JsonNode body, Duration limit) {
        return written(path, write("POST", path, body, limit));
    }

    /** The same, in place of what was there. */
    public JsonNode put(String path, JsonNode body, Duration limit) {
        return written(path, write("PUT", path, body, limit));
    }

    private static JsonNode written(String path, HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw refused(response);
        }
        return read(path, response);
    }

    private static Trouble refused(HttpResponse<String> response) {
        // What the instance refuses it explains itself; what fails within it is in its log.
        String more = response.statusCode() < 500
                ? ""
                : "%nMend: see the instance's log (%d).".formatted(response.statusCode());
        return new Trouble(Trouble.Kind.UNAVAILABLE, refusal(response) + more);
    }

    /** A refusal in the instance's own words: the detail, and each rule's that it does not name itself. */
    private static String refusal(HttpResponse<String> response) {
        JsonNode problem;
        try {
            problem = JSON.readTree(response.body());
        } catch (IOException e) {
            return "%s answered %d: %s".formatted(response.uri(), response.statusCode(), shortened(response.body()));
        }
        String detail = problem.path("detail").asText(shortened(response.body()));
        StringBuilder words = new StringBuilder(detail);
        problem.path("errors").forEach(error -> {
            String one = error.path("detail").asText();
            if (!detail.contains(one)) {
                words.append("\n  ")
                        .append(error.path("field").asText())
                        .append(": ")
                        .append(one);
            }
        });
        return words.toString();
    }

    private HttpResponse<String> write(String method, String path, JsonNode body, Duration limit) {
        String xsrf = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
        return send(HttpRequest.newBuilder(uri(path, Map.of()))
                .timeout(limit)
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", xsrf)
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private static JsonNode read(String path, HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, path + " did not answer with JSON.", e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Nothing answers at " + base + ": " + Home.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "Interrupted.", e);
        }
    }

    private URI uri(String path, Map<String, String> query) {
        StringBuilder text =
                new StringBuilder(base.toString()).append("/api/v1").append(path);
        char mark = '?';
        for (Map.Entry<String, String> entry : query.entrySet()) {
            text.append(mark)
                    .append(entry.getKey())
                    .append('=')
                    .append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
            mark = '&';
        }
        return URI.create(text.toString());
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    @Override
    public void close() {
        http.close();
    }
}
