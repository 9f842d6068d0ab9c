package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.account.SecurityKeys;
import org.hotline12348.core.account.SecurityPolicies;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.account.SignInDesk;
import org.hotline12348.core.account.Tokens;
import org.hotline12348.scheduler.Roster;

/** Administration of system, of security and of audit, and everybody's own account. */
public final class AdminFeature implements WebFeature {

    private final Vertx vertx;
    private final Pool pool;
    private final Accounts accounts;
    private final Passwords passwords;
    private final SecondFactor secondFactor;
    private final Roster roster;
    private final CentreEndpoints centres;
    private final Supplier<Future<JsonObject>> system;
    private final Clock clock;

    /** @param system how the parts of the system are just now */
    public AdminFeature(
            Vertx vertx,
            Pool pool,
            Accounts accounts,
            Passwords passwords,
            SecondFactor secondFactor,
            Roster roster,
            CentreEndpoints centres,
            Supplier<Future<JsonObject>> system,
            Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.accounts = accounts;
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.roster = roster;
        this.centres = centres;
        this.system = system;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "admin.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        SecureRandom random = new SecureRandom();
        Tokens tokens = new Tokens(random);
        Sessions sessions = new Sessions(pool);
        SecurityKeys keys = new SecurityKeys(vertx, pool);
        SecurityPolicies policies = new SecurityPolicies(pool);
        SignInDesk desk = new SignInDesk(accounts, sessions, passwords, secondFactor, keys, tokens, clock);
        Map<String, Endpoint> endpoints = new HashMap<>();
        AccountOffice office = new AccountOffice(
                accounts, sessions, passwords, secondFactor, keys, policies, tools.sight(), tools.audit(), clock);
        endpoints.putAll(new AccountEndpoints(office, tokens, roster).endpoints());
        endpoints.putAll(new OwnAccountEndpoints(office, desk, random).endpoints());
        endpoints.putAll(new AuditEndpoints(tools).endpoints());
        endpoints.putAll(centres.endpoints(tools, accounts));
        endpoints.put("getSystem", ask -> system.get().map(Answer::of));
        return endpoints;
    }
}
