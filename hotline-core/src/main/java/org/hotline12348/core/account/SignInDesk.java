package org.hotline12348.core.account;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hotline12348.core.account.Accounts.Credentials;

/** Where people sign in. */
public final class SignInDesk {

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SecondFactor secondFactor;
    private final Tokens tokens;
    private final Clock clock;

    public SignInDesk(
            Accounts accounts,
            Sessions sessions,
            Passwords passwords,
            SecondFactor secondFactor,
            Tokens tokens,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Tries to sign in. The session's token is always a new one, whatever the browser brought.
     *
     * @param code the code of the second factor, when one was given
     * @param xsrf the value the session's writes will carry
     */
    public Future<SignIn> signIn(String username, String password, Optional<String> code, String xsrf) {
        Instant now = clock.instant();
        String name = username.strip().toLowerCase(Locale.ROOT);
        return accounts.credentials(name).compose(found -> {
            if (found.isEmpty() || !found.get().account().active()) {
                return passwords.matchesNobody(password).map(new SignIn.Refused());
            }
            Credentials credentials = found.get();
            if (credentials.lockOut().lockedAt(now)) {
                return Future.succeededFuture(
                        new SignIn.Locked(credentials.lockOut().until().orElse(now)));
            }
            return passwords
                    .matches(password, credentials.passwordHash())
                    .compose(right -> right ? factor(credentials, code, xsrf, now) : failed(name, now));
        });
    }

    /** Whether this is the person's password; a wrong one counts as a failed sign-in. */
    public Future<Boolean> confirm(Account account, String password) {
        Instant now = clock.instant();
        return accounts.credentials(account.username()).compose(found -> {
            if (found.isEmpty() || found.get().lockOut().lockedAt(now)) {
                return Future.succeededFuture(false);
            }
            return passwords
                    .matches(password, found.get().passwordHash())
                    .compose(right -> right
                            ? Future.succeededFuture(true)
                            : accounts.failed(account.username(), now).map(false));
        });
    }

    private Future<SignIn> factor(Credentials credentials, Optional<String> code, String xsrf, Instant now) {
        if (credentials.totpSecret().isEmpty()) {
            return succeeded(credentials.account(), xsrf, now);
        }
        if (code.isEmpty()) {
            return Future.succeededFuture(new SignIn.CodeNeeded());
        }
        String username = credentials.account().username();
        return secondFactor
                .accepts(username, credentials.totpSecret().get(), code.get(), now)
                .compose(right -> right ? succeeded(credentials.account(), xsrf, now) : failed(username, now));
    }

    private Future<SignIn> failed(String username, Instant now) {
        return accounts.failed(username, now).map(after -> {
            if (after.lockedAt(now)) {
                return new SignIn.Locked(after.until().orElse(now));
            }
            return new SignIn.Refused();
        });
    }

    private Future<SignIn> succeeded(Account account, String xsrf, Instant now) {
        return accounts.succeeded(account.username(), now).compose(still -> {
            if (!still) {
                return Future.succeededFuture(new SignIn.Refused());
            }
            String token = tokens.next();
            return sessions.open(account, token, xsrf, now).map(session -> new SignIn.Succeeded(session, token));
        });
    }
}
