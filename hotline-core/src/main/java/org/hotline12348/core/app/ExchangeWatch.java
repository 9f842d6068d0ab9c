package org.hotline12348.core.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.watch.ClockWatch;
import org.hotline12348.core.watch.Reading;
import org.hotline12348.core.watch.Reading.ClockSet;
import org.hotline12348.core.watch.Reading.JournalState;
import org.hotline12348.core.watch.Reading.Line;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LineHealth;
import org.hotline12348.ivr.PhoneLine;

/** What the watch reads of one exchange. On the watch's context, unless it says otherwise. */
final class ExchangeWatch {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final Context context;
    private final ExchangeRecord record;
    private final Consumer<ClockSet> clockSet;
    private final Counter deadAirEver;
    private final ClockWatch clock = new ClockWatch();
    private final Map<String, Since> since = new HashMap<>();
    private final Deque<Since> secondFeed = new ArrayDeque<>();
    private final Deque<Instant> deadAir = new ArrayDeque<>();
    private Optional<PhoneLine.Registration> registration = Optional.empty();
    private Instant heard = WatchPart.steady();
    private volatile Optional<Instant> died = Optional.empty();

    /** @param clockSet told when the exchange's clock was set */
    ExchangeWatch(Context context, ExchangeRecord record, Consumer<ClockSet> clockSet, MeterRegistry meters) {
        this.context = context;
        this.record = record;
        this.clockSet = clockSet;
        this.deadAirEver = Counter.builder("hotline.calls.dead.air")
                .description("calls that the exchange ended because no audio came")
                .register(meters);
    }

    /** The exchange's. */
    String name() {
        return record.exchange().name();
    }

    /** Begins to listen. */
    void start() {
        registration = Optional.of(record.exchange().line().onEvent(event -> {
            // Now, not when this context has time for it.
            Instant at = WatchPart.steady();
            context.runOnContext(_ -> heard(event, at));
        }));
    }

    void stop() {
        registration.ifPresent(PhoneLine.Registration::close);
    }

    /** It was found dead. From any thread. */
    void died() {
        died = Optional.of(WatchPart.steady());
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
                        .flatMap(time -> clock.looked(Duration.between(at, time), ping.took()))
                        .ifPresent(by -> {
                            clockSet.accept(new ClockSet(name(), by, heard));
                            record.journal().clockSet(by);
                        });
            }
            default -> heard = at;
        }
    }

    /** Q.850 44, which the exchange gives a call of which no audio came for its {@code rtp_timeout}. */
    private void countDeadAir(LineEvent event) {
        if (event instanceof LineEvent.CelSeen seen
                && seen.row().eventType().equals("HANGUP")
                && seen.row().extra().contains("\"hangupcause\":44")) {
            deadAirEver.increment();
            deadAir.addLast(WatchPart.steady());
        }
    }

    private long deadAirLately(Instant now) {
        while (!deadAir.isEmpty() && Duration.between(deadAir.getFirst(), now).compareTo(QUARTER) > 0) {
            deadAir.removeFirst();
        }
        return deadAir.size();
    }

    /** How it is now. */
    Reading.Exchange read(Instant now) {
        LineHealth health = record.exchange().line().health();
        Line line = new Line(
                health.up(),
                Since.when(since, "line", health.up(), now),
                Duration.between(heard, now),
                health.reason());
        return new Reading.Exchange(
                name(), line, journal(now), died, record.reconciler().differences(), deadAirLately(now));
    }

    private JournalState journal(Instant now) {
        Journal journal = record.journal();
        long behind = journal.behindBytes();
        Instant at = Since.when(since, "journal", behind > 0, now);
        secondFeed.addLast(new Since(journal.missingRows(), now));
        while (secondFeed.size() > 1
                && Duration.between(secondFeed.getFirst().at(), now).compareTo(MINUTE) > 0) {
            secondFeed.removeFirst();
        }
        long missed = (Long) secondFeed.getLast().what()
                - (Long) secondFeed.getFirst().what();
        return new JournalState(behind, behind > 0 ? Optional.of(at) : Optional.empty(), missed);
    }
}
