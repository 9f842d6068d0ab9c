package org.hotline12348.core.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.text.Normalizer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id with OWASP's parameters (19 MiB, 2 rounds, 1 lane), computed by two threads of its own: a storm of
 * sign-ins cannot hold up calls, nor take more than 38 MiB.
 */
public final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ROUNDS = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int THREADS = 2;

    private final WorkerExecutor workers;
    private final Future<String> nobody;

    public Passwords(Vertx vertx) {
        workers = vertx.createSharedWorkerExecutor("hotline-passwords", THREADS, 30, TimeUnit.SECONDS);
        nobody = hash("nobody has this password");
    }

    /** The hash to keep, with its salt and parameters. */
    public Future<String> hash(String password) {
        return workers.executeBlocking(
                        () -> Password.hash(normal(password))
                                .addRandomSalt(SALT_BYTES)
                                .with(Argon2Function.getInstance(MEMORY_KIB, ROUNDS, LANES, HASH_BYTES, Argon2.ID))
                                .getResult(),
                        false)
                .map(Objects::requireNonNull);
    }

    /** Whether the password belongs to this hash. */
    public Future<Boolean> matches(String password, String hash) {
        return workers.executeBlocking(
                        () -> Password.check(normal(password), hash).with(Argon2Function.getInstanceFromHash(hash)),
                        false)
                .map(Objects::requireNonNull);
    }

    /** Takes as long as {@link #matches} and is false: whether a username exists must not show in the time. */
    public Future<Boolean> matchesNobody(String password) {
        return nobody.compose(hash -> matches(password, hash)).map(false);
    }

    /** One person's keyboard may compose a letter, another's not. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
