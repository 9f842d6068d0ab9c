package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Role;

/**
 * The OpenAPI document: what can be asked, how, and by whom. It is the one source of the routes, of the checks and of
 * the permissions ({@code x-roles}).
 */
public final class ApiDocument {

    /** Where everything lies. */
    public static final String BASE = "/api/v1";

    private static final String FILE = "openapi/hotline.yaml";
    private static final String ANYONE = "anyone";
    private static final String ACCOUNT = "account";

    private final OpenAPIContract contract;

    private ApiDocument(OpenAPIContract contract) {
        this.contract = contract;
    }

    /** Reads it from the class path. */
    public static Future<ApiDocument> load(Vertx vertx) {
        return OpenAPIContract.from(vertx, FILE).map(ApiDocument::new);
    }

    OpenAPIContract contract() {
        return contract;
    }

    /** The operations in the document's order. */
    public List<Operation> operations() {
        return contract.getPaths().stream()
                .flatMap(path -> path.getOperations().stream())
                .toList();
    }

    /** As it is served: with the address at which it is served. */
    JsonObject served() {
        return contract.getRawContract().copy().put("servers", new JsonArray().add(new JsonObject().put("url", BASE)));
    }

    /** Who may ask for an operation. */
    public sealed interface Access {
        /** Nobody needs to be signed in. */
        record Anyone() implements Access {}

        /** Whoever is signed in. */
        record AnyAccount() implements Access {}

        /** Whoever has one of these roles. */
        record Roles(Set<Role> roles) implements Access {}
    }

    /** Who may ask for this operation. An operation that does not say is a mistake of ours: nothing starts. */
    public static Access access(Operation operation) {
        JsonArray codes = operation.getOpenAPIModel().getJsonArray("x-roles", new JsonArray());
        Set<String> named = codes.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
        if (named.equals(Set.of(ANYONE))) {
            return new Access.Anyone();
        }
        if (named.equals(Set.of(ACCOUNT))) {
            return new Access.AnyAccount();
        }
        Set<Role> roles = named.stream()
                .map(code -> Role.of(code)
                        .orElseThrow(() -> new IllegalStateException(
                                "%s of the OpenAPI document names the role %s, which does not exist."
                                        .formatted(operation.getOperationId(), code))))
                .collect(Collectors.toUnmodifiableSet());
        if (roles.isEmpty()) {
            throw new IllegalStateException(
                    "%s of the OpenAPI document does not say who may (x-roles).".formatted(operation.getOperationId()));
        }
        return new Access.Roles(roles);
    }
}
