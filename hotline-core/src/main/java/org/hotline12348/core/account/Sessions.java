package org.hotline12348.core.account;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The sessions in PostgreSQL: they survive a restart and are the same for every copy of the service. */
public final class Sessions {

    private final Pool pool;

    public Sessions(Pool pool) {
        this.pool = pool;
    }

    /** Begins a session with a token and an anti-forgery value that were made for it. */
    public Future<Session> open(Account account, String token, String xsrf, Instant now) {
        return pool.preparedQuery("""
                with signed as (
                  update hotline.account set last_sign_in_at = $5 where username = $2)
                insert into hotline.session (token_hash, centre_id, username, xsrf_hash, created_at, last_seen_at)
                values ($1, $3, $2, $4, $5, $5)
                """)
                .execute(Tuple.of(
                        Buffer.buffer(Tokens.hash(token)),
                        account.username(),
                        account.centre(),
                        Buffer.buffer(Tokens.hash(xsrf)),
                        now.atOffset(ZoneOffset.UTC)))
                .compose(ignored -> find(token, now, false))
                .map(session -> session.orElseThrow(() -> new IllegalStateException(
                        "The session just opened for %s is not there.".formatted(account.username()))));
    }

    /** The living session of this token; the request counts as a sign of life when {@code touch} says so. */
    public Future<Optional<Session>> find(String token, Instant now, boolean touch) {
        return pool.preparedQuery("""
                select s.token_hash, s.xsrf_hash, s.created_at as opened_at, s.last_seen_at, a.*,
                  coalesce(a.roles && p.second_factor_roles, false) as needs_factor,
                  %s
                from hotline.session s join hotline.account a using (centre_id, username)
                  left join hotline.security_policy p on p.centre_id = a.centre_id
                where s.token_hash = $1 and a.active and not a.locked_by_hand
                """.formatted(Accounts.HAS_KEY))
                .execute(Tuple.of(Buffer.buffer(Tokens.hash(token))))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.<Session>empty());
                    }
                    var row = rows.iterator().next();
                    Session session = new Session(
                            row.getBuffer("token_hash"),
                            Accounts.account(row),
                            row.getBuffer("xsrf_hash"),
                            row.getOffsetDateTime("opened_at").toInstant(),
                            row.getOffsetDateTime("last_seen_at").toInstant(),
                            Obligation.of(
                                    row.getBoolean("password_by_other"),
                                    row.getBoolean("needs_factor"),
                                    Accounts.account(row).secondFactor()));
                    if (!session.aliveAt(now)) {
                        return close(session.id()).map(Optional.<Session>empty());
                    }
                    boolean due = touch && !now.isBefore(session.lastSeenAt().plus(Session.TOUCH));
                    return (due ? touch(session, now) : Future.<Void>succeededFuture()).map(Optional.of(session));
                });
    }

    /** Gives a session another value for its writes: the browser lost the one it had. */
    public Future<Void> renewXsrf(Buffer id, String xsrf) {
        return pool.preparedQuery("update hotline.session set xsrf_hash = $2 where token_hash = $1")
                .execute(Tuple.of(id, Buffer.buffer(Tokens.hash(xsrf))))
                .mapEmpty();
    }

    /** Those of these sessions that have not ended; looking does not keep them alive. */
    public Future<Set<Buffer>> living(Collection<Buffer> ids, Instant now) {
        return pool.preparedQuery("""
                select s.token_hash from hotline.session s join hotline.account a using (centre_id, username)
                where s.token_hash = any($1) and a.active and s.last_seen_at > $2 and s.created_at > $3
                """)
                .execute(Tuple.of(
                        ids.toArray(Buffer[]::new),
                        now.minus(Session.IDLE).atOffset(ZoneOffset.UTC),
                        now.minus(Session.LIFE).atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Set<Buffer> found = new HashSet<>();
                    rows.forEach(row -> found.add(row.getBuffer("token_hash")));
                    return found;
                });
    }

    /** Ends one session. */
    public Future<Void> close(Buffer id) {
        return pool.preparedQuery("delete from hotline.session where token_hash = $1")
                .execute(Tuple.of(id))
                .mapEmpty();
    }

    /** Ends all sessions of a person: his password or his roles have changed. */
    public Future<Void> closeAll(String username) {
        return pool.preparedQuery("delete from hotline.session where username = $1")
                .execute(Tuple.of(username))
                .mapEmpty();
    }

    /** Ends all sessions of a person but one: he has changed his password. */
    public Future<Void> closeOthers(String username, Buffer but) {
        return pool.preparedQuery("delete from hotline.session where username = $1 and token_hash <> $2")
                .execute(Tuple.of(username, but))
                .mapEmpty();
    }

    /** Removes what has ended by itself; the answer is how many. */
    public Future<Integer> sweep(Instant now) {
        return pool.preparedQuery("delete from hotline.session where last_seen_at <= $1 or created_at <= $2")
                .execute(Tuple.of(
                        now.minus(Session.IDLE).atOffset(ZoneOffset.UTC),
                        now.minus(Session.LIFE).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    private Future<Void> touch(Session session, Instant now) {
        return pool.preparedQuery(
                        "update hotline.session set last_seen_at = greatest(last_seen_at, $2) where token_hash = $1")
                .execute(Tuple.of(session.id(), now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }
}
