package org.hotline12348.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
class TestPostgresTest {

    @Test
    void eachCallerGetsADatabaseOfItsOwn() throws SQLException {
        TestPostgres.Database first = TestPostgres.fresh("roster");
        TestPostgres.Database second = TestPostgres.fresh("roster");
        try (var connection = first.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table roster.mine (x int)");
        }
        try (var connection = second.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select to_regclass('roster.mine') is null")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBoolean(1)).isTrue();
        }
    }
}
