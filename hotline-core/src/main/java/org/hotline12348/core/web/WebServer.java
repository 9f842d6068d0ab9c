package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.core.account.SecurityKeys;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.account.SignInDesk;
import org.hotline12348.core.account.Tokens;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.scheduler.Roster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: the interface under {@code /api/v1}, health, metrics, and the web client. */
public final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long SWEEP_MILLIS = 600_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_ADDRESS_BYTES = 8 * 1024;
    private static final int IDLE_SECONDS = 75;

    private final HttpServer server;
    private final Notices notices;
    private final Roster.Registration rosterChanges;
    private final Runnable stopSweeping;

    private WebServer(HttpServer server, Notices notices, Roster.Registration rosterChanges, Runnable stopSweeping) {
        this.server = server;
        this.notices = notices;
        this.rosterChanges = rosterChanges;
        this.stopSweeping = stopSweeping;
    }

    /**
     * Starts it.
     *
     * @param host the address to listen on
     * @param port 0 takes a free one
     * @param secure whether people reach it by https (through a proxy): cookies are then never sent without
     */
    public static Future<WebServer> start(WebParts parts, String host, int port, boolean secure) {
        ApiDocument document = ApiDocument.load(parts.features());
        Vertx vertx = parts.vertx();
        Clock clock = parts.clock();
        Tokens tokens = new Tokens(new SecureRandom());
        Sessions sessions = new Sessions(parts.pool());
        SignInDesk desk = new SignInDesk(
                parts.accounts(),
                sessions,
                parts.passwords(),
                parts.secondFactor(),
                new SecurityKeys(vertx, parts.pool()),
                tokens,
                clock);
        AuditLog audit = new AuditLog(parts.pool(), clock);
        SessionDoor door = new SessionDoor(sessions, tokens, clock, secure);
        RepeatedRequests repeated = new RepeatedRequests(parts.pool(), clock);
        Sight sight = new Sight(parts.roster());
        Notices notices = new Notices(
                vertx,
                door,
                sight,
                parts.seats(),
                () -> Duration.between(parts.line().instant(), clock.instant()));

        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.putAll(new SessionEndpoints(desk, sessions, door, audit, sight, clock).endpoints());
        endpoints.putAll(
                new RosterEndpoints(parts.roster(), parts.seats(), parts.closedByHand(), sight, clock).endpoints());
        endpoints.putAll(new ConsultationEndpoints(parts.book(), parts.live(), sight, clock, parts.line()).endpoints());
        endpoints.putAll(notices.endpoints());
        endpoints.putAll(new OperationEndpoints(vertx, document, parts.probes(), parts.metrics()).endpoints());
        WebFeature.Tools tools = new WebFeature.Tools(sight, audit, door);
        parts.features().forEach(feature -> endpoints.putAll(feature.endpoints(tools)));

        Router router = Router.router(vertx);
        router.route().handler(WebPage::harden);
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics"}) {
            router.get(path).handler(context -> context.reroute(ApiDocument.BASE + path));
        }
        router.route(ApiDocument.BASE + "/*")
                .subRouter(new ApiRouter(vertx, document, door, repeated).routes(endpoints));
        parts.features().forEach(feature -> feature.mount(router, tools));
        WebPage.mount(router);
        router.route().failureHandler(ApiRouter::fail);
        router.errorHandler(404, ApiRouter::fail);
        router.errorHandler(405, ApiRouter::fail);

        Roster.Registration changes = parts.roster()
                .onChange(change -> vertx.eventBus()
                        .publish(
                                Notices.ADDRESS,
                                new JsonObject()
                                        .put("type", "roster")
                                        .put("centre", change.centre())
                                        .put("at", Moments.text(change.at(), sight.zone(change.centre())))));
        long sweep = vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep(sessions, repeated, clock));
        HttpServerOptions options = new HttpServerOptions()
                .setCompressionSupported(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_ADDRESS_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setWebSocketSubProtocols(List.of(SipProxy.PROTOCOL))
                .setHandle100ContinueAutomatically(true);
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen(port, host)
                .map(server -> new WebServer(server, notices, changes, () -> vertx.cancelTimer(sweep)));
    }

    private static void sweep(Sessions sessions, RepeatedRequests repeated, Clock clock) {
        Future.all(sessions.sweep(clock.instant()), repeated.sweep())
                .onFailure(failure ->
                        LOG.warn("Ended sessions could not be swept; the next try is in ten minutes.", failure));
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Stops listening and lets the readers of events go. */
    public Future<Void> stop() {
        stopSweeping.run();
        rosterChanges.close();
        return notices.close().compose(ignored -> server.close());
    }
}
