package org.hotline12348.core.copies;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries notices for live screens from the copy in which something happened to the others. What every copy hears from the
 * exchange itself (seats, the line) is not carried. A notice that is lost costs nothing but a screen that is late: its reader looks
 * again by himself.
 */
public final class NoticeRelay {

    static final String CHANNEL = "hotline_notice";

    private static final String NOTICES = "hotline.notice";
    private static final String CARRIED = "carried";
    private static final Set<String> TYPES = Set.of("call", "consultation", "callback", "alarm");
    private static final Set<String> LINE_STATES = Set.of("CLOSED", "OPENED");
    private static final long GATHER_MILLIS = 50;
    /** Notices that wait at most; beyond, the oldest are dropped. */
    private static final int MOST_WAITING = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(NoticeRelay.class);

    private final Vertx vertx;
    private final Context context;
    private final Wire wire;
    private final String run;
    private final BooleanSupplier others;
    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private Optional<MessageConsumer<JsonObject>> consumer = Optional.empty();
    private boolean sending;

    /**
     * @param run this process
     * @param others whether anybody is there to hear it
     */
    public NoticeRelay(Vertx vertx, Wire wire, String run, BooleanSupplier others) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.wire = wire;
        this.run = run;
        this.others = others;
        wire.hear(CHANNEL, this::heard, () -> {});
    }

    /** Begins to carry. */
    public void start() {
        consumer = Optional.of(vertx.eventBus().consumer(NOTICES, this::happened));
    }

    /** Ends. */
    public Future<Void> stop() {
        return consumer.map(MessageConsumer::unregister).orElseGet(Future::succeededFuture);
    }

    private void happened(Message<JsonObject> message) {
        if (message.headers().contains(CARRIED) || !others.getAsBoolean() || !isCarried(message.body())) {
            return;
        }
        JsonObject notice = message.body();
        context.runOnContext(_ -> {
            waiting.addLast(notice);
            if (waiting.size() > MOST_WAITING) {
                waiting.removeFirst();
            }
            if (!sending) {
                sending = true;
                vertx.setTimer(GATHER_MILLIS, _ -> context.runOnContext(_ -> send()));
            }
        });
    }

    private static boolean isCarried(JsonObject notice) {
        String type = notice.getString("type", "");
        return TYPES.contains(type) || type.equals("line") && LINE_STATES.contains(notice.getString("state", ""));
    }

    private void send() {
        JsonArray some = new JsonArray();
        int bytes = 0;
        while (!waiting.isEmpty()) {
            int more = waiting.getFirst().encode().getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes + more > Wire.LONGEST - 200) {
                break;
            }
            bytes += more;
            some.add(waiting.removeFirst());
        }
        if (some.isEmpty() && !waiting.isEmpty()) {
            LOG.debug(
                    "A notice of {} bytes is too long to be carried.",
                    waiting.removeFirst().encode().length());
        }
        wire.say(CHANNEL, new JsonObject().put("run", run).put("notices", some).encode())
                .onFailure(e -> LOG.debug("Notices could not be carried: {}", e.getMessage()))
                .onComplete(_ -> context.runOnContext(_ -> {
                    if (waiting.isEmpty()) {
                        sending = false;
                    } else {
                        send();
                    }
                }));
    }

    private void heard(String payload) {
        JsonObject said = new JsonObject(payload);
        if (said.getString("run", "").equals(run)) {
            return;
        }
        DeliveryOptions carried = new DeliveryOptions().addHeader(CARRIED, "yes");
        for (Object notice : said.getJsonArray("notices")) {
            vertx.eventBus().publish(NOTICES, notice, carried);
        }
    }
}
