package org.hotline12348.core.prompt;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.scope.CentreScope;

/** Recorded prompts in PostgreSQL. */
public final class PromptBook {

    private final Pool pool;

    public PromptBook(Pool pool) {
        this.pool = pool;
    }

    /**
     * One recorded version.
     *
     * @param fileName as it was called where it came from
     * @param active whether callers hear it
     */
    public record Version(
            String language,
            String key,
            int version,
            int millis,
            String fileName,
            String by,
            Instant at,
            boolean active) {}

    private static final String VERSIONS = """
            select v.language, v.key, v.version, v.millis, v.file_name, v.by_whom, v.at, c.version is not null as active
            from hotline.prompt_version v
            left join hotline.prompt_choice c
              on c.centre_id = v.centre_id and c.language = v.language and c.key = v.key and c.version = v.version
            where v.centre_id = $1 and ($2::text is null or v.language = $2) and ($3::text is null or v.key = $3)
            order by v.language, v.key, v.version desc""";

    /** A centre's versions, of one language or prompt or of all, the latest first. */
    public Future<List<Version>> versions(String centre, Optional<String> language, Optional<String> key) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery(VERSIONS)
                        .execute(Tuple.tuple()
                                .addString(centre)
                                .addString(language.orElse(null))
                                .addString(key.orElse(null)))
                        .map(rows -> {
                            List<Version> versions = new ArrayList<>();
                            for (Row row : rows) {
                                versions.add(new Version(
                                        row.getString("language"),
                                        row.getString("key"),
                                        row.getInteger("version"),
                                        row.getInteger("millis"),
                                        row.getString("file_name"),
                                        row.getString("by_whom"),
                                        row.getOffsetDateTime("at").toInstant(),
                                        row.getBoolean("active")));
                            }
                            return List.copyOf(versions);
                        }));
    }

    /** Keeps a new version and returns its number. Two at once get two numbers. */
    Future<Integer> add(
            String centre,
            String language,
            String key,
            byte[] wav,
            int millis,
            String fileName,
            String by,
            Instant now) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 12348))")
                        .execute(Tuple.of("prompt|" + centre + "|" + language + "|" + key))
                        .compose(ignored -> connection
                                .preparedQuery("""
                                insert into hotline.prompt_version
                                  (centre_id, language, key, version, wav, millis, file_name, by_whom, at)
                                select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7, $8
                                from hotline.prompt_version where centre_id = $1 and language = $2 and key = $3
                                returning version""")
                                .execute(Tuple.of(
                                        centre,
                                        language,
                                        key,
                                        Buffer.buffer(wav),
                                        millis,
                                        fileName,
                                        by,
                                        now.atOffset(ZoneOffset.UTC))))
                        .map(rows -> rows.iterator().next().getInteger("version")));
    }

    /** The sound of a version. */
    public Future<Optional<Buffer>> wav(String centre, String language, String key, int version) {
        return CentreScope.within(
                pool,
                centre,
                connection -> connection
                        .preparedQuery("""
                        select wav from hotline.prompt_version
                        where centre_id = $1 and language = $2 and key = $3 and version = $4""")
                        .execute(Tuple.of(centre, language, key, version))
                        .map(rows -> rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(rows.iterator().next().getBuffer("wav"))));
    }

    /** Chooses a version, or with none the generated voice. */
    Future<Void> choose(String centre, String language, String key, Optional<Integer> version) {
        return CentreScope.within(
                pool,
                centre,
                connection -> version.isEmpty()
                        ? connection
                                .preparedQuery("""
                                delete from hotline.prompt_choice
                                where centre_id = $1 and language = $2 and key = $3""")
                                .execute(Tuple.of(centre, language, key))
                                .mapEmpty()
                        : connection
                                .preparedQuery("""
                                insert into hotline.prompt_choice (centre_id, language, key, version)
                                values ($1, $2, $3, $4)
                                on conflict (centre_id, language, key) do update set version = excluded.version""")
                                .execute(Tuple.of(centre, language, key, version.get()))
                                .mapEmpty());
    }
}
