package org.hotline12348.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.watch.Certificates;
import org.hotline12348.core.watch.ClockWatch;
import org.hotline12348.core.watch.Reading;
import org.hotline12348.core.watch.Reading.CentreState;
import org.hotline12348.core.watch.Reading.ClockSet;
import org.hotline12348.core.watch.Reading.Volume;
import org.hotline12348.core.watch.Watch;
import org.hotline12348.core.web.WatchEndpoints;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.Seat;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.calendar.ServiceStatus;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;

/** Gathers the readings of the watch, and sets right what a set clock leaves behind. What concerns one exchange: {@link ExchangeWatch}. */
final class WatchPart {

    private static final int CLOCKS_REMEMBERED = 20;

    private final Vertx vertx;
    private final Context context;
    private final List<ExchangeWatch> exchanges;
    private final Dispatch dispatch;
    private final Roster roster;
    private final Map<String, Path> volumes;
    private final Clock clock;
    private final Watch watch;
    private final Certificates certificates;
    private final AlarmPart alarms;
    // On the context only.
    private final ClockWatch serviceClock = new ClockWatch();
    private final Deque<ClockSet> clocksSet = new ArrayDeque<>();
    private final Map<String, Since> since = new HashMap<>();

    /**
     * @param records      each exchange and what is recorded of it
     * @param certificates folder of the certificates that are looked after; it need not exist
     */
    WatchPart(
            Vertx vertx,
            List<ExchangeRecord> records,
            Dispatch dispatch,
            Roster roster,
            Map<String, Path> volumes,
            Clock clock,
            Path certificates,
            AlarmPart alarms,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.dispatch = dispatch;
        this.roster = roster;
        this.volumes = Map.copyOf(volumes);
        this.clock = clock;
        this.certificates = new Certificates(certificates);
        this.alarms = alarms;
        this.exchanges = records.stream()
                .map(one -> new ExchangeWatch(context, one, set -> clockSet(one, set), meters))
                .toList();
        this.watch = new Watch(vertx, this::read, clock, Optional.of(alarms.post()), meters);
    }

    WebFeature web() {
        return new WatchEndpoints(watch, alarms.recipients(), clock);
    }

    void start() {
        exchanges.forEach(ExchangeWatch::start);
        context.runOnContext(_ -> watch.start());
    }

    void stop() {
        exchanges.forEach(ExchangeWatch::stop);
        watch.stop();
    }

    /** An exchange was found dead. From any thread. */
    void died(String exchange) {
        exchanges.stream().filter(one -> one.name().equals(exchange)).forEach(ExchangeWatch::died);
    }

    /** Time that nobody sets; it begins anywhere. */
    static Instant steady() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    private void clockSet(ExchangeRecord exchange, ClockSet set) {
        clockSet(set);
        dispatch.clockSet(exchange.exchange().serves());
    }

    private void clockSet(ClockSet set) {
        clocksSet.addFirst(set);
        while (clocksSet.size() > CLOCKS_REMEMBERED) {
            clocksSet.removeLast();
        }
    }

    private Future<Reading> read() {
        Instant now = steady();
        Duration distance = Duration.between(now, Instant.now());
        serviceClock
                .looked(distance, Duration.between(now, steady()))
                .ifPresent(by -> clockSet(new ClockSet("service", by, now)));
        List<Reading.Exchange> read =
                exchanges.stream().map(one -> one.read(now)).toList();
        List<CentreState> centres = centres(now);
        return vertx.executeBlocking(() -> new Disks(volumes(), certificates.left(Instant.now())))
                .map(Objects::requireNonNull)
                .map(disks -> new Reading(
                        now, read, disks.volumes(), centres, clocksSet.stream().toList(), disks.certificates()));
    }

    private Instant sinceWhen(String centre, Object what, Instant now) {
        return Since.when(since, centre, what, now);
    }

    private List<CentreState> centres(Instant now) {
        List<CentreState> states = new ArrayList<>();
        for (Centre centre : roster.centres()) {
            boolean open = roster.service(centre.id(), clock.instant())
                    .map(ServiceStatus::open)
                    .orElse(false);
            if (!open) {
                since.remove(centre.id());
                continue;
            }
            Set<String> wanted = roster.at(centre.id(), clock.instant()).seats().stream()
                    .map(Duty::lawyer)
                    .collect(Collectors.toUnmodifiableSet());
            List<Seat> seated = dispatch.seats(centre.id()).stream()
                    .filter(seat -> wanted.contains(seat.lawyer()))
                    .toList();
            int there = (int) seated.stream().map(Seat::lawyer).distinct().count();
            states.add(new CentreState(
                    centre.id(),
                    wanted.size(),
                    there,
                    sinceWhen(centre.id(), List.of(wanted, there), now),
                    seated.stream()
                            .filter(seat -> seat.state() == Seat.State.UNREACHABLE)
                            .map(Seat::lawyer)
                            .distinct()
                            .sorted()
                            .toList()));
        }
        return states;
    }

    private record Disks(List<Volume> volumes, List<Reading.Certificate> certificates) {}

    private List<Volume> volumes() {
        List<Volume> read = new ArrayList<>();
        volumes.forEach((name, path) -> {
            try {
                FileStore store = Files.getFileStore(path);
                read.add(new Volume(name, store.getUsableSpace(), store.getTotalSpace()));
            } catch (IOException e) {
                // A folder that is gone holds nothing.
                read.add(new Volume(name, 0, 0));
            }
        });
        read.sort(java.util.Comparator.comparing(Volume::name));
        return read;
    }
}
