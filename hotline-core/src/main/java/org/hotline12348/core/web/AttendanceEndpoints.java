package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Alarm;
import org.hotline12348.scheduler.change.Coverage;
import org.hotline12348.scheduler.change.Presence;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.roster.Centre;

/** Who is there for his duty; alarms; the coverage report. */
final class AttendanceEndpoints {

    private final RosterDesk desk;
    private final Desk with;
    private final Clock clock;

    AttendanceEndpoints(RosterDesk desk, Desk with, Clock clock) {
        this.desk = desk;
        this.with = with;
        this.clock = clock;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "signInToDuty", ask -> sign(ask, true),
                "signOutOfDuty", ask -> sign(ask, false),
                "listAttendance", this::list,
                "getCoverage", this::coverage,
                "listAlarms", this::alarms,
                "closeAlarm", this::close);
    }

    private Future<Answer> sign(Ask ask, boolean in) {
        String centre = with.centre(ask);
        Actor actor = Desk.actor(ask);
        return desk.attendance()
                .sign(centre, ask.required("id"), in, actor.coordinator() ? "coordinator" : "web", actor)
                .map(with::value)
                .map(presence -> Answer.of(json(presence, with.sight().zone(centre))));
    }

    private JsonObject json(Presence presence, ZoneId zone) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("duty", with.json().duty(presence.duty()))
                .put("state", presence.state(now).name())
                .put("signedInAt", text(presence.firstIn(), zone))
                .put("signedOutAt", text(presence.lastOut(), zone))
                .put("minutes", presence.seconds(now) / 60)
                .put("lateMinutes", presence.lateSeconds(now) / 60);
    }

    private static @org.jspecify.annotations.Nullable String text(Optional<Instant> at, ZoneId zone) {
        return at.map(moment -> Moments.text(moment, zone)).orElse(null);
    }

    private Future<Answer> list(Ask ask) {
        Centre centre = with.sight().centre(ask);
        RosterEndpoints.Days days = RosterEndpoints.Days.of(ask);
        Optional<String> only = with.sight().onlyOf(ask.account());
        return desk.attendance()
                .presences(centre.id(), days.from(), days.to())
                .map(with::value)
                .map(found -> Desk.page(
                        ask,
                        RosterJson.array(
                                found.stream()
                                        .filter(presence -> only.map(
                                                        presence.duty().lawyer()::equals)
                                                .orElse(true))
                                        .toList(),
                                presence -> json(presence, centre.calendar().zone())),
                        item -> item.getJsonObject("duty").getString("id")));
    }

    private Future<Answer> coverage(Ask ask) {
        RosterEndpoints.Days days = RosterEndpoints.Days.of(ask);
        return desk.attendance()
                .coverage(with.centre(ask), days.from(), days.to())
                .map(with::value)
                .map(report -> Answer.of(new JsonObject()
                        .put("from", days.from().toString())
                        .put("to", days.to().toString())
                        .put("planned", sum(report, Coverage.Day::planned))
                        .put("rostered", sum(report, Coverage.Day::rostered))
                        .put("signedIn", sum(report, Coverage.Day::signedIn))
                        .put("missing", sum(report, Coverage.Day::missing))
                        .put("days", RosterJson.array(report.days(), AttendanceEndpoints::day))
                        .put("lawyers", RosterJson.array(report.lawyers(), this::lawyer))));
    }

    private static long sum(Coverage report, java.util.function.ToLongFunction<Coverage.Day> figure) {
        return report.days().stream().mapToLong(figure).sum();
    }

    private static JsonObject day(Coverage.Day day) {
        return new JsonObject()
                .put("date", day.date().toString())
                .put("planned", day.planned())
                .put("rostered", day.rostered())
                .put("signedIn", day.signedIn())
                .put("missing", day.missing());
    }

    private JsonObject lawyer(Coverage.Lawyer one) {
        return new JsonObject()
                .put("lawyer", with.json().lawyer(one.lawyer()))
                .put("duties", one.duties())
                .put("planned", one.planned())
                .put("signedIn", one.signedIn())
                .put("late", one.late())
                .put("missed", one.missed());
    }

    private Future<Answer> alarms(Ask ask) {
        Centre centre = with.sight().centre(ask);
        return desk.attendance()
                .alarms(centre.id())
                .map(with::value)
                .map(found -> Desk.page(
                        ask,
                        RosterJson.array(
                                found, alarm -> json(alarm, centre.calendar().zone())),
                        item -> item.getString("id")));
    }

    private JsonObject json(Alarm alarm, ZoneId zone) {
        return new JsonObject()
                .put("id", alarm.id())
                .put("kind", alarm.kind().name())
                .put("date", alarm.day().toString())
                .put("lawyer", alarm.lawyer().isEmpty() ? null : with.json().lawyer(alarm.lawyer()))
                .put("duty", alarm.duty().isEmpty() ? null : alarm.duty())
                .put("at", Moments.text(alarm.at(), zone))
                .put("text", alarm.text())
                .put("open", alarm.open());
    }

    private Future<Answer> close(Ask ask) {
        Centre centre = with.sight().centre(ask);
        return desk.attendance()
                .close(centre.id(), ask.required("id"), Desk.actor(ask))
                .map(with::value)
                .map(alarm -> Answer.of(json(alarm, centre.calendar().zone())));
    }
}
