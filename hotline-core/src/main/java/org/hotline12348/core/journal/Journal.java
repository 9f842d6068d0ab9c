package org.hotline12348.core.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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

    /** The predecessor stored the file's rows in their order, those of the second feed a little later. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final JournalWriter unfenced;
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
    private volatile JournalWriter writer;
    private volatile @Nullable JournalTailer tailer;
    private @Nullable JournalBatch brought;
    private long timer = -1;
    private Future<Void> writingSecond = Future.succeededFuture();
    private boolean foldingSoon;
    private volatile double lastLagSeconds;

    private Journal(Vertx vertx, JournalWriter writer, String pbx, Path file, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.unfenced = writer;
        this.writer = writer.behind(
                _ -> Future.failedFuture(new IllegalStateException("The journal of %s rests.".formatted(pbx))));
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
     * A journal that rests until {@link #begin}.
     *
     * @param pbx   the PBX's system name; every row bears it
     * @param file  its journal file; it need not exist yet
     * @param clock the PBX's time, which is real time (not shifted)
     */
    public static Journal of(
            Vertx vertx, JournalWriter writer, String pbx, Path file, Clock clock, MeterRegistry meters) {
        Journal journal = new Journal(vertx, writer, pbx, file, clock, meters);
        journal.meter();
        vertx.eventBus().<JsonObject>consumer(NOTICES, message -> journal.noticed(message.body()));
        return journal;
    }

    /** A journal that follows, for whoever has it for himself; done as {@link #begin} is. */
    public static Future<Journal> start(
            Vertx vertx, JournalWriter writer, String pbx, Path file, Clock clock, MeterRegistry meters) {
        Journal journal = of(vertx, writer, pbx, file, clock, meters);
        return journal.begin(JournalWriter.Fence.NONE).map(journal);
    }

    /**
     * Begins to follow, from where the last one stored.
     *
     * @param fence passed before each step that is written
     * @return done when the place was read and following began; fails when the database cannot be reached
     */
    public Future<Void> begin(JournalWriter.Fence fence) {
        Promise<Void> begun = Promise.promise();
        context.runOnContext(_ -> {
            writer = unfenced.behind(fence);
            writer.place(pbx)
                    .compose(place -> succeed().<Void>map(_ -> {
                        tailer = JournalTailer.start(vertx, file, place, this::store);
                        timer = vertx.setPeriodic(LOOK_AT_SECOND_FEED_MILLIS, _ -> storeSecondFeed());
                        return null;
                    }))
                    .onComplete(begun);
        });
        return begun.future();
    }

    /** What the predecessor stored of what was heard beside him, the file will not bring again. */
    private Future<Void> succeed() {
        if (second.size() == 0) {
            return Future.succeededFuture();
        }
        return writer.lastRow(pbx).compose(last -> {
            Instant since = last.orElse(Instant.EPOCH).minus(OVERLAP);
            return writer.stored(pbx, since, SecondFeed.LIMIT).map(rows -> {
                second.beginAfter(since, System.nanoTime());
                rows.forEach(second::fileBrought);
                return null;
            });
        });
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
        Gauge.builder("hotline.journal.cuts", this, Journal::cuts)
                .tag("pbx", pbx)
                .register(meters);
    }

    /** Stops; done when no batch is on its way any more. It may {@link #begin} again. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(_ -> {
            vertx.cancelTimer(timer);
            JournalTailer last = tailer;
            tailer = null;
            (last == null ? Future.<Void>succeededFuture() : last.stop())
                    .eventually(() -> writingSecond)
                    .onComplete(stopped);
        });
        return stopped.future();
    }

    /** A row came over the manager interface. May be called from any thread. */
    public void seen(CelRow row) {
        context.runOnContext(_ -> {
            if (tailer == null) {
                second.sawBeside(row, System.nanoTime());
            } else {
                second.saw(row, System.nanoTime());
            }
            live.saw(new SeenRow(row, Feed.AMI));
            foldSoon();
        });
    }

    /** While the record is another service's, it is his word that a call is over, should its last rows not be heard here. */
    private void noticed(JsonObject notice) {
        if (tailer == null && "call".equals(notice.getString("type")) && "ENDED".equals(notice.getString("state"))) {
            context.runOnContext(_ -> live.ended(notice.getString("id", "")).forEach(this::tellLive));
        }
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
        JournalTailer following = tailer;
        return following == null ? 0 : following.behindBytes();
    }

    /** Whether all that is written is stored, as last looked at; a journal that rests has stored nothing. */
    boolean isReadUp() {
        JournalTailer following = tailer;
        return following != null && following.behindBytes() == 0;
    }

    private long cuts() {
        JournalTailer following = tailer;
        return following == null ? 0 : following.cuts();
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
        if (tailer == null) {
            // Whoever keeps the record marks them.
            return Future.succeededFuture();
        }
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
        JournalTailer following = tailer;
        if (following == null || !writingSecond.isComplete()) {
            return;
        }
        List<CelRow> due = second.due(following.readUpNanos());
        if (due.isEmpty()) {
            return;
        }
        List<SeenRow> seen = due.stream().map(row -> new SeenRow(row, Feed.AMI)).toList();
        writingSecond = writer.store(pbx, seen, List.of(), Optional.empty(), clock.instant())
                .onSuccess(step -> {
                    secondRows.increment(seen.size());
                    measureLag(seen);
                    showStored(seen, step);
                    tell(step);
                    tellRows(seen);
                })
                .onFailure(e -> {
                    LOG.warn(
                            "{} rows of the second feed could not be stored ({}); they are tried again.",
                            due.size(),
                            e.toString());
                    second.giveBack(due, System.nanoTime());
                })
                .<Void>mapEmpty()
                .otherwiseEmpty();
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

    private void tellLive(LiveCalls.Change change) {
        vertx.eventBus()
                .publish(
                        NOTICES,
                        change.up()
                                ? LiveNotice.up(change.call(), change.former(), clock.instant())
                                : LiveNotice.over(change.call(), clock.instant()));
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
