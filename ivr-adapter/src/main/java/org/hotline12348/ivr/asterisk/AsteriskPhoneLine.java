package org.hotline12348.ivr.asterisk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.asteriskjava.manager.action.CommandAction;
import org.asteriskjava.manager.action.CoreSettingsAction;
import org.asteriskjava.manager.action.CoreShowChannelsAction;
import org.asteriskjava.manager.action.DbDelAction;
import org.asteriskjava.manager.action.DbGetAction;
import org.asteriskjava.manager.action.DbPutAction;
import org.asteriskjava.manager.action.HangupAction;
import org.asteriskjava.manager.action.ManagerAction;
import org.asteriskjava.manager.action.OriginateAction;
import org.asteriskjava.manager.action.PingAction;
import org.asteriskjava.manager.action.QueueAddAction;
import org.asteriskjava.manager.action.QueuePauseAction;
import org.asteriskjava.manager.action.QueueRemoveAction;
import org.asteriskjava.manager.action.QueueResetAction;
import org.asteriskjava.manager.action.QueueStatusAction;
import org.asteriskjava.manager.action.RedirectAction;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.FullyBootedEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.OriginateResponseEvent;
import org.asteriskjava.manager.event.ResponseEvent;
import org.asteriskjava.manager.event.ShutdownEvent;
import org.asteriskjava.manager.response.CommandResponse;
import org.asteriskjava.manager.response.CoreSettingsResponse;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.asteriskjava.manager.response.PingResponse;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.HoursPlan;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LineException;
import org.hotline12348.ivr.LineHealth;
import org.hotline12348.ivr.LineListeners;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.ivr.LiveChannel;
import org.hotline12348.ivr.Names;
import org.hotline12348.ivr.PhoneAccount;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.ivr.Supervision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phone line on Asterisk 20 or newer, over AMI.
 *
 * <p>Everything that is kept here changes on one Vert.x context only; {@link LineHealth} is the one thing seen from
 * outside. A connection lives from its login until it is silent for {@link AmiPace#silence}, broken, or the PBX shuts
 * down; then it is cut and a new one is made, again and again. Each new one waits until the PBX is fully booted, asks who
 * sits in the queues and which channels are up, and only then is called up.
 */
public final class AsteriskPhoneLine implements PhoneLine {
    private static final Logger LOG = LoggerFactory.getLogger(AsteriskPhoneLine.class);

    /** What the PBX says where a command finds its work done already. */
    private static final Set<String> DONE_ALREADY = Set.of(
            "unable to add interface: already there",
            "unable to remove interface: not there",
            "unable to remove interface from queue: not there",
            "no such channel");

    /** Q.850. */
    private static final int NO_USER_RESPONDING = 18;

    private static final String STANDBY = "-standby";
    private static final int PENALTIES = 500;
    private static final Duration SUPERVISOR_RINGS = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Context context;
    private final AmiLogin login;
    private final AmiPace pace;
    private final Clock clock;
    private final PhoneAccounts accounts;
    private final BooleanSupplier tidies;
    private final LineListeners listeners = new LineListeners();
    private volatile LineHealth health;

    // All below: on the context only, except that connection is read by commands from anywhere.
    private volatile Optional<AmiConnection> connection = Optional.empty();
    private boolean running;
    private boolean greeted;
    private Duration pause;
    private Optional<Long> heart = Optional.empty();
    private Optional<Long> retry = Optional.empty();
    private Optional<Long> listening = Optional.empty();
    private Silence silence = new Silence();

    /**
     * @param clock real time (not a demonstration's): it stamps what is heard
     * @param tidies whether what this line does of its own, freeing callers who vanished, is for it to do: of several
     *     services on one PBX only one commands
     */
    public AsteriskPhoneLine(Vertx vertx, AmiLogin login, AriLogin ari, Clock clock, BooleanSupplier tidies) {
        this(vertx, login, ari, AmiPace.usual(), clock, tidies);
    }

    public AsteriskPhoneLine(
            Vertx vertx, AmiLogin login, AriLogin ari, AmiPace pace, Clock clock, BooleanSupplier tidies) {
        this.tidies = tidies;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.login = login;
        this.pace = pace;
        this.clock = clock;
        this.pause = pace.retryFirst();
        this.accounts = new PhoneAccounts(vertx, ari, pace.answer());
        this.health = new LineHealth(
                false, Optional.empty(), clock.instant(), Optional.empty(), Optional.empty(), 0, "not started");
    }

    // ---------------------------------------------------------------------------------------------- its life

    @Override
    public Future<Void> start() {
        return onContext(() -> {
            if (!running) {
                running = true;
                connect();
            }
        });
    }

    @Override
    public Future<Void> close() {
        return onContext(() -> {
                    running = false;
                    retry.ifPresent(vertx::cancelTimer);
                    retry = Optional.empty();
                    drop("closed", false);
                })
                .compose(ignored -> accounts.close());
    }

    private Future<Void> onContext(Runnable step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> {
            step.run();
            done.complete();
        });
        return done.future();
    }

    private void connect() {
        retry = Optional.empty();
        if (!running) {
            return;
        }
        AmiConnection made = new AmiConnection(vertx, context, login, pace);
        connection = Optional.of(made);
        greeted = false;
        heart = Optional.of(vertx.setPeriodic(pace.ping().toMillis(), ignored -> beat(made)));
        listening = Optional.of(vertx.setPeriodic(Silence.LOOK.toMillis(), ignored -> listen(made)));
        made.open(event -> heard(made, event)).onFailure(e -> lost(made, String.valueOf(e.getMessage())));
    }

    private boolean current(AmiConnection one) {
        return connection.filter(held -> held == one).isPresent();
    }

    private void heard(AmiConnection from, ManagerEvent event) {
        if (!current(from)) {
            return;
        }
        switch (event) {
            case DisconnectEvent ignored -> lost(from, "The PBX closed the connection.");
            case ShutdownEvent ignored -> lost(from, "The PBX is shutting down.");
            case FullyBootedEvent booted -> compare(from, booted);
            default -> AmiWords.translate(event, clock.instant()).ifPresent(listeners::tell);
        }
    }

    /** After each login, once the PBX is fully booted: what is the truth now? */
    private void compare(AmiConnection on, FullyBootedEvent booted) {
        if (greeted) {
            return;
        }
        greeted = true;
        Instant startedAt = clock.instant()
                .minusSeconds(Optional.ofNullable(booted.getUptime()).orElse(0));
        on.ask(new CoreSettingsAction())
                .compose(settings -> on.list(new QueueStatusAction())
                        .compose(queues -> on.list(new CoreShowChannelsAction()).onSuccess(channels -> {
                            if (!current(on)) {
                                return;
                            }
                            String pbx = settings instanceof CoreSettingsResponse core
                                    ? AmiWords.text(core.getSystemName())
                                    : "";
                            up(pbx, startedAt, AmiWords.seats(queues), AmiWords.channels(channels));
                        })))
                .onFailure(e -> lost(on, "The PBX could not be compared: " + e.getMessage()));
    }

    private void up(String pbx, Instant startedAt, List<Seat> seats, List<LiveChannel> channels) {
        Instant now = clock.instant();
        pause = pace.retryFirst();
        health = new LineHealth(
                true,
                pbx.isEmpty() ? Optional.empty() : Optional.of(pbx),
                now,
                Optional.of(now),
                health.ping(),
                health.resyncs() + 1,
                "");
        LOG.info("The line to {} is up: {} seats, {} channels.", login, seats.size(), channels.size());
        listeners.tell(new LineEvent.LineUp(now, pbx, startedAt, seats, channels));
    }

    private void beat(AmiConnection on) {
        if (!current(on)) {
            return;
        }
        Duration silence = on.silence();
        Instant now = clock.instant();
        health = heardAt(now.minus(silence));
        if (silence.compareTo(pace.silence()) > 0) {
            lost(on, "The PBX said nothing for %d s.".formatted(silence.toSeconds()));
            return;
        }
        if (!health.up()) {
            // Logging in, or waiting for the PBX to boot: the ping would only add to what is open.
            return;
        }
        long asked = System.nanoTime();
        on.ask(new PingAction(), pace.silence())
                .onSuccess(answer -> {
                    Duration took = Duration.ofNanos(System.nanoTime() - asked);
                    health = pinged(took);
                    Optional<Instant> pbxTime = answer instanceof PingResponse ping
                            ? AmiWords.time(AmiWords.text(ping.getTimestamp()))
                            : Optional.empty();
                    listeners.tell(new LineEvent.Pinged(clock.instant(), took, pbxTime));
                })
                .onFailure(e -> LOG.debug("A ping was not answered: {}", e.getMessage()));
    }

    /** Frees what vanished callers hold. While we are away the PBX's own, longer limit holds. */
    private void listen(AmiConnection on) {
        if (!current(on) || !health.up() || !tidies.getAsBoolean()) {
            silence = new Silence();
            return;
        }
        on.ask(new CommandAction("pjsip show channelstats"))
                .onSuccess(said -> {
                    if (current(on) && said instanceof CommandResponse response && response.getResult() != null) {
                        Duration now = Duration.ofNanos(System.nanoTime());
                        silence.look(now, Silence.read(response.getResult())).forEach(this::vanished);
                    }
                })
                .onFailure(e -> LOG.debug("Nobody could be listened to: {}", e.getMessage()));
    }

    private void vanished(String channel) {
        LOG.info("The caller of {} vanished without hanging up.", channel);
        hangUp(channel, NO_USER_RESPONDING)
                .onFailure(e -> LOG.info("{} could not be freed: {}", channel, e.getMessage()));
    }

    private LineHealth heardAt(Instant heard) {
        return new LineHealth(
                health.up(),
                health.pbx(),
                health.since(),
                Optional.of(heard),
                health.ping(),
                health.resyncs(),
                health.reason());
    }

    private LineHealth pinged(Duration took) {
        return new LineHealth(
                health.up(),
                health.pbx(),
                health.since(),
                Optional.of(clock.instant()),
                Optional.of(took),
                health.resyncs(),
                health.reason());
    }

    private void lost(AmiConnection one, String reason) {
        if (!current(one)) {
            return;
        }
        drop(reason, true);
        if (running) {
            retry = Optional.of(vertx.setTimer(Math.max(1, pause.toMillis()), ignored -> connect()));
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(pace.retryLongest()) > 0 ? pace.retryLongest() : doubled;
        }
    }

    private void drop(String reason, boolean telling) {
        heart.ifPresent(vertx::cancelTimer);
        heart = Optional.empty();
        listening.ifPresent(vertx::cancelTimer);
        listening = Optional.empty();
        Optional<AmiConnection> held = connection;
        connection = Optional.empty();
        held.ifPresent(AmiConnection::cut);
        boolean wasUp = health.up();
        Instant now = clock.instant();
        health = new LineHealth(
                false,
                health.pbx(),
                wasUp ? now : health.since(),
                health.heard(),
                health.ping(),
                health.resyncs(),
                reason);
        if (telling) {
            if (wasUp) {
                LOG.warn("The line to {} is down: {}", login, reason);
            }
            listeners.tell(new LineEvent.LineDown(now, reason));
        }
    }

    @Override
    public Registration onEvent(Consumer<LineEvent> listener) {
        return listeners.add(listener);
    }

    @Override
    public LineHealth health() {
        return health;
    }

    // ---------------------------------------------------------------------------------------------- commands

    @Override
    public Future<List<Seat>> seats() {
        return withConnection(on -> on.list(new QueueStatusAction()).map(AmiWords::seats));
    }

    @Override
    public Future<List<LiveChannel>> channels() {
        return withConnection(on -> on.list(new CoreShowChannelsAction()).map(AmiWords::channels));
    }

    @Override
    public Future<Void> apply(SeatCommand command) {
        if (command instanceof SeatCommand.AddSeat add) {
            // Where he sits, for the words that the dialplan says to him.
            return obey(adding(add)).compose(ignored -> obey(new DbPutAction("seat", add.lawyer(), centreOf(add))));
        }
        return obey(
                switch (command) {
                    case SeatCommand.AddSeat add -> adding(add);
                    case SeatCommand.RemoveSeat remove -> new QueueRemoveAction(remove.queue(), remove.phone());
                    case SeatCommand.PauseSeat pausing -> pausing(pausing, true, pausing.reason());
                    case SeatCommand.UnpauseSeat unpausing -> pausing(unpausing, false, "");
                });
    }

    private static String centreOf(SeatCommand.AddSeat add) {
        String queue = add.queue();
        return queue.endsWith(STANDBY) ? queue.substring(0, queue.length() - STANDBY.length()) : queue;
    }

    private static ManagerAction adding(SeatCommand.AddSeat add) {
        QueueAddAction action = new QueueAddAction(add.queue(), add.phone());
        action.setMemberName(add.lawyer());
        // Not a rank: the dialplan makes all alike, and names one lawyer by it for his own repeat callers.
        action.setPenalty(1 + Math.floorMod(add.lawyer().hashCode(), PENALTIES));
        action.setPaused(add.notReady().isPresent());
        add.notReady().ifPresent(action::setReason);
        return action;
    }

    private static ManagerAction pausing(SeatCommand command, boolean paused, String reason) {
        QueuePauseAction action = new QueuePauseAction(command.phone(), command.queue(), paused);
        if (!reason.isEmpty()) {
            action.setReason(reason);
        }
        return action;
    }

    /** Asterisk's {@code clear_queue} sets each member's last call back, which the rest after a call is counted from. */
    @Override
    public Future<Void> forgetLastCalls(String queue) {
        return obey(new QueueResetAction(Names.check("queue", queue)));
    }

    @Override
    public Future<Void> publishHours(String centre, HoursPlan plan) {
        Names.check("centre", centre);
        List<Future<Void>> puts = new ArrayList<>();
        for (Map.Entry<Long, String> day : plan.days().entrySet()) {
            puts.add(obey(new DbPutAction("hours", centre + "/" + day.getKey(), day.getValue())));
        }
        return Future.join(puts).mapEmpty();
    }

    @Override
    public Future<Void> publishPhone(String lawyer, LawyerPhone phone) {
        Future<Void> told = obey(new DbPutAction("phone", Names.check("lawyer", lawyer), phone.kept(lawyer)));
        return phone.kind() == LawyerPhone.Kind.MOBILE
                ? told.compose(ignored -> obey(new DbPutAction("mobile", phone.address(), lawyer)))
                : told;
    }

    @Override
    public Future<Void> publishLine(String number, String centre) {
        return obey(new DbPutAction("line", Names.checkNumber(number), Names.check("centre", centre)));
    }

    @Override
    public Future<Void> publishClosure(String centre, Optional<String> announcement) {
        return keep("closure", Names.check("centre", centre), announcement.map(one -> Names.check("prompt", one)));
    }

    private Future<Void> keep(String family, String key, Optional<String> value) {
        return value.map(text -> obey(new DbPutAction(family, key, text))).orElseGet(() -> forget(family, key));
    }

    @Override
    public Future<Void> publish(LineSetting setting) {
        return keep(setting.family(), setting.key(), setting.value());
    }

    @Override
    public Future<Void> admitPhone(PhoneAccount account) {
        return withConnection(ignored -> accounts.admit(account));
    }

    @Override
    public Future<Void> withdrawPhone(String lawyer) {
        Names.check("lawyer", lawyer);
        return withConnection(ignored -> accounts.withdraw(lawyer));
    }

    /** The PBX says the same of a key that was not there and of one that it cannot delete: so it is asked which. */
    private Future<Void> forget(String family, String key) {
        return withConnection(on -> on.ask(new DbDelAction(family, key))
                .compose(deleted -> deleted instanceof ManagerError
                        ? on.ask(new DbGetAction(family, key))
                                .compose(found -> found instanceof ManagerError
                                        ? Future.<Void>succeededFuture()
                                        : obeyed(new DbDelAction(family, key), deleted))
                        : Future.<Void>succeededFuture()));
    }

    @Override
    public Future<Boolean> callOut(CallOut order) {
        OriginateAction action = new OriginateAction();
        action.setChannel("Local/" + order.lawyer() + "@lawyer/n");
        action.setContext("callback-out");
        action.setExten(order.number());
        action.setPriority(1);
        action.setAsync(true);
        action.setTimeout(Duration.ofSeconds(order.ringTimeoutSeconds()).toMillis());
        action.setCallerId(order.line());
        action.setVariables(Map.of(
                "__HOTLINE_CALLBACK", order.id(),
                "__HOTLINE_CENTRE", order.centre(),
                "__HOTLINE_LINE", order.line(),
                "__HOTLINE_LAWYER", order.lawyer()));
        Duration limit = Duration.ofSeconds(order.ringTimeoutSeconds()).plus(pace.answer());
        return withConnection(on -> on.list(action, limit).map(AsteriskPhoneLine::accepted));
    }

    private static boolean accepted(List<ResponseEvent> told) {
        return told.stream()
                .filter(OriginateResponseEvent.class::isInstance)
                .map(OriginateResponseEvent.class::cast)
                .anyMatch(OriginateResponseEvent::isSuccess);
    }

    @Override
    public Future<Boolean> supervise(Supervision order) {
        return channels()
                .compose(up -> AmiWords.talking(up, order.lawyer())
                        .map(talk -> supervise(order, talk))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Boolean> supervise(Supervision order, LiveChannel talk) {
        OriginateAction action = new OriginateAction();
        action.setChannel("Local/" + order.supervisor() + "@lawyer/n");
        action.setContext("supervise");
        action.setExten("s");
        action.setPriority(1);
        action.setAsync(true);
        action.setTimeout(SUPERVISOR_RINGS.toMillis());
        action.setCallerId(order.line());
        action.setVariables(Map.of(
                "__HOTLINE_LINE", order.line(),
                "HL_TARGET", Base64.getEncoder().encodeToString(talk.name().getBytes(StandardCharsets.UTF_8)),
                "HL_MODE", order.mode().name(),
                "HL_BY", order.supervisor(),
                "HL_OF", order.lawyer(),
                "HL_CALL", talk.linkedId()));
        return withConnection(
                on -> on.list(action, SUPERVISOR_RINGS.plus(pace.answer())).map(AsteriskPhoneLine::accepted));
    }

    @Override
    public Future<Void> hangUp(String channel, int cause) {
        return obey(new HangupAction(channel, cause));
    }

    @Override
    public Future<Void> redirect(String channel, String inContext, String extension) {
        return obey(new RedirectAction(channel, Names.check("context", inContext), extension, 1));
    }

    private Future<Void> obey(ManagerAction action) {
        return withConnection(on -> on.ask(action).compose(response -> obeyed(action, response)));
    }

    private static Future<Void> obeyed(ManagerAction action, ManagerResponse response) {
        if (!(response instanceof ManagerError)) {
            return Future.succeededFuture();
        }
        String said = AmiWords.text(response.getMessage());
        if (DONE_ALREADY.contains(said.toLowerCase(Locale.ROOT))) {
            return Future.succeededFuture();
        }
        return Future.failedFuture(new LineException(
                LineException.Kind.REFUSED, "The PBX refuses %s: %s.".formatted(action.getAction(), said)));
    }

    private <T> Future<T> withConnection(Function<AmiConnection, Future<T>> work) {
        Optional<AmiConnection> on = health.up() ? connection : Optional.empty();
        if (on.isEmpty()) {
            return Future.failedFuture(
                    new LineException(LineException.Kind.DOWN, "The line to the PBX is down: " + health.reason()));
        }
        try {
            return work.apply(on.get());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
    }
}
