package org.hotline12348.core.copies;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.LineException;
import org.hotline12348.ivr.PhoneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries orders of people from the copy that was asked to the one that commands the exchange, and the answers back: sealed, over
 * PostgreSQL's notices. An order is given once at most; where no answer comes in time, whether it was obeyed is not known.
 */
public final class Orders {

    private static final String ORDERS = "hotline_order";
    private static final String ANSWERS = "hotline_answer";
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /** Orders that wait for an answer at most. */
    private static final int MOST_WAITING = 500;

    private final Vertx vertx;
    private final Wire wire;
    private final Vault vault;
    private final String run;
    private final Supplier<String> ids;
    private final Map<String, Promise<Boolean>> waiting = new ConcurrentHashMap<>();

    /**
     * @param run this process
     * @param ids makes random ids
     */
    public Orders(Vertx vertx, Wire wire, Vault vault, String run, Supplier<String> ids) {
        this.vertx = vertx;
        this.wire = wire;
        this.vault = vault;
        this.run = run;
        this.ids = ids;
        wire.hear(ANSWERS, this::answered, () -> {});
    }

    /** Gives the orders of other copies to the line while the lease is ours; to be called before the wire connects. */
    void obey(Lease lease, PhoneLine line) {
        wire.hear(
                ORDERS,
                payload -> {
                    JsonObject said = new JsonObject(payload);
                    if (said.getString("lease").equals(lease.name()) && lease.isHeld()) {
                        obey(said, line);
                    }
                },
                () -> {});
    }

    private void obey(JsonObject said, PhoneLine line) {
        String id = said.getString("id");
        LineOrder order = opened(said.getString("order"), id)
                .map(LineOrder::read)
                .orElseThrow(() -> new IllegalArgumentException("an order that was sealed with other keys"));
        LOG.info("{} asks for {}.", said.getString("run"), order.getClass().getSimpleName());
        JsonObject answer = new JsonObject().put("id", id).put("run", said.getString("run"));
        order.giveTo(line)
                .map(yes -> answer.put("yes", yes))
                .otherwise(e -> answer.put(
                                "kind",
                                e instanceof LineException told
                                        ? told.kind().name()
                                        : LineException.Kind.REFUSED.name())
                        .put("message", String.valueOf(e.getMessage())))
                .compose(done -> wire.say(ANSWERS, done.encode()))
                .onFailure(e -> LOG.warn("The answer to an order could not be sent: {}", e.getMessage()));
    }

    private Optional<JsonObject> opened(String sealed, String id) {
        return vault.open(Base64.getDecoder().decode(sealed), "order|" + id).map(JsonObject::new);
    }

    /** Sends an order to whoever holds a lease. */
    Future<Boolean> send(String lease, LineOrder order) {
        if (waiting.size() >= MOST_WAITING) {
            return Future.failedFuture(new LineException(
                    LineException.Kind.DOWN, "%d orders wait for an answer already.".formatted(MOST_WAITING)));
        }
        String id = ids.get();
        Promise<Boolean> promise = Promise.promise();
        waiting.put(id, promise);
        Duration patience = order.patience();
        long timer = vertx.setTimer(
                patience.toMillis(),
                _ -> promise.tryFail(new LineException(
                        LineException.Kind.NO_ANSWER,
                        "The copy of the service that commands the exchange did not answer within %d s."
                                .formatted(patience.toSeconds()))));
        JsonObject said = new JsonObject()
                .put("lease", lease)
                .put("id", id)
                .put("run", run)
                .put(
                        "order",
                        Base64.getEncoder()
                                .encodeToString(vault.seal(order.json().encode(), "order|" + id)));
        wire.say(ORDERS, said.encode())
                .onFailure(e -> promise.tryFail(new LineException(
                        LineException.Kind.DOWN,
                        "The copy of the service that commands the exchange cannot be reached: " + e.getMessage())));
        return promise.future().onComplete(_ -> {
            waiting.remove(id);
            vertx.cancelTimer(timer);
        });
    }

    private void answered(String payload) {
        JsonObject said = new JsonObject(payload);
        Promise<Boolean> promise = waiting.get(said.getString("id", ""));
        if (promise == null || !run.equals(said.getString("run"))) {
            return;
        }
        if (said.containsKey("yes")) {
            promise.tryComplete(said.getBoolean("yes"));
        } else {
            promise.tryFail(new LineException(
                    LineException.Kind.valueOf(said.getString("kind")), said.getString("message", "")));
        }
    }
}
