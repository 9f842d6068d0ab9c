package org.hotline12348.core.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.account.Role;

/**
 * One operation of the OpenAPI document.
 *
 * @param id its {@code operationId}
 * @param path as the document writes it, with {@code {id}}
 * @param access who may
 * @param whileOwing whether a session may that still owes something ({@code x-while-owing})
 * @param body what is sent; empty where nothing is
 * @param maxBody bytes of a body
 * @param responses what is answered, by status or {@code default}
 */
public record Operation(
        String id,
        HttpMethod method,
        String path,
        Access access,
        boolean whileOwing,
        List<Parameter> parameters,
        Optional<Body> body,
        int maxBody,
        Map<String, Response> responses) {

    /** Where a parameter stands. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** The type of a parameter's text. */
    public enum Type {
        TEXT,
        WHOLE,
        DECIMAL,
        FLAG
    }

    /**
     * One parameter.
     *
     * @param fallback the value when it is not given
     */
    public record Parameter(
            String name, Place in, boolean required, Type type, Optional<Object> fallback, Validator validator) {}

    /** A body by its media types, with the check of those that are JSON. */
    public record Body(boolean required, Map<String, Optional<Validator>> content) {}

    /** A response by its media types; empty: no body. */
    public record Response(Map<String, Optional<Validator>> content) {}

    /** Who may ask for an operation. */
    public sealed interface Access {
        /** Nobody needs to be signed in. */
        record Anyone() implements Access {}

        /** Whoever is signed in. */
        record AnyAccount() implements Access {}

        /** Whoever has one of these roles. */
        record Roles(Set<Role> roles) implements Access {}
    }
}
