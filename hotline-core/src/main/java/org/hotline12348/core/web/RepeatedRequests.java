package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Account;

/**
 * Answers a repeated write with its first answer ({@code Idempotency-Key}), so that a page which lost the connection may
 * simply try again. What failed here (5xx) is not kept: the next try is a new one.
 */
final class RepeatedRequests {

    /** A first answer is remembered for so long. */
    static final Duration MEMORY = Duration.ofDays(1);

    /** A write that has not answered after so long has died with its process. */
    static final Duration UNDER_WAY = Duration.ofSeconds(60);

    private final Pool pool;
    private final Clock clock;

    RepeatedRequests(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Does the write once.
     *
     * @param requestHash tells another request from the same one
     */
    Future<Answer> once(Account account, String key, Buffer requestHash, Supplier<Future<Answer>> write) {
        Instant now = clock.instant();
        return begin(account, key, requestHash, now)
                .compose(mine -> mine
                        // What the write throws is its answer, too.
                        ? Future.<Answer>succeededFuture()
                                .compose(begun -> write.get())
                                .recover(failure -> failure instanceof Problem problem && problem.status() < 500
                                        ? Future.succeededFuture(ApiRouter.answer(problem))
                                        : Future.failedFuture(failure))
                                .compose(answer -> keep(account, key, answer).map(answer))
                                .recover(failure ->
                                        forget(account, key).transform(ignored -> Future.failedFuture(failure)))
                        : first(account, key, requestHash));
    }

    /** Forgets what is older than a day; the answer is how many. */
    Future<Integer> sweep() {
        return pool.preparedQuery("delete from hotline.idempotent_answer where created_at < $1")
                .execute(Tuple.of(clock.instant().minus(MEMORY).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    private Future<Boolean> begin(Account account, String key, Buffer hash, Instant now) {
        return pool.preparedQuery("""
                insert into hotline.idempotent_answer as a (centre_id, username, key, request_hash, created_at)
                values ($1, $2, $3, $4, $5)
                on conflict (centre_id, username, key) do update
                  set request_hash = excluded.request_hash, created_at = excluded.created_at, status = null,
                      headers = null, body = null
                  where a.created_at < $6 or (a.status is null and a.created_at < $7)
                """)
                .execute(Tuple.of(
                        account.centre(),
                        account.username(),
                        key,
                        hash,
                        now.atOffset(ZoneOffset.UTC),
                        now.minus(MEMORY).atOffset(ZoneOffset.UTC),
                        now.minus(UNDER_WAY).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    private Future<Answer> first(Account account, String key, Buffer hash) {
        return pool.preparedQuery("""
                select * from hotline.idempotent_answer where centre_id = $1 and username = $2 and key = $3
                """)
                .execute(Tuple.of(account.centre(), account.username(), key))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw underWay();
                    }
                    Row row = rows.iterator().next();
                    if (!row.getBuffer("request_hash").equals(hash)) {
                        throw Problem.refused(
                                "This Idempotency-Key was used for another request. Make a new key for each write.");
                    }
                    if (row.getInteger("status") == null) {
                        throw underWay();
                    }
                    Map<String, String> headers = row.getJsonObject("headers").stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
                    return new Answer(
                                    row.getInteger("status"),
                                    headers,
                                    Optional.ofNullable(row.getString("body")).map(Buffer::buffer))
                            .with("Idempotent-Replayed", "true");
                });
    }

    private static Problem underWay() {
        return Problem.conflict("under-way", "The same write is under way. Try again in a moment.");
    }

    private Future<Void> keep(Account account, String key, Answer answer) {
        JsonObject headers = new JsonObject();
        answer.headers().forEach(headers::put);
        return pool.preparedQuery("""
                update hotline.idempotent_answer set status = $4, headers = $5, body = $6
                where centre_id = $1 and username = $2 and key = $3
                """)
                .execute(Tuple.of(
                        account.centre(),
                        account.username(),
                        key,
                        answer.status(),
                        headers,
                        answer.body().map(body -> body.toString()).orElse(null)))
                .mapEmpty();
    }

    private Future<Void> forget(Account account, String key) {
        return pool.preparedQuery("""
                delete from hotline.idempotent_answer
                where centre_id = $1 and username = $2 and key = $3 and status is null
                """)
                .execute(Tuple.of(account.centre(), account.username(), key))
                .mapEmpty();
    }
}
