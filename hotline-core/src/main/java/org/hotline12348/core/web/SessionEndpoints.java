package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.Session;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.account.SignIn;
import org.hotline12348.core.account.SignInDesk;
import org.hotline12348.core.audit.AuditLog;

/** Signing in and out. */
final class SessionEndpoints {

    private final SignInDesk desk;
    private final Sessions sessions;
    private final SessionDoor door;
    private final AuditLog audit;
    private final Sight sight;
    private final Clock clock;

    SessionEndpoints(SignInDesk desk, Sessions sessions, SessionDoor door, AuditLog audit, Sight sight, Clock clock) {
        this.desk = desk;
        this.sessions = sessions;
        this.door = door;
        this.audit = audit;
        this.sight = sight;
        this.clock = clock;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "getSession", this::get, "signIn", this::signIn, "askKey", this::askKey, "signOut", this::signOut);
    }

    private Future<Answer> get(Ask ask) {
        return door.xsrf(ask.context(), ask.session()).map(ignored -> Answer.of(json(ask.session())));
    }

    private Future<Answer> signIn(Ask ask) {
        String username = ask.body().getString("username");
        String xsrf = Optional.ofNullable(ask.context().request().getHeader(SessionDoor.XSRF_HEADER))
                .orElseThrow(Problem::forgery);
        return desk.signIn(
                        username,
                        ask.body().getString("password"),
                        new SignInDesk.Proof(
                                Optional.ofNullable(ask.body().getString("code")),
                                Optional.ofNullable(ask.body().getJsonObject("key"))
                                        .map(key -> Pages.answer(ask, key))),
                        xsrf)
                .compose(result -> result instanceof SignIn.Succeeded(Session session, String token)
                        ? succeeded(ask, session, token)
                        : Future.failedFuture(refusal(result)));
    }

    private Future<Answer> askKey(Ask ask) {
        return desk.question(ask.body().getString("username"), ask.body().getString("password"))
                .compose(result -> result instanceof SignIn.Asked(JsonObject question)
                        ? Future.succeededFuture(Answer.of(new JsonObject().put("question", question)))
                        : Future.failedFuture(refusal(result)));
    }

    private Problem refusal(SignIn result) {
        return switch (result) {
            case SignIn.Refused ignored -> Problem.signInRefused();
            case SignIn.SecondFactorNeeded(boolean code, boolean key) -> Problem.codeNeeded(code, key);
            case SignIn.Locked(Instant until) -> Problem.locked(until, clock.instant());
            case SignIn.Succeeded ignored -> throw new IllegalStateException("A sign-in that succeeded is no refusal.");
            case SignIn.Asked ignored -> throw new IllegalStateException("A question is no refusal.");
        };
    }

    private Future<Answer> succeeded(Ask ask, Session session, String token) {
        Account account = session.account();
        // Whoever was signed in on this browser before is not any more.
        Future<Void> before = ask.session().map(old -> sessions.close(old.id())).orElse(Future.succeededFuture());
        return before.compose(ignored -> audit.write(
                        account.centre(), account.username(), "session.open", account.username(), "", new JsonObject()))
                .map(ignored -> {
                    door.setSession(ask.context(), token);
                    return Answer.of(json(Optional.of(session)));
                });
    }

    private Future<Answer> signOut(Ask ask) {
        door.clearSession(ask.context());
        Future<Void> closed = ask.session()
                .map(session -> sessions.close(session.id())
                        .compose(ignored -> audit.write(
                                session.account().centre(),
                                session.account().username(),
                                "session.close",
                                session.account().username(),
                                "",
                                new JsonObject())))
                .orElse(Future.succeededFuture());
        return closed.map(ignored -> Answer.nothing());
    }

    private JsonObject json(Optional<Session> session) {
        JsonObject json = new JsonObject().put("signedIn", session.isPresent());
        session.ifPresent(found -> {
            Account account = found.account();
            json.put("account", summary(account))
                    .put("idleSeconds", Session.IDLE.toSeconds())
                    .put("owes", found.owes().map(Enum::name).orElse(null))
                    .put("now", Moments.text(clock.instant(), sight.zone(account.centre())));
        });
        return json;
    }

    static JsonObject summary(Account account) {
        JsonArray roles = new JsonArray();
        account.roles().stream().sorted().map(Role::code).forEach(roles::add);
        return new JsonObject()
                .put("username", account.username())
                .put("name", account.name())
                .put("roles", roles)
                .put("centre", account.centre())
                .put("secondFactor", account.secondFactor());
    }
}
