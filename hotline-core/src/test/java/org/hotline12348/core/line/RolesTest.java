package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hotline12348.core.web.Browser;
import org.hotline12348.core.web.PermissionTable;
import org.hotline12348.core.web.PermissionTable.Door;
import org.hotline12348.core.web.PermissionTable.Knock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles by pages and by every operation that the whole line offers. */
@Tag("pbx")
@Tag("browser")
class RolesTest {

    private static final String OWN = "a password of one's own";

    private static WholeLine line;
    private static Map<String, String> people;

    /** The demo centre's administrator holds two offices; here each has an account of its own. */
    @BeforeAll
    static void everyOfficeHasAnAccount() {
        line = WholeLine.shared();
        line.quiet();
        people = new LinkedHashMap<>();
        people.put("lawyer", "lawyer01");
        people.put("coordinator", "coordinator");
        people.put("administrator", "keeper.system");
        people.put("auditor", "auditor");
        people.put("security", "keeper.security");
        Client admin = new Client(address(), "admin", line.password());
        for (String role : List.of("administrator", "security")) {
            JsonObject account = new JsonObject()
                    .put("username", people.get(role))
                    .put("name", role)
                    .put("roles", List.of(role))
                    .put("centre", WholeLine.CENTRE);
            String first = admin.answered(201, "POST", "/accounts", account).getString("password");
            new Client(address(), people.get(role), first)
                    .answered(
                            204,
                            "PUT",
                            "/me/password",
                            new JsonObject().put("password", first).put("next", OWN));
        }
    }

    private static String address() {
        return line.hotline().ready().http();
    }

    private static String password(String role) {
        return people.get(role).startsWith("keeper.") ? OWN : line.password();
    }

    @Test
    @DisplayName("every operation of the running service is in the table, and every cell is as the service does")
    void operations() {
        List<Door> doors = new ArrayList<>();
        Client nobody = new Client(address());
        nobody.answered(200, "GET", "/openapi.json", null)
                .getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
                    if (method.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                        doors.add(new Door(
                                operation.getString("operationId"),
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.containsKey("requestBody")));
                    }
                }));
        PermissionTable table = PermissionTable.read();
        assertThat(table.operations())
                .isEqualTo(doors.stream().map(Door::id).collect(Collectors.toCollection(TreeSet::new)));
        Map<String, Knock> knocks = new LinkedHashMap<>();
        knocks.put("nobody", nobody::status);
        people.forEach((role, name) -> knocks.put(role, new Client(address(), name, password(role))::status));
        assertThat(table.wrongCells(knocks, doors))
                .as("cells that the service sees otherwise")
                .isEmpty();
    }

    @Test
    @DisplayName("who sees which pages")
    void pages() {
        Map<String, Set<String>> pages = Map.of(
                "lawyer", Set.of("/", "/desk", "/log", "/roster"),
                "coordinator", Set.of("/", "/log", "/roster", "/callbacks", "/reports", "/line", "/wall"),
                "administrator", Set.of("/", "/log", "/roster", "/reports", "/line", "/admin"),
                "auditor", Set.of("/", "/roster", "/admin"),
                "security", Set.of("/", "/roster", "/admin"));
        try (Browser browser = new Browser(line.hotline().ready().http())) {
            people.forEach((role, name) -> {
                try (Browser.Visit visit = browser.visit().signIn(name, password(role))) {
                    visit.page.waitForFunction(
                            "most => document.querySelectorAll('.nav-item').length === most",
                            pages.get(role).size());
                    assertThat(visit.page.evaluate(
                                    "[...document.querySelectorAll('.nav-item')].map(one => one.getAttribute('href'))"))
                            .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                            .as(role)
                            .containsExactlyInAnyOrderElementsOf(pages.get(role));
                    // A page that is another's office shows nothing of it, by address either.
                    for (String address : new String[] {"/reports", "/wall"}) {
                        if (!pages.get(role).contains(address)) {
                            visit.page.navigate(address);
                            visit.page.waitForSelector("main [data-test=not-yours]");
                            assertThat(visit.page.locator("main section").count())
                                    .as("%s at %s", role, address)
                                    .isZero();
                        }
                    }
                    assertThat(visit.complaints).as(role).isEmpty();
                }
            });
        }
    }
}
