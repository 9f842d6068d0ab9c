package org.hotline12348.core.app;

import io.micrometer.core.instrument.Counter;
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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.watch.Certificates;
import org.hotline12348.core.watch.ClockWatch;
import org.hotline12348.core.watch.Reading;
import org.hotline12348.core.watch.Reading.CentreState;
import org.hotline12348.core.watch.Reading.ClockSet;
import org.hotline12348.core.watch.Reading.JournalState;
import org.hotline12348.core.watch.Reading.Line;
import org.hotline12348.core.watch.Reading.Volume;
import org.hotline12348.core.watch.Watch;
import org.hotline12348.core.web.WatchEndpoints;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.calendar.ServiceStatus;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;

/** Gathers the readings of the watch, and sets right what a set clock leaves behind. */
final class WatchPart {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int CLOCKS_REMEMBERED = 20;

    /** What something was, and since when by a clock that nobody sets. */
    private record Since(Object what, Instant at) {}

    private final Vertx vertx;
    private final Context context;
    private final PhoneLine line;
    private final Dispatch dispatch;
    private final Journal journal;
    private final Roster roster;
    private final Map<String, Path> volumes;
    private final Clock clock;
    private final LongSupplier differences;
    private final Watch watch;
    private final Certificates certificates;
    private final AlarmPart alarms;
    private final Counter deadAirEver;
    private final List<PhoneLine.Registration> registrations = new ArrayList<>();
    // On the context only.
    private final ClockWatch serviceClock = new ClockWatch();
    private final ClockWatch pbxClock = new ClockWatch();
    private final Deque<ClockSet> clocksSet = new ArrayDeque<>();
    private final Map<String, Since> since = new HashMap<>();
    private final Deque<Since> secondFeed = new ArrayDeque<>();
    private final Deque<Instant> deadAir = new ArrayDeque<>();
    private Instant heard;
    private volatile Optional<Instant> died = Optional.empty();

    /**
     * @param differences  found by the last reconciliation
     * @param certificates folder of the certificates that are looked after; it need not exist
     */
    WatchPart(
            Vertx vertx,
            PhoneLine line,
            Dispatch dispatch,
            Journal journal,
            Roster roster,
            Map<String, Path> volumes,
            Clock clock,
            LongSupplier differences,
            Path certificates,
            AlarmPart alarms,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.line = line;
        this.dispatch = dispatch;
        this.journal = journal;
        this.roster = roster;
        this.volumes = Map.copyOf(volumes);
        this.clock = clock;
        this.differences = differences;
        this.heard = steady();
        this.certificates = new Certificates(certificates);
        this.alarms = alarms;
        this.deadAirEver = Counter.builder("hotline.calls.dead.air")
                .description("calls that the exchange ended because no audio came")
                .register(meters);
        this.watch = new Watch(vertx, this::read, clock, Optional.of(alarms.post()), meters);
    }

    WebFeature web() {
        return new WatchEndpoints(watch, alarms.recipients(), clock);
    }

    void start() {
        registrations.add(line.onEvent(event -> {
            // Now, not when this context has time for it.
            Instant at = steady();
            context.runOnContext(_ -> heard(event, at));
        }));
        context.runOnContext(_ -> watch.start());
    }

    void stop() {
        registrations.forEach(PhoneLine.Registration::close);
        watch.stop();
    }

    /** The exchange was found dead. From any thread. */
    void exchangeDied() {
        died = Optional.of(steady());
    }

    /** Time that nobody sets; it begins anywhere. */
    private static Instant steady() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    /** Q.850 44, which the exchange gives a call of which no audio came for its {@code rtp_timeout}. */
    private void countDeadAir(LineEvent event) {
        if (event instanceof LineEvent.CelSeen seen
                && seen.row().eventType().equals("HANGUP")
                && seen.row().extra().contains("\"hangupcause\":44")) {
            deadAirEver.increment();
            deadAir.addLast(steady());
        }
    }

    private long deadAirLately(Instant now) {
        while (!deadAir.isEmpty() && Duration.between(deadAir.getFirst(), now).compareTo(QUARTER) > 0) {
            deadAir.removeFirst();
        }
        return deadAir.size();
    }

    private void heard(LineEvent event, Instant at) {
        countDeadAir(event);
        switch (event) {
            case LineEvent.LineDown _ -> {
                // The time since it was last heard goes on.
            }
            case LineEvent.Pinged ping -> {
                heard = at;
                ping.pbxTime()
                        .flatMap(time -> pbxClock.looked(Duration.between(at, time), ping.took()))
                        .ifPresent(by -> {
                            clockSet(new ClockSet(journal.pbx(), by, heard));
                            dispatch.clockSet();
                            journal.clockSet(by);
                        });
            }
            default -> heard = at;
        }
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
        boolean up = line.health().up();
        Line state = new Line(
                up,
                sinceWhen("line", up, now),
                Duration.between(heard, now),
                line.health().reason());
        JournalState record = record(now);
        List<CentreState> centres = centres(now);
        long airless = deadAirLately(now);
        return vertx.executeBlocking(() -> new Disks(volumes(), certificates.left(Instant.now())))
                .map(Objects::requireNonNull)
                .map(disks -> new Reading(
                        now,
                        state,
                        disks.volumes(),
                        record,
                        centres,
                        died,
                        clocksSet.stream().toList(),
                        differences.getAsLong(),
                        airless,
                        disks.certificates()));
    }

    private Instant sinceWhen(String key, Object what, Instant now) {
        return since.merge(
                        key,
                        new Since(what, now),
                        (before, fresh) -> before.what().equals(what) ? before : fresh)
                .at();
    }

    private JournalState record(Instant now) {
        long behind = journal.behindBytes();
        Instant at = sinceWhen("journal", behind > 0, now);
        secondFeed.addLast(new Since(journal.missingRows(), now));
        while (secondFeed.size() > 1
                && Duration.between(secondFeed.getFirst().at(), now).compareTo(MINUTE) > 0) {
            secondFeed.removeFirst();
        }
        long missed = (Long) secondFeed.getLast().what()
                - (Long) secondFeed.getFirst().what();
        return new JournalState(behind, behind > 0 ? Optional.of(at) : Optional.empty(), missed);
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
