package org.hotline12348.core.dispatch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.scheduler.desk.AttendanceDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-ins and sign-outs by telephone ({@code *12}, {@code *13}), from the rows of the exchange. The exchange confirms them
 * by itself, also while this service is dead, so they are read from its journal afterwards: each counts once, at the
 * moment it was made, however often and by whichever way its row comes.
 */
public final class PhoneSignIns {

    /** What was missed longer ago is left alone. */
    static final Duration BACK = Duration.ofHours(48);

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(PhoneSignIns.class);

    private final Vertx vertx;
    private final AttendanceDesk desk;
    private final Function<Instant, Future<List<CelRow>>> earlier;
    private final Clock exchange;
    private final Duration offset;
    private volatile boolean waiting;
    private volatile boolean stopped;

    /**
     * @param earlier rows of the journal since a moment
     * @param exchange the time of the exchange, which is real time
     * @param offset how far the service's clock is ahead of it, for a demonstration
     */
    public PhoneSignIns(
            Vertx vertx,
            AttendanceDesk desk,
            Function<Instant, Future<List<CelRow>>> earlier,
            Clock exchange,
            Duration offset) {
        this.vertx = vertx;
        this.desk = desk;
        this.earlier = earlier;
        this.exchange = exchange;
        this.offset = offset;
    }

    /** Enters what was stored before this service ran; where that fails it is tried again. */
    public Future<Void> catchUp() {
        return earlier.apply(exchange.instant().minus(BACK))
                .compose(this::enter)
                .onFailure(e -> later(String.valueOf(e.getMessage())));
    }

    /** Ends; nothing is tried again any more. */
    public void stop() {
        stopped = true;
    }

    /** Rows came, in order of time. Any thread. */
    public void seen(List<CelRow> rows) {
        enter(rows).onFailure(e -> later(String.valueOf(e.getMessage())));
    }

    private void later(String why) {
        if (!waiting && !stopped) {
            waiting = true;
            LOG.warn("Sign-ins by telephone could not be written ({}); they are read from the journal again.", why);
            vertx.setTimer(AGAIN.toMillis(), id -> {
                waiting = false;
                if (!stopped) {
                    catchUp();
                }
            });
        }
    }

    /** One after the other: a sign-out counts only after its sign-in. */
    private Future<Void> enter(List<CelRow> rows) {
        Future<Void> done = Future.succeededFuture();
        for (CelRow row : rows) {
            PhoneStatus said = PhoneStatus.of(row).orElse(null);
            if (said != null && said.signedIn().isPresent()) {
                done = done.compose(ignored -> enter(row, said, said.signedIn().get()));
            }
        }
        return done;
    }

    private Future<Void> enter(CelRow row, PhoneStatus said, boolean in) {
        String key = "%s-%s-%s".formatted(row.pbx(), row.uniqueId(), in ? "in" : "out");
        return desk.signByPhone(said.lawyer(), in, row.eventTime().plus(offset), key)
                .onSuccess(
                        verdict -> LOG.info("{} signed {} by telephone: {}", said.lawyer(), in ? "in" : "out", verdict))
                .mapEmpty();
    }
}
