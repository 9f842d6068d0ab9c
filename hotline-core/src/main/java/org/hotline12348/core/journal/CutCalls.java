package org.hotline12348.core.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LiveChannel;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.cel.CelRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes calls that began and never ended: their exchange died under them, or its log lost their end. Looks whenever the
 * line comes up, and now and then. The closing is a row like any other ({@code HOTLINE_CUT}, of the feed SERVICE), so a
 * row that comes late and shows the true end wins.
 */
public final class CutCalls {

    /** Between two looks when nothing happens. */
    static final Duration EVERY = Duration.ofMinutes(5);

    /** A call's last rows have so long to come from the journal before it counts as cut. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final int MOST_WAITS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(CutCalls.class);

    /**
     * A call that has begun and has no end yet.
     *
     * @param id      id of the citizen's channel
     * @param lastRow when the last row of the call was written
     */
    record Open(String id, Instant lastRow) {}

    private final Vertx vertx;
    private final Context context;
    private final Journal journal;
    private final PhoneLine line;
    private final Clock clock;
    private final Counter cut;
    private final List<PhoneLine.Registration> registrations = new ArrayList<>();
    // On the context only.
    private long timer = -1;
    private boolean looking;
    private boolean again;
    private Optional<Instant> heardLast = Optional.empty();

    /** @param clock the PBX's time */
    public CutCalls(Vertx vertx, Journal journal, PhoneLine line, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.journal = journal;
        this.line = line;
        this.clock = clock;
        this.cut = Counter.builder("hotline.calls.cut")
                .description("calls that began and never ended, closed as interrupted")
                .register(meters);
    }

    /** Begins. */
    public Future<Void> start() {
        return onContext(() -> {
            registrations.add(line.onEvent(event -> context.runOnContext(_ -> heard(event))));
            timer = vertx.setPeriodic(EVERY.toMillis(), _ -> look());
            look();
        });
    }

    /** Ends. */
    public Future<Void> stop() {
        return onContext(() -> {
            registrations.forEach(PhoneLine.Registration::close);
            registrations.clear();
            vertx.cancelTimer(timer);
        });
    }

    private Future<Void> onContext(Runnable step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            step.run();
            done.complete();
        });
        return done.future();
    }

    private void heard(LineEvent event) {
        switch (event) {
            case LineEvent.LineUp _ -> look();
            case LineEvent.LineDown _ -> heardLast = line.health().heard().or(() -> heardLast);
            default -> {
                // Seats, telephones and rows say nothing of calls that are gone.
            }
        }
    }

    private void look() {
        if (!line.health().up()) {
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        // Candidates first, channels afterwards: what begins in between is no candidate.
        journal.open()
                .compose(before -> before.isEmpty()
                        ? Future.succeededFuture()
                        : journalReadUp(0)
                                .compose(_ -> line.channels())
                                .compose(channels -> journal.open().compose(now -> close(cut(before, now, channels)))))
                .onFailure(e -> LOG.warn("Calls without an end could not be looked at: {}", e.getMessage()))
                .onComplete(_ -> context.runOnContext(_ -> {
                    looking = false;
                    if (again) {
                        again = false;
                        look();
                    }
                }));
    }

    /** Waits until the file is read to its end, at least for the grace. */
    private Future<Void> journalReadUp(int waits) {
        return vertx.timer(GRACE.toMillis())
                .compose(_ -> !journal.isReadUp() && waits < MOST_WAITS
                        ? journalReadUp(waits + 1)
                        : Future.succeededFuture());
    }

    /** Those that were open before and still are, and of which the exchange has no channel. */
    static List<Open> cut(List<Open> before, List<Open> now, List<LiveChannel> channels) {
        Set<String> known = before.stream().map(Open::id).collect(Collectors.toUnmodifiableSet());
        Set<String> up = channels.stream()
                .flatMap(channel -> java.util.stream.Stream.of(channel.uniqueId(), channel.linkedId()))
                .collect(Collectors.toUnmodifiableSet());
        return now.stream()
                .filter(call -> known.contains(call.id()) && !up.contains(call.id()))
                .toList();
    }

    private Future<Void> close(List<Open> calls) {
        if (calls.isEmpty()) {
            return Future.succeededFuture();
        }
        return journal.lastRow().compose(lastOfAll -> {
            Instant died = heardLast.or(() -> lastOfAll).orElse(clock.instant());
            LOG.warn("{} calls began and never ended; they are closed as interrupted.", calls.size());
            return journal.enter(calls.stream()
                            .map(call -> row(journal.pbx(), call, endOf(call, died, clock.instant())))
                            .toList())
                    .onSuccess(_ -> cut.increment(calls.size()));
        });
    }

    /** Not before its last sign of life, not in the future. */
    static Instant endOf(Open call, Instant died, Instant now) {
        Instant end = died.isAfter(call.lastRow()) ? died : call.lastRow();
        return end.isAfter(now) && !call.lastRow().isAfter(now) ? now : end;
    }

    private static CelRow row(String pbx, Open call, Instant at) {
        return ServiceRow.of("HOTLINE_CUT", pbx, call.id(), at, "");
    }
}
