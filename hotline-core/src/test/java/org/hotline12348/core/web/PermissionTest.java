package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeSet;
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

    //                                       nobody lawyer coordinator administrator auditor
    private static final PermissionTable PERMISSIONS = new PermissionTable("""
            getSession                        +      +      +           +             +
            signIn                            +      +      +           +             +
            askKey                            +      +      +           +             +
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
            """);

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
    void everyOperationIsInTheTable() {
        assertThat(PERMISSIONS.operations())
                .isEqualTo(stand.document().operations().stream()
                        .map(Operation::id)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyCellIsAsTheServerDoes() {
        assertThat(PERMISSIONS.wrongCells(stand))
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
