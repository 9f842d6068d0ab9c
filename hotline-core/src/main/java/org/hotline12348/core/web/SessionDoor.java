package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.account.Session;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.account.Tokens;

/**
 * The cookies: who a request belongs to, and whether a write was meant (ADR 0041).
 *
 * <p>The session's cookie holds an opaque token and is out of reach of scripts. A write must show the value of the
 * other cookie in a header, which another site's page can neither read nor set; within a session it must also be the
 * value that the session was opened with, so that a planted cookie is of no use.
 */
public final class SessionDoor {

    static final String SESSION_COOKIE = "hotline_session";
    static final String XSRF_COOKIE = "XSRF-TOKEN";
    static final String XSRF_HEADER = "X-XSRF-TOKEN";

    /** Requests that a page makes by itself carry it, so that an open page alone does not keep a session alive. */
    static final String BACKGROUND_HEADER = "X-Hotline-Background";

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int TOKEN_LENGTH = 43;

    private final Sessions sessions;
    private final Tokens tokens;
    private final Clock clock;
    private final boolean secure;

    /** @param secure whether the page is served by https, so that cookies are never sent without */
    SessionDoor(Sessions sessions, Tokens tokens, Clock clock, boolean secure) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
        this.secure = secure;
    }

    /** Whose request it is. */
    Future<Optional<Session>> session(RoutingContext context) {
        Optional<String> token = sessionToken(context);
        boolean touch = context.request().getHeader(BACKGROUND_HEADER) == null;
        return token.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : sessions.find(token.get(), clock.instant(), touch);
    }

    /** Whether the session of an earlier request still lives; looking does not keep it alive. */
    Future<Boolean> stillOpen(RoutingContext context) {
        return awake(context, false);
    }

    /** The same; whether looking keeps it alive is said. */
    Future<Boolean> awake(RoutingContext context, boolean touch) {
        return sessionToken(context)
                .map(token -> sessions.find(token, clock.instant(), touch).map(Optional::isPresent))
                .orElse(Future.succeededFuture(false));
    }

    /** The session's token as the browser sent it. */
    Optional<String> sessionToken(RoutingContext context) {
        return cookie(context, SESSION_COOKIE);
    }

    /** Refuses a write that does not carry the right header. */
    void checkForgery(RoutingContext context, Optional<Session> session) {
        if (READS.contains(context.request().method())) {
            return;
        }
        String header = context.request().getHeader(XSRF_HEADER);
        Optional<String> cookie = cookie(context, XSRF_COOKIE);
        if (header == null || cookie.isEmpty() || !Tokens.same(header, cookie.get())) {
            throw Problem.forgery();
        }
        if (session.isPresent() && !belongs(header, session.get())) {
            throw Problem.forgery();
        }
    }

    /** The value the writes of this browser carry: the one it has, when that is good, else a new one. */
    Future<String> xsrf(RoutingContext context, Optional<Session> session) {
        Optional<String> cookie = cookie(context, XSRF_COOKIE);
        if (cookie.isPresent() && (session.isEmpty() || belongs(cookie.get(), session.get()))) {
            setXsrf(context, cookie.get());
            return Future.succeededFuture(cookie.get());
        }
        String fresh = tokens.next();
        return (session.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : sessions.renewXsrf(session.get().id(), fresh))
                .map(ignored -> {
                    setXsrf(context, fresh);
                    return fresh;
                });
    }

    /** Gives the browser its session. */
    void setSession(RoutingContext context, String token) {
        context.response()
                .addCookie(Cookie.cookie(SESSION_COOKIE, token)
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT)
                        .setPath("/"));
    }

    /** Takes it away. */
    void clearSession(RoutingContext context) {
        context.response()
                .addCookie(Cookie.cookie(SESSION_COOKIE, "")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT)
                        .setPath("/")
                        .setMaxAge(0));
    }

    private void setXsrf(RoutingContext context, String value) {
        context.response()
                .addCookie(Cookie.cookie(XSRF_COOKIE, value)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT)
                        .setPath("/"));
    }

    private static boolean belongs(String value, Session session) {
        return MessageDigest.isEqual(
                session.xsrfHash().getBytes(), Buffer.buffer(Tokens.hash(value)).getBytes());
    }

    private static Optional<String> cookie(RoutingContext context, String name) {
        Cookie cookie = context.request().getCookie(name);
        return Optional.ofNullable(cookie).map(Cookie::getValue).filter(value -> value.length() == TOKEN_LENGTH);
    }
}
