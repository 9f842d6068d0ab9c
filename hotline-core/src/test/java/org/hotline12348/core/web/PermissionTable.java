package org.hotline12348.core.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hotline12348.core.web.ApiStand.Person;

/**
 * Roles by operations, one line an operation: + may, - may not, in the order nobody, lawyer, coordinator, administrator,
 * auditor, security (the last may be left out). Each cell can be held against the running server: who may not gets 401 (nobody) or 403, who may gets something
 * else.
 */
final class PermissionTable {

    private static final List<String> COLUMNS =
            List.of("nobody", "lawyer01", "coordinator", "admin", "auditor", "security");
    /** A stream that never ends, and a request that would end the session the table is read with. */
    private static final Set<String> LEFT_OUT = Set.of("streamEvents", "signOut");

    private final Map<String, List<Boolean>> rows = new TreeMap<>();

    PermissionTable(String table) {
        table.lines().forEach(line -> {
            List<String> cells = List.of(line.strip().split("\\s+"));
            rows.put(
                    cells.getFirst(),
                    cells.subList(1, cells.size()).stream().map("+"::equals).toList());
        });
    }

    /** The operations it speaks of. */
    Set<String> operations() {
        return rows.keySet();
    }

    /** Cells that the server sees otherwise: who and what, with what the table says. */
    Map<String, Boolean> wrongCells(ApiStand stand) {
        Map<String, Boolean> wrong = new LinkedHashMap<>();
        for (int column = 0; column < COLUMNS.size(); column++) {
            String who = COLUMNS.get(column);
            Person person = who.equals("nobody") ? stand.anyone().get("/session") : stand.signedIn(who);
            for (Operation operation : stand.document().operations()) {
                List<Boolean> row = rows.get(operation.id());
                if (row == null || row.size() <= column || LEFT_OUT.contains(operation.id())) {
                    continue;
                }
                boolean may = row.get(column);
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
        return wrong;
    }
}
