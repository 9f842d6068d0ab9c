package org.hotline12348.core.app;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hotline12348.core.dispatch.Dispatch;
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
 * Several exchanges as one line (decision 0078): what concerns a centre goes to its exchange, what concerns a lawyer to
 * those of his centres, what concerns a channel to where it is. One that is away keeps nobody from the others: what was
 * last heard of its seats stands, and what all shall know it is told when it is back, by those who hear that it came up.
 */
final class Exchanges implements PhoneLine {

    /** So long one exchange may keep the answer of the others waiting. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * One of them.
     *
     * @param name its system name
     * @param serves whether it is the exchange of a centre
     */
    record One(String name, PhoneLine line, Predicate<String> serves) {}

    private final Context context;
    private final List<One> all;
    private final Function<String, Set<String>> centresOf;
    private final LineListeners listeners = new LineListeners();
    /** By exchange: who sits there, as last heard. */
    private final Map<String, Map<String, Seat>> seated = new HashMap<>();

    /** @param centresOf lawyer -> the centres he serves; none for one who is not in the register */
    private Exchanges(Vertx vertx, List<One> all, Function<String, Set<String>> centresOf) {
        this.context = vertx.getOrCreateContext();
        this.all = List.copyOf(all);
        this.centresOf = centresOf;
        all.forEach(one -> seated.put(one.name(), new ConcurrentHashMap<>()));
        all.forEach(one -> one.line().onEvent(event -> context.runOnContext(_ -> heard(one, event))));
    }

    /** The exchanges as one line; where there is only one, its own line as it is. */
    static PhoneLine of(Vertx vertx, List<One> all, Function<String, Set<String>> centresOf) {
        return all.size() == 1 ? all.getFirst().line() : new Exchanges(vertx, all, centresOf);
    }

    // ------------------------------------------------------------------------------------------------- what is heard

    private void heard(One one, LineEvent event) {
        Map<String, Seat> seats = seatsOf(one);
        switch (event) {
            case LineEvent.LineUp up -> {
                remember(one, up.seats());
                listeners.tell(new LineEvent.LineUp(up.at(), up.pbx(), up.startedAt(), lastKnown(), up.channels()));
                return;
            }
            case LineEvent.SeatChanged changed -> seats.put(key(changed.seat()), changed.seat());
            case LineEvent.SeatVacated left -> seats.remove(left.queue() + " " + left.phone());
            case LineEvent.LineDown _, LineEvent.CelSeen _, LineEvent.PhoneReachability _, LineEvent.Pinged _ -> {
                // They say nothing of who sits where.
            }
        }
        listeners.tell(event);
    }

    private void remember(One one, List<Seat> seats) {
        Map<String, Seat> known = seatsOf(one);
        known.keySet().retainAll(seats.stream().map(Exchanges::key).toList());
        seats.forEach(seat -> known.put(key(seat), seat));
    }

    private Map<String, Seat> seatsOf(One one) {
        return Objects.requireNonNull(seated.get(one.name()));
    }

    private List<Seat> lastKnown() {
        return all.stream().flatMap(one -> seatsOf(one).values().stream()).toList();
    }

    private static String key(Seat seat) {
        return seat.queue() + " " + seat.phone();
    }

    @Override
    public Registration onEvent(Consumer<LineEvent> listener) {
        return listeners.add(listener);
    }

    // ------------------------------------------------------------------------------------------------- who is meant

    private Optional<One> of(String centre) {
        return all.stream().filter(one -> one.serves().test(centre)).findFirst();
    }

    private <T> Future<T> at(String centre, Function<PhoneLine, Future<T>> command) {
        return of(centre)
                .map(one -> command.apply(one.line()))
                .orElseGet(
                        () -> Future.failedFuture(new LineException(LineException.Kind.REFUSED, nobodyServes(centre))));
    }

    private static String nobodyServes(String centre) {
        return "No exchange serves the centre %s. Name it in the centres of one (exchanges: in the settings)."
                .formatted(centre);
    }

    /** Those of a lawyer's centres; all, where it is not known which they are. */
    private List<One> of(Set<String> centres) {
        List<One> meant = all.stream()
                .filter(one -> centres.stream().anyMatch(one.serves()))
                .toList();
        return meant.isEmpty() ? all : meant;
    }

    /** Tells several. One that is away will hear it when it is back; only where all are away it fails. */
    private Future<Void> each(List<One> goals, Function<PhoneLine, Future<Void>> command) {
        List<Future<Boolean>> told = goals.stream()
                .map(one -> command.apply(one.line())
                        .map(true)
                        .recover(failure -> isAway(failure) && goals.size() > 1
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure)))
                .toList();
        return Future.join(told)
                .compose(_ -> told.stream().anyMatch(Future::result)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new LineException(
                                LineException.Kind.DOWN,
                                "None of the exchanges %s can be reached."
                                        .formatted(goals.stream().map(One::name).toList()))));
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof LineException told && told.kind() == LineException.Kind.DOWN;
    }

    // ------------------------------------------------------------------------------------------------- all of them

    @Override
    public Future<Void> start() {
        return Future.join(all.stream().map(one -> one.line().start()).toList()).mapEmpty();
    }

    @Override
    public Future<Void> close() {
        return Future.join(all.stream().map(one -> one.line().close()).toList()).mapEmpty();
    }

    /** That of the first that is up: the line as a whole is down only where all are. */
    @Override
    public LineHealth health() {
        return all.stream()
                .map(one -> one.line().health())
                .filter(LineHealth::up)
                .findFirst()
                .orElseGet(() -> all.getFirst().line().health());
    }

    @Override
    public LineHealth health(String centre) {
        return of(centre)
                .map(one -> one.line().health())
                .orElseGet(() -> new LineHealth(
                        false,
                        Optional.empty(),
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        nobodyServes(centre)));
    }

    /** Of an exchange that is away or does not answer within {@link #PATIENCE}: as last heard. */
    @Override
    public Future<List<Seat>> seats() {
        List<Future<Boolean>> asked = all.stream()
                .map(one -> one.line()
                        .seats()
                        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .map(seats -> {
                            remember(one, seats);
                            return true;
                        }))
                .toList();
        return anyOf(asked).map(_ -> lastKnown());
    }

    /** Those of the exchanges that answer. */
    @Override
    public Future<List<LiveChannel>> channels() {
        List<Future<List<LiveChannel>>> asked =
                all.stream().map(Exchanges::channels).toList();
        return anyOf(asked)
                .map(_ -> asked.stream()
                        .filter(Future::succeeded)
                        .flatMap(one -> one.result().stream())
                        .toList());
    }

    private static Future<List<LiveChannel>> channels(One one) {
        return one.line().channels().timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Done when all are; fails only where all failed. */
    private static <T> Future<Void> anyOf(List<Future<T>> asked) {
        return Future.join(asked)
                .transform(_ -> asked.stream().anyMatch(Future::succeeded)
                        ? Future.succeededFuture()
                        : Future.failedFuture(asked.getFirst().cause()));
    }

    // ------------------------------------------------------------------------------------------------- a centre's

    @Override
    public Future<Void> apply(SeatCommand command) {
        return at(Dispatch.centreOf(command.queue()), line -> line.apply(command));
    }

    @Override
    public Future<Void> forgetLastCalls(String queue) {
        return at(Dispatch.centreOf(queue), line -> line.forgetLastCalls(queue));
    }

    @Override
    public Future<Void> publishHours(String centre, HoursPlan plan) {
        return at(centre, line -> line.publishHours(centre, plan));
    }

    @Override
    public Future<Void> publishLine(String number, String centre) {
        return at(centre, line -> line.publishLine(number, centre));
    }

    @Override
    public Future<Void> publishClosure(String centre, Optional<String> announcement) {
        return at(centre, line -> line.publishClosure(centre, announcement));
    }

    /** A centre of another exchange cannot be sent callers: it has no queue there, and is left out of the helpers. */
    @Override
    public Future<Void> publish(LineSetting setting) {
        if (setting instanceof LineSetting.Helpers help) {
            Optional<One> own = of(help.centre());
            List<String> reached = help.helpers().stream()
                    .filter(helper -> of(helper).equals(own))
                    .toList();
            return at(help.centre(), line -> line.publish(new LineSetting.Helpers(help.centre(), reached)));
        }
        return setting.owner()
                .map(owner -> at(owner, line -> line.publish(setting)))
                .orElseGet(() -> each(all, line -> line.publish(setting)));
    }

    @Override
    public Future<Boolean> callOut(CallOut order) {
        return at(order.centre(), line -> line.callOut(order));
    }

    // ------------------------------------------------------------------------------------------------- a lawyer's

    @Override
    public Future<Void> publishPhone(String lawyer, LawyerPhone phone) {
        return each(of(centresOf.apply(lawyer)), line -> line.publishPhone(lawyer, phone));
    }

    @Override
    public Future<Void> admitPhone(PhoneAccount account) {
        return each(of(centresOf.apply(account.lawyer())), line -> line.admitPhone(account));
    }

    /** Everywhere: he may have served other centres when he was admitted. */
    @Override
    public Future<Void> withdrawPhone(String lawyer) {
        return each(all, line -> line.withdrawPhone(lawyer));
    }

    /** Where he talks, else where he sits: to ask one after the other would ring the supervisor more than once. */
    @Override
    public Future<Boolean> supervise(Supervision order) {
        return sits(order.lawyer(), Seat::engaged)
                .or(() -> sits(order.lawyer(), _ -> true))
                .orElseGet(() -> of(centresOf.apply(order.lawyer())).getFirst())
                .line()
                .supervise(order);
    }

    private Optional<One> sits(String lawyer, Predicate<Seat> how) {
        return all.stream()
                .filter(one -> seatsOf(one).values().stream()
                        .anyMatch(seat -> seat.lawyer().equals(lawyer) && how.test(seat)))
                .findFirst();
    }

    // ------------------------------------------------------------------------------------------------- a channel's

    /** One that is on no exchange has gone. */
    @Override
    public Future<Void> hangUp(String channel, int cause) {
        return home(channel)
                .compose(found ->
                        found.map(one -> one.line().hangUp(channel, cause)).orElseGet(Future::succeededFuture));
    }

    @Override
    public Future<Void> redirect(String channel, String inContext, String extension) {
        return home(channel)
                .compose(found -> found.map(one -> one.line().redirect(channel, inContext, extension))
                        .orElseGet(() -> Future.failedFuture(new LineException(
                                LineException.Kind.REFUSED, "No exchange has the channel %s.".formatted(channel)))));
    }

    /**
     * Where a channel is. A unique id begins with its exchange's name; a channel's own name ({@code PJSIP/trunk-00000001})
     * may be taken on two exchanges at once, and then nobody can say which is meant.
     */
    private Future<Optional<One>> home(String channel) {
        Optional<One> named =
                all.stream().filter(one -> channel.startsWith(one.name() + "-")).findFirst();
        if (named.isPresent()) {
            return Future.succeededFuture(named);
        }
        List<Future<List<LiveChannel>>> asked =
                all.stream().map(Exchanges::channels).toList();
        return anyOf(asked).compose(_ -> {
            List<One> having = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (asked.get(i).succeeded()
                        && asked.get(i).result().stream()
                                .flatMap(one -> Stream.of(one.name(), one.uniqueId()))
                                .anyMatch(channel::equals)) {
                    having.add(all.get(i));
                }
            }
            Optional<Future<List<LiveChannel>>> silent =
                    asked.stream().filter(Future::failed).findFirst();
            if (having.isEmpty() && silent.isPresent()) {
                return Future.failedFuture(silent.get().cause());
            }
            return having.size() < 2
                    ? Future.succeededFuture(having.stream().findFirst())
                    : Future.failedFuture(new LineException(
                            LineException.Kind.REFUSED,
                            "The exchanges %s each have a channel %s. Name it by its unique id."
                                    .formatted(having.stream().map(One::name).toList(), channel)));
        });
    }
}
