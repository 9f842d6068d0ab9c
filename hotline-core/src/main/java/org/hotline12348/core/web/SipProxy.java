package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browser phones' way to the PBX: {@value #PATH} on our own origin, for a signed-in lawyer, frame by frame to the PBX's
 * WebSocket, one there for each here. The PBX is never exposed, and a stranger reaches nothing of it.
 *
 * <p>Both sides are pinged, since nobody else sends anything while no call comes; a telephone on duty also keeps its session
 * awake, or a quiet half hour would cost the line a lawyer.
 */
public final class SipProxy {

    /** Where browsers connect. */
    public static final String PATH = "/sip";

    /** The subprotocol, RFC 7118. */
    public static final String PROTOCOL = "sip";

    static final long PING_MILLIS = 20_000;
    /** Telephones of one person at a time: some reloading pages, not a flood. */
    static final int MAX_EACH = 6;
    /** Telephones in all. */
    static final int MAX_ALL = 2_000;

    private static final int MAX_QUEUED_BYTES = 256 * 1024;
    private static final short GOING_AWAY = 1001;
    private static final short POLICY = 1008;
    private static final short TRY_LATER = 1013;
    private static final Buffer NOTHING = Buffer.buffer();
    private static final Logger LOG = LoggerFactory.getLogger(SipProxy.class);

    private final Vertx vertx;
    private final WebSocketClient client;
    private final Way way;
    private final Predicate<Account> onDuty;
    private final Runnable closed;
    private final Map<String, Integer> open = new HashMap<>();
    private int all;

    /** With which PBX a lawyer's browser registers. */
    public interface Way {

        /** That PBX's HTTP port on loopback. */
        int port(Account account);

        /** Whether he belongs to another one now and can go: a talk of his is not left. */
        boolean hasMoved(Account account, int port);

        /** Where there is one PBX. */
        static Way to(int port) {
            return new Way() {
                @Override
                public int port(Account account) {
                    return port;
                }

                @Override
                public boolean hasMoved(Account account, int from) {
                    return false;
                }
            };
        }
    }

    /**
     * @param onDuty whether somebody is on duty or stands by now
     * @param closed told after a telephone has gone
     */
    public SipProxy(Vertx vertx, Way way, Predicate<Account> onDuty, Runnable closed) {
        this.vertx = vertx;
        this.client = vertx.createWebSocketClient();
        this.way = way;
        this.onDuty = onDuty;
        this.closed = closed;
    }

    void mount(Router router, SessionDoor door) {
        router.get(PATH).handler(context -> {
            HttpServerRequest request = context.request();
            request.pause();
            door.session(context)
                    .compose(session -> connect(context, admitted(request, session), door))
                    .onFailure(failure -> {
                        request.resume();
                        context.fail(failure);
                    });
        });
    }

    private Session admitted(HttpServerRequest request, Optional<Session> session) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            throw Problem.badRequest("%s is a WebSocket of the subprotocol sip (RFC 7118).".formatted(PATH));
        }
        if (!sameOrigin(request)) {
            throw Problem.forbidden("Only the service's own page may be a telephone.");
        }
        Session found = session.orElseThrow(Problem::signInFirst);
        Account account = found.account();
        if (!account.is(Role.LAWYER)) {
            throw Problem.forbidden("Only a lawyer has a telephone; %s is none.".formatted(account.username()));
        }
        if (all >= MAX_ALL || open.getOrDefault(account.username(), 0) >= MAX_EACH) {
            throw Problem.unavailable("Too many telephones of %s are open.".formatted(account.username()));
        }
        return found;
    }

    /** A page of another site sends its own origin; the cookie alone would not keep it out. */
    private static boolean sameOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        try {
            return origin != null
                    && host != null
                    && host.equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Future<Void> connect(RoutingContext context, Session session, SessionDoor door) {
        int port = way.port(session.account());
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/ws")
                .setSubProtocols(List.of(PROTOCOL));
        return client.connect(options)
                .recover(failure -> {
                    LOG.warn("The PBX takes no browser phone: {}", failure.getMessage());
                    return Future.failedFuture(Problem.unavailable("The telephone exchange does not answer just now."));
                })
                .compose(pbx -> {
                    pbx.pause();
                    return context.request()
                            .toWebSocket()
                            .onFailure(ignored -> pbx.close())
                            .map(browser -> {
                                join(new Link(context, session, door, browser, pbx, port));
                                return null;
                            });
                });
    }

    /** A browser and the PBX it is joined to, by its port. */
    private record Link(
            RoutingContext context,
            Session session,
            SessionDoor door,
            ServerWebSocket browser,
            WebSocket pbx,
            int port) {}

    private void join(Link link) {
        ServerWebSocket browser = link.browser();
        WebSocket pbx = link.pbx();
        String who = link.session().account().username();
        all++;
        open.merge(who, 1, Integer::sum);
        pass(browser, pbx, who);
        pass(pbx, browser, who);
        long beat = vertx.setPeriodic(PING_MILLIS, ignored -> beat(link));
        browser.closeHandler(ignored -> {
            vertx.cancelTimer(beat);
            all--;
            open.computeIfPresent(who, (name, count) -> count > 1 ? count - 1 : null);
            pbx.close();
            closed.run();
        });
        pbx.closeHandler(ignored -> browser.close(GOING_AWAY, "The telephone exchange has gone."));
        pbx.resume();
    }

    private static void pass(WebSocketBase from, WebSocketBase to, String who) {
        to.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
        from.exceptionHandler(failure -> LOG.debug("A browser phone of {}: {}", who, failure.getMessage()));
        from.textMessageHandler(text -> {
            if (to.isClosed()) {
                return;
            }
            if (to.writeQueueFull()) {
                LOG.info("A browser phone of {} does not read; letting go.", who);
                from.close(TRY_LATER, "The other side does not read.");
                to.close(TRY_LATER, "Too much is waiting.");
                return;
            }
            to.writeTextMessage(text).onFailure(failure -> from.close());
        });
    }

    private void beat(Link link) {
        ServerWebSocket browser = link.browser();
        Account account = link.session().account();
        if (way.hasMoved(account, link.port())) {
            // The page connects again by itself, and then to the right one.
            browser.close(GOING_AWAY, "Your duty is at another telephone exchange now.");
            return;
        }
        Future.join(browser.writePing(NOTHING), link.pbx().writePing(NOTHING))
                .onFailure(failure -> LOG.debug("A browser phone could not be pinged.", failure));
        link.door()
                .awake(link.context(), onDuty.test(account))
                .onSuccess(alive -> {
                    if (!alive) {
                        browser.close(POLICY, "The session has ended.");
                    }
                })
                .onFailure(
                        failure -> LOG.debug("The session of {} could not be looked at.", account.username(), failure));
    }
}
