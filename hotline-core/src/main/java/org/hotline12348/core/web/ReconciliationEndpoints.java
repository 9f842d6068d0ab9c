package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.journal.Reconciler;
import org.hotline12348.core.journal.Reconciliation;

/** The record against the exchange's own logs. */
public final class ReconciliationEndpoints implements WebFeature {

    private static final Duration LONGEST = Duration.ofDays(31);
    /** Calls that began just now may not be stored yet. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final List<Reconciler> reconcilers;
    private final Clock clock;

    /**
     * @param reconcilers one of each exchange
     * @param clock the PBX's time
     */
    public ReconciliationEndpoints(List<Reconciler> reconcilers, Clock clock) {
        this.reconcilers = List.copyOf(reconcilers);
        this.clock = clock;
    }

    @Override
    public String document() {
        return "reconciliations.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        return Map.of(
                "listReconciliations",
                ask -> reconcilers.getFirst().list(ask.number("limit")).map(all -> {
                    JsonArray items = new JsonArray();
                    all.forEach(one -> items.add(json(one, zone(ask, sight))));
                    return Answer.of(new JsonObject().put("items", items));
                }),
                "runReconciliation",
                ask -> compare(ask).map(one -> Answer.of(json(one, zone(ask, sight)))));
    }

    private Future<Reconciliation> compare(Ask ask) {
        Instant settled = clock.instant().minus(SETTLED);
        Instant until = Optional.ofNullable(ask.body().getString("to"))
                .map(text -> Moments.moment("to", text))
                .filter(settled::isAfter)
                .orElse(settled);
        Instant from = Optional.ofNullable(ask.body().getString("from"))
                .map(text -> Moments.moment("from", text))
                .orElse(until.minus(Duration.ofHours(24)));
        if (!from.isBefore(until) || Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw Problem.badRequest(
                    "from (%s) must lie before to (%s), by %d days at most.".formatted(from, until, LONGEST.toDays()));
        }
        Future<List<Reconciliation>> all = Future.succeededFuture(new ArrayList<>());
        for (Reconciler one : reconcilers) {
            all = all.compose(done -> one.compare(from, until).map(result -> {
                done.add(result);
                return done;
            }));
        }
        return all.map(done -> Collections.max(
                done, Comparator.comparingInt(one -> one.differences().size())));
    }

    private static ZoneId zone(Ask ask, Sight sight) {
        return sight.zone(ask.account().centre());
    }

    private static JsonObject json(Reconciliation one, ZoneId zone) {
        JsonArray differences = new JsonArray();
        one.differences().stream()
                .limit(100)
                .forEach(difference -> differences.add(new JsonObject()
                        .put("callId", difference.callId())
                        .put("kind", difference.kind().name())
                        .put("detail", difference.detail())));
        return new JsonObject()
                .put("pbx", one.pbx())
                .put("from", Moments.text(one.from(), zone))
                .put("to", Moments.text(one.until(), zone))
                .put("at", Moments.text(one.at(), zone))
                .put("cel", one.cel())
                .put("queued", one.queued())
                .put("book", one.book())
                .put("secondFeed", one.secondFeed())
                .put("differenceCount", one.differences().size())
                .put("differences", differences);
    }
}
