package org.hotline12348.core.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open alarms: raised and cleared by what is read, acknowledged by people. Runs on one Vert.x context. */
public final class Watch {

    /** Between two looks: an alarm is on the screens well within 10 s. */
    public static final Duration LOOK = Duration.ofSeconds(2);

    private static final int REMEMBERED = 200;
    private static final String NOTICES = "hotline.notice";
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /**
     * An alarm that was raised.
     *
     * @param raisedAt       by the service's clock
     * @param acknowledgedBy who has seen to it; empty when nobody
     * @param clearedAt      when its cause was gone; empty while it stands
     */
    public record Raised(Alarm alarm, Instant raisedAt, Optional<String> acknowledgedBy, Optional<Instant> clearedAt) {}

    private final Vertx vertx;
    private final Supplier<Future<Reading>> readings;
    private final Alarms.Limits limits;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Raised> open = new ConcurrentHashMap<>();
    private final Deque<Raised> cleared = new ConcurrentLinkedDeque<>();
    private final AtomicReference<Optional<Reading>> last = new AtomicReference<>(Optional.empty());
    private final Optional<AlarmPost> post;
    private long timer = -1;
    private boolean looking;

    /**
     * @param readings how things are now
     * @param clock    the service's clock
     * @param post     keeps and tells what changes; empty: nothing is kept
     */
    public Watch(
            Vertx vertx,
            Supplier<Future<Reading>> readings,
            Clock clock,
            Optional<AlarmPost> post,
            MeterRegistry meters) {
        this.post = post;
        this.vertx = vertx;
        this.readings = readings;
        this.limits = Alarms.Limits.usual();
        this.clock = clock;
        this.meters = meters;
        for (Alarm.Kind kind : Alarm.Kind.values()) {
            Gauge.builder("hotline.alarms", this, watch -> watch.count(kind))
                    .description("alarms that stand")
                    .tag("kind", kind.name())
                    .register(meters);
        }
    }

    private long count(Alarm.Kind kind) {
        return open.values().stream()
                .filter(raised -> raised.alarm().kind() == kind)
                .count();
    }

    /** Begins to look. */
    public void start() {
        post.map(AlarmPost::before)
                .orElseGet(() -> Future.succeededFuture(List.of()))
                .onSuccess(before -> {
                    before.forEach(one -> {
                        if (one.clearedAt().isEmpty()) {
                            open.putIfAbsent(one.alarm().id(), one);
                            keep(one);
                        } else {
                            cleared.addLast(one);
                        }
                    });
                    post.ifPresent(AlarmPost::start);
                    timer = vertx.setPeriodic(LOOK.toMillis(), _ -> look());
                });
    }

    private void keep(Raised raised) {
        post.ifPresent(one -> one.changed(raised));
    }

    /** Ends. */
    public void stop() {
        vertx.cancelTimer(timer);
        post.ifPresent(AlarmPost::stop);
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        readings.get()
                .onSuccess(this::judge)
                .onFailure(e -> LOG.warn("How things are could not be read: {}", e.getMessage()))
                .onComplete(_ -> looking = false);
    }

    private void judge(Reading reading) {
        for (Reading.Volume volume : reading.volumes()) {
            if (last.get().isEmpty()) {
                Gauge.builder("hotline.volume.free.bytes", this, watch -> watch.free(volume.name()))
                        .tag("volume", volume.name())
                        .register(meters);
            }
        }
        last.set(Optional.of(reading));
        Map<String, Alarm> due = new LinkedHashMap<>();
        Alarms.of(reading, limits).forEach(alarm -> due.put(alarm.id(), alarm));
        due.forEach((id, alarm) -> {
            Raised known = open.get(id);
            if (known == null) {
                LOG.error("Alarm {}: {}", id, alarm.en());
                Raised raised = new Raised(
                        alarm, clock.instant().truncatedTo(ChronoUnit.MICROS), Optional.empty(), Optional.empty());
                open.put(id, raised);
                keep(raised);
                tell(alarm, alarm.kind().name());
            } else if (!known.alarm().equals(alarm)) {
                open.put(id, new Raised(alarm, known.raisedAt(), known.acknowledgedBy(), Optional.empty()));
            }
        });
        for (String id : List.copyOf(open.keySet())) {
            if (!due.containsKey(id)) {
                Raised over = Objects.requireNonNull(open.remove(id));
                LOG.info("Alarm {} is over.", id);
                Raised ended =
                        new Raised(over.alarm(), over.raisedAt(), over.acknowledgedBy(), Optional.of(clock.instant()));
                cleared.addFirst(ended);
                keep(ended);
                while (cleared.size() > REMEMBERED) {
                    cleared.pollLast();
                }
                tell(over.alarm(), "CLOSED");
            }
        }
    }

    private double free(String volume) {
        return last.get().stream()
                .flatMap(reading -> reading.volumes().stream())
                .filter(one -> one.name().equals(volume))
                .mapToDouble(Reading.Volume::free)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Those that stand, the urgent first. */
    public Collection<Raised> open() {
        return open.values().stream()
                .sorted(java.util.Comparator.comparing(
                                (Raised raised) -> !raised.alarm().kind().urgent())
                        .thenComparing(Raised::raisedAt)
                        .thenComparing(raised -> raised.alarm().id()))
                .toList();
    }

    /** Those that are over, the latest first, at most 200. */
    public Collection<Raised> cleared() {
        return List.copyOf(new ArrayDeque<>(cleared));
    }

    /** Somebody has seen to it; it stands until its cause is gone. Empty when there is none. */
    public Optional<Raised> acknowledge(String id, String who) {
        Raised after = open.computeIfPresent(
                id, (_, raised) -> new Raised(raised.alarm(), raised.raisedAt(), Optional.of(who), Optional.empty()));
        Optional.ofNullable(after).ifPresent(this::keep);
        Optional.ofNullable(after).ifPresent(raised -> tell(raised.alarm(), "ACKNOWLEDGED"));
        return Optional.ofNullable(after);
    }

    private void tell(Alarm alarm, String state) {
        JsonObject notice = new JsonObject()
                .put("type", "watch")
                .put("id", alarm.id())
                .put("at", clock.instant().toString())
                .put("state", state);
        alarm.centre().ifPresent(centre -> notice.put("centre", centre));
        vertx.eventBus().publish(NOTICES, notice);
    }
}
