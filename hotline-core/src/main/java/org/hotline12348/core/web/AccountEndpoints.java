package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.AccountRules;
import org.hotline12348.core.account.AccountState;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.account.SecurityKeys;
import org.hotline12348.core.account.SecurityPolicies;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.account.Tokens;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.Standing;
import org.jspecify.annotations.Nullable;

/** The office of security: accounts, their roles, locks and second factors. Everything done here is in the audit log. */
final class AccountEndpoints {

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SecondFactor secondFactor;
    private final SecurityKeys keys;
    private final SecurityPolicies policies;
    private final Tokens tokens;
    private final Roster roster;
    private final Sight sight;
    private final AuditLog audit;
    private final Clock clock;

    AccountEndpoints(AccountOffice office, Tokens tokens, Roster roster) {
        this.accounts = office.accounts();
        this.sessions = office.sessions();
        this.passwords = office.passwords();
        this.secondFactor = office.secondFactor();
        this.keys = office.keys();
        this.policies = office.policies();
        this.sight = office.sight();
        this.audit = office.audit();
        this.clock = office.clock();
        this.tokens = tokens;
        this.roster = roster;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "listAccounts", this::list,
                "createAccount", this::create,
                "createPractitionerAccounts", this::createForPractitioners,
                "changeAccount", this::change,
                "resetPassword", this::reset,
                "lockAccount", this::lock,
                "removeSecondFactorOf", this::removeFactors,
                "getSecurityPolicy", this::policy,
                "putSecurityPolicy", this::setPolicy);
    }

    private Future<Answer> list(Ask ask) {
        return accounts.list(ask.text("centre"))
                .map(found -> Answer.of(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(found.stream().map(this::json).toList()))));
    }

    private Future<Answer> create(Ask ask) {
        JsonObject body = ask.body();
        Account account = new Account(
                body.getString("username"),
                body.getString("name").strip(),
                roles(body),
                centre(ask, body.getString("centre")),
                true,
                false);
        refuse(AccountRules.objections(account.username(), account.name(), account.roles()));
        String password = tokens.password();
        return make(ask, account, password)
                .compose(made -> made
                        ? answer(201, account.username(), password)
                        : Future.failedFuture(Problem.conflict(
                                "username-taken", "The username %s is taken.".formatted(account.username()))));
    }

    /** Accounts for those who do duty and have none yet. */
    private Future<Answer> createForPractitioners(Ask ask) {
        String centre = centre(ask, ask.body().getString("centre"));
        List<Practitioner> people = roster.practitioners(centre).stream()
                .filter(one -> one.standing() == Standing.ACTIVE)
                .toList();
        return accounts.list(Optional.empty()).compose(known -> {
            Set<String> taken =
                    known.stream().map(one -> one.account().username()).collect(Collectors.toUnmodifiableSet());
            JsonArray made = new JsonArray();
            Future<Void> done = Future.succeededFuture();
            for (Practitioner person : people) {
                if (taken.contains(person.id())
                        || !AccountRules.objections(person.id(), person.name(), Set.of(Role.LAWYER))
                                .isEmpty()) {
                    continue;
                }
                Account account = new Account(person.id(), person.name(), Set.of(Role.LAWYER), centre, true, false);
                String password = tokens.password();
                done = done.compose(ignored -> make(ask, account, password)).map(fresh -> {
                    if (fresh) {
                        made.add(new JsonObject()
                                .put("username", account.username())
                                .put("name", account.name())
                                .put("password", password));
                    }
                    return null;
                });
            }
            return done.map(ignored -> Answer.of(201, new JsonObject().put("items", made)));
        });
    }

    private Future<Boolean> make(Ask ask, Account account, String password) {
        return passwords
                .hash(password)
                .compose(hash -> accounts.create(account, hash, clock.instant())
                        .compose(made -> made
                                ? accounts.resetPassword(account.username(), hash, clock.instant())
                                        .compose(ignored -> log(ask, "account.create", account, detail(account)))
                                        .map(true)
                                : Future.succeededFuture(false)));
    }

    private Future<Answer> change(Ask ask) {
        JsonObject body = ask.body();
        return known(ask).compose(state -> {
            Account before = state.account();
            Account after = new Account(
                    before.username(),
                    body.getString("name", before.name()).strip(),
                    body.containsKey("roles") ? roles(body) : before.roles(),
                    body.containsKey("centre") ? centre(ask, body.getString("centre")) : before.centre(),
                    body.getBoolean("active", before.active()),
                    before.secondFactor());
            refuse(AccountRules.objections(after.username(), after.name(), after.roles()));
            return accounts.others(Role.SECURITY, before.username()).compose(others -> {
                refuse(AccountRules.refusal(before, after, ask.who(), others).stream()
                        .toList());
                return accounts.change(after, body.getLong("version"))
                        .compose(changed -> {
                            if (!changed) {
                                throw Problem.conflict(
                                        "account-changed",
                                        "The account %s was changed by somebody else meanwhile. Read it again."
                                                .formatted(before.username()));
                            }
                            // What somebody may is looked at with each request; who may less starts anew all the same.
                            return before.roles().equals(after.roles()) && after.active()
                                    ? Future.<Void>succeededFuture()
                                    : sessions.closeAll(after.username());
                        })
                        .compose(ignored -> log(
                                ask,
                                "account.change",
                                after,
                                new JsonObject().put("before", detail(before)).put("after", detail(after))))
                        .compose(ignored -> answer(200, after.username(), null));
            });
        });
    }

    private Future<Answer> reset(Ask ask) {
        return known(ask).compose(state -> {
            Account account = state.account();
            notOneself(ask, account, "PUT /me/password changes your own password.");
            String password = tokens.password();
            return passwords
                    .hash(password)
                    .compose(hash -> accounts.resetPassword(account.username(), hash, clock.instant()))
                    .compose(ignored -> sessions.closeAll(account.username()))
                    .compose(ignored -> log(ask, "account.password", account, new JsonObject()))
                    .compose(ignored -> answer(200, account.username(), password));
        });
    }

    private Future<Answer> lock(Ask ask) {
        boolean locked = ask.body().getBoolean("locked");
        return known(ask).compose(state -> {
            Account account = state.account();
            notOneself(ask, account, "Nobody locks himself out.");
            return accounts.lock(account.username(), locked)
                    .compose(ignored -> locked ? sessions.closeAll(account.username()) : Future.succeededFuture())
                    .compose(ignored -> log(ask, locked ? "account.lock" : "account.unlock", account, new JsonObject()))
                    .compose(ignored -> answer(200, account.username(), null));
        });
    }

    private Future<Answer> removeFactors(Ask ask) {
        return known(ask).compose(state -> {
            Account account = state.account();
            notOneself(ask, account, "POST /me/second-factor/removal removes your own.");
            return secondFactor
                    .remove(account.username())
                    .compose(ignored -> keys.removeAll(account.username()))
                    .compose(ignored -> sessions.closeAll(account.username()))
                    .compose(ignored -> log(ask, "account.second-factor.remove", account, new JsonObject()))
                    .compose(ignored -> answer(200, account.username(), null));
        });
    }

    private Future<Answer> policy(Ask ask) {
        return policies.secondFactorRoles(centre(ask, ask.text("centre").orElse(null)))
                .map(roles -> Answer.of(new JsonObject().put("secondFactorRoles", codes(roles))));
    }

    private Future<Answer> setPolicy(Ask ask) {
        String centre = centre(ask, ask.text("centre").orElse(null));
        Set<Role> roles = ask.body().getJsonArray("secondFactorRoles").stream()
                .flatMap(code -> Role.of(code.toString()).stream())
                .collect(Collectors.toUnmodifiableSet());
        return policies.askSecondFactor(centre, roles, ask.who(), clock.instant())
                .compose(ignored -> audit.write(
                        centre,
                        ask.who(),
                        "security.policy",
                        centre,
                        "",
                        new JsonObject().put("secondFactorRoles", codes(roles))))
                .map(ignored -> Answer.of(new JsonObject().put("secondFactorRoles", codes(roles))));
    }

    private Future<AccountState> known(Ask ask) {
        String username = ask.required("id");
        return accounts.state(username)
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no account %s.".formatted(username))));
    }

    private static void notOneself(Ask ask, Account account, String mend) {
        if (ask.who().equals(account.username())) {
            throw Problem.refused("%s is your own account. %s".formatted(account.username(), mend));
        }
    }

    private static void refuse(List<AccountRules.Objection> objections) {
        if (!objections.isEmpty()) {
            throw Problem.refused(objections.stream()
                    .map(one -> new Fault(one.field(), one.detail()))
                    .toList());
        }
    }

    private String centre(Ask ask, @Nullable String named) {
        return sight.known(named == null ? ask.account().centre() : named).id();
    }

    private static Set<Role> roles(JsonObject body) {
        return body.getJsonArray("roles").stream()
                .flatMap(code -> Role.of(code.toString()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Future<Void> log(Ask ask, String action, Account about, JsonObject detail) {
        return audit.write(about.centre(), ask.who(), action, about.username(), "", detail);
    }

    private static JsonObject detail(Account account) {
        return new JsonObject()
                .put("name", account.name())
                .put("roles", codes(account.roles()))
                .put("centre", account.centre())
                .put("active", account.active());
    }

    private static JsonArray codes(Set<Role> roles) {
        return new JsonArray(
                new ArrayList<>(roles.stream().sorted().map(Role::code).toList()));
    }

    /** @param password shown once; nobody can read it later */
    private Future<Answer> answer(int status, String username, @Nullable String password) {
        return accounts.state(username).map(state -> {
            JsonObject json = json(state.orElseThrow());
            if (password != null) {
                json.put("password", password);
            }
            return Answer.of(status, json).with("Cache-Control", "no-store");
        });
    }

    private JsonObject json(AccountState state) {
        Account account = state.account();
        var zone = sight.zone(account.centre());
        return new JsonObject()
                .put("username", account.username())
                .put("name", account.name())
                .put("roles", codes(account.roles()))
                .put("centre", account.centre())
                .put("active", account.active())
                .put("secondFactor", account.secondFactor())
                .put(
                        "lockedUntil",
                        state.lockedUntil()
                                .filter(clock.instant()::isBefore)
                                .map(at -> Moments.text(at, zone))
                                .orElse(null))
                .put("lockedByHand", state.lockedByHand())
                .put("passwordByOther", state.passwordByOther())
                .put(
                        "lastSignInAt",
                        state.lastSignInAt().map(at -> Moments.text(at, zone)).orElse(null))
                .put("createdAt", Moments.text(state.createdAt(), zone))
                .put("version", state.version());
    }
}
