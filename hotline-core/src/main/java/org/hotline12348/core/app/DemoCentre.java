package org.hotline12348.core.app;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.DemoAccounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.Role;
import org.hotline12348.scheduler.DemoRoster;

/** The demonstration centre's password: given by the environment, else made once, kept in the home and printed once. */
public final class DemoCentre {
    private static final String VARIABLE = "HOTLINE_DEMO_PASSWORD";
    private static final String SECRET = "demo.password";
    private static final int SHORTEST = 10;

    private DemoCentre() {}

    /**
     * The password the demo accounts are to have.
     *
     * @throws Trouble if the environment's is too short
     */
    static String password(Home home, Consumer<String> tell) {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) {
            if (given.length() < SHORTEST) {
                throw new Trouble(
                        Trouble.Kind.CONFIGURATION,
                        "%s has %d characters; a password has at least %d.%nMend: choose a longer one."
                                .formatted(VARIABLE, given.length(), SHORTEST));
            }
            return given;
        }
        boolean first = !Files.exists(home.secrets().resolve(SECRET));
        String password = home.secret(SECRET);
        if (first) {
            tell.accept("the demo accounts (coordinator, admin, lawyer01 to lawyer30) have the password " + password);
            tell.accept(
                    "it is not printed again; it is kept in " + home.secrets().resolve(SECRET));
        }
        return password;
    }

    /** Sees that the demo centre's people can sign in. */
    static Future<Void> seedAccounts(
            Accounts accounts, Passwords passwords, Home home, Clock clock, Consumer<String> tell) {
        List<DemoAccounts.DemoAccount> lawyers = DemoRoster.lawyers().stream()
                .map(lawyer -> new DemoAccounts.DemoAccount(lawyer.id(), lawyer.name(), Role.LAWYER))
                .toList();
        return new DemoAccounts(accounts, passwords)
                .seed(DemoRoster.CENTRE, lawyers, password(home, tell), clock.instant());
    }

    /** The password of the instance on a home, for a client of it on this machine. */
    public static String password(Path homeRoot) {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) {
            return given;
        }
        Path file = homeRoot.resolve("secrets").resolve(SECRET);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, """
                    The demo accounts' password is not known: %s
                    Mend: start the instance with ./hotline run --demo, or set %s as it was set then.""".formatted(Home.reason(e), VARIABLE), e);
        }
    }
}
