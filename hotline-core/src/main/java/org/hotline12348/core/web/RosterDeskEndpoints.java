package org.hotline12348.core.web;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12348.scheduler.desk.DraftDesk;
import org.hotline12348.scheduler.desk.RosterDesk;

/** The roster's desk on the web: see {@code openapi/roster.yaml}. */
public final class RosterDeskEndpoints implements WebFeature {

    /** Between two notices of one plan's progress. */
    static final long PROGRESS_MILLIS = 500;

    private final Vertx vertx;
    private final RosterDesk desk;
    private final Clock clock;

    public RosterDeskEndpoints(Vertx vertx, RosterDesk desk, Clock clock) {
        this.vertx = vertx;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "roster.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Desk with = Desk.of(tools.sight());
        tellProgress(tools.sight());
        desk.attendance()
                .onAlarm((centre, alarm) -> vertx.eventBus()
                        .publish(
                                Notices.ADDRESS,
                                new JsonObject()
                                        .put("type", "alarm")
                                        .put("centre", centre)
                                        .put("id", alarm.id())
                                        .put(
                                                "at",
                                                Moments.text(
                                                        clock.instant(),
                                                        tools.sight().zone(centre)))
                                        .put(
                                                "state",
                                                alarm.open() ? alarm.kind().name() : "CLOSED")
                                        .put("lawyer", alarm.lawyer())));
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.putAll(new PlanEndpoints(desk, with, clock).endpoints());
        endpoints.putAll(new DutyEndpoints(desk, with).endpoints());
        endpoints.putAll(new LeaveEndpoints(desk, with).endpoints());
        endpoints.putAll(new PractitionerEndpoints(desk, with).endpoints());
        endpoints.putAll(new RosterSettingsEndpoints(desk, with).endpoints());
        endpoints.putAll(new AttendanceEndpoints(desk, with, clock).endpoints());
        endpoints.putAll(new RosterOutEndpoints(desk, with, clock).endpoints());
        return endpoints;
    }

    /** Begin and end of a plan are told at once, its steps at most twice a second. */
    private void tellProgress(Sight sight) {
        Map<String, Long> told = new ConcurrentHashMap<>();
        desk.drafts().onProgress(running -> {
            boolean over = desk.drafts()
                    .running(running.centre())
                    .filter(now -> now.id().equals(running.id()))
                    .isEmpty();
            long now = System.nanoTime();
            Long last = told.get(running.id());
            if (!over && last != null && now - last < PROGRESS_MILLIS * 1_000_000) {
                return;
            }
            if (over) {
                told.remove(running.id());
            } else {
                told.put(running.id(), now);
            }
            vertx.eventBus().publish(Notices.ADDRESS, notice(running, over, sight));
        });
    }

    private JsonObject notice(DraftDesk.Running running, boolean over, Sight sight) {
        return new JsonObject()
                .put("type", "plan")
                .put("centre", running.centre())
                .put("id", running.id())
                .put("at", Moments.text(clock.instant(), sight.zone(running.centre())))
                .put("state", over ? "DONE" : "RUNNING");
    }
}
