package org.hotline12348.core.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Session;

/**
 * A request that has been checked against the OpenAPI document and against the asker's roles.
 *
 * @param context the request itself, for streams
 * @param parameters path, query and header parameters that were given or have a default, by name
 * @param body the JSON body; an empty object where the operation has none
 * @param session who asks; empty where nobody has to be signed in
 */
public record Ask(RoutingContext context, Map<String, Object> parameters, JsonObject body, Optional<Session> session) {

    /** A parameter as text. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).map(Object::toString).filter(text -> !text.isEmpty());
    }

    /** A parameter that the document requires. */
    public String required(String name) {
        return text(name).orElseThrow(() -> Problem.badRequest("The parameter %s is missing.".formatted(name)));
    }

    /** A whole number; the document gives its default and its bounds. */
    public int number(String name) {
        return ((Number) parameters.getOrDefault(name, 0)).intValue();
    }

    /** A yes or no; absent is no. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(parameters.get(name));
    }

    /** Who asks. */
    public Account account() {
        return session.map(Session::account).orElseThrow(Problem::signInFirst);
    }

    /** The username of who asks. */
    public String who() {
        return account().username();
    }

    /** A text of a body; absent, null and empty are all empty. */
    static Optional<String> optional(JsonObject body, String field) {
        return Optional.ofNullable(body.getString(field)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
