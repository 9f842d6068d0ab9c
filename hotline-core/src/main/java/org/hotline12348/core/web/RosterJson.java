package org.hotline12348.core.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.ServiceDay;
import org.hotline12348.scheduler.calendar.ServiceWindow;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Difference;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Swap;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.desk.DraftDesk;
import org.hotline12348.scheduler.plan.SoftRule;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.PhoneKind;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.WeeklyHours;
import org.jspecify.annotations.Nullable;

/** What belongs to a roster as JSON, in the shapes of {@code openapi/roster.yaml}; times in the centre's zone. */
final class RosterJson {

    private final Sight sight;

    RosterJson(Sight sight) {
        this.sight = sight;
    }

    static <T> JsonArray array(Collection<T> values, Function<T, Object> write) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    JsonObject lawyer(String id) {
        return new JsonObject().put("id", id).put("name", sight.lawyerName(id));
    }

    JsonObject duty(Duty duty) {
        ZoneId zone = sight.zone(duty.centre());
        return new JsonObject()
                .put("id", duty.id())
                .put("date", duty.date().toString())
                .put("shift", duty.shift())
                .put("seat", duty.seat())
                .put("standby", duty.kind() == Duty.Kind.STANDBY)
                .put("role", duty.role().name())
                .put("lawyer", lawyer(duty.lawyer()))
                .put("from", Moments.text(duty.from(), zone))
                .put("until", Moments.text(duty.until(), zone))
                .put("locked", duty.locked());
    }

    JsonArray duties(Collection<Duty> duties) {
        return array(duties, this::duty);
    }

    private @Nullable JsonObject duty(Optional<Duty> duty) {
        return duty.map(this::duty).orElse(null);
    }

    /** @param whole with the duties */
    JsonObject plan(Draft draft, boolean whole) {
        return new JsonObject()
                .put("id", draft.id())
                .put("centre", draft.centre())
                .put("from", draft.from().toString())
                .put("to", draft.to().toString())
                .put("state", draft.state().name())
                .put("status", draft.status())
                .put("objective", draft.objective())
                .put("bound", draft.bound())
                .put("scores", array(draft.scores(), RosterJson::score))
                .put("duties", whole ? duties(draft.duties()) : new JsonArray())
                .put("dutyCount", draft.duties().size())
                .put("gaps", array(draft.gaps(), RosterJson::gap))
                .put("planner", draft.planner())
                .put("basedOn", draft.basedOn())
                .put("by", draft.by())
                .put("at", Moments.text(draft.at(), sight.zone(draft.centre())))
                .putNull("progress")
                .putNull("failure");
    }

    private static JsonObject score(Draft.Points points) {
        return new JsonObject()
                .put("rule", points.rule())
                .put("name", points.name())
                .put(
                        "nameEn",
                        Stream.of(SoftRule.values())
                                .filter(rule -> rule.name().equals(points.rule()))
                                .findFirst()
                                .map(SoftRule::english)
                                .orElse(points.rule()))
                .put("value", points.value())
                .put("bound", points.bound());
    }

    private static JsonObject gap(Draft.Hole hole) {
        return new JsonObject()
                .put("date", hole.date().toString())
                .put("shift", hole.shift())
                .put("seat", Integer.parseInt(hole.seat()))
                .put("rules", new JsonArray(hole.rules()))
                .put("reason", hole.chinese())
                .put("reasonEn", hole.english());
    }

    /**
     * A plan that is being made, or that could not be made.
     *
     * @param failure why not; empty while it is being made
     */
    JsonObject running(DraftDesk.Running running, Optional<String> failure, Instant now) {
        JsonObject progress = new JsonObject()
                .put("seconds", (now.toEpochMilli() - running.since().toEpochMilli()) / 1000.0)
                .put("limitSeconds", running.order().limit().toMillis() / 1000.0)
                .put("rule", running.progress().map(at -> at.rule().name()).orElse(null))
                .put("name", running.progress().map(at -> at.rule().chinese()).orElse(null))
                .put("nameEn", running.progress().map(at -> at.rule().english()).orElse(null))
                .put("value", running.progress().map(at -> at.value()).orElse(null))
                .put("bound", running.progress().map(at -> at.bound()).orElse(null))
                .put("cancelled", running.cancelled());
        return new JsonObject()
                .put("id", running.id())
                .put("centre", running.centre())
                .put("from", running.order().from().toString())
                .put("to", running.order().to().toString())
                .put("state", failure.isPresent() ? "FAILED" : "RUNNING")
                .putNull("status")
                .putNull("objective")
                .putNull("bound")
                .put("scores", new JsonArray())
                .put("duties", new JsonArray())
                .put("dutyCount", 0)
                .put("gaps", new JsonArray())
                .putNull("planner")
                .putNull("basedOn")
                .put("by", running.by())
                .put("at", Moments.text(running.since(), sight.zone(running.centre())))
                .put("progress", failure.isPresent() ? null : progress)
                .put("failure", failure.orElse(null));
    }

    JsonObject change(Difference difference) {
        return new JsonObject().put("before", duty(difference.before())).put("after", duty(difference.after()));
    }

    /** @param whole with the duties */
    JsonObject version(RosterVersion version, boolean whole) {
        JsonObject json = new JsonObject()
                .put("version", version.version())
                .put("kind", version.kind().name())
                .put("at", Moments.text(version.at(), sight.zone(version.centre())))
                .put("by", version.by())
                .put("why", version.why())
                .put("takenCount", version.taken().size())
                .put("givenCount", version.given().size());
        return whole ? json.put("taken", duties(version.taken())).put("given", duties(version.given())) : json;
    }

    JsonObject leave(LeaveRequest leave, Actor reader, ZoneId zone) {
        JsonArray may = new JsonArray();
        if (reader.coordinator() && leave.open()) {
            may.add("approve").add("refuse");
        }
        if (reader.speaksFor(leave.lawyer()) && leave.stands()) {
            may.add("withdraw");
        }
        return new JsonObject()
                .put("id", leave.id())
                .put("lawyer", lawyer(leave.lawyer()))
                .put("from", leave.from().toString())
                .put("to", leave.to().toString())
                .put("kind", leave.kind().name())
                .put("reason", leave.reason())
                .put("state", leave.state().name())
                .put("by", leave.by())
                .put("at", Moments.text(leave.at(), zone))
                .put("decidedBy", leave.decidedBy().isEmpty() ? null : leave.decidedBy())
                .put("remark", leave.remark())
                .put("may", may);
    }

    /** @param find the published duty of an id, as it is now */
    JsonObject swap(Swap swap, Function<String, Optional<Duty>> find, Actor reader, ZoneId zone) {
        JsonArray may = new JsonArray();
        SwapStep.all().forEach(step -> {
            if (swap.take(step.taken(), reader) instanceof Verdict.Done) {
                may.add(step.word());
            }
        });
        return new JsonObject()
                .put("id", swap.id())
                .put("state", swap.state().name())
                .put("date", swap.day().toString())
                .put("lawyer", lawyer(swap.lawyer()))
                .put("duty", duty(find.apply(swap.duty())))
                .put("colleague", lawyer(swap.colleague()))
                .put("otherDuty", swap.giveAway() ? null : duty(find.apply(swap.otherDuty())))
                .put("giveAway", swap.giveAway())
                .put("reason", swap.reason())
                .put("at", Moments.text(swap.at(), zone))
                .put("decidedBy", swap.decidedBy().isEmpty() ? null : swap.decidedBy())
                .put("may", may);
    }

    /** What colleagues see of each other. */
    static JsonObject colleague(Practitioner one) {
        return new JsonObject()
                .put("id", one.id())
                .put("name", one.name())
                .put("kind", one.kind().name())
                .put("firm", one.firm())
                .put("specialities", new JsonArray(one.specialities()))
                .put("languages", new JsonArray(one.languages()))
                .put("standing", one.standing().name());
    }

    /** @param whole with the telephone number in full */
    static JsonObject practitioner(Practitioner one, boolean whole) {
        JsonObject json = colleague(one)
                .put("licence", one.licence())
                .put(
                        "mobileMasked",
                        PhoneNumber.of(one.mobile()).map(PhoneNumber::masked).orElse(""))
                .put("email", one.email())
                .put("centres", new JsonArray(one.centres().stream().sorted().toList()))
                .put("availableOn", days(one.availableOn()))
                .put("dislikedOn", days(one.dislikedOn()))
                .put("openingBalance", one.openingBalance())
                .put("availableAt", hours(one.availableAt()))
                .put("sharePercent", one.sharePercent())
                .put("phones", array(one.phones(), PhoneKind::name));
        return whole ? json.put("mobile", one.mobile()) : json;
    }

    /** Days with the same hours stand together. */
    private static JsonArray hours(WeeklyHours weekly) {
        Map<List<DailyWindow>, List<DayOfWeek>> byHours = new LinkedHashMap<>();
        weekly.byDay()
                .forEach((day, windows) -> byHours.computeIfAbsent(windows, none -> new ArrayList<>())
                        .add(day));
        JsonArray all = new JsonArray();
        byHours.forEach((windows, days) ->
                all.add(new JsonObject().put("days", days(days)).put("hours", array(windows, DailyWindow::toString))));
        return all;
    }

    static JsonArray days(Collection<DayOfWeek> days) {
        return array(days.stream().sorted().toList(), DayOfWeek::name);
    }

    /** One day of a centre's calendar. */
    static JsonObject day(Centre centre, ServiceDay day) {
        ZoneId zone = centre.calendar().zone();
        JsonArray windows = new JsonArray();
        for (ServiceWindow window : centre.calendar().windowsOf(day.date())) {
            windows.add(new JsonObject()
                    .put("from", Moments.text(window.opens(), zone))
                    .put("to", Moments.text(window.closes(), zone)));
        }
        return new JsonObject()
                .put("date", day.date().toString())
                .put("service", day.open())
                .put("reason", day.reason().kind().name())
                .put("reasonText", day.reason().text())
                .put("windows", windows);
    }

    /** A date of a body that the document requires. */
    static LocalDate date(JsonObject body, String field) {
        return Moments.date(field, body.getString(field));
    }
}
