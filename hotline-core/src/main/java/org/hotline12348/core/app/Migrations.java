package org.hotline12348.core.app;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings both schemas to this program's version. */
public final class Migrations {
    private Migrations() {}

    /** Blocks. Safe to repeat, and with two services at once (Flyway holds a lock).
     *
     * @throws Trouble if a migration fails */
    public static void run(Database database) {
        migrate(database, "roster");
        migrate(database, "hotline");
    }

    private static void migrate(Database database, String schema) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database.jdbcUrl(), database.user(), database.password())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/" + schema)
                    .outOfOrder(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, """
                    The schema %s of %s cannot be brought to this version: %s
                    Mend: see the log; the database must be PostgreSQL 16 or newer and its user allowed to create \
                    schemas and roles.""".formatted(schema, database, e.getMessage()), e);
        }
    }
}
