package org.hotline12348.core.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hotline12348.ivr.DesiredSeat;
import org.hotline12348.ivr.HoursPlan;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.ivr.SeatPlan;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.RosterChange;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Practitioner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queues as the roster says: looks when a shift starts or ends, when the roster is edited, when a lawyer's status
 * changes, when the line comes up, and every {@link #CHECK}. Each look asks the PBX who really sits there, so whatever was
 * missed, doubled or undone behind our back is set right by the next one.
 *
 * <p>One look at a time, on one Vert.x context; what comes meanwhile makes it look once more.
 */
public final class Dispatch {
    /** Between two looks when nothing happens. */
    public static final Duration CHECK = Duration.ofSeconds(20);
    /** How far ahead the PBX knows the service hours without us. */
    public static final Duration HOURS_AHEAD = Duration.ofDays(60);

    private static final String NOTICES = "hotline.notice";
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Vertx vertx;
    private final Context context;
    private final PhoneLine line;
    private final Roster roster;
    private final Function<String, Optional<LawyerPhone>> phones;
    private final Clock clock;
    private final Duration ahead;
    private final Duration wrapUp;
    private final Map<String, String> notReady = new ConcurrentHashMap<>();

    private final Map<String, Seat> seen = new ConcurrentHashMap<>();
    private final Map<String, Instant> since = new ConcurrentHashMap<>();
    private final Map<String, Instant> freed = new ConcurrentHashMap<>();
    private final Counter failures;
    private final Timer pings;

    // On the context only.
    private final Map<String, HoursPlan> plans = new HashMap<>();
    private Instant plannedAt = Instant.EPOCH;
    private final Map<String, HoursPlan> toldHours = new HashMap<>();
    private final Map<String, LawyerPhone> toldPhones = new HashMap<>();
    private final List<AutoCloseable> registrations = new ArrayList<>();
    private boolean running;
    private boolean looking;
    private boolean again;
    private Optional<Long> timer = Optional.empty();
    private volatile BiConsumer<String, String> found = (_, _) -> {};
    private volatile int desiredCount;
    private volatile int actualCount;
    private volatile int missingCount;

    /**
     * @param phones lawyer -> the telephone he uses; empty when he has none
     * @param clock the service's clock
     * @param ahead how far it is ahead of real time, in which the PBX lives; zero in service
     * @param wrapUp how long the PBX lets a lawyer be after a call
     */
    public Dispatch(
            Vertx vertx,
            PhoneLine line,
            Roster roster,
            Function<String, Optional<LawyerPhone>> phones,
            Clock clock,
            Duration ahead,
            Duration wrapUp,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.line = line;
        this.roster = roster;
        this.phones = phones;
        this.clock = clock;
        this.ahead = ahead;
        this.wrapUp = wrapUp;
        this.failures = Counter.builder("hotline.dispatch.failures")
                .description("Looks at the queues that could not be finished")
                .register(meters);
        this.pings = Timer.builder("hotline.ami.ping")
                .description("Answers to pings of the PBX")
                .register(meters);
        Gauge.builder("hotline.ami.up", () -> line.health().up() ? 1 : 0)
                .description("Whether the line to the PBX is up and compared")
                .register(meters);
        Gauge.builder("hotline.ami.resyncs", () -> line.health().resyncs()).register(meters);
        Gauge.builder("hotline.seats.desired", () -> desiredCount).register(meters);
        Gauge.builder("hotline.seats.actual", () -> actualCount).register(meters);
        Gauge.builder("hotline.seats.missing", () -> missingCount)
                .description("Lawyers on duty who do not sit in their queue")
                .register(meters);
    }

    /** Begins; succeeds at once. The first look is made when the line is up. */
    public Future<Void> start() {
        return onContext(() -> {
            running = true;
            registrations.add(line.onEvent(event -> context.runOnContext(ignored -> heard(event))));
            registrations.add(roster.onChange(change -> context.runOnContext(ignored -> changed(change))));
            timer = Optional.of(vertx.setPeriodic(CHECK.toMillis(), ignored -> look()));
            look();
        });
    }

    /** Ends. The seats stay as they are. */
    public Future<Void> stop() {
        return onContext(() -> {
            running = false;
            timer.ifPresent(vertx::cancelTimer);
            registrations.forEach(one -> {
                try {
                    one.close();
                } catch (Exception e) {
                    LOG.warn("A listener could not be taken off: {}", e.getMessage());
                }
            });
            registrations.clear();
        });
    }

    /**
     * A lawyer's status: he stays seated and is not rung.
     *
     * @param reason BREAK, VISITOR, MEETING, …; empty when he is ready again
     */
    public void notReady(String lawyer, Optional<String> reason) {
        reason.ifPresentOrElse(why -> notReady.put(lawyer, why), () -> notReady.remove(lawyer));
        context.runOnContext(ignored -> {
            // Said by keys, the exchange has done it already and will not tell of it again.
            seen.values().stream().filter(seat -> seat.lawyer().equals(lawyer)).forEach(this::tellSeat);
            look();
        });
    }

    /** @param listener told lawyer and reason of one who is found not ready when the line comes up, unknown to us */
    public void onFound(BiConsumer<String, String> listener) {
        found = listener;
    }

    /** A lawyer's seat as last heard; empty when he has none. Never blocks. */
    public Optional<Seat> seat(String centre, String lawyer) {
        return Optional.ofNullable(seen.get(key(centre, lawyer)))
                .or(() -> Optional.ofNullable(seen.get(key(DesiredSeats.standbyQueue(centre), lawyer))));
    }

    /** Everybody who sits in a queue, as last heard. Never blocks. */
    public List<Seat> seats(String queue) {
        return seen.values().stream().filter(seat -> seat.queue().equals(queue)).toList();
    }

    /** Whether a lawyer has a telephone at all. */
    public boolean hasPhone(String lawyer) {
        return phones.apply(lawyer).isPresent();
    }

    /** Since when his telephone does what it does, as far as that was heard. Never blocks. */
    public Optional<Instant> since(String centre, String lawyer) {
        return seat(centre, lawyer).map(seat -> since.get(key(seat.queue(), lawyer)));
    }

    /** When his last call through the queue ended; empty while he talks, and when none was heard. Never blocks. */
    public Optional<Instant> freed(String centre, String lawyer) {
        return seat(centre, lawyer).map(seat -> freed.get(key(seat.queue(), lawyer)));
    }

    /**
     * A PBX's clock was set: whoever is idle is rung again, whatever the PBX thinks of his last call.
     *
     * @param serves whether it is the PBX of a centre
     */
    public void clockSet(Predicate<String> serves) {
        for (Centre centre : roster.centres()) {
            if (!serves.test(centre.id())) {
                continue;
            }
            for (String queue : List.of(centre.id(), DesiredSeats.standbyQueue(centre.id()))) {
                line.forgetLastCalls(queue)
                        .onFailure(
                                e -> LOG.warn("The rest of those in {} could not be ended: {}", queue, e.getMessage()));
            }
        }
        lookSoon();
    }

    /** Looks now, or once more when a look is under way. */
    public void lookSoon() {
        context.runOnContext(ignored -> {
            plans.clear();
            look();
        });
    }

    /** The centre of a queue: its own, or that of its standby. */
    public static String centreOf(String queue) {
        String standby = DesiredSeats.standbyQueue("");
        return queue.endsWith(standby) ? queue.substring(0, queue.length() - standby.length()) : queue;
    }

    private static String key(String queue, String lawyer) {
        return queue + " " + lawyer;
    }

    private void heard(LineEvent event) {
        switch (event) {
            case LineEvent.LineUp up -> {
                // The PBX may have lost what it was told: tell all anew.
                toldHours.clear();
                toldPhones.clear();
                up.seats().forEach(this::adopt);
                remember(up.seats());
                notice("line", "", new JsonObject().put("state", "UP"));
                look();
            }
            case LineEvent.LineDown ignored -> notice("line", "", new JsonObject().put("state", "DOWN"));
            case LineEvent.SeatChanged change -> {
                Seat seat = change.seat();
                Seat before = seen.put(key(seat.queue(), seat.lawyer()), seat);
                if (!seat.equals(before)) {
                    changed(before, seat);
                }
                if (before != null && before.engaged() && !seat.engaged()) {
                    // A change of telephone may have waited for the end of the call.
                    look();
                }
            }
            case LineEvent.SeatVacated vacated -> seen.remove(key(vacated.queue(), vacated.lawyer()));
            case LineEvent.Pinged ping -> pings.record(ping.took());
            case LineEvent.CelSeen ignored -> {}
            case LineEvent.PhoneReachability ignored -> {}
        }
    }

    /** Said by keys while none of us listened: a reason that is not the one we knew. */
    private void adopt(Seat seat) {
        Seat before = seen.get(key(seat.queue(), seat.lawyer()));
        boolean news = before == null || !before.notReady().equals(seat.notReady());
        if (news && !notReady.containsKey(seat.lawyer())) {
            seat.notReady()
                    .filter(reason -> !reason.isEmpty())
                    .ifPresent(reason -> found.accept(seat.lawyer(), reason));
        }
    }

    private void changed(RosterChange change) {
        plans.clear();
        switch (change) {
            case RosterChange.OnDutyChanged ignored -> look();
            case RosterChange.RosterEdited ignored -> look();
        }
    }

    private void look() {
        if (!running || !line.health().up()) {
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        tellHoursAndPhones()
                .compose(ignored -> line.seats())
                .compose(this::setRight)
                .onFailure(e -> {
                    failures.increment();
                    LOG.warn("The queues could not be set right, to be tried again: {}", e.getMessage());
                })
                .onComplete(ignored -> context.runOnContext(next -> {
                    looking = false;
                    if (again) {
                        again = false;
                        look();
                    }
                }));
    }

    private Future<Void> setRight(List<Seat> actual) {
        Instant now = clock.instant();
        List<DesiredSeat> desired = new ArrayList<>();
        Set<String> queues = new HashSet<>();
        Map<String, String> reasons = Map.copyOf(notReady);
        for (Centre centre : roster.centres()) {
            queues.add(centre.id());
            queues.add(DesiredSeats.standbyQueue(centre.id()));
            desired.addAll(DesiredSeats.of(centre.id(), roster.at(centre.id(), now), phones, reasons));
        }
        List<Seat> ours =
                actual.stream().filter(seat -> queues.contains(seat.queue())).toList();
        remember(ours);
        count(desired, ours);
        // A PBX that is away is told when it is back; it keeps nobody elsewhere from his seat.
        List<SeatCommand> commands = SeatPlan.between(
                desired.stream().filter(seat -> isReached(seat.queue())).toList(),
                ours.stream().filter(seat -> isReached(seat.queue())).toList());
        if (commands.isEmpty()) {
            return Future.succeededFuture();
        }
        LOG.info("Setting the queues right: {} changes.", commands.size());
        // Each for itself: one that is refused must not keep another from his seat.
        List<Future<Void>> done = commands.stream().map(line::apply).toList();
        return Future.join(done)
                .<Void>mapEmpty()
                .eventually(() -> line.seats().onSuccess(after -> {
                    List<Seat> seated = after.stream()
                            .filter(seat -> queues.contains(seat.queue()))
                            .toList();
                    remember(seated);
                    count(desired, seated);
                }));
    }

    private boolean isReached(String queue) {
        return line.health(centreOf(queue)).up();
    }

    private void count(List<DesiredSeat> desired, List<Seat> actual) {
        desiredCount = desired.size();
        actualCount = actual.size();
        missingCount = (int) desired.stream()
                .filter(wanted -> actual.stream()
                        .noneMatch(seat -> seat.queue().equals(wanted.queue())
                                && seat.lawyer().equals(wanted.lawyer())))
                .count();
    }

    private void remember(List<Seat> seats) {
        Set<String> keys = new HashSet<>();
        for (Seat seat : seats) {
            String key = key(seat.queue(), seat.lawyer());
            keys.add(key);
            Seat before = seen.put(key, seat);
            if (!seat.equals(before)) {
                changed(before, seat);
            }
        }
        seen.keySet().retainAll(keys);
        since.keySet().retainAll(keys);
        freed.keySet().retainAll(keys);
    }

    /** Sixty days are some work, and every end of a call makes a look: what is younger than {@link #CHECK} still holds. */
    private HoursPlan hours(String centre) {
        Instant now = clock.instant();
        if (Duration.between(plannedAt, now).abs().compareTo(CHECK) >= 0) {
            plans.clear();
            plannedAt = now;
        }
        // Whole days, so that the answer is the same all day unless somebody changes the calendar.
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        return plans.computeIfAbsent(
                centre,
                id -> HoursPlan.of(
                        roster.segments(id, today.minus(Duration.ofDays(1)), today.plus(HOURS_AHEAD)).stream()
                                .map(DesiredSeats::segment)
                                .toList(),
                        ahead));
    }

    private Future<Void> tellHoursAndPhones() {
        List<Future<Void>> told = new ArrayList<>();
        for (Centre centre : roster.centres()) {
            if (!isReached(centre.id())) {
                continue;
            }
            HoursPlan plan = hours(centre.id());
            if (!plan.equals(toldHours.get(centre.id()))) {
                told.add(line.publishHours(centre.id(), plan).onSuccess(ignored -> toldHours.put(centre.id(), plan)));
            }
            for (Practitioner lawyer : roster.practitioners(centre.id())) {
                phones.apply(lawyer.id())
                        .filter(phone -> !phone.equals(toldPhones.get(lawyer.id())))
                        .ifPresent(phone -> told.add(line.publishPhone(lawyer.id(), phone)
                                .onSuccess(ignored -> toldPhones.put(lawyer.id(), phone))));
            }
        }
        return Future.join(told).mapEmpty();
    }

    private void changed(@Nullable Seat before, Seat now) {
        String key = key(now.queue(), now.lawyer());
        if (before == null || before.state() != now.state() || before.talking() != now.talking()) {
            since.put(key, clock.instant());
        }
        if (now.talking()) {
            freed.remove(key);
        } else if (before != null && before.talking()) {
            freed.put(key, clock.instant());
            // The PBX says nothing when the pause after a call is over.
            vertx.setTimer(wrapUp.toMillis() + 1, ignored -> tellSeat(now));
        }
        tellSeat(now);
    }

    private void tellSeat(Seat seat) {
        notice(
                "seat",
                centreOf(seat.queue()),
                new JsonObject()
                        .put("lawyer", seat.lawyer())
                        .put("state", seat.notReady().orElse(seat.state().name())));
    }

    private void notice(String type, String centre, JsonObject more) {
        JsonObject notice = new JsonObject()
                .put("type", type)
                .put(
                        "at",
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                                .toString());
        if (!centre.isEmpty()) {
            notice.put("centre", centre);
        }
        vertx.eventBus().publish(NOTICES, notice.mergeIn(more));
    }

    private Future<Void> onContext(Runnable step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> {
            step.run();
            done.complete();
        });
        return done.future();
    }
}
