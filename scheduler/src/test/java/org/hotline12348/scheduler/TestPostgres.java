package org.hotline12348.scheduler;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * One embedded PostgreSQL for the whole test JVM, and as many fresh databases in it as the tests like.
 *
 * <p>{@code TestPostgres.fresh("roster", "hotline")} migrates {@code classpath:db/roster} into schema
 * {@code roster} and {@code classpath:db/hotline} into schema {@code hotline} once, keeps the result as a
 * template, and clones it (some 50 ms) for each caller. The server listens on a free port of 127.0.0.1, logs
 * everyone in without a password, and ends with the JVM; as root it runs through {@code unshare}.
 */
public final class TestPostgres {

    private static final Map<List<String>, String> TEMPLATES = new HashMap<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres server;

    private TestPostgres() {}

    /** A fresh database with these schemas, each migrated from the folder {@code db/<schema>} on the class path. */
    public static synchronized Database fresh(String... schemas) {
        String template = TEMPLATES.computeIfAbsent(List.of(schemas), TestPostgres::template);
        String name = "test_" + NUMBER.incrementAndGet();
        sql("create database %s template %s".formatted(name, template));
        return new Database("127.0.0.1", server().getPort(), name, "postgres", "postgres");
    }

    private static String template(List<String> schemas) {
        String name = "template_" + NUMBER.incrementAndGet();
        sql("create database " + name);
        for (String schema : schemas) {
            Flyway.configure()
                    .dataSource(server().getDatabase("postgres", name))
                    .locations("classpath:db/" + schema)
                    .defaultSchema(schema)
                    .outOfOrder(true)
                    .load()
                    .migrate();
        }
        return name;
    }

    private static void sql(String text) {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + text, e);
        }
    }

    private static EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("shared_buffers", "32MB")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("timezone", "UTC")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL of the tests did not start.", e);
            }
        }
        return server;
    }

    /** Where a fresh database is to be found. The password is accepted but not asked for. */
    public record Database(String host, int port, String name, String user, String password) {

        /** For the Vert.x PostgreSQL client. */
        public PgConnectOptions options() {
            return new PgConnectOptions()
                    .setHost(host)
                    .setPort(port)
                    .setDatabase(name)
                    .setUser(user)
                    .setPassword(password);
        }

        /** For JDBC: {@code jdbc:postgresql://127.0.0.1:port/name}. */
        public String jdbcUrl() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
        }

        /** For Flyway and for a test's own look at the tables. */
        public DataSource dataSource() {
            return server().getDatabase(user, name);
        }
    }
}
