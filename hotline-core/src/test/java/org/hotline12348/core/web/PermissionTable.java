package org.hotline12348.core.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hotline12348.core.web.ApiStand.Person;

/**
 * Roles by operations, one line an operation ({@code permissions.txt}): + may, - may not. Each cell can be held against
 * a running server: who may not gets 401 (nobody) or 403, who may gets something else.
 */
public final class PermissionTable {

    /** What heads the columns. */
    public static final List<String> COLUMNS =
            List.of("nobody", "lawyer", "coordinator", "administrator", "auditor", "security");

    /** A stream that never ends, and a request that would end the session the table is read with. */
    private static final Set<String> LEFT_OUT = Set.of("streamEvents", "signOut");

    private final Map<String, List<Boolean>> rows = new TreeMap<>();

    /** One of a column's people at a door. */
    @FunctionalInterface
    public interface Knock {
        /** @return the status of the answer */
        int at(String method, String path, boolean body);
    }

    /** One operation of the document; what a path leaves open is filled with "none". */
    public record Door(String id, String method, String path, boolean body) {}

    private PermissionTable() {}

    public static PermissionTable read() {
        PermissionTable table = new PermissionTable();
        try {
            for (String line : Files.readAllLines(Path.of("src/test/resources/permissions.txt"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> cells = List.of(line.strip().split("\\s+"));
                    table.rows.put(
                            cells.getFirst(),
                            cells.subList(1, cells.size()).stream()
                                    .map("+"::equals)
                                    .toList());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** The operations it speaks of. */
    public Set<String> operations() {
        return rows.keySet();
    }

    /** Cells that the server sees otherwise: who and what, with what the table says. */
    public Map<String, Boolean> wrongCells(Map<String, Knock> people, List<Door> doors) {
        Map<String, Boolean> wrong = new LinkedHashMap<>();
        people.forEach((who, knock) -> {
            int column = COLUMNS.indexOf(who);
            for (Door door : doors) {
                List<Boolean> row = rows.get(door.id());
                if (row == null || LEFT_OUT.contains(door.id())) {
                    continue;
                }
                int status = knock.at(door.method(), door.path().replaceAll("\\{.*?}", "none"), door.body());
                boolean let = status != 401 && status != 403;
                if (let != row.get(column) && !(door.id().equals("signIn") && status == 400)) {
                    wrong.put("%s %s: %d".formatted(who, door.id(), status), row.get(column));
                }
            }
        });
        return wrong;
    }

    /** The same of a stand. */
    Map<String, Boolean> wrongCells(ApiStand stand) {
        Map<String, Knock> people = new LinkedHashMap<>();
        List.of("nobody", "lawyer01", "coordinator", "admin", "auditor", "security")
                .forEach(name -> people.put(
                        COLUMNS.get(people.size()),
                        knock(name.equals("nobody") ? stand.anyone().get("/session") : stand.signedIn(name))));
        return wrongCells(
                people,
                stand.document().operations().stream()
                        .map(one -> new Door(
                                one.id(),
                                one.method().name(),
                                one.path(),
                                one.body().isPresent()))
                        .toList());
    }

    private static Knock knock(Person person) {
        return (method, path, body) -> method.equals("GET")
                ? person.get(path).status()
                : person.write(HttpMethod.valueOf(method), path, Map.of(), body ? new JsonObject() : null)
                        .status();
    }
}
