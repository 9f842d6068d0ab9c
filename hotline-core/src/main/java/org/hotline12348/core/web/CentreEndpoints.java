package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;
import org.hotline12348.scheduler.store.CentreBook;
import org.hotline12348.scheduler.store.RosterStore;

/** Centres, when they serve, how many sit, and the number citizens dial. */
public final class CentreEndpoints {

    /** Sections of the exchange's file of queues, which a queue cannot be called. */
    private static final Set<String> SECTIONS = Set.of("general", "hotline");

    private final RosterStore store;
    private final Roster roster;
    private final Supplier<Future<Void>> readAnew;
    private final CentreLines lines;
    private final Exchange exchange;
    private final Clock clock;

    /**
     * What the exchange serves.
     *
     * @param takeUp  has it take up what has changed; succeeds where it cannot just now too
     * @param centres those that it has a queue for
     * @param dialled centre -> the number under which it serves it
     */
    public record Exchange(
            Supplier<Future<Void>> takeUp, Supplier<Set<String>> centres, Supplier<Map<String, String>> dialled) {}

    /** @param readAnew makes the roster read the store again */
    public CentreEndpoints(
            RosterStore store,
            Roster roster,
            Supplier<Future<Void>> readAnew,
            CentreLines lines,
            Exchange exchange,
            Clock clock) {
        this.store = store;
        this.roster = roster;
        this.readAnew = readAnew;
        this.lines = lines;
        this.exchange = exchange;
        this.clock = clock;
    }

    Map<String, Endpoint> endpoints(WebFeature.Tools tools, Accounts accounts) {
        return Map.of(
                "getCentre", ask -> one(tools.sight().known(ask.required("id"))),
                "createCentre", ask -> create(ask, tools, accounts),
                "changeCentre", ask -> change(ask, tools));
    }

    private Future<Answer> one(Centre centre) {
        return lines.numbers().map(numbers -> Answer.of(json(centre, Optional.ofNullable(numbers.get(centre.id())))));
    }

    private JsonObject json(Centre centre, Optional<String> line) {
        Optional<ShiftOfDay> shift = onlyShift(centre);
        Optional<String> now = Optional.ofNullable(exchange.dialled().get().get(centre.id()));
        return new JsonObject()
                .put("id", centre.id())
                .put("name", centre.name())
                .put("zone", centre.calendar().zone().getId())
                .put("policy", centre.calendar().policy().name())
                .put("hours", hours(centre.calendar().hours()))
                .put("seats", shift.map(one -> one.seats().size()).orElse(null))
                .put("standby", shift.map(ShiftOfDay::standby).orElse(null))
                .put("line", line.orElse(null))
                .put("dialled", now.orElse(null))
                .put("served", exchange.centres().get().contains(centre.id()) && (line.isEmpty() || line.equals(now)));
    }

    private static JsonArray hours(ServiceHours hours) {
        return new JsonArray(hours.usual().stream().map(DailyWindow::toString).toList());
    }

    /** The one shift of a centre whose days are all alike; empty where there are seasons or several shifts. */
    private static Optional<ShiftOfDay> onlyShift(Centre centre) {
        return centre.patterns().size() == 1
                        && centre.patterns().getFirst().shifts().size() == 1
                ? Optional.of(centre.patterns().getFirst().shifts().getFirst())
                : Optional.empty();
    }

    private Future<Answer> create(Ask ask, WebFeature.Tools tools, Accounts accounts) {
        JsonObject body = ask.body();
        String id = body.getString("id");
        if (SECTIONS.contains(id)) {
            throw Problem.refused(List.of(
                    new Fault("id", "A centre cannot be called %s: the exchange uses the word itself.".formatted(id))));
        }
        if (roster.centre(id).isPresent()) {
            throw Problem.conflict("centre-taken", "There is a centre %s already.".formatted(id));
        }
        return store.holidays()
                .compose(holidays -> {
                    Centre centre = centre(id, body, zone(body.getString("zone", "Asia/Shanghai")), holidays);
                    return line(body, id).compose(ignored -> store.found(centre));
                })
                .compose(ignored -> readAnew.get())
                .compose(ignored -> tools.audit().write(id, ask.who(), "centre.create", id, "", body))
                .compose(ignored -> settleFounder(ask.account(), id, accounts))
                .compose(ignored -> exchange.takeUp().get())
                .compose(ignored -> one(tools.sight().known(id)))
                .map(answer -> new Answer(201, answer.headers(), answer.body()));
    }

    /** The first account of an installation belongs to no centre that is; it comes to the first that it founds. */
    private Future<Void> settleFounder(Account founder, String centre, Accounts accounts) {
        if (roster.centre(founder.centre()).isPresent()) {
            return Future.succeededFuture();
        }
        return accounts.state(founder.username())
                .compose(state -> accounts.change(
                        new Account(
                                founder.username(),
                                founder.name(),
                                founder.roles(),
                                centre,
                                founder.active(),
                                founder.secondFactor()),
                        state.orElseThrow().version()))
                .mapEmpty();
    }

    private Future<Answer> change(Ask ask, WebFeature.Tools tools) {
        JsonObject body = ask.body();
        Centre before = tools.sight().known(ask.required("id"));
        JsonObject whole = json(before, Optional.empty());
        boolean shifts = body.containsKey("hours") || body.containsKey("seats") || body.containsKey("standby");
        if (shifts && onlyShift(before).isEmpty()) {
            throw Problem.refused(
                    "%s has several shifts or seasons; its hours and seats are not changed from here, so that none is lost."
                            .formatted(before.name()));
        }
        Centre wanted = centre(
                before.id(),
                whole.mergeIn(body),
                before.calendar().zone(),
                before.calendar().holidays());
        Centre after = shifts ? wanted : new Centre(before.id(), wanted.name(), wanted.calendar(), before.patterns());
        return line(body, before.id())
                .compose(ignored -> store.inCentre(before.id(), clock.instant(), (CentreBook book) -> book.save(after)))
                .compose(ignored -> readAnew.get())
                .compose(ignored -> tools.audit().write(before.id(), ask.who(), "centre.change", before.id(), "", body))
                .compose(ignored -> exchange.takeUp().get())
                .compose(ignored -> one(tools.sight().known(before.id())));
    }

    private Future<Void> line(JsonObject body, String centre) {
        return body.containsKey("line")
                ? lines.give(centre, body.getString("name", ""), Optional.ofNullable(body.getString("line")))
                        .map(given -> {
                            if (!given) {
                                throw Problem.conflict(
                                        "line-taken",
                                        "The number %s belongs to another centre.".formatted(body.getString("line")));
                            }
                            return null;
                        })
                : Future.succeededFuture();
    }

    private static Centre centre(String id, JsonObject body, ZoneId zone, HolidayCalendar holidays) {
        String name = body.getString("name").strip();
        if (name.isEmpty()) {
            throw Problem.refused(List.of(new Fault("name", "A centre needs a name.")));
        }
        List<DailyWindow> windows = windows(body.getJsonArray("hours", new JsonArray().add("08:00-20:00")));
        ServiceCalendar calendar = new ServiceCalendar(
                zone,
                ServicePolicy.valueOf(body.getString("policy", ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS.name())),
                new ServiceHours(windows, List.of()),
                List.of(),
                holidays);
        int seats = Optional.ofNullable(body.getInteger("seats")).orElse(2);
        int standby = Optional.ofNullable(body.getInteger("standby")).orElse(1);
        List<ShiftOfDay> shifts = new ArrayList<>();
        for (DailyWindow window : windows) {
            String code = windows.size() == 1 ? "day" : Integer.toString(shifts.size() + 1);
            shifts.add(new ShiftOfDay(code, window, Collections.nCopies(seats, SeatRole.ANY), standby));
        }
        return new Centre(id, name, calendar, List.of(ShiftPattern.allYear(shifts)));
    }

    private static List<DailyWindow> windows(JsonArray texts) {
        try {
            return texts.stream()
                    .map(text -> DailyWindow.parse(text.toString()))
                    .collect(Collectors.toUnmodifiableList());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Problem.refused(
                    List.of(new Fault("hours", "%s Write them as 08:00-20:00.".formatted(e.getMessage()))));
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Problem.refused(
                    List.of(new Fault("zone", "\"%s\" is no time zone, such as Asia/Shanghai.".formatted(text))));
        }
    }
}
