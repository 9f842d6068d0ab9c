package org.hotline12348.core.knowledge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The advice texts of the centres. */
public final class Snippets {

    private static final String COMMON = "*";

    private final Pool pool;

    public Snippets(Pool pool) {
        this.pool = pool;
    }

    /**
     * Those in which every word occurs; those of the category first, then the centre's own.
     *
     * @param words apart by spaces; empty: all
     * @param category the category of the matter at hand; empty: none
     */
    public Future<List<Snippet>> search(String centre, String words, String category, int limit) {
        String[] wanted = words.strip().toLowerCase(Locale.ROOT).split("\\s+");
        return pool.preparedQuery("""
                select * from hotline.advice_snippet s
                where centre_id in ($1, '*')
                  and (select bool_and(strpos(lower(s.title || ' ' || s.body), w) > 0) from unnest($2::text[]) w)
                order by (category = $3 and $3 <> '') desc, (centre_id = $1) desc, title, id
                limit $4
                """)
                .execute(Tuple.of(centre, wanted, category, limit))
                .map(Snippets::all);
    }

    /** One of the centre's own or of the common ones. */
    public Future<Optional<Snippet>> find(String centre, String id) {
        return pool.preparedQuery(
                        "select * from hotline.advice_snippet where centre_id in ($1, '*') and id = $2 order by centre_id desc")
                .execute(Tuple.of(centre, id))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** Writes one of the centre's own, new or anew. */
    public Future<Snippet> write(
            String centre, String id, String title, String category, String body, String by, Instant at) {
        return pool.preparedQuery("""
                insert into hotline.advice_snippet (centre_id, id, title, category, body, edited_by, edited_at)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (centre_id, id) do update set title = excluded.title, category = excluded.category,
                  body = excluded.body, edited_by = excluded.edited_by, edited_at = excluded.edited_at
                returning *
                """)
                .execute(Tuple.tuple()
                        .addString(centre)
                        .addString(id)
                        .addString(title)
                        .addString(category)
                        .addString(body)
                        .addString(by)
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .map(rows -> all(rows).getFirst());
    }

    /** Removes one of the centre's own. */
    public Future<Void> remove(String centre, String id) {
        return pool.preparedQuery("delete from hotline.advice_snippet where centre_id = $1 and id = $2")
                .execute(Tuple.of(centre, id))
                .mapEmpty();
    }

    private static List<Snippet> all(RowSet<Row> rows) {
        List<Snippet> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new Snippet(
                    row.getString("id"),
                    !row.getString("centre_id").equals(COMMON),
                    row.getString("title"),
                    row.getString("category"),
                    row.getString("body"),
                    row.getString("edited_by"),
                    row.getOffsetDateTime("edited_at").toInstant()));
        }
        return found;
    }
}
