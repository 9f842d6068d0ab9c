package org.hotline12348.core.watch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hotline12348.core.watch.Watch.Raised;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps alarms over a restart and has those told who are to be told. What cannot be written now, because the database itself
 * is what the alarm is about, is written when it is back. Runs on one Vert.x context.
 */
public final class AlarmPost {

    /** Between two tries. */
    static final Duration LOOK = Duration.ofSeconds(2);

    private static final int KEPT = 200;
    private static final int MOST_PENDING = 1_000;
    private static final int MOST_SENT = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(AlarmPost.class);

    /** How a notice goes out: at least once; the same key again is no second one. */
    @FunctionalInterface
    public interface Way {
        Future<Void> send(Recipient to, String key, String subject, String text);
    }

    private final Vertx vertx;
    private final Context context;
    private final AlarmBook book;
    private final RecipientBook recipients;
    private final Way way;
    private final Clock clock;
    private final BooleanSupplier sends;
    // On the context only.
    private final Map<String, Raised> pending = new LinkedHashMap<>();
    private final Map<String, Raised> standing = new LinkedHashMap<>();
    private final Set<String> sent = new LinkedHashSet<>();
    private boolean working;
    private long timer = -1;

    /**
     * @param clock the service's clock
     * @param sends whether people are told by us: of several services that see the same, one sends
     */
    public AlarmPost(
            Vertx vertx,
            io.vertx.sqlclient.Pool pool,
            RecipientBook recipients,
            Way way,
            Clock clock,
            BooleanSupplier sends) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.book = new AlarmBook(pool);
        this.recipients = recipients;
        this.way = way;
        this.clock = clock;
        this.sends = sends;
    }

    /** Those that stood when the service went, and the latest that are over; nothing when the database is away. */
    Future<List<Raised>> before() {
        return book.read(KEPT).recover(e -> {
            LOG.warn("Which alarms stood before could not be read: {}", e.getMessage());
            return Future.succeededFuture(List.of());
        });
    }

    void start() {
        context.runOnContext(_ -> timer = vertx.setPeriodic(LOOK.toMillis(), _ -> work()));
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** One was raised, acknowledged or is over. */
    void changed(Raised raised) {
        context.runOnContext(_ -> {
            String key = raised.alarm().id() + " " + raised.raisedAt();
            if (pending.size() < MOST_PENDING || pending.containsKey(key)) {
                pending.put(key, raised);
            }
            if (raised.clearedAt().isEmpty()) {
                standing.put(raised.alarm().id(), raised);
            } else {
                standing.remove(raised.alarm().id());
            }
        });
    }

    private void work() {
        if (working || pending.isEmpty() && standing.isEmpty()) {
            return;
        }
        working = true;
        Future<Void> done = Future.succeededFuture();
        // A copy: what is changed while it is written must be written again.
        for (Map.Entry<String, Raised> one : new LinkedHashMap<>(pending).entrySet()) {
            done = done.compose(_ -> book.write(one.getValue()))
                    .onSuccess(_ -> pending.remove(one.getKey(), one.getValue()))
                    .compose(_ -> over(one.getValue()));
        }
        done.compose(_ -> sends.getAsBoolean() ? recipients.all().compose(this::tell) : Future.succeededFuture())
                .onFailure(e -> LOG.warn("Alarms could not be kept or told, to be tried again: {}", e.getMessage()))
                .onComplete(_ -> context.runOnContext(_ -> working = false));
    }

    private Future<Void> tell(List<Recipient> all) {
        List<Future<Void>> sending = new ArrayList<>();
        for (Raised raised : List.copyOf(standing.values())) {
            for (Recipient to : all) {
                String key = to.key(raised);
                if (to.wants(raised, clock.instant()) && !sent.contains(key)) {
                    sending.add(send(
                            to,
                            key,
                            "【热线报警】" + raised.alarm().kind(),
                            raised.alarm().zh() + "\n" + raised.alarm().en()));
                }
            }
        }
        return Future.join(sending).mapEmpty();
    }

    /** Whoever was told of it is told that it is over. */
    private Future<Void> over(Raised raised) {
        if (raised.clearedAt().isEmpty() || sent.isEmpty()) {
            return Future.succeededFuture();
        }
        return recipients.all().compose(all -> {
            List<Future<Void>> sending = new ArrayList<>();
            for (Recipient to : all) {
                if (sent.contains(to.key(raised))) {
                    sending.add(send(
                            to,
                            to.key(raised) + "-over",
                            "【热线报警解除】" + raised.alarm().kind(),
                            "已解除：" + raised.alarm().zh() + "\nOver: "
                                    + raised.alarm().en()));
                }
            }
            return Future.join(sending).mapEmpty();
        });
    }

    private Future<Void> send(Recipient to, String key, String subject, String text) {
        return way.send(to, key, subject, text).onSuccess(_ -> {
            sent.add(key);
            if (sent.size() > MOST_SENT) {
                sent.remove(sent.iterator().next());
            }
        });
    }
}
