package org.hotline12348.ivr;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hotline12348.ivr.cel.CelRow;

/**
 * A line without a telephone: a small PBX in memory that does what it is told, and fails as its script says. Everything
 * happens on one Vert.x context, as with the real one; the methods of the script may be called from any thread.
 */
public final class ScriptedPhoneLine implements PhoneLine {
    private final String pbx;
    private final Context context;
    private final List<Consumer<LineEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, PhoneAccount> accounts = new HashMap<>();
    private final List<LiveChannel> channels = new ArrayList<>();
    private final List<CallOut> calledOut = new ArrayList<>();
    private final List<Supervision> supervised = new ArrayList<>();
    private final List<SeatCommand> obeyed = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private Predicate<SeatCommand> refuses = command -> false;
    private Predicate<CallOut> accepts = order -> true;
    private boolean wired = true;
    private boolean running;
    private Instant startedAt = Instant.parse("2026-01-01T00:00:00Z");
    private volatile LineHealth health = new LineHealth(
            false, Optional.empty(), Instant.EPOCH, Optional.empty(), Optional.empty(), 0, "not started");

    public ScriptedPhoneLine(Vertx vertx) {
        this(vertx, "pbx1");
    }

    /** @param pbx system name of the PBX */
    public ScriptedPhoneLine(Vertx vertx, String pbx) {
        this.pbx = pbx;
        this.context = vertx.getOrCreateContext();
    }

    // ------------------------------------------------------------------------------------------------ the script

    /** The connection breaks; the PBX lives on. */
    public void cut(String reason) {
        run(() -> {
            wired = false;
            down(reason);
        });
    }

    /** The connection is back. */
    public void restore() {
        run(() -> {
            wired = true;
            if (running) {
                up();
            }
        });
    }

    /** The PBX dies and comes again: calls are gone, seats stay (they are persistent). */
    public void restart(Instant at) {
        run(() -> {
            down("The PBX is shutting down.");
            channels.clear();
            startedAt = at;
            seats.replaceAll((key, seat) -> seat.withState(Seat.State.FREE, false));
            if (running && wired) {
                up();
            }
        });
    }

    /** Somebody else, or a lost database, changes the seats behind our back. Nothing is told. */
    public void meddle(Consumer<Map<String, Seat>> change) {
        run(() -> change.accept(seats));
    }

    /** The key under which {@link #meddle} finds a seat. */
    public static String key(String queue, String phone) {
        return queue + " " + phone;
    }

    /** A telephone rings, talks, hangs up: the seat's new state is told. */
    public void phone(String phone, Seat.State state, boolean talking) {
        run(() -> seats.replaceAll((key, seat) -> {
            if (!seat.phone().equals(phone)) {
                return seat;
            }
            Seat changed = seat.withState(state, talking);
            tell(new LineEvent.SeatChanged(now(), changed));
            return changed;
        }));
    }

    /** Tells an event as if the PBX had. */
    public void says(LineEvent event) {
        run(() -> tell(event));
    }

    public void says(CelRow row) {
        says(new LineEvent.CelSeen(now(), row));
    }

    /** A call is up; nothing is told of it. */
    public void carries(LiveChannel channel) {
        run(() -> channels.add(channel));
    }

    /** Commands that the PBX refuses from now on. */
    public void refuses(Predicate<SeatCommand> which) {
        run(() -> refuses = which);
    }

    /** Whether a lawyer accepts a call-back. */
    public void accepts(Predicate<CallOut> which) {
        run(() -> accepts = which);
    }

    /** What was told to be kept: {@code hours/jiaozuo/20000}, {@code phone/lawyer01}, {@code closure/jiaozuo}. */
    public Future<Optional<String>> kept(String key) {
        return ask(() -> Optional.ofNullable(kept.get(key)));
    }

    /** With what a lawyer's telephone may register now. */
    public Future<Optional<PhoneAccount>> account(String lawyer) {
        return ask(() -> Optional.ofNullable(accounts.get(lawyer)));
    }

    public Future<List<CallOut>> calledOut() {
        return ask(() -> List.copyOf(calledOut));
    }

    public Future<List<Supervision>> supervised() {
        return ask(() -> List.copyOf(supervised));
    }

    /** Seat commands that were obeyed so far. */
    public Future<List<SeatCommand>> obeyed() {
        return ask(() -> List.copyOf(obeyed));
    }

    /** The seats as they are, whether or not the connection is up. */
    public Future<List<Seat>> truth() {
        return ask(() -> List.copyOf(seats.values()));
    }

    // ------------------------------------------------------------------------------------------------- the port

    @Override
    public Future<Void> start() {
        return ask(() -> {
            running = true;
            if (wired) {
                context.runOnContext(ignored -> up());
            } else {
                down("The PBX does not answer our login.");
            }
            return null;
        });
    }

    @Override
    public Future<Void> close() {
        return ask(() -> {
            running = false;
            health = new LineHealth(
                    false, health.pbx(), now(), health.heard(), Optional.empty(), health.resyncs(), "closed");
            return null;
        });
    }

    @Override
    public Registration onEvent(Consumer<LineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public LineHealth health() {
        return health;
    }

    @Override
    public Future<List<Seat>> seats() {
        return whileUp(() -> List.copyOf(seats.values()));
    }

    @Override
    public Future<List<LiveChannel>> channels() {
        return whileUp(() -> List.copyOf(channels));
    }

    @Override
    public Future<Void> apply(SeatCommand command) {
        try {
            Names.checkLine("Queue", command.queue());
            Names.checkLine("Interface", command.phone());
            Names.checkLine("MemberName", command.lawyer());
            switch (command) {
                case SeatCommand.AddSeat add ->
                    Names.checkLine("Reason", add.notReady().orElse(""));
                case SeatCommand.PauseSeat pause -> Names.checkLine("Reason", pause.reason());
                case SeatCommand.RemoveSeat remove -> Objects.requireNonNull(remove);
                case SeatCommand.UnpauseSeat unpause -> Objects.requireNonNull(unpause);
            }
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        return whileUp(() -> {
            if (refuses.test(command)) {
                throw new LineException(LineException.Kind.REFUSED, "The PBX refuses it: no such queue.");
            }
            obeyed.add(command);
            obey(command);
            return null;
        });
    }

    private void obey(SeatCommand command) {
        String key = key(command.queue(), command.phone());
        switch (command) {
            case SeatCommand.AddSeat add -> {
                Seat seat = Seat.of(add.queue(), add.lawyer(), add.phone()).withNotReady(add.notReady());
                if (seats.putIfAbsent(key, seat) == null) {
                    tell(new LineEvent.SeatChanged(now(), seat));
                }
            }
            case SeatCommand.RemoveSeat remove -> {
                if (seats.remove(key) != null) {
                    tell(new LineEvent.SeatVacated(now(), remove.queue(), remove.lawyer(), remove.phone()));
                }
            }
            case SeatCommand.PauseSeat pause -> pause(key, Optional.of(pause.reason()));
            case SeatCommand.UnpauseSeat unpause -> pause(key, Optional.empty());
        }
    }

    private void pause(String key, Optional<String> reason) {
        Seat seat = seats.get(key);
        if (seat == null) {
            throw new LineException(LineException.Kind.REFUSED, "The PBX refuses QueuePause: Interface not found.");
        }
        Seat changed = seat.withNotReady(reason);
        seats.put(key, changed);
        tell(new LineEvent.SeatChanged(now(), changed));
    }

    @Override
    public Future<Void> forgetLastCalls(String queue) {
        return whileUp(() -> {
            forgotten.add(queue);
            return null;
        });
    }

    /** Queues whose last calls were to be forgotten. */
    public Future<List<String>> forgotten() {
        return ask(() -> List.copyOf(forgotten));
    }

    @Override
    public Future<Void> publishHours(String centre, HoursPlan plan) {
        return whileUp(() -> {
            plan.days().forEach((day, value) -> kept.put("hours/" + centre + "/" + day, value));
            return null;
        });
    }

    @Override
    public Future<Void> publishPhone(String lawyer, LawyerPhone phone) {
        return keep("phone/" + lawyer, Optional.of(phone.kept(lawyer)));
    }

    @Override
    public Future<Void> publishLine(String number, String centre) {
        return keep("line/" + number, Optional.of(centre));
    }

    @Override
    public Future<Void> publishClosure(String centre, Optional<String> announcement) {
        return keep("closure/" + centre, announcement);
    }

    @Override
    public Future<Void> publish(LineSetting setting) {
        return keep(setting.family() + "/" + setting.key(), setting.value());
    }

    @Override
    public Future<Void> admitPhone(PhoneAccount account) {
        return whileUp(() -> {
            accounts.put(account.lawyer(), account);
            return null;
        });
    }

    @Override
    public Future<Void> withdrawPhone(String lawyer) {
        return whileUp(() -> {
            accounts.remove(lawyer);
            return null;
        });
    }

    private Future<Void> keep(String key, Optional<String> value) {
        return whileUp(() -> {
            value.ifPresentOrElse(text -> kept.put(key, text), () -> kept.remove(key));
            return null;
        });
    }

    @Override
    public Future<Boolean> callOut(CallOut order) {
        return whileUp(() -> {
            calledOut.add(order);
            return accepts.test(order);
        });
    }

    @Override
    public Future<Boolean> supervise(Supervision order) {
        return whileUp(() -> {
            boolean talks =
                    seats.values().stream().anyMatch(seat -> seat.lawyer().equals(order.lawyer()) && seat.talking());
            if (talks) {
                supervised.add(order);
            }
            return talks;
        });
    }

    @Override
    public Future<Void> hangUp(String channel, int cause) {
        return whileUp(() -> {
            channels.removeIf(one -> one.name().equals(channel));
            return null;
        });
    }

    @Override
    public Future<Void> redirect(String channel, String inContext, String extension) {
        return whileUp(() -> null);
    }

    // ------------------------------------------------------------------------------------------------- inside

    private void up() {
        health = new LineHealth(
                true,
                Optional.of(pbx),
                now(),
                Optional.of(now()),
                Optional.of(Duration.ofMillis(1)),
                health.resyncs() + 1,
                "");
        tell(new LineEvent.LineUp(now(), pbx, startedAt, List.copyOf(seats.values()), List.copyOf(channels)));
    }

    private void down(String reason) {
        health = new LineHealth(false, health.pbx(), now(), health.heard(), Optional.empty(), health.resyncs(), reason);
        if (running) {
            tell(new LineEvent.LineDown(now(), reason));
        }
    }

    private Instant now() {
        return Instant.now();
    }

    private void tell(LineEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    private void run(Runnable step) {
        context.runOnContext(ignored -> step.run());
    }

    private <T> Future<T> ask(Supplier<T> answer) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                promise.complete(answer.get());
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private <T> Future<T> whileUp(Supplier<T> answer) {
        return ask(() -> {
            if (!health.up()) {
                throw new LineException(LineException.Kind.DOWN, "The line to the PBX is down: " + health.reason());
            }
            return answer.get();
        });
    }
}
