package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.closure.Closures;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.journal.LiveCalls;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.SeatStates.SeatState;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.TestPostgres;

/**
 * The real server on a free port with a real PostgreSQL, and people who use it. Every answer they get is held against
 * the OpenAPI document.
 */
public final class ApiStand implements AutoCloseable {

    /** Everybody's password here. */
    public static final String PASSWORD = "correct horse battery";

    /** A Friday in the middle of service hours: 10:00 in Shanghai. */
    public static final Instant FRIDAY_TEN = Instant.parse("2026-10-16T02:00:00Z");

    private static final long SECONDS = 30;

    public final Vertx vertx = Vertx.vertx();
    public final MovableClock clock = new MovableClock(FRIDAY_TEN);
    public final ScriptedRoster roster = new ScriptedRoster();
    public final ScriptedBook book = new ScriptedBook();
    public final Map<String, SeatState> seats = new ConcurrentHashMap<>();
    public final SeatStates seatStates =
            (centre, lawyer) -> seats.getOrDefault(lawyer, new SeatState(SeatStates.State.READY, Optional.empty()));
    public final ScriptedPhoneLine line = new ScriptedPhoneLine(vertx);
    public final Closures closures;
    public final TestPostgres.Database database = TestPostgres.fresh("roster", "hotline");
    public final Pool pool;
    public final Accounts accounts;
    public final Passwords passwords;
    public final SecondFactor secondFactor;
    public volatile Optional<String> pbxTrouble = Optional.empty();
    private final Queue<Throwable> stray = new ConcurrentLinkedQueue<>();
    private final WebServer server;
    private final WebClient client;
    private final ApiDocument document;

    /** What a stand is to serve beside the base. @param log the book to read; none: the scripted one */
    public record Setting(Roster roster, List<WebFeature> features, Optional<ConsultationBook> log) {
        public Setting(Roster roster, List<WebFeature> features) {
            this(roster, features, Optional.empty());
        }
    }

    public ApiStand() {
        this(List.of());
    }

    public ApiStand(List<WebFeature> features) {
        this(stand -> new Setting(stand.roster, features));
    }

    /** @param make makes roster and features of one's own from the stand's Vert.x, clock and pool */
    public ApiStand(Function<ApiStand, Setting> make) {
        vertx.exceptionHandler(stray::add);
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(5))
                .connectingTo(database.options())
                .using(vertx)
                .build();
        accounts = new Accounts(pool);
        passwords = new Passwords(vertx);
        secondFactor = new SecondFactor(pool, Vault.forgetful());
        String hash = await(passwords.hash(PASSWORD));
        for (String name : List.of("lawyer01", "lawyer02", "lawyer03")) {
            account(name, Role.LAWYER, "jiaozuo", hash);
        }
        account("coordinator", Role.COORDINATOR, "jiaozuo", hash);
        account("xiuwu.boss", Role.COORDINATOR, "xiuwu", hash);
        account("admin", Role.ADMINISTRATOR, "jiaozuo", hash);
        account("security", Role.SECURITY, "jiaozuo", hash);
        account("auditor", Role.AUDITOR, "jiaozuo", hash);
        await(line.start());
        closures = new Closures(vertx, pool, line, () -> Set.of("jiaozuo", "xiuwu"));
        await(closures.start());
        Setting setting = make.apply(this);
        document = ApiDocument.load(setting.features());
        WebParts parts = new WebParts(
                vertx,
                clock,
                clock,
                pool,
                accounts,
                passwords,
                secondFactor,
                setting.roster(),
                setting.log().orElse(book),
                new LiveCalls(Map::of),
                seatStates,
                centre -> closures.of(centre).isPresent(),
                List.of(
                        new Probe(
                                "database",
                                true,
                                () -> pool.query("select 1").execute().map("")),
                        new Probe(
                                "pbx",
                                false,
                                () -> pbxTrouble.isEmpty()
                                        ? Future.succeededFuture("pbx1")
                                        : Future.failedFuture(pbxTrouble.get()))),
                () -> "hotline_calls_total 3\n",
                setting.features());
        server = await(WebServer.start(parts, "127.0.0.1", 0, false));
        client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(server.port())
                        .setDecompressionSupported(true)
                        .setFollowRedirects(false));
    }

    private void account(String name, Role role, String centre, String hash) {
        await(accounts.create(new Account(name, name, Set.of(role), centre, true, false), hash, FRIDAY_TEN));
    }

    public int port() {
        return server.port();
    }

    public ApiDocument document() {
        return document;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** A browser in which nobody is signed in. */
    public Person anyone() {
        return new Person();
    }

    /** A browser with somebody signed in. */
    public Person signedIn(String username) {
        Person person = new Person();
        person.signIn(username, PASSWORD);
        assertThat(person.answer.statusCode()).as(person.answer.bodyAsString()).isEqualTo(200);
        return person;
    }

    @Override
    public void close() {
        await(server.stop());
        await(closures.stop());
        await(line.close());
        await(pool.close());
        await(vertx.close());
        assertThat(stray).as("exceptions that nobody saw").isEmpty();
    }

    /** One browser: its cookies, and the last answer it got. */
    public final class Person {

        public final Map<String, String> cookies = new LinkedHashMap<>();
        public HttpResponse<Buffer> answer;

        public Person signIn(String username, String password) {
            if (!cookies.containsKey("XSRF-TOKEN")) {
                get("/session");
            }
            return post("/session", new JsonObject().put("username", username).put("password", password));
        }

        public Person get(String path) {
            return send(HttpMethod.GET, path, Map.of(), null);
        }

        public Person get(String path, Map<String, String> headers) {
            return send(HttpMethod.GET, path, headers, null);
        }

        public Person post(String path, JsonObject body) {
            return write(HttpMethod.POST, path, Map.of(), body);
        }

        public Person post(String path, JsonObject body, Map<String, String> headers) {
            return write(HttpMethod.POST, path, headers, body);
        }

        public Person patch(String path, String ifMatch, JsonObject body) {
            return write(HttpMethod.PATCH, path, Map.of("If-Match", ifMatch), body);
        }

        public Person put(String path, JsonObject body) {
            return write(HttpMethod.PUT, path, Map.of(), body);
        }

        public Person delete(String path) {
            return write(HttpMethod.DELETE, path, Map.of(), null);
        }

        public Person write(HttpMethod method, String path, Map<String, String> headers, JsonObject body) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            if (cookies.containsKey("XSRF-TOKEN")) {
                all.putIfAbsent("X-XSRF-TOKEN", cookies.get("XSRF-TOKEN"));
            }
            if (body != null) {
                all.putIfAbsent("Content-Type", "application/json");
            }
            return send(method, path, all, body == null ? null : body.toBuffer());
        }

        /** A path with a leading slash lies under /api/v1; one with two lies at the root. */
        public Person send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
            String uri = path.startsWith("//") ? path.substring(1) : "/api/v1" + path;
            HttpRequest<Buffer> request = client.request(method, uri);
            headers.forEach(request::putHeader);
            if (!cookies.isEmpty()) {
                StringBuilder text = new StringBuilder();
                cookies.forEach((name, value) -> text.append(text.isEmpty() ? "" : "; ")
                        .append(name)
                        .append('=')
                        .append(value));
                request.putHeader("Cookie", text.toString());
            }
            answer = await(body == null ? request.send() : request.sendBuffer(body));
            for (String cookie : answer.cookies()) {
                String pair = cookie.split(";", 2)[0];
                String name = pair.substring(0, pair.indexOf('='));
                String value = pair.substring(pair.indexOf('=') + 1);
                if (value.isEmpty()) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, value);
                }
            }
            checkAgainstDocument(method, uri, answer);
            return this;
        }

        public int status() {
            return answer.statusCode();
        }

        public JsonObject json() {
            return answer.bodyAsJsonObject();
        }

        /** Asserts the status, with the answer in the message. */
        public Person isAnswered(int status) {
            assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
            return this;
        }

        /** Asserts a refusal and that its detail helps. */
        public Person isRefused(int status, String... words) {
            isAnswered(status);
            assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json().getInteger("status")).isEqualTo(status);
            assertThat(json().getString("detail")).isNotBlank();
            for (String word : words) {
                assertThat(json().getString("detail")).contains(word);
            }
            return this;
        }
    }

    private void checkAgainstDocument(HttpMethod method, String uri, HttpResponse<Buffer> answer) {
        String path = URI.create(uri).getPath();
        Optional<Operation> operation = document.operations().stream()
                .filter(one -> one.method().equals(method)
                        && path.matches(ApiDocument.BASE + one.path().replaceAll("\\{.*?}", "[^/]+")))
                .min(java.util.Comparator.comparing(one -> one.path().contains("{")));
        if (operation.isEmpty()) {
            return;
        }
        Map<String, Operation.Response> responses = operation.get().responses();
        Operation.Response described =
                responses.getOrDefault(Integer.toString(answer.statusCode()), responses.get("default"));
        assertThat(described)
                .as("%s %s answers %d, which the document does not know", method, path, answer.statusCode())
                .isNotNull();
        if (answer.body() == null || answer.body().length() == 0) {
            assertThat(described.content()).isEmpty();
            return;
        }
        String type = answer.getHeader("Content-Type").split(";", 2)[0];
        assertThat(described.content())
                .as("%s %s answers %d: %s", method, path, answer.statusCode(), answer.bodyAsString())
                .containsKey(type);
        Optional<Validator> validator = described.content().get(type);
        if (validator.isPresent()) {
            OutputUnit result = validator.get().validate(Json.decodeValue(answer.body()));
            assertThat(result.getValid())
                    .as(
                            "%s %s does not answer as the document says: %s\n%s",
                            method, path, result.getErrors(), answer.bodyAsString())
                    .isTrue();
        }
    }
}
