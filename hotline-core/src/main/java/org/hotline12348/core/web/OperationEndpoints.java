package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What operators and their tools ask: is it alive, is it ready, how is it doing, what can it do. */
final class OperationEndpoints {

    private static final long PROBE_SECONDS = 3;

    private final Vertx vertx;
    private final Buffer document;
    private final List<Probe> probes;
    private final Supplier<String> metrics;

    OperationEndpoints(Vertx vertx, ApiDocument document, List<Probe> probes, Supplier<String> metrics) {
        this.vertx = vertx;
        this.document = document.served().toBuffer();
        this.probes = List.copyOf(probes);
        this.metrics = metrics;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "getOpenApi", ask -> Future.succeededFuture(Answer.of(200, "application/json", document)),
                "getLive", ask -> Future.succeededFuture(Answer.of(new JsonObject().put("status", "UP"))),
                "getReady", ask -> ready(),
                "getMetrics", ask -> metrics());
    }

    private Future<Answer> metrics() {
        return vertx.executeBlocking(metrics::get)
                .map(text -> Answer.of(200, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(text)));
    }

    private Future<Answer> ready() {
        List<Future<JsonObject>> looks = new ArrayList<>();
        for (Probe probe : probes) {
            looks.add(look(probe));
        }
        return Future.join(looks).map(all -> {
            JsonArray checks = new JsonArray();
            boolean up = true;
            for (int i = 0; i < probes.size(); i++) {
                JsonObject check = looks.get(i).result();
                checks.add(check);
                up &= !probes.get(i).essential() || check.getString("status").equals("UP");
            }
            return Answer.of(
                    up ? 200 : 503,
                    new JsonObject().put("status", up ? "UP" : "DOWN").put("checks", checks));
        });
    }

    private static Future<JsonObject> look(Probe probe) {
        Future<String> looked;
        try {
            looked = probe.look().get();
        } catch (RuntimeException e) {
            looked = Future.failedFuture(e);
        }
        return looked.timeout(PROBE_SECONDS, TimeUnit.SECONDS)
                .map(detail -> new JsonObject()
                        .put("name", probe.name())
                        .put("status", "UP")
                        .put("detail", detail))
                .otherwise(failure -> new JsonObject()
                        .put("name", probe.name())
                        .put("status", "DOWN")
                        .put("detail", String.valueOf(failure.getMessage())));
    }
}
