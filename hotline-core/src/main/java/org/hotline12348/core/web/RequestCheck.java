package org.hotline12348.core.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.web.Problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request against its operation in the OpenAPI document, and finds all that is wrong at once. Every parameter
 * is decoded exactly once (the ready-made router decodes twice and turns {@code +08:00} into a space, see ADR 0040);
 * one that the document does not know is refused, because a mistyped filter would silently find too much.
 */
final class RequestCheck {

    private static final String JSON = "application/json";

    private final SchemaRepository schemas;
    private final Operation operation;
    private final Set<String> queryNames;

    RequestCheck(SchemaRepository schemas, Operation operation) {
        this.schemas = schemas;
        this.operation = operation;
        this.queryNames = operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The parameters that were given or have a default, by name and of their type. */
    Map<String, Object> parameters(RoutingContext context) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        for (String name : context.queryParams().names()) {
            if (!queryNames.contains(name)) {
                faults.add(new Fault(
                        name,
                        "is no parameter here. Known are: %s."
                                .formatted(
                                        queryNames.isEmpty()
                                                ? "none"
                                                : String.join(
                                                        ", ",
                                                        queryNames.stream()
                                                                .sorted()
                                                                .toList()))));
            }
        }
        for (Parameter parameter : operation.getParameters()) {
            List<String> given = given(context, parameter);
            if (given.size() > 1) {
                faults.add(
                        new Fault(parameter.getName(), "is given %d times; once is enough.".formatted(given.size())));
            } else if (given.isEmpty()) {
                Object fallback = parameter.getSchema().get("default");
                if (parameter.isRequired()) {
                    faults.add(new Fault(parameter.getName(), "is missing."));
                } else if (fallback != null) {
                    values.put(parameter.getName(), fallback);
                }
            } else {
                Object value = typed(parameter, given.getFirst());
                List<Fault> wrong = faults(parameter.getSchema(), value, parameter.getName());
                faults.addAll(wrong);
                values.put(parameter.getName(), value);
            }
        }
        if (!faults.isEmpty()) {
            throw Problem.badRequest(faults);
        }
        return values;
    }

    /** The JSON body; an empty object where the operation has none. */
    JsonObject body(RoutingContext context) {
        MediaType json = operation.getRequestBody() == null
                ? null
                : operation.getRequestBody().getContent().get(JSON);
        if (json == null) {
            return new JsonObject();
        }
        if (context.body().length() <= 0) {
            if (operation.getRequestBody().isRequired()) {
                throw Problem.badRequest("The body is missing; send JSON.");
            }
            return new JsonObject();
        }
        String type = context.request().getHeader("Content-Type");
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
            throw Problem.unsupportedType(JSON);
        }
        Object body;
        try {
            body = Json.decodeValue(context.body().buffer());
        } catch (DecodeException e) {
            throw Problem.badRequest("The body is not JSON.");
        }
        List<Fault> faults = faults(json.getSchema(), body, "");
        if (!faults.isEmpty()) {
            throw Problem.badRequest(faults);
        }
        if (!(body instanceof JsonObject object)) {
            throw Problem.badRequest("The body is not a JSON object.");
        }
        return object;
    }

    private static List<String> given(RoutingContext context, Parameter parameter) {
        return switch (parameter.getIn()) {
            case QUERY -> context.queryParams().getAll(parameter.getName());
            case HEADER -> context.request().headers().getAll(parameter.getName());
            case PATH -> {
                String value = context.pathParam(parameter.getName());
                yield value == null ? List.of() : List.of(value);
            }
            case COOKIE -> List.of();
        };
    }

    private static Object typed(Parameter parameter, String text) {
        return switch (parameter.getSchemaType()) {
            case INTEGER -> whole(text);
            case BOOLEAN -> text.equals("true") ? (Object) true : text.equals("false") ? (Object) false : text;
            case NUMBER -> decimal(text);
            case STRING, ARRAY, OBJECT -> text;
        };
    }

    private static Object whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object decimal(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? (Object) value : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private List<Fault> faults(@Nullable JsonSchema schema, Object value, String name) {
        if (schema == null) {
            return List.of();
        }
        OutputUnit result = schemas.validator(schema).validate(value);
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        List<Fault> faults = new ArrayList<>();
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        for (OutputUnit error : errors) {
            String place = error.getInstanceLocation().replaceFirst("^#/?", "");
            String field = name.isEmpty() ? place.replace('/', '.') : name;
            String keyword = error.getKeywordLocation();
            // The parent's "a property does not match" only repeats what its child says.
            if (keyword.endsWith("/properties") || keyword.endsWith("/items") || keyword.endsWith("/$ref")) {
                continue;
            }
            faults.add(new Fault(field, sentence(error.getError())));
        }
        if (faults.isEmpty()) {
            faults.add(new Fault(name, "does not have the form that the OpenAPI document gives."));
        }
        return faults;
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
