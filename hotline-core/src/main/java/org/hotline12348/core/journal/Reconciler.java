package org.hotline12348.core.journal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.journal.Reconciliation.Difference;
import org.hotline12348.core.journal.Reconciliation.Entry;
import org.hotline12348.core.journal.Reconciliation.Kind;
import org.hotline12348.core.journal.Reconciliation.QueueLine;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelReader;
import org.hotline12348.ivr.cel.CelRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the book with the exchange's files: every night for the day before, and whenever somebody asks. */
public final class Reconciler {

    /** Rows of a call that began in the stretch may lie this much outside of it. */
    static final Duration MARGIN = Duration.ofHours(4);

    /** From this hour on, local time, yesterday is compared. */
    static final int HOUR = 3;

    private static final Duration LOOK = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Vertx vertx;
    private final Pool pool;
    private final String pbx;
    private final Path journal;
    private final Path queueLog;
    private final Supplier<Map<String, String>> lines;
    private final LongSupplier behindBytes;
    private final Clock clock;
    private final ZoneId zone;
    private long timer = -1;
    private volatile long differences;

    /**
     * @param journal  the PBX's event log; its rotated predecessors lie beside it
     * @param queueLog the PBX's queue log
     * @param lines    centre by number dialled
     * @param behindBytes what of the files is not stored yet: no file goes before it is
     * @param clock    the PBX's time
     * @param zone     whose midnight parts the days
     */
    public Reconciler(
            Vertx vertx,
            Pool pool,
            String pbx,
            Path journal,
            Path queueLog,
            Supplier<Map<String, String>> lines,
            LongSupplier behindBytes,
            Clock clock,
            ZoneId zone) {
        this.vertx = vertx;
        this.pool = pool;
        this.pbx = pbx;
        this.journal = journal;
        this.queueLog = queueLog;
        this.lines = lines;
        this.behindBytes = behindBytes;
        this.clock = clock;
        this.zone = zone;
    }

    /** Begins to compare every night. */
    public void start() {
        timer = vertx.setPeriodic(1_000, LOOK.toMillis(), _ -> night());
    }

    /** Ends. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** Differences that the last comparison found. */
    public long differences() {
        return differences;
    }

    private void night() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        Instant midnight = today.atStartOfDay(zone).toInstant();
        list(1, Optional.of(pbx))
                .compose(last -> {
                    last.stream()
                            .findFirst()
                            .ifPresent(
                                    known -> differences = known.differences().size());
                    boolean due = clock.instant().atZone(zone).getHour() >= HOUR
                            && last.stream().noneMatch(known -> !known.until().isBefore(midnight));
                    return due
                            ? compare(today.minusDays(1).atStartOfDay(zone).toInstant(), midnight)
                                    .compose(_ -> vertx.executeBlocking(() -> shelve(today.minusDays(1))))
                                    .mapEmpty()
                            : Future.succeededFuture();
                })
                .onFailure(e -> LOG.warn("The record could not be compared, to be tried again: {}", e.getMessage()));
    }

    /** The night's other work: yesterday's file is put away, and those that are old enough go. */
    private boolean shelve(LocalDate yesterday) throws IOException {
        JournalShelf shelf = new JournalShelf(journal);
        shelf.putAway(yesterday);
        if (behindBytes.getAsLong() == 0) {
            shelf.clear(clock.instant()).forEach(name -> LOG.info("The journal file {} was old and is deleted.", name));
        }
        return true;
    }

    /** Compares the calls that began in a stretch, and keeps the result. */
    public Future<Reconciliation> compare(Instant from, Instant until) {
        return vertx.executeBlocking(() -> logged(from, until))
                .map(Objects::requireNonNull)
                .compose(calls -> vertx.executeBlocking(() -> queued(from, until))
                        .map(Objects::requireNonNull)
                        .compose(queue -> book(from, until)
                                .map(book -> Reconciliation.of(pbx, from, until, clock.instant(), calls, queue, book))))
                .compose(this::keep);
    }

    private List<CallProjection> logged(Instant from, Instant until) throws IOException {
        List<SeenRow> seen = new ArrayList<>();
        for (CelRow row : rows(journal, from.minus(MARGIN), until.plus(MARGIN))) {
            seen.add(new SeenRow(row, Feed.FILE));
        }
        return CallFold.project(seen, lines.get()).stream()
                .filter(call -> call.centre().isPresent()
                        && call.pbx().equals(pbx)
                        && !call.startedAt().isBefore(from)
                        && call.startedAt().isBefore(until))
                .toList();
    }

    /** Good rows of a journal and of its predecessors, within a stretch of time. */
    static List<CelRow> rows(Path journal, Instant from, Instant until) throws IOException {
        List<CelRow> rows = new ArrayList<>();
        for (Path file : files(journal)) {
            for (CelLine line : CelReader.readAll(Files.readString(file, StandardCharsets.ISO_8859_1))) {
                if (line instanceof CelLine.Good good
                        && !good.row().eventTime().isBefore(from)
                        && good.row().eventTime().isBefore(until)) {
                    rows.add(good.row());
                }
            }
        }
        return rows;
    }

    private static List<Path> files(Path journal) throws IOException {
        Path folder = Objects.requireNonNull(journal.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        String name = String.valueOf(journal.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String other = String.valueOf(file.getFileName());
                        return other.startsWith(name) && !other.endsWith(".gz") && Files.isRegularFile(file);
                    })
                    .sorted()
                    .toList();
        }
    }

    private List<QueueLine> queued(Instant from, Instant until) throws IOException {
        List<QueueLine> lines = new ArrayList<>();
        for (Path file : files(queueLog)) {
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                reader.lines()
                        .map(QueueLine::read)
                        .flatMap(Optional::stream)
                        .filter(line -> !line.at().isBefore(from) && line.at().isBefore(until.plus(MARGIN)))
                        .forEach(lines::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return lines;
    }

    private Future<List<Entry>> book(Instant from, Instant until) {
        return pool.preparedQuery("""
                        select c.call_id, c.started_at, c.outcome, c.lawyer, c.wait_seconds, c.talk_seconds, c.queued_at,
                          exists (select 1 from hotline.cel_row r where r.pbx = c.pbx and r.linked_id = c.call_id
                                    and r.feed = 'AMI') as second_feed
                        from hotline.consultation c
                        where c.pbx = $1 and c.started_at >= $2 and c.started_at < $3""")
                .execute(Tuple.of(pbx, at(from), at(until)))
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    for (Row row : rows) {
                        entries.add(new Entry(
                                row.getString("call_id"),
                                row.getOffsetDateTime("started_at").toInstant(),
                                Optional.ofNullable(row.getString("outcome")).map(Outcome::valueOf),
                                Optional.ofNullable(row.getString("lawyer")),
                                row.getInteger("wait_seconds"),
                                row.getInteger("talk_seconds"),
                                row.getOffsetDateTime("queued_at") != null,
                                row.getBoolean("second_feed")));
                    }
                    return entries;
                });
    }

    private Future<Reconciliation> keep(Reconciliation result) {
        differences = result.differences().size();
        if (differences > 0) {
            LOG.error(
                    "The record of {} and the exchange's own logs differ in {} things: {}",
                    result.from(),
                    differences,
                    result.differences().stream().limit(5).toList());
        }
        JsonArray kept = new JsonArray();
        result.differences().stream()
                .limit(Reconciliation.MOST)
                .forEach(one -> kept.add(new JsonObject()
                        .put("callId", one.callId())
                        .put("kind", one.kind().name())
                        .put("detail", one.detail())));
        return pool.preparedQuery("""
                        insert into hotline.reconciliation (pbx, from_at, until_at, compared_at, cel, queued, book,
                            second_feed, differences)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
                        on conflict (pbx, from_at, until_at) do update set compared_at = excluded.compared_at,
                            cel = excluded.cel, queued = excluded.queued, book = excluded.book,
                            second_feed = excluded.second_feed, differences = excluded.differences""")
                .execute(Tuple.tuple()
                        .addString(pbx)
                        .addOffsetDateTime(at(result.from()))
                        .addOffsetDateTime(at(result.until()))
                        .addOffsetDateTime(at(result.at()))
                        .addInteger(result.cel())
                        .addInteger(result.queued())
                        .addInteger(result.book())
                        .addInteger(result.secondFeed())
                        .addValue(kept))
                .map(result);
    }

    /** The latest comparisons of all exchanges, the latest first. */
    public Future<List<Reconciliation>> list(int most) {
        return list(most, Optional.empty());
    }

    private Future<List<Reconciliation>> list(int most, Optional<String> of) {
        return pool.preparedQuery("""
                        select * from hotline.reconciliation where $2::text is null or pbx = $2
                        order by compared_at desc limit $1""").execute(Tuple.of(most, of.orElse(null))).map(rows -> {
            List<Reconciliation> all = new ArrayList<>();
            for (Row row : rows) {
                List<Difference> found = new ArrayList<>();
                for (Object one : (JsonArray) row.getValue("differences")) {
                    JsonObject json = (JsonObject) one;
                    found.add(new Difference(
                            json.getString("callId"), Kind.valueOf(json.getString("kind")), json.getString("detail")));
                }
                all.add(new Reconciliation(
                        row.getString("pbx"),
                        row.getOffsetDateTime("from_at").toInstant(),
                        row.getOffsetDateTime("until_at").toInstant(),
                        row.getOffsetDateTime("compared_at").toInstant(),
                        row.getInteger("cel"),
                        row.getInteger("queued"),
                        row.getInteger("book"),
                        row.getInteger("second_feed"),
                        List.copyOf(found)));
            }
            return List.copyOf(all);
        });
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
