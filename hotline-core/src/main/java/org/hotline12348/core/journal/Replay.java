package org.hotline12348.core.journal;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.ivr.cel.CelRow;

/** Writes the book's calls anew: all rows of the files, then every call whose rows are stored. Doing it twice changes nothing. */
public final class Replay {

    private static final int ROWS_A_STEP = 1_000;
    private static final int CALLS_A_STEP = 200;

    private final JournalWriter writer;
    private final String pbx;
    private final Clock clock;
    private final Set<String> calls = new HashSet<>();
    private long fresh;

    /**
     * What was done.
     *
     * @param rows  read from the files
     * @param calls written anew
     * @param fresh new in the book: they were missing
     */
    public record Done(long rows, long calls, long fresh) {}

    public Replay(JournalWriter writer, String pbx, Clock clock) {
        this.writer = writer;
        this.pbx = pbx;
        this.clock = clock;
    }

    /** Blocks while it reads the files; the rest is done as the database answers. */
    public Future<Done> of(Path journal) throws IOException {
        List<CelRow> rows = Reconciler.rows(journal, Instant.EPOCH, Instant.MAX);
        Future<Void> all = Future.succeededFuture();
        for (int i = 0; i < rows.size(); i += ROWS_A_STEP) {
            List<SeenRow> step = rows.subList(i, Math.min(rows.size(), i + ROWS_A_STEP)).stream()
                    .map(row -> new SeenRow(row, Feed.FILE))
                    .toList();
            all = all.compose(_ -> writer.store(pbx, step, List.of(), Optional.empty(), clock.instant())
                    .onSuccess(this::count)
                    .mapEmpty());
        }
        return all.compose(_ -> stored("")).map(_ -> new Done(rows.size(), calls.size(), fresh));
    }

    /** Rows that no file has any more: older than the files are kept, or told by the manager interface. */
    private Future<Void> stored(String after) {
        return writer.again(pbx, after, CALLS_A_STEP).compose(step -> {
            count(step.step());
            return step.last().isEmpty()
                    ? Future.succeededFuture()
                    : stored(step.last().get());
        });
    }

    private void count(JournalWriter.Step step) {
        step.touched().stream().map(CallProjection::callId).forEach(calls::add);
        fresh += step.newIds().size();
    }
}
