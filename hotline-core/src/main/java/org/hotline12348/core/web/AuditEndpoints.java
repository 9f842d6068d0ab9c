package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.audit.AuditEntry;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.audit.ChainCheck;
import org.hotline12348.scheduler.roster.Centre;

/** The office of audit: who did what, and the proof that nobody changed the log. Reading it is written down too. */
final class AuditEndpoints {

    private final Sight sight;
    private final AuditLog audit;

    AuditEndpoints(WebFeature.Tools tools) {
        this.sight = tools.sight();
        this.audit = tools.audit();
    }

    Map<String, Endpoint> endpoints() {
        return Map.of("listAudit", this::list, "proveAudit", this::prove);
    }

    private Future<Answer> list(Ask ask) {
        Centre centre = sight.centre(ask);
        ZoneId zone = centre.calendar().zone();
        int limit = ask.number("limit");
        return audit.list(new AuditLog.Query(
                        centre.id(),
                        ask.text("from").map(text -> Moments.from("from", text, zone)),
                        ask.text("to").map(text -> Moments.until("to", text, zone)),
                        ask.text("actor"),
                        ask.text("action"),
                        ask.text("subject"),
                        ask.text("page").map(AuditEndpoints::before),
                        limit))
                .map(entries -> Answer.of(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(entries.stream()
                                        .map(entry -> json(entry, zone))
                                        .toList()))
                        .put("next", next(entries, limit).orElse(null))));
    }

    private static Optional<String> next(List<AuditEntry> entries, int limit) {
        return entries.size() < limit
                ? Optional.empty()
                : Optional.of(Long.toString(entries.getLast().number()));
    }

    private static long before(String page) {
        try {
            return Long.parseLong(page);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("page: \"%s\" is no value of next.".formatted(page));
        }
    }

    private JsonObject json(AuditEntry entry, ZoneId zone) {
        return new JsonObject()
                .put("number", entry.number())
                .put("at", Moments.text(entry.at(), zone))
                .put("actor", entry.actor())
                .put("action", entry.action())
                .put("subject", entry.subject())
                .put("reason", entry.reason())
                .put("detail", entry.detail().isEmpty() ? new JsonObject() : new JsonObject(entry.detail()))
                .put("hash", entry.hash());
    }

    private Future<Answer> prove(Ask ask) {
        Centre centre = sight.centre(ask);
        return audit.verify(centre.id())
                .compose(check -> audit.write(
                                centre.id(),
                                ask.who(),
                                "audit.prove",
                                centre.id(),
                                "",
                                new JsonObject().put("whole", check instanceof ChainCheck.Whole))
                        .map(ignored -> Answer.of(json(check))));
    }

    private static JsonObject json(ChainCheck check) {
        return switch (check) {
            case ChainCheck.Whole(long entries, String head) ->
                new JsonObject().put("whole", true).put("entries", entries).put("head", head);
            case ChainCheck.Broken(long number, String fault) ->
                new JsonObject().put("whole", false).put("number", number).put("fault", fault);
        };
    }
}
