package org.hotline12348.core.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers by name, with {@code Content-Type} where there is a body
 * @param body what is sent; empty: nothing
 */
public record Answer(int status, Map<String, String> headers, Optional<Buffer> body) {

    /** The endpoint writes the response itself: a stream. */
    public static final Answer TAKEN = new Answer(0, Map.of(), Optional.empty());

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** 200 with JSON. */
    public static Answer of(JsonObject json) {
        return of(200, json);
    }

    /** 200 with JSON. */
    public static Answer of(JsonArray json) {
        return of(200, "application/json", json.toBuffer());
    }

    /** JSON with another status. */
    public static Answer of(int status, JsonObject json) {
        return of(status, "application/json", json.toBuffer());
    }

    /** A body of any type. */
    public static Answer of(int status, String contentType, Buffer body) {
        return new Answer(status, Map.of("Content-Type", contentType), Optional.of(body));
    }

    /** 204. */
    public static Answer nothing() {
        return new Answer(204, Map.of(), Optional.empty());
    }

    /** The same with a header more. */
    public Answer with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
