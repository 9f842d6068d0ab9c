package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Tokens;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.roster.PhoneKind;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.Standing;
import org.hotline12348.scheduler.roster.WeeklyHours;

/** Who does duty. */
final class PractitionerEndpoints {

    private final RosterDesk desk;
    private final Desk with;

    PractitionerEndpoints(RosterDesk desk, Desk with) {
        this.desk = desk;
        this.with = with;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "listPractitioners", this::list,
                "addPractitioner", this::add,
                "getPractitioner", this::get,
                "patchPractitioner", this::patch);
    }

    private Future<Answer> list(Ask ask) {
        Optional<String> standing = ask.text("standing");
        Optional<String> wanted = ask.text("q").map(text -> text.toLowerCase(Locale.ROOT));
        Optional<String> only = with.sight().onlyOf(ask.account());
        return desk.practitioners()
                .all(with.centre(ask))
                .map(with::value)
                .map(found -> Desk.page(
                        ask,
                        RosterJson.array(
                                found.stream()
                                        .filter(one -> standing.map(
                                                        one.standing().name()::equals)
                                                .orElse(true))
                                        .filter(one -> wanted.map(text -> matches(one, text))
                                                .orElse(true))
                                        .toList(),
                                one -> only.map(me -> me.equals(one.id())).orElse(true)
                                        ? RosterJson.practitioner(one, false)
                                        : RosterJson.colleague(one)),
                        item -> item.getString("id")));
    }

    private static boolean matches(Practitioner one, String text) {
        return one.id().contains(text)
                || one.name().toLowerCase(Locale.ROOT).contains(text)
                || one.firm().toLowerCase(Locale.ROOT).contains(text)
                || one.specialities().stream().anyMatch(speciality -> speciality.contains(text));
    }

    private Future<Answer> add(Ask ask) {
        String centre = with.centre(ask);
        JsonObject body = ask.body();
        Practitioner fresh = Desk.made(() -> edited(
                Practitioner.of(
                        body.getString("id"),
                        body.getString("name"),
                        PractitionerKind.LAWYER,
                        "",
                        "",
                        List.of(),
                        List.of(),
                        "",
                        "",
                        Standing.ACTIVE,
                        Set.of(centre),
                        EnumSet.allOf(DayOfWeek.class),
                        Set.of(),
                        0),
                body));
        return desk.practitioners()
                .add(centre, fresh, Desk.actor(ask))
                .map(with::value)
                .map(added -> Answer.of(201, RosterJson.practitioner(added, true))
                        .with("ETag", etag(added))
                        .with("Location", ApiDocument.BASE + "/practitioners/" + added.id()));
    }

    private Future<Answer> get(Ask ask) {
        String id = ask.required("id");
        boolean sees = with.sight().onlyOf(ask.account()).map(id::equals).orElse(true);
        return desk.practitioners()
                .one(with.centre(ask), id)
                .map(with::value)
                .map(one -> Answer.of(sees ? RosterJson.practitioner(one, true) : RosterJson.colleague(one))
                        .with("ETag", etag(one)));
    }

    private Future<Answer> patch(Ask ask) {
        Optional<String> match = ask.text("If-Match").filter(text -> !text.equals("*"));
        return desk.practitioners()
                .change(
                        with.centre(ask),
                        ask.required("id"),
                        before -> {
                            if (match.isPresent() && !match.get().equals(etag(before))) {
                                throw Problem.stale(etag(before));
                            }
                            return Desk.made(() -> edited(before, ask.body()));
                        },
                        Desk.actor(ask))
                .map(with::value)
                .map(done -> Answer.of(RosterJson.practitioner(done.practitioner(), true)
                                .put("duties", with.json().duties(done.duties())))
                        .with("ETag", etag(done.practitioner())));
    }

    /** What a body makes of a practitioner: an absent field stays. */
    private static Practitioner edited(Practitioner one, JsonObject body) {
        return new Practitioner(
                one.id(),
                body.getString("name", one.name()).strip(),
                PractitionerKind.valueOf(body.getString("kind", one.kind().name())),
                body.getString("firm", one.firm()).strip(),
                body.getString("licence", one.licence()).strip(),
                texts(body, "specialities", one.specialities()),
                texts(body, "languages", one.languages()),
                body.getString("mobile", one.mobile()),
                body.getString("email", one.email()),
                Standing.valueOf(body.getString("standing", one.standing().name())),
                one.centres(),
                days(body, "availableOn", one.availableOn()),
                days(body, "dislikedOn", one.dislikedOn()),
                body.getInteger("openingBalance", one.openingBalance()),
                hours(body, one.availableAt()),
                body.getInteger("sharePercent", one.sharePercent()),
                texts(body, "phones", one.phones().stream().map(PhoneKind::name).toList()).stream()
                        .map(PhoneKind::valueOf)
                        .toList());
    }

    private static WeeklyHours hours(JsonObject body, WeeklyHours before) {
        JsonArray given = body.getJsonArray("availableAt");
        if (given == null) {
            return before;
        }
        Map<DayOfWeek, List<DailyWindow>> byDay = new EnumMap<>(DayOfWeek.class);
        for (int i = 0; i < given.size(); i++) {
            JsonObject group = given.getJsonObject(i);
            List<DailyWindow> windows = texts(group, "hours", List.of()).stream()
                    .map(DailyWindow::parse)
                    .toList();
            for (DayOfWeek day : days(group, "days", Set.of())) {
                if (byDay.putIfAbsent(day, windows) != null) {
                    throw new IllegalArgumentException(
                            "availableAt names %s twice; put all its hours together.".formatted(day));
                }
            }
        }
        return new WeeklyHours(byDay);
    }

    private static List<String> texts(JsonObject body, String field, List<String> before) {
        JsonArray given = body.getJsonArray(field);
        return given == null
                ? before
                : given.stream().map(text -> text.toString().strip()).distinct().toList();
    }

    static Set<DayOfWeek> days(JsonObject body, String field, Set<DayOfWeek> before) {
        JsonArray given = body.getJsonArray(field);
        return given == null
                ? before
                : given.stream().map(day -> DayOfWeek.valueOf(day.toString())).collect(Collectors.toSet());
    }

    private static String etag(Practitioner one) {
        StringBuilder hex = new StringBuilder("\"");
        byte[] hash = Tokens.hash(RosterJson.practitioner(one, true).encode());
        for (int i = 0; i < 8; i++) {
            hex.append("%02x".formatted(hash[i]));
        }
        return hex.append('"').toString();
    }
}
