package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.watch.Watch;
import org.hotline12348.core.watch.Watch.Raised;

/** What of the line cannot do its work just now. */
public final class WatchEndpoints implements WebFeature {

    private final Watch watch;

    public WatchEndpoints(Watch watch) {
        this.watch = watch;
    }

    @Override
    public String document() {
        return "watch.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        return Map.of(
                "listWatchAlarms",
                ask -> {
                    boolean cleared = ask.text("state").equals(Optional.of("cleared"));
                    return Future.succeededFuture(list(cleared ? watch.cleared() : watch.open(), ask, sight));
                },
                "acknowledgeWatchAlarm",
                ask -> {
                    String id = ask.required("id");
                    Raised raised = watch.open().stream()
                            .filter(one -> one.alarm().id().equals(id) && isSeen(one, ask, sight))
                            .findFirst()
                            .flatMap(_ -> watch.acknowledge(id, ask.who()))
                            .orElseThrow(() -> Problem.notFound(
                                    "There is no alarm %s now. Maybe its cause is gone already.".formatted(id)));
                    return tools.audit()
                            .write(ask.account().centre(), ask.who(), "watch.acknowledge", id, "", new JsonObject())
                            .map(_ -> Answer.of(json(raised, zone(ask, sight))));
                });
    }

    private static Answer list(Collection<Raised> alarms, Ask ask, Sight sight) {
        JsonArray items = new JsonArray();
        alarms.stream()
                .filter(raised -> isSeen(raised, ask, sight))
                .forEach(raised -> items.add(json(raised, zone(ask, sight))));
        return Answer.of(new JsonObject().put("items", items));
    }

    private static boolean isSeen(Raised raised, Ask ask, Sight sight) {
        Set<String> centres = sight.centreIds(ask.account());
        return raised.alarm().centre().map(centres::contains).orElse(true);
    }

    private static ZoneId zone(Ask ask, Sight sight) {
        return sight.zone(ask.account().centre());
    }

    private static JsonObject json(Raised raised, ZoneId zone) {
        return new JsonObject()
                .put("id", raised.alarm().id())
                .put("kind", raised.alarm().kind().name())
                .put("urgent", raised.alarm().kind().urgent())
                .put("subject", raised.alarm().subject())
                .put("centre", raised.alarm().centre().orElse(null))
                .put("zh", raised.alarm().zh())
                .put("en", raised.alarm().en())
                .put("raisedAt", Moments.text(raised.raisedAt(), zone))
                .put("acknowledgedBy", raised.acknowledgedBy().orElse(null))
                .put(
                        "clearedAt",
                        raised.clearedAt().map(at -> Moments.text(at, zone)).orElse(null));
    }
}
