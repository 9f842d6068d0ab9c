package org.hotline12348.core.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.web.Operation.Access;
import org.hotline12348.core.web.Operation.Body;
import org.hotline12348.core.web.Operation.Parameter;
import org.hotline12348.core.web.Operation.Place;
import org.hotline12348.core.web.Operation.Response;
import org.hotline12348.core.web.Operation.Type;

/**
 * The OpenAPI document: what can be asked, how, and by whom. It is the one source of the routes, of the checks and of
 * the permissions ({@code x-roles}).
 */
public final class ApiDocument {

    /** Where everything lies. */
    public static final String BASE = "/api/v1";

    /** Bytes of a body, unless an operation has another limit ({@code x-max-body}). */
    static final int MAX_BODY = 128 * 1024;

    private static final String FOLDER = "/openapi/";
    private static final String BASE_DOCUMENT = "hotline.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final int MAX_DEPTH = 40;
    private static final JsonSchemaOptions SCHEMAS = new JsonSchemaOptions()
            .setBaseUri("https://hotline.invalid/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    private final JsonObject raw;
    private final List<Operation> operations;

    private ApiDocument(JsonObject raw) {
        this.raw = raw;
        this.operations = read();
    }

    /** Reads the document without any feature. */
    public static ApiDocument load() {
        return load(List.of());
    }

    /**
     * Reads it from the class path, with the pieces of the features. It is part of the program: a fault in it is a
     * mistake of ours.
     */
    public static ApiDocument load(List<WebFeature> features) {
        JsonObject whole = piece(BASE_DOCUMENT);
        for (WebFeature feature : features) {
            join(whole, piece(feature.document()), feature.document());
        }
        return new ApiDocument(whole);
    }

    private static JsonObject piece(String name) {
        try (InputStream in = ApiDocument.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its file %s%s.".formatted(FOLDER, name));
            }
            JsonNode tree = new YAMLMapper().readTree(in);
            return new JsonObject(tree.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a feature's paths, tags and components. A path may get further methods; nothing is defined twice. */
    private static void join(JsonObject whole, JsonObject piece, String name) {
        piece.getJsonArray("tags", new JsonArray()).forEach(whole.getJsonArray("tags")::add);
        JsonObject paths = whole.getJsonObject("paths");
        for (Map.Entry<String, Object> path : piece.getJsonObject("paths")) {
            if (!paths.containsKey(path.getKey())) {
                paths.put(path.getKey(), new JsonObject());
            }
            add(paths.getJsonObject(path.getKey()), (JsonObject) path.getValue(), name);
        }
        JsonObject components = whole.getJsonObject("components");
        for (Map.Entry<String, Object> kind : piece.getJsonObject("components", new JsonObject())) {
            if (!components.containsKey(kind.getKey())) {
                components.put(kind.getKey(), new JsonObject());
            }
            add(components.getJsonObject(kind.getKey()), (JsonObject) kind.getValue(), name);
        }
    }

    private static void add(JsonObject target, JsonObject more, String name) {
        for (Map.Entry<String, Object> entry : more) {
            if (target.containsKey(entry.getKey())) {
                throw new IllegalStateException(
                        "%s%s defines %s, which is defined already.".formatted(FOLDER, name, entry.getKey()));
            }
            target.put(entry.getKey(), entry.getValue());
        }
    }

    /** The operations in the document's order. */
    public List<Operation> operations() {
        return operations;
    }

    /** As it is served: with the address at which it is served. */
    JsonObject served() {
        return raw.copy().put("servers", new JsonArray().add(new JsonObject().put("url", BASE)));
    }

    private List<Operation> read() {
        List<Operation> found = new ArrayList<>();
        for (Map.Entry<String, Object> path : raw.getJsonObject("paths")) {
            for (Map.Entry<String, Object> entry : (JsonObject) path.getValue()) {
                if (METHODS.contains(entry.getKey())) {
                    JsonObject model = (JsonObject) expanded(entry.getValue(), 0);
                    found.add(operation(path.getKey(), entry.getKey(), model));
                }
            }
        }
        return List.copyOf(found);
    }

    private static Operation operation(String path, String method, JsonObject model) {
        String id = model.getString("operationId");
        List<Parameter> parameters = new ArrayList<>();
        model.getJsonArray("parameters", new JsonArray())
                .forEach(parameter -> parameters.add(parameter((JsonObject) parameter)));
        Optional<Body> body = Optional.ofNullable(model.getJsonObject("requestBody"))
                .map(object -> new Body(object.getBoolean("required", false), content(object)));
        Map<String, Response> responses = new LinkedHashMap<>();
        for (Map.Entry<String, Object> response : model.getJsonObject("responses")) {
            responses.put(response.getKey(), new Response(content((JsonObject) response.getValue())));
        }
        return new Operation(
                id,
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path,
                access(id, model),
                model.getBoolean("x-while-owing", false),
                List.copyOf(parameters),
                body,
                model.getInteger("x-max-body", MAX_BODY),
                responses);
    }

    private static Parameter parameter(JsonObject model) {
        JsonObject schema = model.getJsonObject("schema");
        Type type = switch (schema.getString("type")) {
            case "integer" -> Type.WHOLE;
            case "number" -> Type.DECIMAL;
            case "boolean" -> Type.FLAG;
            default -> Type.TEXT;
        };
        return new Parameter(
                model.getString("name"),
                Place.valueOf(model.getString("in").toUpperCase(Locale.ROOT)),
                model.getBoolean("required", false),
                type,
                Optional.ofNullable(schema.getValue("default")),
                validator(schema));
    }

    private static Map<String, Optional<Validator>> content(JsonObject model) {
        Map<String, Optional<Validator>> content = new LinkedHashMap<>();
        for (Map.Entry<String, Object> media : model.getJsonObject("content", new JsonObject())) {
            JsonObject schema = ((JsonObject) media.getValue()).getJsonObject("schema");
            boolean json = media.getKey().endsWith("json");
            content.put(media.getKey(), json && schema != null ? Optional.of(validator(schema)) : Optional.empty());
        }
        return content;
    }

    private static Validator validator(JsonObject schema) {
        return Validator.create(JsonSchema.of(schema), SCHEMAS);
    }

    private static Access access(String id, JsonObject model) {
        Set<String> named = model.getJsonArray("x-roles", new JsonArray()).stream()
                .map(Object::toString)
                .collect(Collectors.toUnmodifiableSet());
        if (named.equals(Set.of("anyone"))) {
            return new Access.Anyone();
        }
        if (named.equals(Set.of("account"))) {
            return new Access.AnyAccount();
        }
        Set<Role> roles = named.stream()
                .map(code -> Role.of(code)
                        .orElseThrow(() -> new IllegalStateException(
                                "%s of the OpenAPI document names the role %s, which does not exist."
                                        .formatted(id, code))))
                .collect(Collectors.toUnmodifiableSet());
        if (roles.isEmpty()) {
            throw new IllegalStateException("%s of the OpenAPI document does not say who may (x-roles).".formatted(id));
        }
        return new Access.Roles(roles);
    }

    /** A part of the document with every {@code $ref} replaced by what it names. */
    private Object expanded(Object part, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalStateException("The OpenAPI document refers to itself in a circle.");
        }
        return switch (part) {
            case JsonObject object
            when object.getString("$ref") instanceof String ref -> expanded(named(ref), depth + 1);
            case JsonObject object -> {
                JsonObject all = new JsonObject();
                object.forEach(entry -> all.put(
                        entry.getKey(), entry.getValue() == null ? null : expanded(entry.getValue(), depth + 1)));
                yield all;
            }
            case JsonArray array -> {
                JsonArray all = new JsonArray();
                array.forEach(element -> all.add(element == null ? null : expanded(element, depth + 1)));
                yield all;
            }
            default -> part;
        };
    }

    private JsonObject named(String ref) {
        JsonObject at = raw;
        for (String step : ref.substring("#/".length()).split("/")) {
            at = at.getJsonObject(step);
            if (at == null) {
                throw new IllegalStateException(
                        "The OpenAPI document refers to %s, which is not there.".formatted(ref));
            }
        }
        return at;
    }
}
