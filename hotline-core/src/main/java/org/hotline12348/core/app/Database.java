package org.hotline12348.core.app;

import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the database is and how to sign in to it.
 *
 * @param host name or address
 * @param port TCP port
 * @param name the database's name
 * @param user owner of the two schemas
 * @param password never printed
 */
public record Database(String host, int port, String name, String user, String password) {
    private static final int USUAL_PORT = 5432;

    /** The database of a {@code postgresql://user:password@host:port/name} address, as the settings have checked it. */
    public static Database of(URI url) {
        String[] user = url.getRawUserInfo().split(":", 2);
        return new Database(
                url.getHost(),
                url.getPort() < 0 ? USUAL_PORT : url.getPort(),
                url.getPath().substring(1),
                URLDecoder.decode(user[0], StandardCharsets.UTF_8),
                URLDecoder.decode(user[1], StandardCharsets.UTF_8));
    }

    /** The same, reached by another port of its host. */
    Database at(int otherPort) {
        return new Database(host, otherPort, name, user, password);
    }

    /** For JDBC, without the password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    /** For the reactive client. */
    public PgConnectOptions connectOptions() {
        return new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(name)
                .setUser(user)
                .setPassword(password)
                .setCachePreparedStatements(true);
    }

    @Override
    public String toString() {
        return "postgresql://%s:****@%s:%d/%s".formatted(user, host, port, name);
    }
}
