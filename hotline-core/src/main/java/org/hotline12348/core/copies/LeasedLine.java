package org.hotline12348.core.copies;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.HoursPlan;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LineException;
import org.hotline12348.ivr.LineHealth;
import org.hotline12348.ivr.LineListeners;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.ivr.LiveChannel;
import org.hotline12348.ivr.PhoneAccount;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.ivr.Supervision;

/**
 * The line to an exchange that several copies hear and one commands. Every copy is connected and hears all; commands pass only
 * while this copy holds the exchange's lease. When it becomes ours the line comes up anew for those who command: they look at what
 * is, and tell all again.
 */
public final class LeasedLine {

    private final PhoneLine line;
    private final Lease lease;
    private final Orders orders;
    private final Clock clock;
    private final LineListeners commanders = new LineListeners();
    private volatile Optional<LineEvent.LineUp> lastUp = Optional.empty();

    /** @param clock real time, as the line's */
    public LeasedLine(PhoneLine line, Lease lease, Orders orders, Clock clock) {
        this.line = line;
        this.lease = lease;
        this.orders = orders;
        this.clock = clock;
        orders.obey(lease, line);
        line.onEvent(this::heard);
        lease.during("The command of the exchange", new Work() {
            @Override
            public Future<Void> begin(long token) {
                return comeUp();
            }

            @Override
            public Future<Void> end() {
                return Future.succeededFuture();
            }
        });
    }

    /** For what this service does by itself: down while the lease is not ours, and coming up when it becomes ours. */
    public PhoneLine standing() {
        return new View(false, true);
    }

    /** For what people ask: what this copy may not command goes to the one that may. */
    public PhoneLine forPeople() {
        return new View(true, false);
    }

    /** For parts that do both: down as {@link #standing}, its commands as {@link #forPeople}. */
    public PhoneLine forBoth() {
        return new View(true, true);
    }

    private void heard(LineEvent event) {
        if (event instanceof LineEvent.LineUp up) {
            lastUp = Optional.of(up);
        }
        commanders.tell(event);
    }

    /** While the exchange itself is away there is nothing to tell: its own coming up will. */
    private Future<Void> comeUp() {
        if (!line.health().up() || lastUp.isEmpty()) {
            return Future.succeededFuture();
        }
        LineEvent.LineUp before = lastUp.get();
        return line.seats()
                .compose(seats -> line.channels()
                        .onSuccess(channels -> commanders.tell(new LineEvent.LineUp(
                                clock.instant(), before.pbx(), before.startedAt(), seats, channels))))
                .mapEmpty();
    }

    private LineHealth healthOfCommand() {
        LineHealth health = line.health();
        return lease.isHeld()
                ? health
                : new LineHealth(
                        false,
                        health.pbx(),
                        health.since(),
                        health.heard(),
                        health.ping(),
                        health.resyncs(),
                        "another copy of the service commands the exchange");
    }

    /**
     * The line as one of its users sees it.
     *
     * @param relays what may not be commanded here is sent to where it may
     * @param commands down while the lease is not ours
     */
    private final class View implements PhoneLine {
        private final boolean relays;
        private final boolean commands;

        View(boolean relays, boolean commands) {
            this.relays = relays;
            this.commands = commands;
        }

        private <T> Future<T> own(Supplier<Future<T>> command) {
            return lease.isHeld()
                    ? command.get()
                    : Future.failedFuture(new LineException(
                            LineException.Kind.DOWN, "Another copy of the service commands the exchange."));
        }

        private <T> Future<T> order(LineOrder order, Function<Boolean, T> answer) {
            return (relays && !lease.isHeld() ? orders.send(lease.name(), order) : own(() -> order.giveTo(line)))
                    .map(answer);
        }

        private Future<Void> order(LineOrder order) {
            return order(order, yes -> yes).mapEmpty();
        }

        @Override
        public Future<Void> start() {
            return line.start();
        }

        @Override
        public Future<Void> close() {
            return line.close();
        }

        @Override
        public Registration onEvent(Consumer<LineEvent> listener) {
            if (!commands) {
                return line.onEvent(listener);
            }
            return commanders.add(listener);
        }

        @Override
        public LineHealth health() {
            return commands ? healthOfCommand() : line.health();
        }

        @Override
        public Future<List<Seat>> seats() {
            return line.seats();
        }

        @Override
        public Future<List<LiveChannel>> channels() {
            return line.channels();
        }

        @Override
        public Future<Void> apply(SeatCommand command) {
            return own(() -> line.apply(command));
        }

        @Override
        public Future<Void> forgetLastCalls(String queue) {
            return own(() -> line.forgetLastCalls(queue));
        }

        @Override
        public Future<Void> publishHours(String centre, HoursPlan plan) {
            return own(() -> line.publishHours(centre, plan));
        }

        @Override
        public Future<Void> publishLine(String number, String centre) {
            return own(() -> line.publishLine(number, centre));
        }

        @Override
        public Future<Void> publish(LineSetting setting) {
            return own(() -> line.publish(setting));
        }

        @Override
        public Future<Void> publishPhone(String lawyer, LawyerPhone phone) {
            return order(new LineOrder.TellPhone(lawyer, phone));
        }

        @Override
        public Future<Void> publishClosure(String centre, Optional<String> announcement) {
            return order(new LineOrder.TellClosure(centre, announcement));
        }

        @Override
        public Future<Void> admitPhone(PhoneAccount account) {
            return order(new LineOrder.Admit(account));
        }

        @Override
        public Future<Void> withdrawPhone(String lawyer) {
            return order(new LineOrder.Withdraw(lawyer));
        }

        @Override
        public Future<Boolean> callOut(CallOut order) {
            return order(new LineOrder.Call(order), yes -> yes);
        }

        @Override
        public Future<Boolean> supervise(Supervision order) {
            return order(new LineOrder.Supervise(order), yes -> yes);
        }

        @Override
        public Future<Void> hangUp(String channel, int cause) {
            return order(new LineOrder.HangUp(channel, cause));
        }

        @Override
        public Future<Void> redirect(String channel, String context, String extension) {
            return order(new LineOrder.Redirect(channel, context, extension));
        }
    }
}
