package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.wallboard.Wallboard;
import org.hotline12348.core.web.ApiStand.Setting;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.hotline12348.scheduler.store.RosterStore;

/** The offices on a stand: wallboard, emergency switch, accounts, audit, system, centres. */
final class OfficeStand {

    private static final String SYSTEM = """
            {"service": {"version": "0.1.0", "java": "25", "startedAt": "2026-10-16T00:00:00Z",
              "now": "2026-10-16T02:00:00Z", "clockOffsetSeconds": 0, "memoryUsedBytes": 90000000,
              "memoryMaxBytes": 500000000},
             "pbx": {"up": true, "name": "pbx1", "version": "22.9.0", "since": "2026-10-16T00:00:05Z",
              "heardAt": "2026-10-16T01:59:58Z", "pingMillis": 1.4, "resyncs": 1, "reason": ""},
             "database": {"up": true, "version": "17.11", "sizeBytes": 48000000, "connections": 7},
             "journal": {"behindBytes": 0, "lagSeconds": 0.4, "storedAt": "2026-10-16T01:59:40Z", "aside": 0},
             "disks": [{"what": "home", "totalBytes": 100000000000, "freeBytes": 40000000000}]}
            """;

    private OfficeStand() {}

    /** The offices alone, over the stand's scripted roster. */
    static Setting setting(ApiStand stand) {
        InMemoryRosterStore store = new InMemoryRosterStore();
        stand.roster.centres().forEach(centre -> ApiStand.await(store.found(centre)));
        return new Setting(stand.roster, features(stand, stand.roster, store, List.of()));
    }

    /** The offices and others. */
    static List<WebFeature> features(ApiStand stand, Roster roster, RosterStore store, List<WebFeature> others) {
        List<WebFeature> all = new ArrayList<>(others);
        all.add(new WallboardFeature(
                stand.vertx,
                new Wallboard(stand.pool, stand.clock),
                stand.closures,
                roster,
                stand.seatStates,
                stand.line,
                centre -> "12348",
                (centre, now) -> Future.succeededFuture(Optional.empty()),
                stand.clock));
        all.add(new AdminFeature(
                stand.vertx,
                stand.pool,
                stand.accounts,
                stand.passwords,
                stand.secondFactor,
                roster,
                new CentreEndpoints(
                        store,
                        roster,
                        Future::succeededFuture,
                        new CentreLines(stand.pool),
                        new CentreEndpoints.Exchange(
                                Future::succeededFuture, () -> Set.of("jiaozuo"), () -> Map.of("jiaozuo", "12348")),
                        stand.clock),
                () -> Future.succeededFuture(new JsonObject(SYSTEM)),
                stand.clock));
        return all;
    }
}
