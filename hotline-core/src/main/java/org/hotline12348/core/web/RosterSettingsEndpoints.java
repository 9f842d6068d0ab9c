package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.change.Escalation;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.desk.SettingsDesk.DayAndDuties;
import org.hotline12348.scheduler.desk.SettingsDesk.Settings;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;

/** Days opened and closed by hand; policy and hours, patterns, rules. */
final class RosterSettingsEndpoints {

    private final RosterDesk desk;
    private final Desk with;

    RosterSettingsEndpoints(RosterDesk desk, Desk with) {
        this.desk = desk;
        this.with = with;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "setCalendarDay", this::setDay,
                "clearCalendarDay", this::clearDay,
                "getRosterSettings", this::get,
                "patchRosterSettings", this::patch);
    }

    private Future<Answer> setDay(Ask ask) {
        JsonObject body = ask.body();
        LocalDate date = Moments.date("date", ask.required("date"));
        DayByHand day = Desk.made(() -> new DayByHand(
                date,
                body.getBoolean("open"),
                hours(body),
                body.getString("reason").strip()));
        return desk.settings().decide(with.centre(ask), day, Desk.actor(ask)).map(verdict -> day(ask, verdict));
    }

    private Future<Answer> clearDay(Ask ask) {
        LocalDate date = Moments.date("date", ask.required("date"));
        return desk.settings().forget(with.centre(ask), date, Desk.actor(ask)).map(verdict -> day(ask, verdict));
    }

    private Answer day(Ask ask, Verdict<DayAndDuties> verdict) {
        DayAndDuties done = with.value(verdict);
        return Answer.of(RosterJson.day(with.sight().centre(ask), done.day())
                .put("duties", with.json().duties(done.duties())));
    }

    private Future<Answer> get(Ask ask) {
        return desk.settings().settings(with.centre(ask)).map(with::value).map(RosterSettingsEndpoints::json);
    }

    private Future<Answer> patch(Ask ask) {
        JsonObject body = ask.body();
        String centre = with.centre(ask);
        Actor actor = Desk.actor(ask);
        List<Function<RosterDesk, Future<Verdict<Settings>>>> steps = new ArrayList<>();
        Optional.ofNullable(body.getJsonObject("service")).ifPresent(part -> {
            ServicePolicy policy = ServicePolicy.valueOf(part.getString("policy"));
            ServiceHours hours = Desk.made(() -> serviceHours(part));
            steps.add(to -> to.settings().service(centre, policy, hours, actor));
        });
        Optional.ofNullable(body.getJsonArray("patterns")).ifPresent(part -> {
            List<ShiftPattern> patterns = Desk.made(() -> part.stream()
                    .map(JsonObject.class::cast)
                    .map(RosterSettingsEndpoints::pattern)
                    .toList());
            steps.add(to -> to.settings().patterns(centre, patterns, actor));
        });
        Optional.ofNullable(body.getJsonObject("rules")).ifPresent(part -> {
            DutyRules rules = Desk.made(() -> rules(part));
            steps.add(to -> to.settings().rules(centre, rules, actor));
        });
        Optional.ofNullable(body.getJsonArray("escalation")).ifPresent(part -> {
            Escalation escalation = Desk.made(() -> new Escalation(part.stream()
                    .map(JsonObject.class::cast)
                    .map(step -> new Escalation.Step(
                            step.getInteger("minutes"),
                            Escalation.Act.valueOf(step.getString("act")),
                            step.getString("to", "").strip()))
                    .toList()));
            steps.add(to -> to.settings().escalation(centre, escalation, actor));
        });
        Future<Settings> done = desk.settings().settings(centre).map(with::value);
        for (var step : steps) {
            done = done.compose(ignored -> step.apply(desk)).map(with::value);
        }
        return done.map(RosterSettingsEndpoints::json);
    }

    private static List<DailyWindow> hours(JsonObject part) {
        return part.getJsonArray("hours", new JsonArray()).stream()
                .map(text -> DailyWindow.parse(text.toString()))
                .toList();
    }

    private static ServiceHours serviceHours(JsonObject part) {
        return new ServiceHours(
                hours(part),
                part.getJsonArray("seasons", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(season -> new ServiceHours.Season(
                                dayOfYear(season, "from", "01-01"),
                                dayOfYear(season, "to", "12-31"),
                                PractitionerEndpoints.days(season, "days", EnumSet.allOf(DayOfWeek.class)),
                                hours(season)))
                        .toList());
    }

    private static MonthDay dayOfYear(JsonObject part, String field, String otherwise) {
        return MonthDay.parse("--" + part.getString(field, otherwise));
    }

    private static ShiftPattern pattern(JsonObject part) {
        return new ShiftPattern(
                part.getString("name").strip(),
                dayOfYear(part, "from", "01-01"),
                dayOfYear(part, "to", "12-31"),
                PractitionerEndpoints.days(part, "days", EnumSet.allOf(DayOfWeek.class)),
                Moments.date("validFrom", part.getString("validFrom", "2000-01-01")),
                part.getJsonArray("shifts").stream()
                        .map(JsonObject.class::cast)
                        .map(shift -> new ShiftOfDay(
                                shift.getString("code"),
                                DailyWindow.parse(shift.getString("hours")),
                                shift.getJsonArray("seats").stream()
                                        .map(role -> SeatRole.valueOf(role.toString()))
                                        .toList(),
                                shift.getInteger("standby", 0)))
                        .toList());
    }

    private static DutyRules rules(JsonObject part) {
        return new DutyRules(
                part.getInteger("minimumGapDays"),
                part.getInteger("minimumRestHours"),
                part.getInteger("maximumPerMonth"),
                part.getBoolean("swapsNeedApproval"));
    }

    private static Answer json(Settings settings) {
        var calendar = settings.centre().calendar();
        DutyRules rules = settings.rules();
        return Answer.of(new JsonObject()
                .put("centre", settings.centre().id())
                .put("name", settings.centre().name())
                .put("zone", calendar.zone().getId())
                .put(
                        "service",
                        new JsonObject()
                                .put("policy", calendar.policy().name())
                                .put("hours", RosterJson.array(calendar.hours().usual(), DailyWindow::toString))
                                .put(
                                        "seasons",
                                        RosterJson.array(
                                                calendar.hours().seasons(),
                                                season -> new JsonObject()
                                                        .put("from", text(season.from()))
                                                        .put("to", text(season.to()))
                                                        .put("days", RosterJson.days(season.days()))
                                                        .put(
                                                                "hours",
                                                                RosterJson.array(
                                                                        season.windows(), DailyWindow::toString)))))
                .put("patterns", RosterJson.array(settings.centre().patterns(), RosterSettingsEndpoints::json))
                .put(
                        "rules",
                        new JsonObject()
                                .put("minimumGapDays", rules.minimumGapDays())
                                .put("minimumRestHours", rules.minimumRestHours())
                                .put("maximumPerMonth", rules.maximumPerMonth())
                                .put("swapsNeedApproval", rules.swapsNeedApproval()))
                .put(
                        "escalation",
                        RosterJson.array(
                                settings.escalation().steps(),
                                step -> new JsonObject()
                                        .put("minutes", step.minutes())
                                        .put("act", step.act().name())
                                        .put("to", step.to()))));
    }

    private static String text(MonthDay day) {
        return day.toString().substring("--".length());
    }

    private static JsonObject json(ShiftPattern pattern) {
        return new JsonObject()
                .put("name", pattern.name())
                .put("from", text(pattern.from()))
                .put("to", text(pattern.to()))
                .put("days", RosterJson.days(pattern.days()))
                .put("validFrom", pattern.validFrom().toString())
                .put(
                        "shifts",
                        RosterJson.array(
                                pattern.shifts(),
                                shift -> new JsonObject()
                                        .put("code", shift.code())
                                        .put("hours", shift.hours().toString())
                                        .put("seats", RosterJson.array(shift.seats(), SeatRole::name))
                                        .put("standby", shift.standby())));
    }
}
