package org.hotline12348.core.consultation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.LongStream;

/** Gives running numbers, one series a centre and year, in the transaction that uses them. */
final class Numbers {

    private Numbers() {}

    /** The next numbers. The series stays locked until the transaction ends, so that none is lost or given twice. */
    static Future<List<String>> next(SqlConnection connection, String centre, int year, int count) {
        return connection
                .preparedQuery("""
                        insert into hotline.number_series as s (centre_id, year, last) values ($1, $2, $3)
                        on conflict (centre_id, year) do update set last = s.last + excluded.last
                        returning last""")
                .execute(Tuple.of(centre, year, (long) count))
                .map(rows -> {
                    long last = rows.iterator().next().getLong("last");
                    return LongStream.rangeClosed(last - count + 1, last)
                            .mapToObj(number -> "%d-%06d".formatted(year, number))
                            .toList();
                });
    }
}
