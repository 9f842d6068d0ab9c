package org.hotline12348.core.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hotline12348.core.web.Operation.Body;
import org.hotline12348.core.web.Operation.Parameter;
import org.hotline12348.core.web.Operation.Place;
import org.hotline12348.core.web.Problem.Fault;

/**
 * Checks a request against its operation in the OpenAPI document, and finds all that is wrong at once. Every parameter
 * is decoded exactly once (the ready-made router decodes twice and turns {@code +08:00} into a space, see ADR 0040);
 * one that the document does not know is refused, because a mistyped filter would silently find too much.
 */
final class RequestCheck {

    private static final String JSON = "application/json";
    private static final Pattern MISSING = Pattern.compile("required property \"(.*)\"");
    /** "Or null" is a branch of its own; that a value is not null is not what is wrong with it. */
    private static final Pattern NULL_BRANCH = Pattern.compile(".*/oneOf/\\d+/type");

    private final Operation operation;
    private final Set<String> queryNames;

    RequestCheck(Operation operation) {
        this.operation = operation;
        this.queryNames = operation.parameters().stream()
                .filter(parameter -> parameter.in() == Place.QUERY)
                .map(Parameter::name)
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
        for (Parameter parameter : operation.parameters()) {
            List<String> given = given(context, parameter);
            if (given.size() > 1) {
                faults.add(new Fault(parameter.name(), "is given %d times; once is enough.".formatted(given.size())));
            } else if (given.isEmpty()) {
                if (parameter.required()) {
                    faults.add(new Fault(parameter.name(), "is missing."));
                }
                parameter.fallback().ifPresent(value -> values.put(parameter.name(), value));
            } else {
                Object value = typed(parameter, given.getFirst());
                faults.addAll(faults(parameter.validator(), value, parameter.name()));
                values.put(parameter.name(), value);
            }
        }
        if (!faults.isEmpty()) {
            throw Problem.badRequest(faults);
        }
        return values;
    }

    /** The JSON body; an empty object where the operation has none. */
    JsonObject body(RoutingContext context) {
        Optional<Body> described =
                operation.body().filter(body -> body.content().containsKey(JSON));
        if (described.isEmpty()) {
            return new JsonObject();
        }
        if (context.body().length() <= 0) {
            if (described.get().required()) {
                throw Problem.badRequest("The body is missing; send JSON.");
            }
            return new JsonObject();
        }
        String type = context.request().getHeader("Content-Type");
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
            throw Problem.unsupportedType(JSON);
        }
        Object body = decoded(context);
        List<Fault> faults = described
                .get()
                .content()
                .getOrDefault(JSON, Optional.empty())
                .map(validator -> faults(validator, body, ""))
                .orElse(List.of());
        if (!faults.isEmpty()) {
            throw Problem.badRequest(faults);
        }
        if (!(body instanceof JsonObject object)) {
            throw Problem.badRequest("The body is not a JSON object.");
        }
        return object;
    }

    private static Object decoded(RoutingContext context) {
        try {
            return Json.decodeValue(context.body().buffer());
        } catch (DecodeException e) {
            throw Problem.badRequest("The body is not JSON.");
        }
    }

    private static List<String> given(RoutingContext context, Parameter parameter) {
        return switch (parameter.in()) {
            case QUERY -> context.queryParams().getAll(parameter.name());
            case HEADER -> context.request().headers().getAll(parameter.name());
            case PATH -> {
                String value = context.pathParam(parameter.name());
                yield value == null ? List.of() : List.of(value);
            }
        };
    }

    private static Object typed(Parameter parameter, String text) {
        return switch (parameter.type()) {
            case WHOLE -> whole(text);
            case FLAG -> text.equals("true") ? (Object) true : text.equals("false") ? (Object) false : text;
            case DECIMAL -> decimal(text);
            case TEXT -> text;
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

    /** What is wrong with a value, each thing once; the validator also tells of every parent of what is wrong. */
    static List<Fault> faults(Validator validator, Object value, String name) {
        OutputUnit result = validator.validate(value);
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        // A known property with a wrong value is also told to be an unknown one.
        Set<String> known = errors.stream()
                .filter(error -> error.getKeywordLocation().endsWith("/properties"))
                .map(OutputUnit::getInstanceLocation)
                .collect(Collectors.toUnmodifiableSet());
        Set<Fault> faults = new LinkedHashSet<>();
        for (OutputUnit error : errors) {
            String place = error.getInstanceLocation().replaceFirst("^#/?", "");
            String field = name.isEmpty() ? place.replace('/', '.') : name;
            String keyword = error.getKeywordLocation();
            boolean repeats = keyword.endsWith("/properties")
                    || keyword.endsWith("/items")
                    || keyword.endsWith("/$ref")
                    || (keyword.endsWith("/oneOf") && hasCause(errors, keyword))
                    || (keyword.endsWith("/additionalProperties") && known.contains(error.getInstanceLocation()))
                    || NULL_BRANCH.matcher(keyword).matches();
            if (repeats) {
                continue;
            }
            Matcher missing = MISSING.matcher(error.getError());
            if (missing.find()) {
                faults.add(
                        new Fault(field.isEmpty() ? missing.group(1) : field + "." + missing.group(1), "is missing."));
            } else if (keyword.endsWith("/additionalProperties")) {
                faults.add(new Fault(field, "is not known here."));
            } else {
                faults.add(new Fault(field, sentence(error.getError())));
            }
        }
        if (faults.isEmpty()) {
            faults.add(new Fault(name, "does not have the form that the OpenAPI document gives."));
        }
        return List.copyOf(faults);
    }

    /** Whether something within the branches of a oneOf says more than that none fits. */
    private static boolean hasCause(List<OutputUnit> errors, String oneOf) {
        return errors.stream()
                .map(OutputUnit::getKeywordLocation)
                .anyMatch(keyword -> keyword.startsWith(oneOf + "/")
                        && !NULL_BRANCH.matcher(keyword).matches());
    }

    private static String sentence(String text) {
        if (text.endsWith("\"date-time\"")) {
            return "is no time with an offset, such as 2026-10-10T09:00:00+08:00 (in an address + is written %2B).";
        }
        if (text.endsWith("\"date\"")) {
            return "is no date, such as 2026-10-10.";
        }
        return text.endsWith(".") ? text : text + ".";
    }
}
