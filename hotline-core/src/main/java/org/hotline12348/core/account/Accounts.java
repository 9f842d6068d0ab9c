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

    /** A column that tells whether an account, named {@code a}, has a key. */
    static final String HAS_KEY = """
            exists (select 1 from hotline.security_key k
              where k.centre_id = a.centre_id and k.username = a.username) as has_key""";

    /** Accounts that a list holds at most. */
    public static final int MOST = 5_000;

    private final Pool pool;

    public Accounts(Pool pool) {
        this.pool = pool;
    }

    /** What a sign-in looks at. */
    record Credentials(
            Account account, String passwordHash, LockOut lockOut, boolean hasCode, boolean hasKey, boolean open) {}

    /** The account of this username. */
    public Future<Optional<Account>> find(String username) {
        return credentials(username).map(found -> found.map(Credentials::account));
    }

    /** The accounts of one centre, or of all, by username; at most {@value #MOST}. */
    public Future<List<AccountState>> list(Optional<String> centre) {
        return pool.preparedQuery("""
                select a.*, %s from hotline.account a
                where $1::text is null or a.centre_id = $1 order by a.username limit %d
                """.formatted(HAS_KEY, MOST))
                .execute(Tuple.of(centre.orElse(null)))
                .map(rows -> {
                    List<AccountState> accounts = new ArrayList<>();
                    rows.forEach(row -> accounts.add(state(row)));
                    return List.copyOf(accounts);
                });
    }

    /** One account with its standing. */
    public Future<Optional<AccountState>> state(String username) {
        return pool.preparedQuery("select a.*, %s from hotline.account a where a.username = $1".formatted(HAS_KEY))
                .execute(Tuple.of(username))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(state(rows.iterator().next())));
    }

    /** How many open accounts have this role, besides one. */
    public Future<Long> others(Role role, String besides) {
        return pool.preparedQuery("""
                select count(*) as n from hotline.account
                where active and not locked_by_hand and $1 = any (roles) and username <> $2
                """)
                .execute(Tuple.of(role.code(), besides))
                .map(rows -> rows.iterator().next().getLong("n"));
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

    /** Changes name, roles, centre and standing; false when there is no such account, or it has changed since this version. */
    public Future<Boolean> change(Account account, long version) {
        return pool.preparedQuery("""
                update hotline.account set name = $2, roles = $3, active = $4, centre_id = $5, version = version + 1
                where username = $1 and version = $6
                """)
                .execute(Tuple.of(
                        account.username(),
                        account.name(),
                        codes(account.roles()),
                        account.active(),
                        account.centre(),
                        version))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Locks an account until somebody lifts it, or lifts every lock. */
    public Future<Boolean> lock(String username, boolean locked) {
        return pool.preparedQuery("""
                update hotline.account set locked_by_hand = $2, failures = 0, locked_until = null, version = version + 1
                where username = $1
                """).execute(Tuple.of(username, locked)).map(rows -> rows.rowCount() == 1);
    }

    /** Gives a new password and lifts a lock that failures set. */
    public Future<Boolean> changePassword(String username, String passwordHash, Instant now) {
        return password(username, passwordHash, false, now);
    }

    /** Gives a password that somebody else knows: its first session must change it. */
    public Future<Boolean> resetPassword(String username, String passwordHash, Instant now) {
        return password(username, passwordHash, true, now);
    }

    private Future<Boolean> password(String username, String passwordHash, boolean byOther, Instant now) {
        return pool.preparedQuery("""
                update hotline.account set password_hash = $2, password_changed_at = $3, password_by_other = $4,
                  failures = 0, locked_until = null, version = version + 1
                where username = $1
                """)
                .execute(Tuple.of(username, passwordHash, now.atOffset(ZoneOffset.UTC), byOther))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<Credentials>> credentials(String username) {
        return pool.preparedQuery("select a.*, %s from hotline.account a where username = $1".formatted(HAS_KEY))
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
                row.getOffsetDateTime("totp_confirmed_at") != null || row.getBoolean("has_key"));
    }

    private static AccountState state(Row row) {
        return new AccountState(
                account(row),
                lockOut(row).until(),
                row.getBoolean("locked_by_hand"),
                row.getBoolean("password_by_other"),
                Optional.ofNullable(row.getOffsetDateTime("last_sign_in_at")).map(at -> at.toInstant()),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getLong("version"));
    }

    private static Credentials credentials(Row row) {
        return new Credentials(
                account(row),
                row.getString("password_hash"),
                lockOut(row),
                row.getOffsetDateTime("totp_confirmed_at") != null,
                row.getBoolean("has_key"),
                row.getBoolean("active") && !row.getBoolean("locked_by_hand"));
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
