package org.hotline12348.core.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The accounts in PostgreSQL. */
public final class Accounts {

    private final Pool pool;

    public Accounts(Pool pool) {
        this.pool = pool;
    }

    /** What a sign-in looks at. */
    record Credentials(Account account, String passwordHash, LockOut lockOut, Optional<String> totpSecret) {}

    /** The account of this username. */
    public Future<Optional<Account>> find(String username) {
        return credentials(username).map(found -> found.map(Credentials::account));
    }

    /** The accounts of one centre, or of all, by username. */
    public Future<List<Account>> list(Optional<String> centre) {
        return pool.preparedQuery("""
                select * from hotline.account where $1::text is null or centre_id = $1 order by username
                """).execute(Tuple.of(centre.orElse(null))).map(rows -> {
            List<Account> accounts = new ArrayList<>();
            rows.forEach(row -> accounts.add(account(row)));
            return List.copyOf(accounts);
        });
    }

    /** Makes an account; false when the username is taken, whoever has it. */
    public Future<Boolean> create(Account account, String passwordHash, Instant now) {
        return pool.preparedQuery("""
                insert into hotline.account
                  (centre_id, username, name, roles, active, password_hash, password_changed_at, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $7)
                on conflict (username) do nothing
                """)
                .execute(Tuple.of(
                        account.centre(),
                        account.username(),
                        account.name(),
                        codes(account.roles()),
                        account.active(),
                        passwordHash,
                        now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Changes name, roles and standing; false when there is no such account. */
    public Future<Boolean> change(Account account) {
        return pool.preparedQuery("""
                update hotline.account set name = $2, roles = $3, active = $4, version = version + 1
                where username = $1
                """)
                .execute(Tuple.of(account.username(), account.name(), codes(account.roles()), account.active()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Gives a new password and lifts a lock. */
    public Future<Boolean> changePassword(String username, String passwordHash, Instant now) {
        return pool.preparedQuery("""
                update hotline.account set password_hash = $2, password_changed_at = $3, failures = 0,
                  locked_until = null, version = version + 1
                where username = $1
                """)
                .execute(Tuple.of(username, passwordHash, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<Credentials>> credentials(String username) {
        return pool.preparedQuery("select * from hotline.account where username = $1")
                .execute(Tuple.of(username))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(credentials(rows.iterator().next())));
    }

    /**
     * Counts a failure under a row lock, so that guesses made at once all count.
     *
     * @return the state after it
     */
    Future<LockOut> failed(String username, Instant now) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("select * from hotline.account where username = $1 for update")
                        .execute(Tuple.of(username))
                        .compose(rows -> {
                            LockOut before = lockOut(rows.iterator().next());
                            LockOut after = before.lockedAt(now) ? before : before.failedAt(now);
                            return connection
                                    .preparedQuery(
                                            "update hotline.account set failures = $2, locked_until = $3 where username = $1")
                                    .execute(Tuple.of(
                                            username,
                                            after.failures(),
                                            after.until()
                                                    .map(at -> at.atOffset(ZoneOffset.UTC))
                                                    .orElse(null)))
                                    .map(after);
                        }))
                .map(Objects::requireNonNull);
    }

    /** Forgets the failures; false when a lock was set in the meantime, or the account was closed. */
    Future<Boolean> succeeded(String username, Instant now) {
        return pool.preparedQuery("""
                update hotline.account set failures = 0, locked_until = null
                where username = $1 and active and (locked_until is null or locked_until <= $2)
                """)
                .execute(Tuple.of(username, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    static Account account(Row row) {
        Set<Role> roles = Arrays.stream(row.getArrayOfStrings("roles"))
                .flatMap(code -> Role.of(code).stream())
                .collect(Collectors.toUnmodifiableSet());
        return new Account(
                row.getString("username"),
                row.getString("name"),
                roles,
                row.getString("centre_id"),
                row.getBoolean("active"),
                row.getOffsetDateTime("totp_confirmed_at") != null);
    }

    private static Credentials credentials(Row row) {
        return new Credentials(
                account(row),
                row.getString("password_hash"),
                lockOut(row),
                row.getOffsetDateTime("totp_confirmed_at") == null
                        ? Optional.empty()
                        : Optional.ofNullable(row.getString("totp_secret")));
    }

    private static LockOut lockOut(Row row) {
        return new LockOut(
                row.getInteger("failures"),
                Optional.ofNullable(row.getOffsetDateTime("locked_until")).map(at -> at.toInstant()));
    }

    private static String[] codes(Set<Role> roles) {
        return roles.stream().map(Role::code).sorted().toArray(String[]::new);
    }
}
