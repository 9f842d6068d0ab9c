package org.hotline12348.core.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.consultation.CallWriter;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.ivr.journal.JournalPosition;

/**
 * One step of the record: rows in, calls recomputed, place moved, in one transaction. The result is the same in
 * whatever pieces, how often and in which order the rows come.
 */
public final class JournalWriter {

    private final Pool pool;
    private final RowStore rows;
    private final CallWriter calls;
    private final Supplier<Map<String, String>> lines;
    private final CallFollower follower;
    private final Fence fence;

    /** Whether one may still write; asked first in each transaction, and holding until its end. */
    @FunctionalInterface
    public interface Fence {

        /** None: for whoever writes by an operator's word. */
        Fence NONE = _ -> Future.succeededFuture();

        /** Fails when somebody else writes by now. */
        Future<Void> pass(SqlConnection connection);
    }

    /** Somebody who writes of his own what follows from calls, in the transaction that enters them. */
    @FunctionalInterface
    public interface CallFollower {

        /** Nobody. */
        CallFollower NONE = (_, _) -> Future.succeededFuture(() -> {});

        /**
         * Follows.
         *
         * @return what to do once all of it is stored
         */
        Future<Runnable> follow(SqlConnection connection, List<CallProjection> touched);

        /** The same of rows, whatever call they belong to; those of a replay are not among them. */
        default Future<Runnable> followRows(SqlConnection connection, List<CelRow> rows) {
            return Future.succeededFuture(() -> {});
        }
    }

    /**
     * @param lines centre by number dialled, asked anew for each step
     */
    public JournalWriter(
            Pool pool, Vault vault, CallWriter calls, Supplier<Map<String, String>> lines, CallFollower follower) {
        this(pool, new RowStore(vault), calls, lines, follower, Fence.NONE);
    }

    private JournalWriter(
            Pool pool,
            RowStore rows,
            CallWriter calls,
            Supplier<Map<String, String>> lines,
            CallFollower follower,
            Fence fence) {
        this.pool = pool;
        this.rows = rows;
        this.calls = calls;
        this.lines = lines;
        this.follower = follower;
        this.fence = fence;
    }

    /** The same, behind a fence. */
    public JournalWriter behind(Fence other) {
        return new JournalWriter(pool, rows, calls, lines, follower, other);
    }

    /** Centre by number dialled, as it is now. */
    Map<String, String> lines() {
        return lines.get();
    }

    /**
     * What one step did.
     *
     * @param touched   calls that have a row among those stored, as they are now
     * @param newIds    ids of the entries that are new in the book
     * @param afterwards what the follower does once it is stored
     */
    public record Step(List<CallProjection> touched, List<String> newIds, Runnable afterwards) {}

    /** Where the last step ended. */
    public Future<Optional<JournalPosition>> place(String pbx) {
        return pool.withConnection(connection -> rows.place(connection, pbx))
                .map(found -> Objects.requireNonNull(found, "place"));
    }

    /** Calls in the book that have begun and have no end. */
    Future<List<CutCalls.Open>> open(String pbx) {
        return pool.withConnection(connection -> rows.open(connection, pbx))
                .map(found -> Objects.requireNonNull(found, "open"));
    }

    /** Rows since a moment that belong to no entry of the book, in order of time. */
    Future<List<CelRow>> withoutEntry(String pbx, Instant since) {
        return pool.withConnection(connection -> rows.withoutEntry(connection, pbx, since))
                .map(found -> Objects.requireNonNull(found, "rows"));
    }

    /** Rows that are stored since a moment, the latest if there are more than so many. */
    Future<List<CelRow>> stored(String pbx, Instant since, int most) {
        return pool.withConnection(connection -> rows.stored(connection, pbx, since, most))
                .map(found -> Objects.requireNonNull(found, "rows"));
    }

    /** When the last row of a PBX was written. */
    Future<Optional<Instant>> lastRow(String pbx) {
        return pool.withConnection(connection -> rows.lastRow(connection, pbx))
                .map(found -> Objects.requireNonNull(found, "last row"));
    }

    /**
     * Stores.
     *
     * @param pbx   whose place moves; rows bear their own PBX's name
     * @param seen  rows of either feed
     * @param aside lines that are no rows
     * @param place where the journal file is read up to; empty when the rows are not of the file
     */
    public Future<Step> store(
            String pbx, List<SeenRow> seen, List<CelLine.Aside> aside, Optional<JournalPosition> place, Instant now) {
        return pool.withTransaction(connection -> fence.pass(connection)
                        .compose(_ -> rows.lock(connection, pbx))
                        .compose(_ -> rows.insert(connection, seen))
                        .compose(_ -> rows.putAside(connection, pbx, aside, now))
                        .compose(_ -> recompute(connection, seen))
                        .compose(step -> place.map(at -> rows.moveTo(connection, pbx, at, now))
                                .orElse(Future.succeededFuture())
                                .map(step)))
                .map(step -> Objects.requireNonNull(step, "step"))
                .onSuccess(step -> step.afterwards().run());
    }

    /**
     * Calls written anew.
     *
     * @param last the last linkedid of this step; empty when there was none any more
     */
    record Again(Step step, Optional<String> last) {}

    /** Writes the calls of the next linkedids anew, from rows that are stored. */
    Future<Again> again(String pbx, String after, int most) {
        return pool.withTransaction(connection -> rows.lock(connection, pbx)
                        .compose(_ -> rows.linkedIds(connection, pbx, after, most))
                        .compose(ids -> recompute(connection, Map.of(pbx, ids))
                                .map(step -> new Again(
                                        step, ids.isEmpty() ? Optional.empty() : Optional.of(ids.getLast())))))
                .map(again -> Objects.requireNonNull(again, "again"))
                .onSuccess(again -> again.step().afterwards().run());
    }

    private Future<Step> recompute(SqlConnection connection, List<SeenRow> seen) {
        Map<String, List<String>> linkedIds = seen.stream()
                .collect(Collectors.groupingBy(
                        one -> one.row().pbx(),
                        Collectors.mapping(
                                one -> one.row().linkedId(),
                                Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf))));
        return recompute(connection, linkedIds)
                .compose(step -> follower.followRows(
                                connection, seen.stream().map(SeenRow::row).toList())
                        .map(more -> new Step(step.touched(), step.newIds(), () -> {
                            step.afterwards().run();
                            more.run();
                        })));
    }

    private Future<Step> recompute(SqlConnection connection, Map<String, List<String>> linkedIds) {
        Future<List<CallProjection>> all = Future.succeededFuture(new ArrayList<>());
        for (Map.Entry<String, List<String>> entry : linkedIds.entrySet()) {
            all = all.compose(projected -> rows.related(connection, entry.getKey(), entry.getValue())
                    .map(related -> {
                        projected.addAll(CallFold.project(related, lines.get()));
                        return projected;
                    }));
        }
        return all.compose(touched -> calls.write(connection, touched)
                .compose(newIds -> follower.follow(connection, touched)
                        .map(afterwards -> new Step(List.copyOf(touched), newIds, afterwards))));
    }
}
