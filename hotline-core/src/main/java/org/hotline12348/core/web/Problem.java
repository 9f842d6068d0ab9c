package org.hotline12348.core.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.core.account.Obligation;

/**
 * A refusal, as the asker will read it (problem details, RFC 9457). It carries no stack trace: it is no fault of the
 * program.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String type;
    private final String title;
    private final int status;
    private final transient List<Fault> faults;
    private final transient Map<String, String> headers;
    private final transient Map<String, Object> more;

    /** One broken rule: where, and what to mend. */
    public record Fault(String field, String detail) {}

    private Problem(
            int status, String type, String title, String detail, List<Fault> faults, Map<String, String> headers) {
        this(status, type, title, detail, faults, headers, Map.of());
    }

    private Problem(
            int status,
            String type,
            String title,
            String detail,
            List<Fault> faults,
            Map<String, String> headers,
            Map<String, Object> more) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
        this.faults = faults;
        this.headers = headers;
        this.more = more;
    }

    /** The same with an extension member (RFC 9457, section 3.2). */
    public Problem with(String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(member, value);
        return new Problem(status, type, title, String.valueOf(getMessage()), faults, headers, members);
    }

    private static Problem of(int status, String type, String title, String detail) {
        return new Problem(status, type, title, detail, List.of(), Map.of());
    }

    /** 400: the request does not fit the OpenAPI document. */
    public static Problem badRequest(String detail) {
        return of(400, "bad-request", "The request is not understood", detail);
    }

    /** 400, with each thing that does not fit. */
    public static Problem badRequest(List<Fault> faults) {
        return new Problem(
                400, "bad-request", "The request is not understood", joined(faults), List.copyOf(faults), Map.of());
    }

    /** 401: nobody is signed in. */
    public static Problem signInFirst() {
        return of(
                401,
                "sign-in-first",
                "Nobody is signed in",
                "Sign in with POST /session. A session ends after 30 minutes without a request.");
    }

    /** 401: the sign-in failed. */
    public static Problem signInRefused() {
        return of(
                401,
                "sign-in-refused",
                "The sign-in failed",
                "The username or the password is wrong, or the account is closed. Five failures lock an account for 15 minutes.");
    }

    /**
     * 401: the second factor is missing.
     *
     * @param code whether a code of an authenticator app serves
     * @param key whether a key serves
     */
    public static Problem codeNeeded(boolean code, boolean key) {
        List<String> ways = new ArrayList<>();
        JsonArray names = new JsonArray();
        if (code) {
            names.add("code");
            ways.add("give the six digits of the authenticator app as \"code\"");
        }
        if (key) {
            names.add("key");
            ways.add("let a key answer the question of POST /session/key and give the answer as \"key\"");
        }
        return of(
                        401,
                        "code-needed",
                        "A second factor is needed",
                        "This account has a second factor: %s.".formatted(String.join(", or ", ways)))
                .with("ways", names);
    }

    /** 403: the session opens nothing until something is done. */
    public static Problem owed(Obligation owed) {
        return switch (owed) {
            case OWN_PASSWORD ->
                of(
                        403,
                        "own-password-needed",
                        "A password of your own is needed",
                        "Somebody else set this password. Choose your own with PUT /me/password first.");
            case SECOND_FACTOR ->
                of(
                        403,
                        "second-factor-needed",
                        "A second factor is needed",
                        "Your role needs a second factor here. Add one under /me/second-factor first.");
        };
    }

    /** 429: the account is locked. */
    public static Problem locked(Instant until, Instant now) {
        long seconds = Math.max(1, Duration.between(now, until).toSeconds());
        return new Problem(
                429,
                "account-locked",
                "The account is locked",
                "Too many sign-ins failed. Try again in %d minutes.".formatted((seconds + 59) / 60),
                List.of(),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    /** 403: the role does not allow it. */
    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    /** 403: the anti-forgery header is missing or wrong. */
    public static Problem forgery() {
        return of(
                403,
                "xsrf",
                "The anti-forgery header is missing or wrong",
                "A write carries the header X-XSRF-TOKEN with the value of the cookie XSRF-TOKEN, which GET /session sets.");
    }

    /** 404. */
    public static Problem notFound(String detail) {
        return of(404, "not-found", "There is no such thing", detail);
    }

    /** 405. */
    public static Problem methodNotAllowed() {
        return of(405, "method-not-allowed", "Not this way", "This address does not know this method.");
    }

    /** 409: another state of things is in the way. */
    public static Problem conflict(String type, String detail) {
        return of(409, type, "Something is in the way", detail);
    }

    /** 412: somebody else wrote first. */
    public static Problem stale(String etag) {
        return new Problem(
                412,
                "stale",
                "Somebody else wrote first",
                "The record has changed since you read it. Read it again, then write with its present ETag.",
                List.of(),
                Map.of("ETag", etag));
    }

    /** 413. */
    public static Problem tooLarge() {
        return of(413, "too-large", "The request is too large", "The body is larger than this address takes.");
    }

    /** 415. */
    public static Problem unsupportedType(String expected) {
        return of(
                415, "unsupported-type", "This type of body is not taken", "Send the body as %s.".formatted(expected));
    }

    /** 422: understood, but against a rule. */
    public static Problem refused(List<Fault> faults) {
        return new Problem(422, "refused", "Against a rule", joined(faults), List.copyOf(faults), Map.of());
    }

    /** 422, with one sentence. */
    public static Problem refused(String detail) {
        return of(422, "refused", "Against a rule", detail);
    }

    /** 428: a write without If-Match. */
    public static Problem preconditionNeeded() {
        return of(
                428,
                "if-match-needed",
                "If-Match is needed",
                "Send the ETag that you read as If-Match, so that nobody's words are overwritten.");
    }

    /** 500: our fault. */
    public static Problem internal(String reference) {
        return of(
                500,
                "internal",
                "Something went wrong here",
                "It is written in the log under %s. Try again; tell the administrator if it stays."
                        .formatted(reference));
    }

    /** 503: a part that is needed does not answer. */
    public static Problem unavailable(String detail) {
        return of(503, "unavailable", "Not available just now", detail);
    }

    private static String joined(List<Fault> faults) {
        return String.join(
                " ",
                faults.stream()
                        .map(fault -> fault.field().isEmpty()
                                ? fault.detail()
                                : "%s: %s".formatted(fault.field(), fault.detail()))
                        .toList());
    }

    public int status() {
        return status;
    }

    /** Headers that belong to it. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("type", "/problems/" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage());
        if (!faults.isEmpty()) {
            JsonArray errors = new JsonArray();
            faults.forEach(fault ->
                    errors.add(new JsonObject().put("field", fault.field()).put("detail", fault.detail())));
            json.put("errors", errors);
        }
        more.forEach(json::put);
        return json;
    }
}
