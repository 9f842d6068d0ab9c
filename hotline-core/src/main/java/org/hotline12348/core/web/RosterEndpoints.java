package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hotline12348.core.web.SeatStates.SeatState;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.calendar.ServiceSegment;
import org.hotline12348.scheduler.calendar.ServiceStatus;
import org.hotline12348.scheduler.calendar.ServiceWindow;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.OnDuty;
import org.hotline12348.scheduler.roster.PublishedRoster;

/** Who is on duty, when the line is open, and what is rostered. */
final class RosterEndpoints {

    /** Days that one question may span. */
    static final int MAX_DAYS = 400;

    private static final Duration NOW = Duration.ofMinutes(1);
    private static final int PUBLIC_DAYS = 14;

    private final Roster roster;
    private final SeatStates seats;
    private final Predicate<String> closedByHand;
    private final Sight sight;
    private final RosterJson shapes;
    private final Clock clock;

    RosterEndpoints(Roster roster, SeatStates seats, Predicate<String> closedByHand, Sight sight, Clock clock) {
        this.roster = roster;
        this.seats = seats;
        this.closedByHand = closedByHand;
        this.sight = sight;
        this.shapes = new RosterJson(sight);
        this.clock = clock;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "listCentres", this::centres,
                "getDuty", this::duty,
                "getCalendar", this::calendar,
                "getRoster", this::roster,
                "getPublicHours", this::publicHours);
    }

    private Future<Answer> centres(Ask ask) {
        JsonArray items = new JsonArray();
        for (Centre centre : sight.centres(ask.account())) {
            items.add(new JsonObject()
                    .put("id", centre.id())
                    .put("name", centre.name())
                    .put("zone", centre.calendar().zone().getId()));
        }
        return Future.succeededFuture(Answer.of(new JsonObject().put("items", items)));
    }

    private Future<Answer> duty(Ask ask) {
        Centre centre = sight.centre(ask);
        Instant now = clock.instant();
        Instant at = ask.text("at").map(text -> Moments.moment("at", text)).orElse(now);
        boolean present = Duration.between(now, at).abs().compareTo(NOW) <= 0;
        ZoneId zone = centre.calendar().zone();
        OnDuty onDuty = roster.at(centre.id(), at);
        JsonObject json = new JsonObject().put("centre", centre.id()).put("at", Moments.text(at, zone));
        putService(json, centre, at);
        if (present && closedByHand.test(centre.id())) {
            putEmergency(json);
        }
        JsonArray seated = new JsonArray();
        for (Duty duty : onDuty.seats()) {
            JsonObject seat = new JsonObject()
                    .put("seat", duty.seat())
                    .put("lawyer", shapes.lawyer(duty.lawyer()))
                    .put("role", duty.role().name())
                    .put("from", Moments.text(duty.from(), zone))
                    .put("until", Moments.text(duty.until(), zone));
            if (present) {
                SeatState state = seats.of(centre.id(), duty.lawyer());
                seat.put("state", state.state().name()).put("since", text(state.since(), zone));
            } else {
                seat.put("state", "ROSTERED").putNull("since");
            }
            seated.add(seat);
        }
        JsonArray standby = new JsonArray();
        onDuty.standby().forEach(duty -> standby.add(shapes.lawyer(duty.lawyer())));
        json.put("changesAt", text(onDuty.changesAt(), zone))
                .put("seats", seated)
                .put("standby", standby);
        return Future.succeededFuture(Answer.of(json));
    }

    private Future<Answer> calendar(Ask ask) {
        Centre centre = sight.centre(ask);
        Days days = Days.of(ask);
        return Future.succeededFuture(Answer.of(days(centre, days.from(), days.to())));
    }

    private Future<Answer> roster(Ask ask) {
        Centre centre = sight.centre(ask);
        Days days = Days.of(ask);
        Optional<Long> version = ask.text("version").map(Long::valueOf);
        return roster.published(centre.id(), days.from(), days.to(), version).map(found -> {
            PublishedRoster shown = found.orElseThrow(() -> Problem.notFound(
                    "There is no version %d of the roster of %s, or it is more than %d versions old. GET /roster/versions lists them."
                            .formatted(version.orElse(0L), centre.id(), PublishedRoster.MOST_BACK)));
            return Answer.of(new JsonObject()
                    .put("centre", centre.id())
                    .put("from", days.from().toString())
                    .put("to", days.to().toString())
                    .put("version", shown.version())
                    .put("publishedAt", text(shown.at(), centre.calendar().zone()))
                    .put("duties", shapes.duties(shown.duties())));
        });
    }

    private Future<Answer> publicHours(Ask ask) {
        List<Centre> all = roster.centres();
        String id = ask.text("centre")
                .orElseGet(() -> all.stream()
                        .findFirst()
                        .map(Centre::id)
                        .orElseThrow(() -> Problem.unavailable("No centre has been set up yet.")));
        Centre centre = sight.known(id);
        Instant now = clock.instant();
        LocalDate today = centre.calendar().dateOf(now);
        JsonObject json = new JsonObject().put("centre", centre.id()).put("name", centre.name());
        putService(json, centre, now);
        if (closedByHand.test(centre.id())) {
            putEmergency(json);
        }
        json.put("days", days(centre, today, today.plusDays(PUBLIC_DAYS - 1)));
        return Future.succeededFuture(Answer.of(json).with("Cache-Control", "public, max-age=30"));
    }

    private static void putService(JsonObject json, Centre centre, Instant at) {
        ZoneId zone = centre.calendar().zone();
        ServiceStatus status = centre.calendar().status(at);
        Optional<Instant> closes = status.open()
                ? status.closesAt()
                : centre.calendar().nextWindow(at).map(ServiceWindow::closes);
        ServiceSegment.State state =
                centre.calendar().segments(at, at.plusSeconds(1)).getFirst().state();
        json.put("open", status.open())
                .put("reason", state.name())
                .put("reasonText", status.day().reason().text())
                .put("opensAt", text(status.opensAt(), zone))
                .put("closesAt", text(closes, zone));
    }

    /** Nobody gets through whatever the calendar says, and nobody knows until when. */
    private static void putEmergency(JsonObject json) {
        json.put("open", false)
                .put("reason", "CLOSED_EMERGENCY")
                .putNull("reasonText")
                .putNull("opensAt")
                .putNull("closesAt");
    }

    private static JsonArray days(Centre centre, LocalDate from, LocalDate to) {
        return RosterJson.array(centre.calendar().days(from, to), day -> RosterJson.day(centre, day));
    }

    private static @org.jspecify.annotations.Nullable String text(Optional<Instant> at, ZoneId zone) {
        return at.map(moment -> Moments.text(moment, zone)).orElse(null);
    }

    /** A stretch of days, both included. */
    record Days(LocalDate from, LocalDate to) {

        static Days of(Ask ask) {
            LocalDate from = Moments.date("from", ask.required("from"));
            LocalDate to = Moments.date("to", ask.required("to"));
            if (to.isBefore(from)) {
                throw Problem.badRequest("to: %s is before from, %s.".formatted(to, from));
            }
            if (to.toEpochDay() - from.toEpochDay() >= MAX_DAYS) {
                throw Problem.badRequest("to: from %s to %s are more than %d days; ask for less at a time."
                        .formatted(from, to, MAX_DAYS));
            }
            return new Days(from, to);
        }
    }
}
