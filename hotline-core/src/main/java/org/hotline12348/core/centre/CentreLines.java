package org.hotline12348.core.centre;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The numbers that citizens dial, one a centre. */
public final class CentreLines {

    private static final String TAKEN = "23505";

    private final Pool pool;

    public CentreLines(Pool pool) {
        this.pool = pool;
    }

    /** Centre -> number, of those that have one. */
    public Future<Map<String, String>> numbers() {
        return pool.query("select centre_id, line from hotline.centre where line is not null")
                .execute()
                .map(rows -> {
                    Map<String, String> numbers = new HashMap<>();
                    for (Row row : rows) {
                        numbers.put(row.getString("centre_id"), row.getString("line"));
                    }
                    return Map.copyOf(numbers);
                });
    }

    /** Gives a centre its number, or takes it away; false when another centre has it. */
    public Future<Boolean> give(String centre, String name, Optional<String> number) {
        return pool.preparedQuery("""
                insert into hotline.centre (centre_id, name, line) values ($1, $2, $3)
                on conflict (centre_id) do update set line = excluded.line
                """)
                .execute(Tuple.of(centre, name, number.orElse(null)))
                .map(true)
                .recover(failure -> failure instanceof PgException pg && TAKEN.equals(pg.getSqlState())
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }
}
