package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Roles by operations ({@code permissions.txt}) against the OpenAPI document and the base of the server. Every cell of
 * every operation is tried on the whole line ({@code RolesTest}).
 */
@Tag("db")
class PermissionTest {

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void everyOperationOfEveryPieceOfTheDocumentIsInTheTable() throws IOException {
        Set<String> operations = new TreeSet<>();
        try (Stream<Path> pieces = Files.list(Path.of("src/main/resources/openapi"))) {
            for (Path piece : pieces.toList()) {
                Pattern.compile("(?m)^ {6}operationId: (\\w+)$")
                        .matcher(Files.readString(piece))
                        .results()
                        .forEach(found -> operations.add(found.group(1)));
            }
        }
        assertThat(PermissionTable.read().operations()).isEqualTo(operations);
    }

    @Test
    void everyCellIsAsTheServerDoes() {
        assertThat(PermissionTable.read().wrongCells(stand))
                .as("cells that the server sees otherwise")
                .isEmpty();
    }

    @Test
    void everyWriteNeedsTheAntiForgeryHeader() {
        Person person = stand.signedIn("coordinator");
        for (Operation operation : stand.document().operations()) {
            if (operation.method().equals(HttpMethod.GET)) {
                continue;
            }
            String path = operation.path().replaceAll("\\{.*?}", "none");
            person.send(
                    operation.method(), path, Map.of("Content-Type", "application/json"), new JsonObject().toBuffer());
            assertThat(person.status()).as(operation.id()).isEqualTo(403);
        }
    }
}
