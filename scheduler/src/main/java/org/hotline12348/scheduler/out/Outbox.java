package org.hotline12348.scheduler.out;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.store.RosterStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: takes notices that are due, sends each by its way, and tries again later what did not go out. A
 * notice goes out at least once; several services share one outbox, since each notice is lent to one of them at a time.
 */
public final class Outbox {

    /** Between two looks into the outbox. */
    public static final Duration LOOK = Duration.ofSeconds(5);

    /** How long a notice is lent for sending; then another may try. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** Waits before the second, third, … try; after the last the notice is given up. */
    static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    /** A notice older than this is not sent any more: it would only confuse. */
    static final Duration OLDEST = Duration.ofHours(24);

    private static final int AT_ONCE = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Vertx vertx;
    private final Context context;
    private final RosterStore store;
    private final Map<Notice.Channel, NoticeWay> ways;
    private final Clock clock;
    private Optional<Long> timer = Optional.empty();
    private Optional<Future<Integer>> sending = Optional.empty();

    /** @param ways the ways that are set up; a notice of another is given up at once */
    public Outbox(Vertx vertx, RosterStore store, Map<Notice.Channel, NoticeWay> ways, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.ways = Map.copyOf(ways);
        this.clock = clock;
    }

    public void start() {
        context.runOnContext(ignored -> timer = Optional.of(vertx.setPeriodic(
                LOOK.toMillis(),
                again -> empty().onFailure(e -> LOG.warn("The outbox waits for the next look: {}", e.getMessage())))));
    }

    /** Ends; what is being sent is waited for. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(ignored -> {
            timer.ifPresent(vertx::cancelTimer);
            Future<?> last = sending.isPresent() ? sending.get() : Future.succeededFuture();
            last.onComplete(done -> {
                ways.values().forEach(NoticeWay::close);
                stopped.complete();
            });
        });
        return stopped.future();
    }

    /** Sends what is due, one round at a time; the answer is how many notices went out. */
    public Future<Integer> empty() {
        Promise<Integer> done = Promise.promise();
        context.runOnContext(ignored -> {
            if (sending.isEmpty()) {
                Future<Integer> round = round(0);
                sending = Optional.of(round);
                round.onComplete(over -> context.runOnContext(later -> sending = Optional.empty()));
            }
            sending.get().onComplete(done);
        });
        return done.future();
    }

    private Future<Integer> round(int before) {
        return store.dueNotices(clock.instant(), LEASE, AT_ONCE).compose(due -> {
            List<Future<Boolean>> sent = due.stream().map(this::send).toList();
            return Future.join(sent)
                    .map(all -> before
                            + (int) all.<Boolean>list().stream()
                                    .filter(one -> one)
                                    .count())
                    .compose(count -> due.size() == AT_ONCE ? round(count) : Future.succeededFuture(count));
        });
    }

    /** True when it went out. */
    private Future<Boolean> send(Notice notice) {
        Instant now = clock.instant();
        NoticeWay way = ways.get(notice.channel());
        if (way == null) {
            return store.noticeFailed(notice, "no way is set up for " + notice.channel(), Optional.empty())
                    .map(false);
        }
        if (notice.at().plus(OLDEST).isBefore(now)) {
            return store.noticeFailed(notice, "it is older than a day", Optional.empty())
                    .map(false);
        }
        return way.send(notice)
                .compose(ignored -> store.noticeSent(notice, clock.instant()).map(true))
                .recover(failure -> {
                    String why = String.valueOf(failure.getMessage());
                    boolean hopeless =
                            failure instanceof NoticeWay.UndeliverableException || notice.tries() > WAITS.size();
                    Optional<Instant> next = hopeless
                            ? Optional.empty()
                            : Optional.of(clock.instant().plus(WAITS.get(notice.tries() - 1)));
                    LOG.warn(
                            "The notice {} did not go out ({}); {}.",
                            notice.id(),
                            why,
                            next.map(at -> "the next try is at " + at).orElse("it is given up"));
                    return store.noticeFailed(notice, why, next).map(false);
                });
    }
}
