package org.hotline12348.core.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The second factor of accounts: time-based codes ({@link Totp}). Each code opens the door once. */
public final class SecondFactor {

    private final Pool pool;

    public SecondFactor(Pool pool) {
        this.pool = pool;
    }

    /** Whether the code fits and has not been used; it is used then. */
    Future<Boolean> accepts(String username, String secret, String code, Instant now) {
        Optional<Long> step = Totp.stepOf(secret, code, now);
        if (step.isEmpty()) {
            return Future.succeededFuture(false);
        }
        return pool.preparedQuery(
                        "update hotline.account set totp_last_step = $2 where username = $1 and totp_last_step < $2")
                .execute(Tuple.of(username, step.get()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Whether an authenticator app is in force. */
    public Future<Boolean> confirmed(String username) {
        return pool.preparedQuery("select 1 from hotline.account where username = $1 and totp_confirmed_at is not null")
                .execute(Tuple.of(username))
                .map(rows -> rows.size() == 1);
    }

    /** Keeps a new secret that waits for its first code; refused (false) when a confirmed one is in force. */
    public Future<Boolean> prepare(String username, String secret) {
        return pool.preparedQuery("""
                update hotline.account set totp_secret = $2 where username = $1 and totp_confirmed_at is null
                """).execute(Tuple.of(username, secret)).map(rows -> rows.rowCount() == 1);
    }

    /** Puts the waiting secret in force, when the code shows that the person's device has it. */
    public Future<Boolean> confirm(String username, String code, Instant now) {
        return pool.preparedQuery(
                        "select totp_secret from hotline.account where username = $1 and totp_confirmed_at is null")
                .execute(Tuple.of(username))
                .compose(rows -> {
                    String secret =
                            rows.size() == 0 ? null : rows.iterator().next().getString("totp_secret");
                    if (secret == null) {
                        return Future.succeededFuture(false);
                    }
                    return accepts(username, secret, code, now)
                            .compose(right -> right
                                    ? pool.preparedQuery(
                                                    "update hotline.account set totp_confirmed_at = $2 where username = $1")
                                            .execute(Tuple.of(username, now.atOffset(ZoneOffset.UTC)))
                                            .map(true)
                                    : Future.succeededFuture(false));
                });
    }

    /** Takes the second factor away: the person lost his device, or wants a new one. */
    public Future<Void> remove(String username) {
        return pool.preparedQuery("""
                update hotline.account set totp_secret = null, totp_confirmed_at = null where username = $1
                """).execute(Tuple.of(username)).mapEmpty();
    }
}
