package org.hotline12348.core.consultation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hotline12348.core.scope.CentreScope;

/** Filters of the log that somebody keeps for himself, in PostgreSQL. */
public final class SavedFilters {

    /** Each person's. */
    public static final int MOST = 30;

    private final Pool pool;

    public SavedFilters(Pool pool) {
        this.pool = pool;
    }

    /** @param query as it stands in the log's address: {@code outcome=ABANDONED&from=…} */
    public record Saved(String name, String query) {}

    /** Somebody's, by name. */
    public Future<List<Saved>> of(String centre, String username) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        select name, query from hotline.saved_filter
                        where centre_id = $1 and username = $2 order by name""")
                        .execute(Tuple.of(centre, username))
                        .map(rows -> {
                            List<Saved> all = new ArrayList<>();
                            for (Row row : rows) {
                                all.add(new Saved(row.getString("name"), row.getString("query")));
                            }
                            return List.copyOf(all);
                        }));
    }

    /**
     * Keeps one, in place of one of the same name.
     *
     * @return false when he has {@value #MOST} already
     */
    public Future<Boolean> keep(String centre, String username, Saved saved, Instant now) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        insert into hotline.saved_filter (centre_id, username, name, query, at)
                        select $1, $2, $3, $4, $5
                        where (select count(*) from hotline.saved_filter
                               where centre_id = $1 and username = $2 and name <> $3) < $6
                        on conflict (centre_id, username, name) do update set query = excluded.query, at = excluded.at""")
                        .execute(Tuple.of(
                                centre, username, saved.name(), saved.query(), now.atOffset(ZoneOffset.UTC), MOST))
                        .map(done -> done.rowCount() == 1));
    }

    /** Gives one up; a repeat does no harm. */
    public Future<Void> drop(String centre, String username, String name) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        delete from hotline.saved_filter where centre_id = $1 and username = $2 and name = $3""")
                        .execute(Tuple.of(centre, username, name))
                        .mapEmpty());
    }
}
