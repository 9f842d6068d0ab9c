package org.hotline12348.core.choice;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.scope.CentreScope;

/** The choices of all centres, and their tree, in PostgreSQL. A person's number is sealed. */
public final class LineChoiceBook {

    private final Pool pool;
    private final Vault vault;

    public LineChoiceBook(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** What is kept: choices by centre, and centre -> the one above it. */
    record Kept(Map<String, LineChoices> choices, Map<String, String> above) {}

    Future<Kept> read() {
        return CentreScope.within(
                        pool,
                        CentreScope.ALL,
                        connection -> connection
                                .query("select * from hotline.line_choice")
                                .execute())
                .compose(chosen -> pool.query("select centre_id, parent from hotline.centre where parent is not null")
                        .execute()
                        .map(tree -> {
                            Map<String, LineChoices> choices = new HashMap<>();
                            chosen.forEach(row -> choices.put(row.getString("centre_id"), choices(row)));
                            Map<String, String> above = new HashMap<>();
                            tree.forEach(row -> above.put(row.getString("centre_id"), row.getString("parent")));
                            return new Kept(choices, above);
                        }));
    }

    private LineChoices choices(Row row) {
        String centre = row.getString("centre_id");
        return new LineChoices(
                row.getBoolean("earlier_turn_key"),
                row.getBoolean("english_key"),
                Optional.ofNullable(row.getInteger("overflow_seconds")).map(Duration::ofSeconds),
                Optional.ofNullable(row.getArrayOfStrings("helping")).map(List::of),
                Optional.ofNullable(row.getString("help_person"))
                        .map(person -> new LineChoices.Help(
                                person,
                                Optional.ofNullable(row.getBuffer("help_mobile"))
                                        .flatMap(secret -> vault.open(secret.getBytes(), context(centre)))
                                        .flatMap(PhoneNumber::of))),
                Optional.ofNullable(row.getString("short_number")));
    }

    private static String context(String centre) {
        return "help|" + centre;
    }

    Future<Void> write(String centre, LineChoices choices, String by, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(centre)
                .addBoolean(choices.earlierTurnKey())
                .addBoolean(choices.englishKey())
                .addInteger(choices.overflowAfter()
                        .map(length -> (int) length.toSeconds())
                        .orElse(null))
                .addArrayOfString(choices.helping()
                        .map(list -> list.toArray(String[]::new))
                        .orElse(null))
                .addString(choices.help().map(LineChoices.Help::person).orElse(null))
                .addBuffer(choices.help()
                        .flatMap(LineChoices.Help::mobile)
                        .map(number -> Buffer.buffer(vault.seal(number.plainDigits(), context(centre))))
                        .orElse(null))
                .addString(choices.shortNumber().orElse(null))
                .addString(by)
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return CentreScope.within(
                        pool,
                        centre,
                        connection -> connection.preparedQuery("""
                                insert into hotline.line_choice (centre_id, earlier_turn_key, english_key,
                                  overflow_seconds, helping, help_person, help_mobile, short_number, changed_by, changed_at)
                                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                                on conflict (centre_id) do update set
                                  earlier_turn_key = excluded.earlier_turn_key, english_key = excluded.english_key,
                                  overflow_seconds = excluded.overflow_seconds, helping = excluded.helping,
                                  help_person = excluded.help_person, help_mobile = excluded.help_mobile,
                                  short_number = excluded.short_number,
                                  changed_by = excluded.changed_by, changed_at = excluded.changed_at
                                """).execute(values))
                .mapEmpty();
    }

    /** Puts a centre under another, or at the top. */
    Future<Void> place(String centre, String name, Optional<String> above) {
        return above.map(mother ->
                        pool.preparedQuery("""
                                insert into hotline.centre (centre_id, name) values ($1, $1) on conflict do nothing
                                """).execute(Tuple.of(mother)).<Void>mapEmpty())
                .orElseGet(Future::succeededFuture)
                .compose(_ -> pool.preparedQuery("""
                        insert into hotline.centre (centre_id, name, parent) values ($1, $2, $3)
                        on conflict (centre_id) do update set parent = excluded.parent
                        """)
                        .execute(Tuple.tuple().addString(centre).addString(name).addString(above.orElse(null))))
                .mapEmpty();
    }
}
