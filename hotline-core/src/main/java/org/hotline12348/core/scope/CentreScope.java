package org.hotline12348.core.scope;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.function.Function;

/**
 * A transaction that sees one centre. It switches to the role {@code hotline_app} and names its centre
 * ({@code app.centre}), so that the policies of the tables hold whoever the pool logs in as.
 */
public final class CentreScope {

    /** Sees every centre: for work of the service itself, such as deleting what is due. */
    public static final String ALL = "*";

    private CentreScope() {}

    /** Does the work in one transaction that sees these centres only; their names hold no comma. */
    public static <T> Future<T> within(Pool pool, Set<String> centres, Function<SqlConnection, Future<T>> work) {
        return within(pool, String.join(",", centres), work);
    }

    /** Does the work in one transaction that sees this centre only. */
    public static <T> Future<T> within(Pool pool, String centre, Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("select set_config('app.centre', $1, true), set_config('role', 'hotline_app', true)")
                .execute(Tuple.of(centre))
                .compose(ignored -> work.apply(connection)));
    }
}
