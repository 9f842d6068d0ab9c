package org.hotline12348.core.callback;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.callback.Attempt.Result;
import org.hotline12348.core.callback.Callback.State;
import org.hotline12348.core.callback.NextCalls.Free;
import org.hotline12348.core.callback.NextCalls.Scene;
import org.hotline12348.core.callback.NextCalls.Start;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.LineException;
import org.hotline12348.ivr.LineHealth;
import org.hotline12348.ivr.PhoneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the list of callbacks: by a person's click, and, where the rules say so, by ringing the next lawyer who is free.
 * The lawyer's telephone rings first, the citizen's once he has accepted. Runs on one Vert.x context.
 */
public final class CallbackDesk {

    /** Between two looks at the list. */
    static final Duration LOOK = Duration.ofSeconds(2);

    /** A call out of which nothing was heard for so long, and of which no trace is in the book, has ended somehow. */
    static final Duration LOST = Duration.ofMinutes(3);

    /** How long a lawyer's telephone rings for a callback, in seconds. */
    static final int RING_SECONDS = 25;

    private static final String NOTICES = "hotline.notice";
    private static final Logger LOG = LoggerFactory.getLogger(CallbackDesk.class);

    /** What the desk must know of a centre's line. */
    public interface Lawyers {

        /** The centres. */
        List<String> centres();

        /** Lawyers of a centre who are on duty, ready, and whose telephones are not engaged. */
        Set<String> free(String centre);

        /** Whether a lawyer's telephone is engaged or cannot be reached; empty when nobody knows him to have one. */
        Optional<Boolean> engaged(String lawyer);

        /** The number that citizens of the centre dial. */
        String line(String centre);
    }

    private final Vertx vertx;
    private final Context context;
    private final CallbackBook book;
    private final PhoneLine phoneLine;
    private final Lawyers lawyers;
    private final Clock clock;
    private final Counter attempts;
    private final Counter trouble;
    // On the context only.
    private final Map<String, Instant> freeSince = new HashMap<>();
    private final Set<String> ringing = new HashSet<>();
    private Optional<Long> timer = Optional.empty();
    private boolean looking;
    private volatile int open;

    /** @param clock the service's clock */
    public CallbackDesk(
            Vertx vertx, CallbackBook book, PhoneLine phoneLine, Lawyers lawyers, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.book = book;
        this.phoneLine = phoneLine;
        this.lawyers = lawyers;
        this.clock = clock;
        this.attempts = Counter.builder("hotline.callbacks.attempts")
                .description("telephones of lawyers rung for a callback")
                .register(meters);
        this.trouble = Counter.builder("hotline.callbacks.failures")
                .description("looks at the list that could not be finished")
                .register(meters);
        Gauge.builder("hotline.callbacks.open", () -> open)
                .description("callbacks that are owed, of all centres")
                .register(meters);
    }

    /** Begins to look. */
    public Future<Void> start() {
        return onContext(() -> timer = Optional.of(vertx.setPeriodic(LOOK.toMillis(), _ -> look())));
    }

    /** Ends; calls under way go on, and the journal tells the next service what became of them. */
    public Future<Void> stop() {
        return onContext(() -> {
            timer.ifPresent(vertx::cancelTimer);
            timer = Optional.empty();
        });
    }

    private Future<Void> onContext(Runnable step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            step.run();
            done.complete();
        });
        return done.future();
    }

    // ------------------------------------------------------------------------------------------------- by a person

    /** One of them. */
    public Future<Optional<Callback>> find(String id, Set<String> centres) {
        return book.find(id, centres);
    }

    /** A page of the list. */
    public Future<CallbackPage> list(CallbackQuery query) {
        return book.list(query);
    }

    /** How many of a centre should have been worked by a moment. */
    public Future<Long> due(String centre, Instant now) {
        return book.due(centre, now);
    }

    /** Whether a number may be dialled from here. */
    public boolean mayDial(PhoneNumber number) {
        return book.rules().mayDial(number);
    }

    /** Attempts left before it is given up. */
    public int attemptsLeft(Callback callback) {
        return Math.max(0, book.rules().maxAttempts() - callback.attemptsMade());
    }

    /** Enters one; joins the one that is open for this number. */
    public Future<Callback> add(String centre, PhoneNumber number, String key, Instant due) {
        return book.add(centre, number, key, due).onSuccess(this::tell);
    }

    /** A lawyer takes one. */
    public Future<Verdict> claim(String id, Set<String> centres, String lawyer) {
        return told(book.change(id, centres, callback -> callback.claim(lawyer, clock.instant())));
    }

    /** It goes back into the list. */
    public Future<Verdict> release(String id, Set<String> centres, String who, boolean anybodys) {
        return told(book.change(id, centres, callback -> callback.release(who, anybodys)));
    }

    /** A person closes one. */
    public Future<Verdict> close(
            String id, Set<String> centres, Ending ending, String who, String note, boolean anybodys) {
        return told(book.change(id, centres, callback -> callback.close(ending, who, clock.instant(), note, anybodys)));
    }

    /** Rings this lawyer's telephone now, and the citizen's once he has accepted. */
    public Future<Verdict> call(String id, Set<String> centres, String lawyer) {
        Optional<Boolean> engaged = lawyers.engaged(lawyer);
        if (engaged.isEmpty()) {
            return refused("busy", "%s has no telephone on the line.".formatted(lawyer));
        }
        if (engaged.get()) {
            return refused("busy", "The telephone of %s is engaged or cannot be reached.".formatted(lawyer));
        }
        if (!phoneLine.health().up()) {
            return refused(
                    "line",
                    "The line to the exchange is down: " + phoneLine.health().reason());
        }
        return book.find(id, centres).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Verdict.Unknown(id));
            }
            String centre = found.get().centre();
            LineHealth health = phoneLine.health(centre);
            if (!health.up()) {
                return refused("line", "The line to the exchange is down: " + health.reason());
            }
            return book.open(centre)
                    .compose(all -> book.load(centre).compose(load -> {
                        Optional<String> cap = capReached(all, load, found.get());
                        return cap.isPresent() ? refused("caps", cap.get()) : ring(id, centre, lawyer);
                    }));
        });
    }

    private Optional<String> capReached(List<Callback> all, CallbackBook.Load load, Callback callback) {
        CallbackRules rules = book.rules();
        if (all.stream().filter(NextCalls::isCalling).count() >= rules.concurrent()) {
            return Optional.of("%d callbacks are under way, more are not allowed at once (callback.concurrent)."
                    .formatted(rules.concurrent()));
        }
        if (load.today() >= rules.daily()) {
            return Optional.of("%d calls went out within 24 hours, more are not allowed (callback.daily)."
                    .formatted(load.today()));
        }
        int tried = NextCalls.attempts(callback, clock.instant());
        return tried >= rules.dailyPerNumber()
                ? Optional.of("This number was dialled %d times within 24 hours, more is not allowed.".formatted(tried))
                : Optional.empty();
    }

    private static Future<Verdict> refused(String rule, String why) {
        return Future.succeededFuture(new Verdict.Refused(rule, why));
    }

    private Future<Verdict> told(Future<Verdict> change) {
        return change.onSuccess(verdict -> {
            if (verdict instanceof Verdict.Changed(Callback callback)) {
                tell(callback);
            }
        });
    }

    // ------------------------------------------------------------------------------------------------- the attempt

    private Future<Verdict> ring(String id, String centre, String lawyer) {
        return told(book.change(id, Set.of(centre), callback -> callback.call(lawyer, clock.instant(), book.rules())))
                .onSuccess(verdict -> {
                    if (verdict instanceof Verdict.Changed(Callback callback)) {
                        context.runOnContext(_ -> dial(callback, lawyer));
                    }
                });
    }

    private void dial(Callback callback, String lawyer) {
        attempts.increment();
        ringing.add(lawyer);
        CallOut order = new CallOut(
                callback.id(),
                callback.centre(),
                lawyer,
                callback.number().plainDigits(),
                lawyers.line(callback.centre()),
                RING_SECONDS);
        phoneLine
                .callOut(order)
                .recover(e -> {
                    LOG.warn("The callback {} could not be dialled: {}", callback.id(), e.getMessage());
                    // A connection that broke in the middle may have carried the order: the journal will tell.
                    boolean refused = e instanceof IllegalArgumentException
                            || e instanceof LineException told && told.kind() != LineException.Kind.NO_ANSWER;
                    return refused ? Future.succeededFuture(false) : Future.failedFuture(e);
                })
                .compose(accepted -> accepted
                        ? Future.succeededFuture(Optional.<Callback>empty())
                        : book.settle(
                                callback.id(),
                                callback.centre(),
                                now -> now.lawyerDeclined(clock.instant(), book.rules())))
                .onSuccess(changed -> changed.ifPresent(this::tell))
                .onFailure(e ->
                        LOG.warn("What became of the callback {} is not known yet: {}", callback.id(), e.getMessage()))
                .onComplete(_ -> context.runOnContext(_ -> ringing.remove(lawyer)));
    }

    // ------------------------------------------------------------------------------------------------- by itself

    private void look() {
        if (looking || timer.isEmpty()) {
            return;
        }
        looking = true;
        Future<Integer> all = Future.succeededFuture(0);
        for (String centre : lawyers.centres()) {
            all = all.compose(sum -> look(centre).map(count -> sum + count));
        }
        all.onSuccess(sum -> open = sum)
                .onFailure(e -> {
                    trouble.increment();
                    LOG.warn("The list of callbacks could not be worked, to be tried again: {}", e.getMessage());
                })
                .onComplete(_ -> context.runOnContext(_ -> looking = false));
    }

    private Future<Integer> look(String centre) {
        Instant now = clock.instant();
        Set<String> free = lawyers.free(centre);
        freeSince
                .keySet()
                .removeIf(key -> key.startsWith(centre + " ") && !free.contains(key.substring(centre.length() + 1)));
        free.forEach(lawyer -> freeSince.putIfAbsent(centre + " " + lawyer, now));
        return book.open(centre).compose(callbacks -> {
            if (callbacks.isEmpty()) {
                return Future.succeededFuture(0);
            }
            return book.load(centre)
                    .compose(load -> begin(centre, callbacks, free, load, now))
                    .compose(_ -> settleLost(callbacks, now))
                    .map(callbacks.size());
        });
    }

    private Future<Void> begin(
            String centre, List<Callback> callbacks, Set<String> free, CallbackBook.Load load, Instant now) {
        if (!phoneLine.health(centre).up()) {
            return Future.succeededFuture();
        }
        List<Free> ready = free.stream()
                .filter(lawyer -> !ringing.contains(lawyer))
                .map(lawyer -> new Free(lawyer, freeSince.getOrDefault(centre + " " + lawyer, now)))
                .toList();
        boolean closed = book.hours().openAtOrAfter(centre, now).isAfter(now);
        List<Future<Verdict>> begun = new ArrayList<>();
        for (Start start :
                NextCalls.of(new Scene(callbacks, ready, load.waiting(), load.today(), closed), book.rules(), now)) {
            begun.add(ring(start.callback().id(), centre, start.lawyer()));
        }
        return Future.join(begun).mapEmpty();
    }

    /** An attempt whose end nobody told: the exchange or the service died in the middle. */
    private Future<Void> settleLost(List<Callback> callbacks, Instant now) {
        List<Future<?>> settled = new ArrayList<>();
        for (Callback callback : callbacks) {
            if (callback.state() instanceof State.Calling calling
                    && calling.at().plus(LOST).isBefore(now)
                    && !ringing.contains(calling.lawyer())) {
                settled.add(book.isUp(callback)
                        .compose(up -> up
                                ? Future.succeededFuture(Optional.<Callback>empty())
                                : book.settle(
                                                callback.id(),
                                                callback.centre(),
                                                now2 -> now2.notReached(
                                                        Result.UNKNOWN,
                                                        Optional.empty(),
                                                        now,
                                                        book.hours()
                                                                .openAtOrAfter(
                                                                        callback.centre(),
                                                                        now.plus(book.rules()
                                                                                .pauseAfter(
                                                                                        callback.attemptsMade() + 1))),
                                                        book.rules()))
                                        .onSuccess(changed -> changed.ifPresent(this::tell))));
            }
        }
        return Future.join(settled).mapEmpty();
    }

    // ------------------------------------------------------------------------------------------------- notices

    /** Tells the screens. */
    public void tell(Callback callback) {
        JsonObject notice = new JsonObject()
                .put("type", "callback")
                .put("centre", callback.centre())
                .put("id", callback.id())
                .put("at", clock.instant().toString())
                .put(
                        "state",
                        switch (callback.state()) {
                            case State.Waiting _ -> "WAITING";
                            case State.Claimed _ -> "CLAIMED";
                            case State.Calling _ -> "CALLING";
                            case State.Closed _ -> "CLOSED";
                        });
        switch (callback.state()) {
            case State.Claimed claimed -> notice.put("lawyer", claimed.lawyer());
            case State.Calling calling -> notice.put("lawyer", calling.lawyer());
            case State.Waiting _, State.Closed _ -> {}
        }
        vertx.eventBus().publish(NOTICES, notice);
    }
}
