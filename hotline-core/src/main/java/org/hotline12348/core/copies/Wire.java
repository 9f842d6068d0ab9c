package org.hotline12348.core.copies;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's LISTEN and NOTIFY: what one copy says all hear, as long as they are connected. */
public final class Wire {

    /** Longest payload, in bytes: PostgreSQL takes less than 8,000. */
    static final int LONGEST = 7_900;

    private static final long AGAIN_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private final Pool pool;
    private final PgSubscriber subscriber;

    /** @param pool for what is said */
    public Wire(Vertx vertx, PgConnectOptions options, Pool pool) {
        this.pool = pool;
        this.subscriber = PgSubscriber.subscriber(vertx, options).reconnectPolicy(_ -> AGAIN_MILLIS);
    }

    /** Connects, and from then on connects again by itself. */
    public Future<Void> start() {
        return subscriber.connect();
    }

    /** Ends. */
    public Future<Void> stop() {
        return subscriber.close();
    }

    /**
     * Hears a channel from the next connection on.
     *
     * @param missed told after each connection: what was said before it was not heard
     */
    void hear(String channel, Consumer<String> said, Runnable missed) {
        subscriber.channel(channel).subscribeHandler(_ -> missed.run()).handler(payload -> {
            try {
                said.accept(payload);
            } catch (RuntimeException e) {
                LOG.warn("What was said on {} could not be understood: {}", channel, e.toString());
            }
        });
    }

    /** Says something to all copies, this one too. */
    Future<Void> say(String channel, String payload) {
        return pool.preparedQuery("select pg_notify($1, $2)")
                .execute(Tuple.of(channel, payload))
                .mapEmpty();
    }
}
