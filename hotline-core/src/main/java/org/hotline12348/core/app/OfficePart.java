package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.account.Tokens;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.closure.Closures;
import org.hotline12348.core.wallboard.Wallboard;
import org.hotline12348.core.web.AdminFeature;
import org.hotline12348.core.web.CentreEndpoints;
import org.hotline12348.core.web.SeatStates;
import org.hotline12348.core.web.WallboardFeature;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.store.RosterStore;

/** The coordinator's and the administrators' desks: wallboard, emergency switch, accounts, audit, system, centres. */
final class OfficePart {

    private static final String FIRST = "admin";

    private final Closures closures;
    private final List<WebFeature> features;

    private OfficePart(Closures closures, List<WebFeature> features) {
        this.closures = closures;
        this.features = features;
    }

    /** @param callbacksDue a centre's callbacks that should have been made by a moment; empty where nobody keeps them */
    static OfficePart make(
            Vertx vertx,
            Pool pool,
            Accounts accounts,
            Passwords passwords,
            SecondFactor secondFactor,
            LiveRoster roster,
            RosterStore store,
            PhoneLine line,
            CentreEndpoints.Exchange exchange,
            SeatStates seats,
            BiFunction<String, Instant, Future<Optional<Long>>> callbacksDue,
            SystemLook system,
            Clock clock) {
        Closures closures = new Closures(
                vertx,
                pool,
                line,
                () -> roster.centres().stream().map(centre -> centre.id()).collect(Collectors.toUnmodifiableSet()));
        Function<String, String> shown = centre -> exchange.dialled().get().getOrDefault(centre, PbxOf.LINE);
        WebFeature duties = new WallboardFeature(
                vertx,
                new Wallboard(pool, Clock.systemUTC()),
                closures,
                roster,
                seats,
                line,
                shown,
                callbacksDue,
                clock);
        WebFeature offices = new AdminFeature(
                vertx,
                pool,
                accounts,
                passwords,
                secondFactor,
                roster,
                new CentreEndpoints(store, roster, roster::refresh, new CentreLines(pool), exchange, clock),
                system::look,
                clock);
        return new OfficePart(closures, List.of(duties, offices));
    }

    Future<Void> start() {
        return closures.start();
    }

    Future<Void> stop() {
        return closures.stop();
    }

    /** Reads again what another copy of the service changed. */
    Future<Void> read() {
        return closures.read();
    }

    /** Whether the emergency switch of a centre is thrown. */
    boolean closedByHand(String centre) {
        return closures.of(centre).isPresent();
    }

    List<WebFeature> features() {
        return features;
    }

    /**
     * An installation without any account gets one that can make the others. Its password is said once and opens nothing
     * but the change of it.
     */
    static Future<Void> firstAccount(Accounts accounts, Passwords passwords, Clock clock, Consumer<String> tell) {
        return accounts.list(Optional.empty()).compose(known -> {
            if (!known.isEmpty()) {
                return Future.succeededFuture();
            }
            String password = new Tokens(new SecureRandom()).password();
            Account first =
                    new Account(FIRST, "管理员", Set.of(Role.ADMINISTRATOR, Role.SECURITY), "headquarters", true, false);
            return passwords
                    .hash(password)
                    .compose(hash -> accounts.create(first, hash, clock.instant())
                            .compose(made -> accounts.resetPassword(FIRST, hash, clock.instant())))
                    .onSuccess(made -> tell.accept(
                            "there is no account yet: sign in as %s with the password %s, choose your own, and found a centre"
                                    .formatted(FIRST, password)))
                    .mapEmpty();
        });
    }
}
