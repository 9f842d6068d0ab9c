package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows from before personal data was sealed: each is taken apart and sealed where it stands, in one transaction, so that a
 * number is at every moment either readable or sealed and never gone. Done again it finds nothing.
 */
final class OldRows {

    private final SqlConnection connection;
    private final PersonalData personal;

    OldRows(SqlConnection connection, PersonalData personal) {
        this.connection = connection;
        this.personal = personal;
    }

    /** Seals all of them; how many there were. */
    Future<Integer> seal() {
        Future<Integer> done = table(
                        "practitioner",
                        "practitioner_id",
                        "",
                        PersonalData.OF_PRACTITIONER,
                        row -> PersonalData.ofPractitioner(row.getString("practitioner_id")))
                .compose(before -> table(
                                "outbox",
                                "centre_id, notice_id",
                                "",
                                PersonalData.OF_NOTICE,
                                row -> PersonalData.ofNotice(row.getString("centre_id"), row.getString("notice_id")))
                        .map(more -> before + more));
        for (Map.Entry<String, List<String>> kind : PersonalData.OF_PAPER.entrySet()) {
            done = done.compose(before -> table(
                            "paper",
                            "centre_id, kind, paper_id",
                            "and kind = '%s'".formatted(kind.getKey()),
                            kind.getValue(),
                            row -> PersonalData.ofPaper(
                                    row.getString("centre_id"), row.getString("kind"), row.getString("paper_id")))
                    .map(more -> before + more));
        }
        return done;
    }

    private Future<Integer> table(
            String table, String key, String and, List<String> fields, Function<Row, String> context) {
        return connection
                .preparedQuery(
                        "select %s, body from roster.%s where body ?| $1 %s for update".formatted(key, table, and))
                .execute(Tuple.tuple().addArrayOfString(fields.toArray(String[]::new)))
                .compose(rows -> {
                    List<Tuple> changes = new ArrayList<>();
                    List<String> keys = List.of(key.split(", "));
                    for (Row row : rows) {
                        PersonalData.Kept kept = personal.apart(row.getJsonObject("body"), fields, context.apply(row));
                        Tuple change = Tuple.tuple().addJsonObject(kept.body()).addValue(kept.sealed());
                        keys.forEach(column -> change.addString(row.getString(column)));
                        changes.add(change);
                    }
                    if (changes.isEmpty()) {
                        return Future.succeededFuture(0);
                    }
                    StringBuilder which = new StringBuilder();
                    for (int i = 0; i < keys.size(); i++) {
                        which.append(i == 0 ? "" : " and ")
                                .append(keys.get(i))
                                .append(" = $")
                                .append(i + 3);
                    }
                    return connection
                            .preparedQuery(
                                    "update roster.%s set body = $1, sealed = $2 where %s".formatted(table, which))
                            .executeBatch(changes)
                            .map(changes.size());
                });
    }
}
