package org.hotline12348.core.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.consultation.EntryId;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.ivr.journal.JournalBatch;
import org.hotline12348.ivr.journal.JournalTailer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the record of one PBX: follows its journal file and, as a second feed, its rows over the manager interface, and
 * writes both through {@link JournalWriter}. After each step it tells on the event bus what changed. Runs on one Vert.x
 * context.
 */
public final class Journal {

    /** Event bus address of notices. */
    static final String NOTICES = "hotline.notice";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long LOOK_AT_SECOND_FEED_MILLIS = 100;
    private static final int KNOWN_ENDS = 50_000;

    private final Vertx vertx;
    private final Context context;
    private final JournalWriter writer;
    private final String pbx;
    private final Path file;
    private final Clock clock;
    private final MeterRegistry meters;
    private final SecondFeed second = new SecondFeed();
    private final LiveCalls live;
    private final List<Consumer<List<CelRow>>> listeners = new CopyOnWriteArrayList<>();
    /** Calls whose end was counted, so that a late row does not count it again. */
    private final Set<String> ends = new LinkedHashSet<>();

    private final Counter rows;
    private final Counter asideTorn;
    private final Counter asideForeign;
    private final Counter mended;
    private final Counter secondRows;
    private final Timer lag;
    private @Nullable JournalTailer tailer;
    private @Nullable JournalBatch brought;
    private long timer = -1;
    private boolean writingSecond;
    private boolean foldingSoon;
    private volatile double lastLagSeconds;

    private Journal(Vertx vertx, JournalWriter writer, String pbx, Path file, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.writer = writer;
        this.live = new LiveCalls(writer::lines);
        this.pbx = pbx;
        this.file = file;
        this.clock = clock;
        this.meters = meters;
        this.rows = Counter.builder("hotline.journal.rows").tag("pbx", pbx).register(meters);
        this.asideTorn = aside("torn");
        this.asideForeign = aside("foreign");
        this.mended = Counter.builder("hotline.journal.mended")
                .description("rows with bytes that are no text")
                .tag("pbx", pbx)
                .register(meters);
        this.secondRows = Counter.builder("hotline.journal.second.feed.rows")
                .description("rows that the file did not bring in time")
                .tag("pbx", pbx)
                .register(meters);
        this.lag = Timer.builder("hotline.journal.lag")
                .description("from an event in the PBX to its being stored")
                .tag("pbx", pbx)
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    private Counter aside(String reason) {
        return Counter.builder("hotline.journal.aside")
                .description("lines of the journal that are no rows")
                .tag("pbx", pbx)
                .tag("reason", reason)
                .register(meters);
    }

    /**
     * Starts following.
     *
     * @param pbx   the PBX's system name; every row bears it
     * @param file  its journal file; it need not exist yet
     * @param clock the PBX's time, which is real time (not shifted)
     * @return done when the place was read and following began; fails when the database cannot be reached
     */
    public static Future<Journal> start(
            Vertx vertx, JournalWriter writer, String pbx, Path file, Clock clock, MeterRegistry meters) {
        Promise<Journal> started = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(_ -> {
            Journal journal = new Journal(vertx, writer, pbx, file, clock, meters);
            writer.place(pbx)
                    .map(place -> {
                        journal.tailer = JournalTailer.start(vertx, file, place, journal::store);
                        journal.timer = vertx.setPeriodic(LOOK_AT_SECOND_FEED_MILLIS, _ -> journal.storeSecondFeed());
                        journal.meter();
                        return journal;
                    })
                    .onComplete(started);
        });
        return started.future();
    }

    private void meter() {
        Gauge.builder("hotline.journal.lag.last.seconds", this, journal -> journal.lastLagSeconds)
                .tag("pbx", pbx)
                .register(meters);
        Gauge.builder("hotline.journal.behind.bytes", this, Journal::behindBytes)
                .tag("pbx", pbx)
                .register(meters);
        Gauge.builder("hotline.journal.file.missing.rows", this, Journal::missingRows)
                .description("rows of the second feed that the file has not brought since")
                .tag("pbx", pbx)
                .register(meters);
        Gauge.builder("hotline.journal.second.feed.dropped", second, SecondFeed::dropped)
                .description("rows of the second feed that there was no room for while nothing could be stored")
                .tag("pbx", pbx)
                .register(meters);
        Gauge.builder("hotline.journal.cuts", this, journal -> journal.tailer == null ? 0 : journal.tailer.cuts())
                .tag("pbx", pbx)
                .register(meters);
    }

    /** Stops; done when no batch is on its way any more. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return tailer == null ? Future.succeededFuture() : tailer.stop();
    }

    /** A row came over the manager interface. May be called from any thread. */
    public void seen(CelRow row) {
        context.runOnContext(_ -> {
            second.saw(row, System.nanoTime());
            live.saw(new SeenRow(row, Feed.AMI));
            foldSoon();
        });
    }

    /** The calls that are up, as the manager interface tells of them: ahead of the record. */
    public LiveCalls live() {
        return live;
    }

    /** At once; rows that are waiting already are folded together. */
    private void foldSoon() {
        if (!foldingSoon) {
            foldingSoon = true;
            context.runOnContext(_ -> {
                foldingSoon = false;
                live.fold().forEach(this::tellLive);
            });
        }
    }

    /**
     * Tells of rows that were stored, whichever feed brought them, perhaps more than once. The listener is called on the
     * journal's context and must not block.
     */
    public void onStored(Consumer<List<CelRow>> listener) {
        listeners.add(listener);
    }

    /** Stored rows since a moment that belong to no entry of the book, in order of time. */
    public Future<List<CelRow>> withoutEntry(Instant since) {
        return writer.withoutEntry(pbx, since);
    }

    /** The PBX's system name. */
    public String pbx() {
        return pbx;
    }

    /** Bytes of the file that are written and not stored yet, as last looked at. */
    public long behindBytes() {
        return tailer == null ? 0 : tailer.behindBytes();
    }

    /** Calls of this PBX that have begun and have no end. */
    Future<List<CutCalls.Open>> open() {
        return writer.open(pbx);
    }

    /** When the last row of this PBX was written. */
    Future<Optional<Instant>> lastRow() {
        return writer.lastRow(pbx);
    }

    /** Enters rows that the service adds of its own, and tells what they changed. */
    Future<Void> enter(List<CelRow> added) {
        List<SeenRow> seen =
                added.stream().map(row -> new SeenRow(row, Feed.SERVICE)).toList();
        return writer.store(pbx, seen, List.of(), Optional.empty(), clock.instant())
                .onSuccess(step -> context.runOnContext(_ -> {
                    showStored(seen, step);
                    tell(step);
                }))
                .mapEmpty();
    }

    /** Rows that the file did not bring in time, since the service started. */
    public long secondFeedRows() {
        return (long) secondRows.count();
    }

    /** Of them, those that the file has not brought since either: its volume is full, or it cannot be read. */
    public long missingRows() {
        return second.missing();
    }

    /** The PBX's clock was set: calls that are up are marked, since their times cannot be believed. */
    public Future<Void> clockSet(Duration by) {
        return open().compose(calls -> calls.isEmpty()
                ? Future.succeededFuture()
                : enter(calls.stream()
                        .map(call -> ServiceRow.of(
                                "HOTLINE_CLOCK_SET", pbx, call.id(), call.lastRow(), "seconds=" + by.toSeconds()))
                        .toList()));
    }

    private Future<Void> store(JournalBatch batch) {
        List<SeenRow> seen = new ArrayList<>();
        List<CelLine.Aside> aside = new ArrayList<>();
        int repaired = 0;
        for (CelLine line : batch.lines()) {
            switch (line) {
                case CelLine.Good good -> {
                    seen.add(new SeenRow(good.row(), Feed.FILE));
                    repaired += good.mended() ? 1 : 0;
                }
                case CelLine.Aside other -> aside.add(other);
            }
        }
        if (batch != brought) {
            // Told when it is read, not when it is stored: a slow database is not a silent file.
            brought = batch;
            seen.forEach(one -> second.fileBrought(one.row()));
        }
        int mendedRows = repaired;
        return writer.store(pbx, seen, aside, Optional.of(batch.upTo()), clock.instant())
                .onSuccess(step -> {
                    rows.increment(seen.size());
                    mended.increment(mendedRows);
                    aside.forEach(
                            line -> (line.reason() == CelLine.Reason.FOREIGN ? asideForeign : asideTorn).increment());
                    measureLag(seen);
                    showStored(seen, step);
                    tell(step);
                    tellRows(seen);
                })
                .mapEmpty();
    }

    private void storeSecondFeed() {
        if (writingSecond || tailer == null) {
            return;
        }
        List<CelRow> due = second.due(tailer.readUpNanos());
        if (due.isEmpty()) {
            return;
        }
        writingSecond = true;
        List<SeenRow> seen = due.stream().map(row -> new SeenRow(row, Feed.AMI)).toList();
        writer.store(pbx, seen, List.of(), Optional.empty(), clock.instant()).onComplete(result -> {
            writingSecond = false;
            if (result.succeeded()) {
                secondRows.increment(seen.size());
                measureLag(seen);
                showStored(seen, result.result());
                tell(result.result());
                tellRows(seen);
            } else {
                LOG.warn(
                        "{} rows of the second feed could not be stored ({}); they are tried again.",
                        due.size(),
                        result.cause().toString());
                second.giveBack(due, System.nanoTime());
            }
        });
    }

    private void measureLag(List<SeenRow> seen) {
        Instant now = clock.instant();
        for (SeenRow one : seen) {
            Duration late = Duration.between(one.row().eventTime(), now);
            lag.record(late.isNegative() ? Duration.ZERO : late);
            lastLagSeconds = Math.max(0, late.toMillis() / 1000.0);
        }
    }

    private void tellRows(List<SeenRow> seen) {
        List<CelRow> stored = seen.stream().map(SeenRow::row).toList();
        for (Consumer<List<CelRow>> listener : listeners) {
            try {
                listener.accept(stored);
            } catch (RuntimeException e) {
                LOG.error("A listener of the journal failed.", e);
            }
        }
    }

    /** What the manager interface did not tell, the record does. */
    private void showStored(List<SeenRow> seen, JournalWriter.Step step) {
        seen.forEach(live::saw);
        live.fold().forEach(this::tellLive);
        live.stored(step.touched()).forEach(this::tellLive);
    }

    /** The state itself, so that a screen need not ask. */
    private void tellLive(LiveCalls.Change change) {
        LiveCalls.LiveCall call = change.call();
        JsonObject notice = new JsonObject()
                .put("type", "live")
                .put("centre", call.centre())
                .put("id", call.id())
                .put("at", clock.instant().toString())
                .put("state", change.up() ? call.state().phase().name() : "ENDED")
                .put("parties", new JsonArray(call.parties().stream().sorted().toList()))
                .put("former", new JsonArray(change.former().stream().sorted().toList()));
        if (change.up()) {
            notice.put("startedAt", call.startedAt().toString())
                    .put("since", call.state().since().toString())
                    .put("caller", call.caller())
                    .put("lawyer", call.state().lawyer());
        }
        vertx.eventBus().publish(NOTICES, notice);
    }

    private void tell(JournalWriter.Step step) {
        Set<String> fresh = new HashSet<>(step.newIds());
        for (CallProjection call : step.touched()) {
            String id = EntryId.ofCall(call.pbx(), call.callId());
            if (call.centre().isEmpty()) {
                LOG.info("A call to the line {} belongs to no centre; it is kept as rows only.", call.line());
                continue;
            }
            JsonObject notice = new JsonObject()
                    .put("type", "call")
                    .put("centre", call.centre().get())
                    .put("id", id)
                    .put("at", clock.instant().toString())
                    .put("new", fresh.contains(id));
            notice.put("state", call.live().map(live -> live.phase().name()).orElse("ENDED"));
            call.live()
                    .map(LiveState::lawyer)
                    .or(call::lawyer)
                    .filter(lawyer -> !lawyer.isEmpty())
                    .ifPresent(lawyer -> notice.put("lawyer", lawyer));
            vertx.eventBus().publish(NOTICES, notice);
            if (call.endedAt().isPresent()) {
                vertx.eventBus().publish(NOTICES, notice.copy().put("type", "consultation"));
                countEnd(id, call);
            }
        }
    }

    private void countEnd(String id, CallProjection call) {
        if (ends.add(id)) {
            Counter.builder("hotline.calls")
                    .description("calls that ended since the service started")
                    .tag("centre", call.centre().orElse(""))
                    .tag("outcome", call.outcome().map(Enum::name).orElse(""))
                    .register(meters)
                    .increment();
            if (ends.size() > KNOWN_ENDS) {
                ends.remove(ends.iterator().next());
            }
        }
    }
}
