package org.hotline12348.core.account;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.webauthn4j.Attestation;
import io.vertx.ext.auth.webauthn4j.Authenticator;
import io.vertx.ext.auth.webauthn4j.CredentialStorage;
import io.vertx.ext.auth.webauthn4j.RelyingParty;
import io.vertx.ext.auth.webauthn4j.ResidentKey;
import io.vertx.ext.auth.webauthn4j.UserVerification;
import io.vertx.ext.auth.webauthn4j.WebAuthn4J;
import io.vertx.ext.auth.webauthn4j.WebAuthn4JCredentials;
import io.vertx.ext.auth.webauthn4j.WebAuthn4JOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys as a second factor (WebAuthn): the browser's own, or a token one plugs in. Which maker a key has is not asked.
 * Each question waits two minutes and is answered once. Browsers offer keys only on a page with a host name and https,
 * or on {@code localhost}.
 */
public final class SecurityKeys {

    /** Keys of one account at most. */
    public static final int MOST = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(SecurityKeys.class);
    private static final WebAuthn4JOptions OPTIONS = new WebAuthn4JOptions()
            .setRelyingParty(new RelyingParty().setName("12348"))
            .setAttestation(Attestation.NONE)
            .setUseMetadata(false)
            .setResidentKey(ResidentKey.DISCOURAGED)
            .setRequireResidentKey(false)
            .setUserVerification(UserVerification.DISCOURAGED)
            .setTimeoutInMilliseconds(PATIENCE.toMillis());

    private final Vertx vertx;
    private final Pool pool;

    /** A key as its owner sees it. */
    public record Key(String id, String name, Instant createdAt, Optional<Instant> lastUsedAt) {}

    /**
     * A browser's answer to a question.
     *
     * @param credential what {@code navigator.credentials} gave
     * @param origin scheme, host and port of the page
     * @param domain its host
     */
    public record KeyAnswer(JsonObject credential, String origin, String domain) {}

    private enum Purpose {
        ADD,
        SIGN_IN
    }

    public SecurityKeys(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** The keys of an account, the oldest first. */
    public Future<List<Key>> list(String username) {
        return pool.preparedQuery("""
                select id, name, created_at, last_used_at from hotline.security_key where username = $1
                order by created_at, id
                """).execute(Tuple.of(username)).map(rows -> {
            List<Key> keys = new ArrayList<>();
            for (Row row : rows) {
                keys.add(new Key(
                        row.getString("id"),
                        row.getString("name"),
                        row.getOffsetDateTime("created_at").toInstant(),
                        Optional.ofNullable(row.getOffsetDateTime("last_used_at"))
                                .map(at -> at.toInstant())));
            }
            return List.copyOf(keys);
        });
    }

    /** What {@code navigator.credentials.create} is to be asked. */
    public Future<JsonObject> questionForNew(Account account, Instant now) {
        JsonObject user = new JsonObject()
                .put(
                        "id",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(account.username().getBytes(StandardCharsets.UTF_8)))
                .put("name", account.username())
                .put("displayName", account.name());
        return with(account, "", now)
                .createCredentialsOptions(user)
                .compose(question -> keep(account, Purpose.ADD, question, now));
    }

    /** Keeps the key that answers; false when it does not fit the question. */
    public Future<Boolean> add(Account account, String name, KeyAnswer answer, Instant now) {
        return answered(account, Purpose.ADD, name, answer, now);
    }

    /** What {@code navigator.credentials.get} is to be asked. */
    Future<JsonObject> questionForSignIn(Account account, Instant now) {
        return with(account, "", now)
                .getCredentialsOptions(account.username())
                .compose(question -> keep(account, Purpose.SIGN_IN, question, now));
    }

    /** Whether one of the account's keys gave this answer. */
    Future<Boolean> accepts(Account account, KeyAnswer answer, Instant now) {
        return answered(account, Purpose.SIGN_IN, "", answer, now);
    }

    /** Takes a key away; false when there is none of this id. */
    public Future<Boolean> remove(String username, String id) {
        return pool.preparedQuery("delete from hotline.security_key where username = $1 and id = $2")
                .execute(Tuple.of(username, id))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Takes them all away: the person has lost them. */
    public Future<Void> removeAll(String username) {
        return pool.preparedQuery("delete from hotline.security_key where username = $1")
                .execute(Tuple.of(username))
                .mapEmpty();
    }

    private Future<JsonObject> keep(Account account, Purpose purpose, JsonObject question, Instant now) {
        return pool.preparedQuery("""
                insert into hotline.key_challenge (centre_id, username, purpose, challenge, created_at)
                values ($1, $2, $3, $4, $5)
                on conflict (centre_id, username, purpose)
                do update set challenge = excluded.challenge, created_at = excluded.created_at
                """)
                .execute(Tuple.of(
                        account.centre(),
                        account.username(),
                        purpose.name(),
                        question.getString("challenge"),
                        now.atOffset(ZoneOffset.UTC)))
                .map(question);
    }

    private Future<Boolean> answered(Account account, Purpose purpose, String name, KeyAnswer answer, Instant now) {
        return pool.preparedQuery("""
                delete from hotline.key_challenge where username = $1 and purpose = $2 returning challenge, created_at
                """)
                .execute(Tuple.of(account.username(), purpose.name()))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(false);
                    }
                    Row row = rows.iterator().next();
                    if (row.getOffsetDateTime("created_at")
                            .toInstant()
                            .plus(PATIENCE)
                            .isBefore(now)) {
                        return Future.succeededFuture(false);
                    }
                    WebAuthn4JCredentials credentials = new WebAuthn4JCredentials()
                            .setUsername(account.username())
                            .setChallenge(row.getString("challenge"))
                            .setOrigin(answer.origin())
                            .setDomain(answer.domain())
                            .setWebauthn(answer.credential());
                    return with(account, name, now)
                            .authenticate(credentials)
                            .map(true)
                            .recover(failure -> {
                                LOG.info(
                                        "A key's answer for {} was refused: {}",
                                        account.username(),
                                        failure.getMessage());
                                return Future.succeededFuture(false);
                            });
                });
    }

    private WebAuthn4J with(Account account, String name, Instant now) {
        return WebAuthn4J.create(vertx, OPTIONS).credentialStorage(new Storage(account, name, now));
    }

    /** The keys of one account as the library reads and writes them. */
    private final class Storage implements CredentialStorage {

        private final Account account;
        private final String name;
        private final Instant now;

        Storage(Account account, String name, Instant now) {
            this.account = account;
            this.name = name;
            this.now = now;
        }

        @Override
        public Future<List<Authenticator>> find(@Nullable String username, @Nullable String id) {
            return pool.preparedQuery("""
                    select authenticator from hotline.security_key
                    where username = $1 and ($2::text is null or id = $2) limit 10
                    """)
                    .execute(Tuple.of(account.username(), id))
                    .map(rows -> {
                        List<Authenticator> found = new ArrayList<>();
                        rows.forEach(row -> found.add(new Authenticator(row.getJsonObject("authenticator"))));
                        return found;
                    });
        }

        @Override
        public Future<Void> storeCredential(Authenticator authenticator) {
            return pool.preparedQuery("""
                    insert into hotline.security_key (centre_id, username, id, name, authenticator, created_at)
                    select $1, $2, $3, $4, $5, $6
                    where (select count(*) from hotline.security_key where username = $2) < $7
                    """)
                    .execute(Tuple.of(
                            account.centre(),
                            account.username(),
                            authenticator.getCredID(),
                            name,
                            authenticator.toJson(),
                            now.atOffset(ZoneOffset.UTC),
                            MOST))
                    .compose(rows -> rows.rowCount() == 1
                            ? Future.succeededFuture()
                            : Future.failedFuture("An account has %d keys at most.".formatted(MOST)));
        }

        @Override
        public Future<Void> updateCounter(Authenticator authenticator) {
            return pool.preparedQuery("""
                    update hotline.security_key set authenticator = $3, last_used_at = $4
                    where username = $1 and id = $2
                    """)
                    .execute(Tuple.of(
                            account.username(),
                            authenticator.getCredID(),
                            authenticator.toJson(),
                            now.atOffset(ZoneOffset.UTC)))
                    .mapEmpty();
        }
    }
}
