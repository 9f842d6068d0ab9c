package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.journal.JournalWriter.CallFollower;
import org.hotline12348.ivr.cel.CelRow;

/** Several who follow the journal, one after the other, in its transaction. */
record Followers(List<CallFollower> all) implements CallFollower {

    Followers(CallFollower... all) {
        this(List.of(all));
    }

    @Override
    public Future<Runnable> follow(SqlConnection connection, List<CallProjection> touched) {
        return each(one -> one.follow(connection, touched));
    }

    @Override
    public Future<Runnable> followRows(SqlConnection connection, List<CelRow> rows) {
        return each(one -> one.followRows(connection, rows));
    }

    private Future<Runnable> each(Function<CallFollower, Future<Runnable>> step) {
        Future<Runnable> done = Future.succeededFuture(() -> {});
        for (CallFollower one : all) {
            done = done.compose(before -> step.apply(one).map(more -> () -> {
                before.run();
                more.run();
            }));
        }
        return done;
    }
}
