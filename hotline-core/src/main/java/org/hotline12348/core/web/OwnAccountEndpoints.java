package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.PasswordRule;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.account.SecurityKeys;
import org.hotline12348.core.account.SecurityKeys.Key;
import org.hotline12348.core.account.SecurityPolicies;
import org.hotline12348.core.account.Session;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.account.SignInDesk;
import org.hotline12348.core.account.Totp;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.web.Problem.Fault;

/** One's own account: password and second factor. What weakens it asks for the password again. */
final class OwnAccountEndpoints {

    /** What an authenticator app shows beside the code. */
    private static final String ISSUER = "12348";

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SecondFactor secondFactor;
    private final SecurityKeys keys;
    private final SecurityPolicies policies;
    private final SignInDesk desk;
    private final SecureRandom random;
    private final Sight sight;
    private final AuditLog audit;
    private final Clock clock;

    OwnAccountEndpoints(AccountOffice office, SignInDesk desk, SecureRandom random) {
        this.accounts = office.accounts();
        this.sessions = office.sessions();
        this.passwords = office.passwords();
        this.secondFactor = office.secondFactor();
        this.keys = office.keys();
        this.policies = office.policies();
        this.sight = office.sight();
        this.audit = office.audit();
        this.clock = office.clock();
        this.desk = desk;
        this.random = random;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "getOwnSecurity", this::get,
                "changeOwnPassword", this::changePassword,
                "beginSecondFactor", this::begin,
                "confirmSecondFactor", this::confirm,
                "removeSecondFactor", this::remove,
                "askNewKey", this::askKey,
                "addKey", this::addKey,
                "removeKey", this::removeKey);
    }

    private Future<Answer> get(Ask ask) {
        Account account = ask.account();
        var factor = secondFactor.confirmed(account.username());
        var own = keys.list(account.username());
        var needed = needed(account);
        return Future.all(factor, own, needed)
                .map(ignored -> Answer.of(new JsonObject()
                        .put("code", factor.result())
                        .put(
                                "keys",
                                new JsonArray(own.result().stream()
                                        .map(key -> json(key, account))
                                        .toList()))
                        .put("needed", needed.result())));
    }

    private JsonObject json(Key key, Account account) {
        var zone = sight.zone(account.centre());
        return new JsonObject()
                .put("id", key.id())
                .put("name", key.name())
                .put("createdAt", Moments.text(key.createdAt(), zone))
                .put(
                        "lastUsedAt",
                        key.lastUsedAt().map(at -> Moments.text(at, zone)).orElse(null));
    }

    private Future<Answer> changePassword(Ask ask) {
        Session session = ask.session().orElseThrow();
        Account account = session.account();
        String next = ask.body().getString("next");
        PasswordRule.objection(account.username(), next).ifPresent(why -> {
            throw Problem.refused(List.of(new Fault("next", why)));
        });
        if (next.equals(ask.body().getString("password"))) {
            throw Problem.refused(List.of(new Fault("next", "The new password is the old one.")));
        }
        return withPassword(ask)
                .compose(ignored -> passwords.hash(next))
                .compose(hash -> accounts.changePassword(account.username(), hash, clock.instant()))
                .compose(ignored -> sessions.closeOthers(account.username(), session.id()))
                .compose(ignored -> log(ask, "own.password"))
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> begin(Ask ask) {
        Account account = ask.account();
        byte[] bytes = new byte[Totp.SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Totp.secret(bytes);
        return withPassword(ask)
                .compose(ignored -> secondFactor.prepare(account.username(), secret))
                .map(prepared -> {
                    if (!prepared) {
                        throw Problem.conflict(
                                "second-factor-there", "An authenticator app is set up already. Remove it first.");
                    }
                    return Answer.of(new JsonObject()
                                    .put("secret", secret)
                                    .put("address", Totp.address(secret, ISSUER, account.username())))
                            .with("Cache-Control", "no-store");
                });
    }

    private Future<Answer> confirm(Ask ask) {
        return secondFactor
                .confirm(ask.who(), ask.body().getString("code"), clock.instant())
                .compose(right -> {
                    if (!right) {
                        throw Problem.refused(List.of(new Fault(
                                "code", "This code does not fit. Look whether the telephone's clock is right.")));
                    }
                    return log(ask, "own.second-factor.add");
                })
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> remove(Ask ask) {
        return withPassword(ask)
                .compose(ignored -> staysSafe(ask.account(), Optional.empty()))
                .compose(ignored -> secondFactor.remove(ask.who()))
                .compose(ignored -> log(ask, "own.second-factor.remove"))
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> askKey(Ask ask) {
        return withPassword(ask)
                .compose(ignored -> keys.questionForNew(ask.account(), clock.instant()))
                .map(question -> Answer.of(new JsonObject().put("question", question)));
    }

    private Future<Answer> addKey(Ask ask) {
        return keys.add(
                        ask.account(),
                        ask.body().getString("name").strip(),
                        Pages.answer(ask, ask.body().getJsonObject("key")),
                        clock.instant())
                .compose(added -> {
                    if (!added) {
                        throw Problem.refused(
                                "The key's answer does not fit the question, or came too late. Try again; an account has %d keys at most."
                                        .formatted(SecurityKeys.MOST));
                    }
                    return log(ask, "own.key.add");
                })
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> removeKey(Ask ask) {
        String id = ask.required("id");
        return withPassword(ask)
                .compose(ignored -> staysSafe(ask.account(), Optional.of(id)))
                .compose(ignored -> keys.remove(ask.who(), id))
                .compose(removed -> {
                    if (!removed) {
                        throw Problem.notFound("You have no such key.");
                    }
                    return log(ask, "own.key.remove");
                })
                .map(ignored -> Answer.nothing());
    }

    /** The last second factor stays where the role needs one. @param key the key to go; empty: the app's code goes */
    private Future<Void> staysSafe(Account account, Optional<String> key) {
        var factor = secondFactor.confirmed(account.username());
        var own = keys.list(account.username());
        var needed = needed(account);
        return Future.all(factor, own, needed).map(ignored -> {
            boolean codeStays = factor.result() && key.isPresent();
            boolean keyStays =
                    own.result().stream().anyMatch(one -> !Optional.of(one.id()).equals(key));
            if (needed.result() && !codeStays && !keyStays) {
                throw Problem.refused("Your role needs a second factor here: add another before you remove this one.");
            }
            return null;
        });
    }

    private Future<Boolean> needed(Account account) {
        return policies.secondFactorRoles(account.centre()).map((Set<Role> roles) -> account.isAnyOf(roles));
    }

    private Future<Void> withPassword(Ask ask) {
        return desk.confirm(ask.account(), ask.body().getString("password")).map(right -> {
            if (!right) {
                throw Problem.refused(List.of(new Fault(
                        "password",
                        "This is not your password; after five failures the account is locked for 15 minutes.")));
            }
            return null;
        });
    }

    private Future<Void> log(Ask ask, String action) {
        return audit.write(ask.account().centre(), ask.who(), action, ask.who(), "", new JsonObject());
    }
}
