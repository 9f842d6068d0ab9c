package org.hotline12348.core.watch;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.scope.CentreScope;

/** Who is sent alarms, in PostgreSQL, addresses sealed. */
public final class RecipientBook {

    private final Pool pool;
    private final Vault vault;

    public RecipientBook(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** Of a centre, in their order. */
    public Future<List<Recipient>> of(String centre) {
        return read(centre);
    }

    Future<List<Recipient>> all() {
        return read(CentreScope.ALL);
    }

    private Future<List<Recipient>> read(String scope) {
        return CentreScope.within(
                pool,
                scope,
                connection -> connection
                        .preparedQuery("""
                        select * from hotline.watch_recipient where $1 in (centre_id, '*') order by centre_id, position
                        """)
                        .execute(Tuple.of(scope))
                        .map(rows -> {
                            List<Recipient> found = new ArrayList<>();
                            rows.forEach(row -> recipient(row).ifPresent(found::add));
                            return found;
                        }));
    }

    private Optional<Recipient> recipient(Row row) {
        String centre = row.getString("centre_id");
        return vault.open(row.getBuffer("address").getBytes(), "recipient|" + centre)
                .map(address -> new Recipient(
                        centre,
                        address,
                        row.getBoolean("urgent_only"),
                        Duration.ofSeconds(row.getInteger("after_seconds"))));
    }

    /** Sets all of a centre. */
    public Future<Void> set(String centre, List<Recipient> recipients, String by, Instant now) {
        return CentreScope.within(pool, centre, connection -> {
            Future<Void> done = connection
                    .preparedQuery("delete from hotline.watch_recipient where centre_id = $1")
                    .execute(Tuple.of(centre))
                    .mapEmpty();
            for (int i = 0; i < recipients.size(); i++) {
                Recipient one = recipients.get(i);
                Tuple values = Tuple.tuple()
                        .addString(centre)
                        .addInteger(i)
                        .addBuffer(Buffer.buffer(vault.seal(one.address(), "recipient|" + centre)))
                        .addBoolean(one.urgentOnly())
                        .addInteger((int) one.after().toSeconds())
                        .addString(by)
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
                done = done.compose(_ -> connection
                        .preparedQuery("insert into hotline.watch_recipient values ($1, $2, $3, $4, $5, $6, $7)")
                        .execute(values)
                        .mapEmpty());
            }
            return done;
        });
    }
}
