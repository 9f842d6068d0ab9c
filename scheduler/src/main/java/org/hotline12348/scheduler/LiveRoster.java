package org.hotline12348.scheduler;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.ServiceDay;
import org.hotline12348.scheduler.calendar.ServiceSegment;
import org.hotline12348.scheduler.calendar.ServiceStatus;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.DutyTimeline;
import org.hotline12348.scheduler.roster.OnDuty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.roster.RosterDay;
import org.hotline12348.scheduler.roster.Shifts;
import org.hotline12348.scheduler.store.RosterStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roster as the store holds it, kept as a snapshot in memory and followed in time. It is read at the start, after
 * each change ({@link #refresh()}) and every half hour; while the store cannot be reached the last snapshot stands.
 */
public final class LiveRoster implements Roster {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoster.class);
    /** Days of duties held in memory before and after today. */
    private static final int DAYS_BEFORE = 3;

    private static final int DAYS_AFTER = 400;
    private static final Duration REREAD = Duration.ofMinutes(30);

    private final Vertx vertx;
    private final Context context;
    private final RosterStore store;
    private final Clock clock;
    private final DutyClock dutyClock;
    private final List<Consumer<RosterChange>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, OnDuty> announced = new HashMap<>();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of());
    private Optional<Long> reread = Optional.empty();

    private record Snapshot(
            Map<String, Centre> centres,
            Map<String, DutyTimeline> timelines,
            Map<String, Practitioner> practitioners) {}

    /**
     * @param clock the service's clock, shifted for a demonstration perhaps
     */
    public LiveRoster(Vertx vertx, RosterStore store, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.clock = clock;
        this.dutyClock = new DutyClock(vertx, clock, this::announce);
    }

    /** Reads the store and begins to follow time; fails when the store cannot be read. */
    public Future<Void> start() {
        return read().onSuccess(ignored -> context.runOnContext(start -> {
            dutyClock.start();
            reread = Optional.of(vertx.setPeriodic(
                    REREAD.toMillis(),
                    id -> refresh()
                            .onFailure(e -> LOG.warn("The roster could not be read again: {}", e.getMessage()))));
        }));
    }

    /** Stops the timers; the answers stay. */
    public void stop() {
        context.runOnContext(ignored -> {
            dutyClock.stop();
            reread.ifPresent(vertx::cancelTimer);
        });
    }

    /** Reads the store again and tells the listeners what changed; to be called after every change of the store. */
    public Future<Void> refresh() {
        Snapshot before = snapshot;
        return read().compose(ignored -> {
            Promise<Void> told = Promise.promise();
            context.runOnContext(run -> {
                Instant now = clock.instant();
                for (String centre : snapshot.centres().keySet()) {
                    if (!before.equals(snapshot)) {
                        tell(new RosterChange.RosterEdited(centre, now));
                    }
                }
                dutyClock.wake();
                told.complete();
            });
            return told.future();
        });
    }

    private Future<Void> read() {
        return store.centres()
                .compose(centres -> store.practitioners().compose(practitioners -> {
                    List<Future<List<Duty>>> reads = new ArrayList<>();
                    for (Centre centre : centres) {
                        LocalDate today = centre.calendar().dateOf(clock.instant());
                        reads.add(store.duties(centre.id(), today.minusDays(DAYS_BEFORE), today.plusDays(DAYS_AFTER)));
                    }
                    return Future.all(reads).map(all -> {
                        Map<String, DutyTimeline> timelines = new HashMap<>();
                        for (int i = 0; i < centres.size(); i++) {
                            timelines.put(centres.get(i).id(), DutyTimeline.of(all.<List<Duty>>resultAt(i)));
                        }
                        snapshot = new Snapshot(
                                centres.stream().collect(Collectors.toMap(Centre::id, centre -> centre)),
                                timelines,
                                practitioners.stream().collect(Collectors.toMap(Practitioner::id, one -> one)));
                        return null;
                    });
                }));
    }

    /** Tells of every centre whose answer is another than the one told last; answers when to look again. */
    private Optional<Instant> announce(Instant now) {
        List<Instant> changes = new ArrayList<>();
        for (String centre : snapshot.centres().keySet()) {
            OnDuty current = at(centre, now);
            OnDuty last = announced.put(centre, current);
            boolean same = last != null
                    && last.seats().equals(current.seats())
                    && last.standby().equals(current.standby());
            if (!same) {
                tell(new RosterChange.OnDutyChanged(centre, now, current));
            }
            current.changesAt().ifPresent(changes::add);
        }
        return changes.stream().min(Comparator.naturalOrder());
    }

    private void tell(RosterChange change) {
        for (Consumer<RosterChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.error("A listener of the roster failed on {}", change, e);
            }
        }
    }

    @Override
    public List<Centre> centres() {
        return snapshot.centres().values().stream()
                .sorted(Comparator.comparing(Centre::id))
                .toList();
    }

    @Override
    public Optional<Centre> centre(String id) {
        return Optional.ofNullable(snapshot.centres().get(id));
    }

    @Override
    public OnDuty at(String centre, Instant instant) {
        DutyTimeline timeline = snapshot.timelines().get(centre);
        return timeline == null ? OnDuty.NOBODY : timeline.at(instant);
    }

    @Override
    public Optional<ServiceStatus> service(String centre, Instant instant) {
        return centre(centre).map(known -> known.calendar().status(instant));
    }

    @Override
    public List<ServiceDay> calendar(String centre, LocalDate from, LocalDate to) {
        return centre(centre).map(known -> known.calendar().days(from, to)).orElse(List.of());
    }

    @Override
    public List<ServiceSegment> segments(String centre, Instant from, Instant until) {
        return centre(centre)
                .map(known -> known.calendar().segments(from, until))
                .orElse(List.of());
    }

    @Override
    public Future<List<RosterDay>> roster(String centre, LocalDate from, LocalDate to) {
        Optional<Centre> known = centre(centre);
        if (known.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<ServiceDay> days = known.get().calendar().days(from, to);
        return store.duties(centre, from, to).map(duties -> {
            Map<LocalDate, List<Duty>> byDay = duties.stream().collect(Collectors.groupingBy(Duty::date));
            return days.stream()
                    .map(day -> new RosterDay(
                            day,
                            Shifts.on(known.get(), day.date()),
                            Objects.requireNonNullElse(byDay.get(day.date()), List.<Duty>of())))
                    .toList();
        });
    }

    @Override
    public Future<Optional<PublishedRoster>> published(
            String centre, LocalDate from, LocalDate to, Optional<Long> version) {
        return store.published(centre, from, to, version);
    }

    @Override
    public Optional<Practitioner> practitioner(String id) {
        return Optional.ofNullable(snapshot.practitioners().get(id));
    }

    @Override
    public List<Practitioner> practitioners(String centre) {
        return snapshot.practitioners().values().stream()
                .filter(practitioner -> practitioner.centres().contains(centre))
                .sorted(Comparator.comparing(Practitioner::id))
                .toList();
    }

    @Override
    public Registration onChange(Consumer<RosterChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
