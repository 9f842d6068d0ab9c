package org.hotline12348.core.copies;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hotline12348.core.lease.Holder;
import org.hotline12348.core.lease.LeaseRule;
import org.hotline12348.core.lease.LeaseRule.Ask;
import org.hotline12348.core.lease.LeaseRule.Told;
import org.hotline12348.core.lease.LeaseState;
import org.hotline12348.core.lease.LeaseTimes;
import org.hotline12348.core.lease.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lease, kept or waited for, and the work that is done under it. Asks the table again and again; what its answers mean
 * {@link LeaseRule} says. Runs on one Vert.x context; {@link #isHeld} may be asked from any thread and looks at the clock anew
 * each time, so a process that stood still knows at once that its time is over.
 */
public final class Lease {

    private static final long LOOK_AT_CLOCK_MILLIS = 200;
    private static final long WORK_AGAIN_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Vertx vertx;
    private final Context context;
    private final LeaseTable table;
    private final String name;
    private final Holder me;
    private final LeaseTimes times;
    private final BooleanSupplier others;
    private final Supplier<Moment> clock;
    private final List<Task> works = new ArrayList<>();
    private final Promise<Void> decided = Promise.promise();
    private final Promise<Void> idle = Promise.promise();
    private volatile LeaseState state;
    // On the context only.
    private boolean told;
    private boolean stopping;
    private boolean over;
    private long timer = -1;
    private long watch = -1;

    /**
     * @param others whether other copies live: then they need not wait as long for us
     * @param clock this machine's
     */
    public Lease(
            Vertx vertx,
            LeaseTable table,
            String name,
            Holder me,
            LeaseTimes times,
            BooleanSupplier others,
            Supplier<Moment> clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.table = table;
        this.name = name;
        this.me = me;
        this.times = times;
        this.others = others;
        this.clock = clock;
        this.state = LeaseRule.unknown(clock.get());
    }

    /** Its name in the table. */
    public String name() {
        return name;
    }

    /** Whether we may act as its holder just now. From any thread; never blocks. */
    public boolean isHeld() {
        Moment now = clock.get();
        return LeaseRule.isHeld(state, now) || LeaseRule.goesOnAlone(state, times, now);
    }

    /** Begins to ask; done when it is known whether the lease is ours, or that the table does not answer. */
    public Future<Void> start() {
        context.runOnContext(_ -> {
            watch = vertx.setPeriodic(LOOK_AT_CLOCK_MILLIS, _ -> look());
            ask();
        });
        return decided.future();
    }

    /** Ends the work, then gives the lease back. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(_ -> {
            stopping = true;
            look();
            idle.future()
                    .compose(_ -> {
                        vertx.cancelTimer(timer);
                        vertx.cancelTimer(watch);
                        over = true;
                        LeaseState last = state;
                        state = LeaseRule.unknown(clock.get());
                        return last instanceof LeaseState.Holding held
                                ? table.release(name, held.token())
                                        .timeout(times.answer().toMillis(), TimeUnit.MILLISECONDS)
                                : Future.succeededFuture();
                    })
                    .onComplete(stopped);
        });
        return stopped.future();
    }

    /** Has something done while the lease is ours; at once, if it is. What is added first begins first. */
    public void during(String what, Work work) {
        context.runOnContext(_ -> {
            works.add(new Task(what, work));
            look();
        });
    }

    // ------------------------------------------------------------------------------------------------ the table

    private void ask() {
        if (stopping) {
            return;
        }
        Moment sent = clock.get();
        Ask ask = LeaseRule.next(state, me, others.getAsBoolean() ? times.beside() : times.alone(), sent);
        state = LeaseRule.asked(state, ask);
        table.answer(name, ask, me)
                .timeout(times.answer().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(e -> {
                    LOG.debug("The lease {} could not be asked for: {}", name, e.getMessage());
                    return new Told.Silent();
                })
                .onSuccess(told -> context.runOnContext(_ -> heard(ask, told, sent)));
    }

    private void heard(Ask ask, Told answer, Moment sent) {
        if (over) {
            return;
        }
        Moment now = clock.get();
        state = LeaseRule.told(state, ask, answer, sent, now);
        look();
        boolean isTurn = !(LeaseRule.next(state, me, times.beside(), now) instanceof Ask.Look);
        boolean soon = state instanceof LeaseState.Watching
                && (answer instanceof Told.Row && isTurn || answer instanceof Told.Refused);
        if (soon) {
            ask();
            return;
        }
        decided.tryComplete();
        boolean calm = state instanceof LeaseState.Holding && answer instanceof Told.Granted;
        // From question to question: an answer that comes late leaves less time until the next one.
        Duration wait = calm ? times.renew().minus(now.steadySince(sent)) : times.look();
        timer = vertx.setTimer(Math.max(1, wait.toMillis()), _ -> ask());
    }

    // ------------------------------------------------------------------------------------------------ the work

    private void look() {
        boolean held = isHeld();
        if (held != told) {
            told = held;
            if (held) {
                LOG.info("The lease {} is ours, with the token {}.", name, token());
            } else if (!stopping) {
                LOG.warn(
                        "The lease {} is not ours any more: {}.",
                        name,
                        state instanceof LeaseState.Holding
                                ? "it could not be renewed in time"
                                : "another copy of the service has taken over");
            }
        }
        works.forEach(Task::look);
        if (stopping && works.stream().allMatch(Task::isIdle)) {
            idle.tryComplete();
        }
    }

    private long token() {
        return state instanceof LeaseState.Holding held ? held.token() : 0;
    }

    /** One piece of work: what it does, and what it should. */
    private final class Task {
        private final String what;
        private final Work work;
        /** Under which token it is done; 0 while it rests. */
        private long token;

        private boolean busy;

        Task(String what, Work work) {
            this.what = what;
            this.work = work;
        }

        boolean isIdle() {
            return !busy && token == 0;
        }

        void look() {
            long wanted = !stopping && isHeld() ? token() : 0;
            if (busy || wanted == token) {
                return;
            }
            busy = true;
            if (token == 0) {
                step(() -> work.begin(wanted)).onSuccess(_ -> done(wanted)).onFailure(e -> {
                    LOG.warn("{} could not begin, to be tried again: {}", what, e.getMessage());
                    vertx.setTimer(WORK_AGAIN_MILLIS, _ -> context.runOnContext(_ -> done(0)));
                });
            } else {
                step(work::end)
                        .onFailure(e -> LOG.warn("{} could not be ended in order: {}", what, e.getMessage()))
                        .onComplete(_ -> done(0));
            }
        }

        private void done(long now) {
            context.runOnContext(_ -> {
                token = now;
                busy = false;
                Lease.this.look();
            });
        }

        private Future<Void> step(Supplier<Future<Void>> step) {
            try {
                return step.get();
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        }
    }
}
