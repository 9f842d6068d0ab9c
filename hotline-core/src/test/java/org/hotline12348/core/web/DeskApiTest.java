package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.desk.Phones;
import org.hotline12348.core.desk.Statuses;
import org.hotline12348.core.knowledge.LawShelf;
import org.hotline12348.core.knowledge.Snippets;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lawyer's telephone, status and look-up over the interface; lawyer01 and lawyer02 are on duty. The PBX is played. */
@Tag("db")
class DeskApiTest {

    private static final Map<String, Optional<String>> told = new ConcurrentHashMap<>();
    private static final BlockingQueue<String> heardByPbx = new LinkedBlockingQueue<>();

    private static ApiStand stand;
    private static ScriptedPhoneLine line;
    private static Phones phones;
    private static Statuses statuses;
    private static HttpServer pbx;
    private Person lawyer;

    @BeforeAll
    static void start() {
        stand = new ApiStand(made -> {
            line = new ScriptedPhoneLine(made.vertx);
            await(line.start());
            HeardEvents.await("the line is up", () -> line.health().up());
            phones = new Phones(
                    made.pool,
                    made.roster,
                    new Sessions(made.pool),
                    line,
                    lawyer -> Optional.of("desk-telephone-of-" + lawyer),
                    DeskApiTest::mark,
                    made.clock,
                    () -> {});
            statuses = new Statuses(made.vertx, made.pool, made.roster, made.clock, told::put);
            pbx = await(made.vertx
                    .createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("sip")))
                    .webSocketHandler(socket -> socket.textMessageHandler(text -> {
                        heardByPbx.add(text);
                        socket.writeTextMessage("the PBX answers " + text);
                    }))
                    .listen(0, "127.0.0.1"));
            SipProxy proxy = new SipProxy(made.vertx, SipProxy.Way.to(pbx.actualPort()), account -> true, () -> {});
            return new ApiStand.Setting(
                    made.roster,
                    List.of(
                            new DeskFeature(phones, statuses, made.roster, (centre, other) -> true, proxy, made.clock),
                            new KnowledgeFeature(
                                    new Snippets(made.pool),
                                    new LawShelf(made.vertx, List.of(Path.of("../config/laws"))),
                                    made.clock)));
        });
    }

    @AfterAll
    static void stop() {
        await(pbx.close());
        stand.close();
    }

    @BeforeEach
    void signIn() {
        stand.clock.set(FRIDAY_TEN);
        lawyer = stand.signedIn("lawyer01");
        lawyer.write(HttpMethod.PUT, "/me/status", Map.of(), new JsonObject().put("status", "READY"))
                .isAnswered(200);
        told.clear();
    }

    private static final Vault VAULT = Vault.forgetful();

    private static Buffer mark(Buffer text) {
        return Buffer.buffer(VAULT.mark(text.toString()));
    }

    private static Person status(Person who, String status) {
        return who.write(HttpMethod.PUT, "/me/status", Map.of(), new JsonObject().put("status", status));
    }

    private static Person choose(Person who, String kind) {
        return who.write(HttpMethod.PUT, "/me/phone", Map.of(), new JsonObject().put("kind", kind));
    }

    // ------------------------------------------------------------------------------------------------ status

    @Test
    void aBreakIsToldToTheSeatsAndEndsWithTheDuty() {
        status(lawyer, "BREAK").isAnswered(200);
        assertThat(lawyer.json().getString("since")).isEqualTo("2026-10-16T10:00:00+08:00");
        assertThat(lawyer.json().getString("until")).isEqualTo("2026-10-16T20:00:00+08:00");
        assertThat(lawyer.json().getBoolean("onDuty")).isTrue();
        assertThat(told).containsEntry("lawyer01", Optional.of("BREAK"));
        stand.clock.set(FRIDAY_TEN.plus(Duration.ofHours(10)));
        lawyer = stand.signedIn("lawyer01");
        lawyer.get("/me/status").isAnswered(200);
        assertThat(lawyer.json().getString("status")).isEqualTo("READY");
    }

    @Test
    void aStatusOutlivesARestartOfTheService() {
        status(lawyer, "VISITOR").isAnswered(200);
        Map<String, Optional<String>> afterwards = new ConcurrentHashMap<>();
        Statuses again = new Statuses(stand.vertx, stand.pool, stand.roster, stand.clock, afterwards::put);
        await(again.load());
        assertThat(afterwards).containsEntry("lawyer01", Optional.of("VISITOR"));
        assertThat(again.of("lawyer01").orElseThrow().since()).isEqualTo(FRIDAY_TEN);
    }

    private static void noted(String word, java.time.Instant at) {
        await(stand.pool
                .withTransaction(connection -> statuses.noted(connection, "lawyer01", word, at))
                .onSuccess(Runnable::run));
    }

    private String now() {
        lawyer.get("/me/status").isAnswered(200);
        return lawyer.json().getString("status") + " " + lawyer.json().getString("since");
    }

    @Test
    void whatIsSaidByKeysAndAtTheDeskIsOneTruthAndTheLastWordHolds() {
        stand.clock.set(FRIDAY_TEN.plusSeconds(60));
        statuses.said("lawyer01", "BREAK", FRIDAY_TEN.plusSeconds(10));
        noted("BREAK", FRIDAY_TEN.plusSeconds(10));
        assertThat(now()).isEqualTo("BREAK 2026-10-16T10:00:10+08:00");
        assertThat(told).containsEntry("lawyer01", Optional.of("BREAK"));

        status(lawyer, "READY").isAnswered(200);
        // The journal brings it again, and one that was said before: both are no news.
        noted("BREAK", FRIDAY_TEN.plusSeconds(10));
        noted("MEETING", FRIDAY_TEN.plusSeconds(59));
        assertThat(now()).startsWith("READY");
        assertThat(told).containsEntry("lawyer01", Optional.empty());

        // Found so by the exchange; then the journal tells since when.
        statuses.found("lawyer01", "VISITOR");
        assertThat(now()).isEqualTo("VISITOR 2026-10-16T10:01:00+08:00");
        noted("VISITOR", FRIDAY_TEN.plusSeconds(61));
        assertThat(now()).isEqualTo("VISITOR 2026-10-16T10:01:01+08:00");
        noted("SIGNED_IN", FRIDAY_TEN.plusSeconds(62));
        assertThat(now()).startsWith("READY");

        Statuses again = new Statuses(stand.vertx, stand.pool, stand.roster, stand.clock, (_, _) -> {});
        await(again.load());
        assertThat(again.of("lawyer01")).isEmpty();
    }

    @Test
    void theLastOneReadyIsAskedBeforeHeGoes() {
        Person other = stand.signedIn("lawyer02");
        status(other, "BREAK").isAnswered(200);
        status(lawyer, "VISITOR").isRefused(409, "nobody would take calls");
        assertThat(lawyer.json().getString("type")).isEqualTo("/problems/nobody-left");
        status(lawyer, "WRAP_UP").isAnswered(200);
        lawyer.write(
                        HttpMethod.PUT,
                        "/me/status",
                        Map.of(),
                        new JsonObject().put("status", "VISITOR").put("anyway", true))
                .isAnswered(200);
        status(other, "READY").isAnswered(200);
    }

    // ------------------------------------------------------------------------------------------------ telephone

    @Test
    void theBrowserGetsCredentialsThatEndWithTheSession() {
        choose(lawyer, "browser").isAnswered(200);
        String password = lawyer.json().getString("password");
        assertThat(lawyer.json().getString("websocket")).isEqualTo("/sip");
        assertThat(await(line.account("lawyer01")).orElseThrow().password()).isEqualTo(password);
        assertThat(phones.of("lawyer01")).contains(LawyerPhone.browser());
        lawyer.get("/me/phone").isAnswered(200);
        assertThat(lawyer.json().getString("password")).isEqualTo(password);

        Person elsewhere = stand.signedIn("lawyer01");
        elsewhere.get("/me/phone").isAnswered(200);
        assertThat(elsewhere.json().getString("password")).isNotEqualTo(password);
        assertThat(await(line.account("lawyer01")).orElseThrow().password())
                .isEqualTo(elsewhere.json().getString("password"));

        elsewhere.delete("/session").isAnswered(204);
        await(phones.sweep());
        assertThat(await(line.account("lawyer01"))).isEmpty();
        assertThat(phones.chosen("lawyer01")).isEqualTo(LawyerPhone.Kind.BROWSER);
    }

    @Test
    void whatWasChosenOutlivesARestartAndIsToldToThePbxAgain() {
        choose(lawyer, "browser").isAnswered(200);
        String password = lawyer.json().getString("password");
        await(line.withdrawPhone("lawyer01"));
        Phones again = new Phones(
                stand.pool,
                stand.roster,
                new Sessions(stand.pool),
                line,
                any -> Optional.empty(),
                DeskApiTest::mark,
                stand.clock,
                () -> {});
        await(again.load());
        await(again.tellAll());
        assertThat(again.of("lawyer01")).contains(LawyerPhone.browser());
        assertThat(await(line.account("lawyer01")).orElseThrow().password()).isEqualTo(password);
        choose(lawyer, "sip").isAnswered(200);
        assertThat(await(line.account("lawyer01")).orElseThrow().kind()).isEqualTo(LawyerPhone.Kind.SIP);
    }

    // ------------------------------------------------------------------------------------------------ WebSocket

    private static String cookies(Person who) {
        return who.cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** With what status a browser that says this is its page's origin is answered. */
    private static int refusal(Optional<String> origin, Person who) {
        HttpClient client = stand.vertx.createHttpClient();
        RequestOptions request = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(stand.port())
                .setURI("/sip")
                .putHeader("Connection", "Upgrade")
                .putHeader("Upgrade", "websocket")
                .putHeader("Sec-WebSocket-Version", "13")
                .putHeader("Sec-WebSocket-Protocol", "sip")
                .putHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .putHeader("Cookie", cookies(who));
        origin.ifPresent(from -> request.putHeader("Origin", from));
        return await(client.request(request)
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode)
                .eventually(client::close));
    }

    @Test
    void aLawyersBrowserTalksWithThePbxFrameByFrame() throws Exception {
        heardByPbx.clear();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        var client = stand.vertx.createWebSocketClient();
        WebSocket socket = await(client.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(stand.port())
                .setURI("/sip")
                .setSubProtocols(List.of("sip"))
                .addHeader("Cookie", cookies(lawyer))));
        assertThat(socket.subProtocol()).isEqualTo("sip");
        socket.textMessageHandler(heard::add);
        await(socket.writeTextMessage("REGISTER"));
        assertThat(heardByPbx.poll(10, TimeUnit.SECONDS)).isEqualTo("REGISTER");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("the PBX answers REGISTER");
        await(socket.close());
    }

    @Test
    void nobodyElseReachesThePbx() {
        String own = "http://127.0.0.1:" + stand.port();
        assertThat(refusal(Optional.of(own), stand.anyone())).isEqualTo(401);
        assertThat(refusal(Optional.of(own), stand.signedIn("coordinator"))).isEqualTo(403);
        assertThat(refusal(Optional.of("http://evil.example"), lawyer)).isEqualTo(403);
        assertThat(refusal(Optional.empty(), lawyer)).isEqualTo(403);
        lawyer.get("//sip").isAnswered(400);
    }

    // ------------------------------------------------------------------------------------------------ look-up

    @Test
    void adviceIsSharedInTheCentreAndChangedByItsWriter() {
        JsonObject text =
                new JsonObject().put("title", "物业费").put("category", "housing").put("body", "可与业委会协商。");
        lawyer.post("/snippets", text).isAnswered(201);
        String id = lawyer.json().getString("id");
        Person other = stand.signedIn("lawyer02");
        other.get("/snippets?q=" + URLEncoder.encode("业委会", StandardCharsets.UTF_8))
                .isAnswered(200);
        assertThat(other.json().getJsonArray("items")).hasSize(1);
        other.write(HttpMethod.PUT, "/snippets/" + id, Map.of(), text).isRefused(403, "colleague");
        other.delete("/snippets/art23").isRefused(403, "came with the program");
        lawyer.write(HttpMethod.PUT, "/snippets/" + id, Map.of(), text.copy().put("body", "先协商，后起诉。"))
                .isAnswered(200);
        lawyer.get("/snippets?q=" + URLEncoder.encode("业委会", StandardCharsets.UTF_8))
                .isAnswered(200);
        assertThat(lawyer.json().getJsonArray("items")).isEmpty();
        stand.signedIn("coordinator").delete("/snippets/" + id).isAnswered(204);
        lawyer.post("/snippets", text.copy().put("title", "   ")).isRefused(422, "blank");
    }

    @Test
    void theMattersOwnAdviceComesFirst() {
        lawyer.get("/snippets?category=wages").isAnswered(200);
        assertThat(lawyer.json().getJsonArray("items").getJsonObject(0).getString("category"))
                .isEqualTo("wages");
    }

    @Test
    void anArticleIsFoundByItsNumber() {
        lawyer.get("/laws?q=44").isAnswered(200);
        assertThat(lawyer.json().getJsonArray("items").getJsonObject(0).getString("label"))
                .isEqualTo("第四十四条");
    }

    @Test
    void theDeskIsForLawyers() {
        Person coordinator = stand.signedIn("coordinator");
        coordinator.get("/me/phone").isRefused(403);
        status(coordinator, "BREAK").isRefused(403);
        stand.signedIn("auditor").get("/snippets").isRefused(403);
        stand.anyone().get("/laws").isRefused(401);
    }
}
