package org.hotline12348.core.account;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.hotline12348.core.privacy.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second factor of accounts: time-based codes ({@link Totp}). Each code opens the door once. The secrets lie sealed
 * (decision 0023), each bound to its account: who reads the database makes no codes.
 */
public final class SecondFactor {

    private static final Logger log = LoggerFactory.getLogger(SecondFactor.class);

    private final Pool pool;
    private final Vault vault;

    public SecondFactor(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /**
     * Seals the secrets that an earlier version kept in plain words. To be called before anybody signs in.
     *
     * @return how many there were
     */
    public Future<Integer> sealOld() {
        return pool.withTransaction(connection -> connection
                        .query(
                                "select username, totp_secret from hotline.account where totp_secret is not null for update")
                        .execute()
                        .compose(rows -> {
                            Future<Void> done = Future.succeededFuture();
                            for (Row row : rows) {
                                done = done.compose(ignored ->
                                        move(connection, row.getString("username"), row.getString("totp_secret")));
                            }
                            return done.map(rows.size());
                        }))
                .map(Objects::requireNonNull)
                // An update leaves the old row behind until it is swept.
                .compose(moved -> moved == 0
                        ? Future.succeededFuture(moved)
                        : pool.query("vacuum hotline.account").execute().map(moved));
    }

    private Future<Void> move(SqlConnection connection, String username, String secret) {
        return connection
                .preparedQuery("update hotline.account set totp_sealed = $2, totp_secret = null where username = $1")
                .execute(Tuple.of(username, sealed(username, secret)))
                .mapEmpty();
    }

    private Buffer sealed(String username, String secret) {
        return Buffer.buffer(vault.seal(secret, context(username)));
    }

    private static String context(String username) {
        return "account/" + username + "/totp";
    }

    /** Whether the code fits the confirmed secret and has not been used; it is used then. */
    Future<Boolean> accepts(String username, String code, Instant now) {
        return secret(pool, username, true)
                .compose(secret ->
                        secret.isEmpty() ? Future.succeededFuture(false) : accepts(username, secret.get(), code, now));
    }

    private Future<Boolean> accepts(String username, String secret, String code, Instant now) {
        Optional<Long> step = Totp.stepOf(secret, code, now);
        if (step.isEmpty()) {
            return Future.succeededFuture(false);
        }
        return pool.preparedQuery(
                        "update hotline.account set totp_last_step = $2 where username = $1 and totp_last_step < $2")
                .execute(Tuple.of(username, step.get()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The secret in force, or the one that waits for its first code. */
    private Future<Optional<String>> secret(SqlClient client, String username, boolean confirmed) {
        return client.preparedQuery("""
                select totp_sealed from hotline.account
                where username = $1 and (totp_confirmed_at is not null) = $2 and totp_sealed is not null
                """).execute(Tuple.of(username, confirmed)).map(rows -> opened(username, rows));
    }

    private Optional<String> opened(String username, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Optional<String> secret =
                vault.open(rows.iterator().next().getBuffer("totp_sealed").getBytes(), context(username));
        if (secret.isEmpty()) {
            log.error(
                    "The second factor of {} was sealed with other keys. Mend: put back the key file, or take the second factor away.",
                    username);
        }
        return secret;
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
                update hotline.account set totp_sealed = $2 where username = $1 and totp_confirmed_at is null
                """)
                .execute(Tuple.of(username, sealed(username, secret)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Puts the waiting secret in force, when the code shows that the person's device has it. */
    public Future<Boolean> confirm(String username, String code, Instant now) {
        return secret(pool, username, false)
                .compose(secret ->
                        secret.isEmpty() ? Future.succeededFuture(false) : accepts(username, secret.get(), code, now))
                .compose(right -> right
                        ? pool.preparedQuery("update hotline.account set totp_confirmed_at = $2 where username = $1")
                                .execute(Tuple.of(username, now.atOffset(ZoneOffset.UTC)))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    /** Takes the second factor away: the person lost his device, or wants a new one. */
    public Future<Void> remove(String username) {
        return pool.preparedQuery("""
                update hotline.account set totp_sealed = null, totp_confirmed_at = null where username = $1
                """).execute(Tuple.of(username)).mapEmpty();
    }
}
