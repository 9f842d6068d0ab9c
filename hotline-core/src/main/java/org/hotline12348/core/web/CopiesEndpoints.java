package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.hotline12348.core.copies.LeaseTable;

/** Which copies of the service run, and which of them commands what. */
public final class CopiesEndpoints implements WebFeature {

    private final LeaseTable table;
    private final String own;

    /** @param own the copy that answers */
    public CopiesEndpoints(LeaseTable table, String own) {
        this.table = table;
        this.own = own;
    }

    @Override
    public String document() {
        return "copies.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        return Map.of("listCopies", ask -> list(ask, tools.sight()));
    }

    private Future<Answer> list(Ask ask, Sight sight) {
        var zone = sight.zone(ask.account().centre());
        return table.copies()
                .compose(copies -> table.leases().map(leases -> {
                    JsonArray known = new JsonArray();
                    copies.forEach(copy -> known.add(new JsonObject()
                            .put("id", copy.copy())
                            .put("own", copy.copy().equals(own))
                            .put("address", copy.address())
                            .put("startedAt", Moments.text(copy.startedAt(), zone))
                            .put("quietSeconds", copy.quiet().toSeconds())
                            .put("alive", copy.alive())));
                    JsonArray held = new JsonArray();
                    leases.forEach(lease -> held.add(new JsonObject()
                            .put("name", lease.name())
                            .put("copy", lease.copy().orElse(null))
                            .put("own", lease.copy().filter(own::equals).isPresent())
                            .put("token", lease.token())
                            .put(
                                    "since",
                                    lease.since()
                                            .map(at -> Moments.text(at, zone))
                                            .orElse(null))
                            .put("quietSeconds", lease.quiet().toSeconds())
                            .put("patienceSeconds", lease.patience().toSeconds())));
                    return Answer.of(new JsonObject().put("copies", known).put("leases", held));
                }));
    }
}
