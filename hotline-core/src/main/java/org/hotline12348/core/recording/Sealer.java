package org.hotline12348.core.recording;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.recording.Recording.State;
import org.hotline12348.core.recording.RecordingBook.Count;
import org.hotline12348.core.recording.RecordingBook.Leftover;
import org.hotline12348.core.recording.RecordingBook.Pending;
import org.hotline12348.core.recording.SoundFiles.Plain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what the exchange recorded, and deletes what was kept long enough.
 *
 * <p>Each step may be the last before a crash: the sealed file is durable and read back before the book has it, and the
 * plain one goes only after the book has the sealed one. What a crash left undone the next round does. A full disk stops
 * nothing but this: calls go on, the plain files wait, and the alarm says so.
 */
public final class Sealer {

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final long ROUND_MILLIS = 3_000;
    private static final long SWEEP_MILLIS = 3_600_000;
    private static final int BATCH = 50;

    /** The usual round looks back so far; the first one and those of each hour look at everything. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    /** A sealed file without an entry that is older is of no use: its plain file is still there. */
    private static final Duration ORPHAN = Duration.ofHours(1);

    private final Vertx vertx;
    private final RecordingBook book;
    private final SoundFiles files;
    private final AuditLog audit;
    private final Supplier<String> ids;
    private final Clock clock;
    private final Clock machine;
    private final Settings settings;
    private final Counter sealed;
    private final Counter lost;
    private final Counter shortened;
    private final Counter deleted;
    private final Counter failures;
    private volatile long waiting;
    private volatile long free;
    private volatile Optional<String> trouble = Optional.empty();
    private boolean stopped;
    private boolean everything = true;
    private Instant sweptAt = Instant.MIN;
    private Future<Void> round = Future.succeededFuture();
    private long timer;

    /**
     * @param keep how long a recording is kept after its call
     * @param leastFree bytes; less free room is an alarm
     */
    public record Settings(Duration keep, long leastFree) {}

    /**
     * @param ids makes random ids
     * @param clock the service's clock
     * @param machine the machine's clock, by which files and the exchange go
     */
    public Sealer(
            Vertx vertx,
            RecordingBook book,
            SoundFiles files,
            AuditLog audit,
            Supplier<String> ids,
            Clock clock,
            Clock machine,
            Settings settings,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.book = book;
        this.files = files;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.machine = machine;
        this.settings = settings;
        this.sealed = counter(metrics, "sealed", "recordings encrypted");
        this.lost = counter(metrics, "lost", "calls with talk of which no sound came");
        this.shortened = counter(metrics, "shortened", "recordings of which a part is missing");
        this.deleted = counter(metrics, "deleted", "recordings whose time was over");
        this.failures = counter(metrics, "failures", "tries to seal or delete that failed");
        Gauge.builder("hotline_recordings_waiting", () -> waiting)
                .description("recordings not encrypted yet")
                .register(metrics);
        Gauge.builder("hotline_recordings_free_bytes", () -> free)
                .description("free room where recordings are written and kept")
                .register(metrics);
        Gauge.builder("hotline_recordings_alarm", () -> trouble.isPresent() ? 1 : 0)
                .description("1 while recordings cannot be sealed or room is short")
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String what, String description) {
        return Counter.builder("hotline_recordings_" + what)
                .description(description)
                .register(metrics);
    }

    /** Starts the rounds, after {@link #stop} too; the first one begins at once and looks at everything. */
    public void start() {
        stopped = false;
        everything = true;
        next(1);
    }

    /** Ends after the round that is under way. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return round.recover(failure -> Future.succeededFuture());
    }

    private void next(long millis) {
        if (!stopped) {
            timer = vertx.setTimer(millis, ignored -> {
                round = round().onComplete(done -> next(ROUND_MILLIS));
            });
        }
    }

    /** What stands in the way; empty when all is well. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** How a centre's recordings stand. */
    public Future<Count> count(String centre) {
        return book.count(centre, machine.instant().minus(LOOK_BACK));
    }

    /** Free bytes where recordings are written and kept. */
    public long free() {
        return free;
    }

    /** Everything that is to do now. Never fails: what went wrong is told and tried again. */
    Future<Void> round() {
        Instant since = everything ? Instant.EPOCH : machine.instant().minus(LOOK_BACK);
        return book.pending(since, BATCH)
                .compose(pending -> {
                    waiting = pending.size();
                    Future<Optional<String>> all = Future.succeededFuture(Optional.empty());
                    for (Pending one : pending) {
                        all = all.compose(before -> before.isPresent() ? Future.succeededFuture(before) : take(one));
                    }
                    return all.map(problem -> {
                        everything = everything && pending.size() == BATCH;
                        return problem;
                    });
                })
                .compose(problem -> tidy().compose(ignored -> sweep()).map(problem))
                .compose(problem -> vertx.executeBlocking(files::free, false).map(bytes -> {
                    free = bytes;
                    return problem.or(() -> room(bytes));
                }))
                .recover(failure -> {
                    failures.increment();
                    return Future.succeededFuture(Optional.of("Recordings cannot be looked after: " + failure));
                })
                .map(this::tell)
                .mapEmpty();
    }

    private Optional<String> room(long bytes) {
        return bytes >= settings.leastFree()
                ? Optional.empty()
                : Optional.of("Only %d MB are free for recordings; %d MB should be. Make room, or calls go unrecorded."
                        .formatted(bytes >> 20, settings.leastFree() >> 20));
    }

    private Optional<String> tell(Optional<String> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(
                    text -> LOG.error("{}", text), () -> LOG.info("Recordings are sealed again as they should be."));
            trouble = now;
        }
        return now;
    }

    private Future<Optional<String>> take(Pending one) {
        return vertx.executeBlocking(() -> files.plain(one.kind(), one.source()), false)
                .map(Objects::requireNonNull)
                .compose(plain -> {
                    SealRule.Step step = SealRule.step(
                            plain.map(Plain::bytes),
                            plain.map(Plain::changedAt).orElse(one.endedAt()),
                            one.endedAt(),
                            one.seconds(),
                            machine.instant());
                    return switch (step) {
                        case WAIT -> Future.succeededFuture(false);
                        case SEAL -> seal(one, plain.orElseThrow().path());
                        case NOTHING -> enter(one, State.NONE);
                        case LOST -> lose(one);
                    };
                })
                .map(done -> {
                    if (done) {
                        waiting--;
                    }
                    return Optional.<String>empty();
                })
                .recover(failure -> {
                    failures.increment();
                    LOG.debug("The recording {} is not sealed yet.", one.source(), failure);
                    return Future.succeededFuture(
                            failure instanceof IOException
                                    ? Optional.of(
                                            "A recording cannot be sealed (%s). Calls go on; the plain file waits."
                                                    .formatted(failure.getMessage()))
                                    : Optional.of("A recording cannot be sealed: " + failure));
                });
    }

    private Future<Boolean> seal(Pending one, Path plain) {
        String id = ids.get();
        return vertx.executeBlocking(() -> files.seal(plain, one.centre(), id), false)
                .map(Objects::requireNonNull)
                .compose(result -> {
                    boolean isShort = SealRule.isShort(result.millis(), one.seconds());
                    return book.enter(one, id, State.SEALED, result, isShort, machine.instant())
                            .compose(mine -> {
                                if (!mine) {
                                    return discard(one.centre(), id);
                                }
                                sealed.increment();
                                if (isShort) {
                                    shortened.increment();
                                    LOG.error(
                                            "The recording of consultation {} holds {} s of {} s: a part is lost.",
                                            one.consultation(),
                                            result.millis() / 1000,
                                            one.seconds());
                                }
                                notice(one);
                                return clean(new Leftover(one.centre(), id, one.kind(), one.source()));
                            });
                })
                .map(true);
    }

    private Future<Boolean> enter(Pending one, State state) {
        return book.enter(one, ids.get(), state, null, false, machine.instant()).map(true);
    }

    private Future<Boolean> lose(Pending one) {
        lost.increment();
        LOG.error(
                "Nothing was recorded of consultation {}, in which {} s were talked.",
                one.consultation(),
                one.seconds());
        notice(one);
        return enter(one, State.LOST);
    }

    private void notice(Pending one) {
        vertx.eventBus()
                .publish(
                        "hotline.notice",
                        new JsonObject()
                                .put("type", "consultation")
                                .put("centre", one.centre())
                                .put("id", one.consultation())
                                .put("at", clock.instant().toString()));
    }

    private Future<Void> discard(String centre, String id) {
        return vertx.executeBlocking(
                        () -> {
                            files.delete(centre, id);
                            return true;
                        },
                        false)
                .mapEmpty();
    }

    /** Plain files whose sealed copy is in the book: a crash came before they were removed. */
    private Future<Void> tidy() {
        return book.leftovers(BATCH).compose(leftovers -> {
            Future<Void> all = Future.succeededFuture();
            for (Leftover one : leftovers) {
                all = all.compose(ignored -> clean(one));
            }
            return all;
        });
    }

    private Future<Void> clean(Leftover one) {
        return vertx.executeBlocking(
                        () -> {
                            Optional<Plain> plain = files.plain(one.kind(), one.source());
                            if (plain.isEmpty()) {
                                return true;
                            }
                            if (plain.get().bytes() > SealRule.HEADER_BYTES && !files.has(one.centre(), one.id())) {
                                LOG.error(
                                        "The sealed file of recording {} is gone; its plain file {} is left where it is.",
                                        one.id(),
                                        plain.get().path());
                                return false;
                            }
                            files.deletePlain(plain.get().path());
                            return true;
                        },
                        false)
                .map(Objects::requireNonNull)
                .compose(gone -> gone ? book.plainRemoved(one.centre(), one.id()) : Future.<Void>succeededFuture());
    }

    /** Once an hour: what was kept long enough goes, and what a crash left without an entry. */
    private Future<Void> sweep() {
        Instant now = machine.instant();
        if (sweptAt.isAfter(now.minusMillis(SWEEP_MILLIS)) && !sweptAt.isAfter(now)) {
            return Future.succeededFuture();
        }
        sweptAt = now;
        everything = true;
        return expire().compose(ignored -> orphans(now));
    }

    /** Deletes those whose time is over and that nobody holds; each is written to the audit log. */
    Future<Void> expire() {
        Instant now = clock.instant();
        return book.due(now.minus(settings.keep()), BATCH).compose(due -> {
            Future<Void> all = Future.succeededFuture();
            for (Recording one : due) {
                all = all.compose(ignored -> delete(one, now));
            }
            return due.size() == BATCH ? all.compose(ignored -> expire()) : all;
        });
    }

    private Future<Void> delete(Recording one, Instant now) {
        return book.delete(one, now).compose(mine -> {
            if (!mine) {
                return Future.succeededFuture();
            }
            deleted.increment();
            return audit.write(
                            one.centre(),
                            "system",
                            "recording.delete",
                            one.consultation(),
                            "kept for %d days".formatted(settings.keep().toDays()),
                            new JsonObject()
                                    .put("recording", one.id())
                                    .put("kind", one.kind().name()))
                    .compose(ignored -> discard(one.centre(), one.id()));
        });
    }

    private Future<Void> orphans(Instant now) {
        return vertx.executeBlocking(files::centres, false)
                .map(Objects::requireNonNull)
                .compose(centres -> {
                    Future<Void> all = Future.succeededFuture();
                    for (String centre : centres) {
                        all = all.compose(ignored -> orphans(centre, now));
                    }
                    return all;
                });
    }

    private Future<Void> orphans(String centre, Instant now) {
        return vertx.executeBlocking(() -> files.sealedBefore(centre, now.minus(ORPHAN)), false)
                .map(Objects::requireNonNull)
                .compose(ids -> Future.all(book.known(centre, ids), book.deleted(centre, ids))
                        .compose(both -> {
                            Set<String> known = both.resultAt(0);
                            Set<String> gone = both.resultAt(1);
                            List<String> useless = ids.stream()
                                    .filter(id -> !known.contains(id) || gone.contains(id))
                                    .toList();
                            Future<Void> all = Future.succeededFuture();
                            for (String id : useless) {
                                LOG.warn(
                                        "The sealed file {} of {} belongs to no recording and is removed.", id, centre);
                                all = all.compose(ignored -> discard(centre, id));
                            }
                            return all;
                        }));
    }
}
