package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Roles by operations, as a table that the centre's head can read: + may, - may not. The table is held against the
 * OpenAPI document, and each cell against the running server: who may not gets 401 (nobody) or 403, who may gets
 * something else.
 */
@Tag("db")
class PermissionTest {

    private static final List<String> COLUMNS = List.of("nobody", "lawyer01", "coordinator", "admin", "auditor");

    //                                       nobody lawyer coordinator administrator auditor
    private static final String TABLE = """
            getSession                        +      +      +           +             +
            signIn                            +      +      +           +             +
            signOut                           +      +      +           +             +
            listCentres                       -      +      +           +             +
            getDuty                           -      +      +           +             +
            getCalendar                       -      +      +           +             +
            getRoster                         -      +      +           +             +
            listCalls                         -      +      +           -             -
            listConsultations                 -      +      +           +             -
            createConsultation                -      +      +           -             -
            getConsultation                   -      +      +           +             -
            patchConsultation                 -      +      +           -             -
            getHistory                        -      +      +           -             -
            listCategories                    -      +      +           +             +
            listDispositions                  -      +      +           +             +
            listCallerGroups                  -      +      +           +             +
            streamEvents                      -      +      +           +             +
            getPublicHours                    +      +      +           +             +
            getOpenApi                        +      +      +           +             +
            getLive                           +      +      +           +             +
            getReady                          +      +      +           +             +
            getMetrics                        +      +      +           +             +
            """;

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static Map<String, List<Boolean>> table() {
        Map<String, List<Boolean>> rows = new TreeMap<>();
        TABLE.lines().forEach(line -> {
            List<String> cells = List.of(line.strip().split("\\s+"));
            rows.put(
                    cells.getFirst(),
                    cells.subList(1, cells.size()).stream().map("+"::equals).toList());
        });
        return rows;
    }

    @Test
    void everyOperationIsInTheTable() {
        assertThat(table().keySet())
                .isEqualTo(stand.document().operations().stream()
                        .map(Operation::id)
                        .collect(Collectors.toCollection(java.util.TreeSet::new)));
    }

    @Test
    void everyCellIsAsTheServerDoes() {
        Map<String, List<Boolean>> rows = table();
        Map<String, Boolean> wrong = new LinkedHashMap<>();
        for (int column = 0; column < COLUMNS.size(); column++) {
            String who = COLUMNS.get(column);
            Person person = who.equals("nobody") ? stand.anyone().get("/session") : stand.signedIn(who);
            for (Operation operation : stand.document().operations()) {
                if (operation.id().equals("streamEvents") || operation.id().equals("signOut")) {
                    continue;
                }
                boolean may = rows.get(operation.id()).get(column);
                String path = operation.path().replaceAll("\\{.*?}", "none");
                JsonObject body = operation.body().isPresent() ? new JsonObject() : null;
                int status = operation.method().equals(HttpMethod.GET)
                        ? person.get(path).status()
                        : person.write(operation.method(), path, Map.of(), body).status();
                boolean let = status != 401 && status != 403;
                if (let != may && !(operation.id().equals("signIn") && status == 400)) {
                    wrong.put("%s %s: %d".formatted(who, operation.id(), status), may);
                }
            }
        }
        assertThat(wrong).as("cells that the server sees otherwise").isEmpty();
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
