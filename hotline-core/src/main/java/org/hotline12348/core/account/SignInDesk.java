package org.hotline12348.core.account;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hotline12348.core.account.Accounts.Credentials;
import org.hotline12348.core.account.SecurityKeys.KeyAnswer;

/** Where people sign in. */
public final class SignInDesk {

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SecondFactor secondFactor;
    private final SecurityKeys keys;
    private final Tokens tokens;
    private final Clock clock;

    public SignInDesk(
            Accounts accounts,
            Sessions sessions,
            Passwords passwords,
            SecondFactor secondFactor,
            SecurityKeys keys,
            Tokens tokens,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * What somebody shows besides the password.
     *
     * @param code the code of an authenticator app
     * @param key a key's answer to the question of {@link #question}
     */
    public record Proof(Optional<String> code, Optional<KeyAnswer> key) {}

    /**
     * Tries to sign in. The session's token is always a new one, whatever the browser brought.
     *
     * @param proof the second factor, when one was given
     * @param xsrf the value the session's writes will carry
     */
    public Future<SignIn> signIn(String username, String password, Proof proof, String xsrf) {
        return checked(username, password, (credentials, now) -> factor(credentials, proof, xsrf, now));
    }

    /**
     * The question for a key, once the password is right.
     *
     * @return {@link SignIn.Asked}, or why not; {@link SignIn.SecondFactorNeeded} where the account has no key
     */
    public Future<SignIn> question(String username, String password) {
        return checked(
                username,
                password,
                (credentials, now) -> credentials.hasKey()
                        ? keys.questionForSignIn(credentials.account(), now).map(SignIn.Asked::new)
                        : Future.succeededFuture(new SignIn.SecondFactorNeeded(credentials.hasCode(), false)));
    }

    private interface Next {
        Future<SignIn> with(Credentials credentials, Instant now);
    }

    private Future<SignIn> checked(String username, String password, Next next) {
        Instant now = clock.instant();
        String name = username.strip().toLowerCase(Locale.ROOT);
        return accounts.credentials(name).compose(found -> {
            if (found.isEmpty() || !found.get().open()) {
                return passwords.matchesNobody(password).map(new SignIn.Refused());
            }
            Credentials credentials = found.get();
            if (credentials.lockOut().lockedAt(now)) {
                return Future.succeededFuture(
                        new SignIn.Locked(credentials.lockOut().until().orElse(now)));
            }
            return passwords
                    .matches(password, credentials.passwordHash())
                    .compose(right -> right ? next.with(credentials, now) : failed(name, now));
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

    private Future<SignIn> factor(Credentials credentials, Proof proof, String xsrf, Instant now) {
        Account account = credentials.account();
        if (!credentials.hasCode() && !credentials.hasKey()) {
            return succeeded(account, xsrf, now);
        }
        Future<Boolean> shown;
        if (proof.key().isPresent() && credentials.hasKey()) {
            shown = keys.accepts(account, proof.key().get(), now);
        } else if (proof.code().isPresent() && credentials.hasCode()) {
            shown = secondFactor.accepts(account.username(), proof.code().get(), now);
        } else {
            return Future.succeededFuture(new SignIn.SecondFactorNeeded(credentials.hasCode(), credentials.hasKey()));
        }
        return shown.compose(right -> right ? succeeded(account, xsrf, now) : failed(account.username(), now));
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
