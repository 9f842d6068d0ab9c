package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.account.Role;
import org.hotline12348.scheduler.desk.DutyDesk;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.roster.RosterVersion;

/** Single duties of the published roster, and its versions. */
final class DutyEndpoints {

    private final RosterDesk desk;
    private final Desk with;

    DutyEndpoints(RosterDesk desk, Desk with) {
        this.desk = desk;
        this.with = with;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "getOneDuty", this::get,
                "amendDuty", this::amend,
                "callStandby", this::callStandby,
                "listRosterVersions", this::versions,
                "getRosterVersion", this::version);
    }

    private Future<Answer> get(Ask ask) {
        return desk.duties()
                .duty(with.centre(ask), ask.required("id"))
                .map(with::value)
                .map(duty -> Answer.of(with.json().duty(duty)));
    }

    private Future<Answer> amend(Ask ask) {
        JsonObject body = ask.body();
        DutyDesk.Change change = new DutyDesk.Change(
                Ask.optional(body, "lawyer"),
                Optional.ofNullable(body.getBoolean("locked")),
                body.getString("why", ""),
                Optional.ofNullable(body.getLong("version")));
        return desk.duties()
                .amend(with.centre(ask), ask.required("id"), change, Desk.actor(ask))
                .map(with::value)
                .map(this::whole);
    }

    private Future<Answer> callStandby(Ask ask) {
        return desk.duties()
                .callStandby(with.centre(ask), ask.required("id"), ask.body().getString("why", ""), Desk.actor(ask))
                .map(with::value)
                .map(this::whole);
    }

    private Answer whole(RosterVersion version) {
        return Answer.of(with.json().version(version, true));
    }

    private Future<Answer> versions(Ask ask) {
        String centre = centreOfReader(ask);
        int limit = ask.number("limit");
        Optional<Long> before = ask.text("page").map(DutyEndpoints::page);
        return desk.duties().history(centre, before, limit + 1).map(with::value).map(found -> {
            var shown = found.subList(0, Math.min(limit, found.size()));
            return Answer.of(new JsonObject()
                    .put("items", RosterJson.array(shown, version -> with.json().version(version, false)))
                    .put(
                            "next",
                            found.size() > limit ? Long.toString(shown.getLast().version()) : null));
        });
    }

    private static long page(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("page: \"%s\" is not the next of an answer before.".formatted(text));
        }
    }

    private Future<Answer> version(Ask ask) {
        String centre = centreOfReader(ask);
        long number = ask.number("version");
        return desk.duties()
                .history(centre, Optional.of(number + 1), 1)
                .map(with::value)
                .map(found -> found.stream()
                        .filter(version -> version.version() == number)
                        .findFirst()
                        .map(this::whole)
                        .orElseThrow(() ->
                                Problem.notFound("The roster of %s has no version %d.".formatted(centre, number))));
    }

    private String centreOfReader(Ask ask) {
        return ask.account().is(Role.AUDITOR) ? ask.account().centre() : with.centre(ask);
    }
}
