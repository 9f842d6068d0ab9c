package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.closure.Closures;
import org.hotline12348.core.closure.Closures.Closed;
import org.hotline12348.core.closure.Closures.Told;
import org.hotline12348.core.wallboard.Figure;
import org.hotline12348.core.wallboard.Limit;
import org.hotline12348.core.wallboard.Wallboard;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.core.web.SeatStates.State;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Supervision;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The duty room: the wallboard's figures with their limits, and the emergency switch. */
public final class WallboardFeature implements WebFeature {

    private static final Logger LOG = LoggerFactory.getLogger(WallboardFeature.class);
    private static final Set<State> AWAY = EnumSet.of(State.ABSENT, State.UNREACHABLE, State.UNKNOWN);

    private final Vertx vertx;
    private final Wallboard wallboard;
    private final Closures closures;
    private final Roster roster;
    private final SeatStates seats;
    private final PhoneLine line;
    private final Function<String, String> numbers;
    private final BiFunction<String, Instant, Future<Optional<Long>>> callbacksDue;
    private final Clock clock;

    /**
     * @param numbers centre -> the number that a supervisor's telephone shows
     * @param callbacksDue a centre's callbacks that should have been made by a moment; empty where nobody keeps them
     */
    public WallboardFeature(
            Vertx vertx,
            Wallboard wallboard,
            Closures closures,
            Roster roster,
            SeatStates seats,
            PhoneLine line,
            Function<String, String> numbers,
            BiFunction<String, Instant, Future<Optional<Long>>> callbacksDue,
            Clock clock) {
        this.vertx = vertx;
        this.wallboard = wallboard;
        this.closures = closures;
        this.roster = roster;
        this.seats = seats;
        this.line = line;
        this.numbers = numbers;
        this.callbacksDue = callbacksDue;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "wallboard.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        return Map.of(
                "getWallboard", ask -> figures(sight.centre(ask), sight),
                "putWallboardLimits", ask -> setLimits(ask, sight, tools.audit()),
                "getClosure",
                        ask -> Future.succeededFuture(
                                Answer.of(json(sight.centre(ask).id(), sight))),
                "putClosure", ask -> turn(ask, sight, tools.audit()),
                "supervise", ask -> supervise(ask, sight, tools.audit()));
    }

    private Future<Answer> figures(Centre centre, Sight sight) {
        Instant now = clock.instant();
        List<State> states = roster.at(centre.id(), now).seats().stream()
                .map(Duty::lawyer)
                .map(lawyer -> seats.of(centre.id(), lawyer).state())
                .toList();
        var calls = wallboard.calls(centre.id());
        var limits = wallboard.limits(centre.id());
        var due = callbacksDue.apply(centre.id(), now);
        return Future.all(calls, limits, due).map(ignored -> {
            Wallboard.Calls counted = calls.result();
            JsonObject json = new JsonObject()
                    .put("centre", centre.id())
                    .put("at", Moments.text(now, centre.calendar().zone()))
                    .put("open", centre.calendar().status(now).open())
                    .put("closure", json(centre.id(), sight))
                    .put(
                            "seats",
                            new JsonObject()
                                    .put("rostered", states.size())
                                    .put("signedIn", count(states, state -> !AWAY.contains(state)))
                                    .put("ready", count(states, state -> state == State.READY))
                                    .put("talking", count(states, state -> state == State.TALKING)))
                    .put(
                            "calls",
                            new JsonObject()
                                    .put("waiting", counted.waiting())
                                    .put("talking", counted.talking())
                                    .put(
                                            "waitingSince",
                                            counted.longest()
                                                    .map(waited -> Moments.text(
                                                            now.minus(waited),
                                                            centre.calendar().zone()))
                                                    .orElse(null)))
                    .put(
                            "day",
                            new JsonObject()
                                    .put("offered", counted.offered())
                                    .put("answered", counted.answered())
                                    .put("quick", counted.quick())
                                    .put("quickSeconds", Wallboard.QUICK_SECONDS)
                                    .put("abandoned", counted.abandoned()))
                    .put("callbacksDue", due.result().orElse(null))
                    .put(
                            "limits",
                            new JsonArray(limits.result().stream()
                                    .map(WallboardFeature::json)
                                    .toList()));
            return Answer.of(json);
        });
    }

    private static long count(List<State> states, Predicate<State> which) {
        return states.stream().filter(which).count();
    }

    private static JsonObject json(Limit limit) {
        return new JsonObject()
                .put("figure", limit.figure().name())
                .put("amber", limit.amber())
                .put("red", limit.red())
                .put("low", limit.figure().low());
    }

    private Future<Answer> setLimits(Ask ask, Sight sight, AuditLog audit) {
        Centre centre = sight.centre(ask);
        List<Limit> limits = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Object entry : ask.body().getJsonArray("limits")) {
            JsonObject given = (JsonObject) entry;
            Limit limit = new Limit(
                    Figure.valueOf(given.getString("figure")), given.getDouble("amber"), given.getDouble("red"));
            limit.objection()
                    .ifPresent(why -> faults.add(new Fault(limit.figure().name(), why)));
            limits.add(limit);
        }
        if (!faults.isEmpty()) {
            throw Problem.refused(faults);
        }
        return wallboard
                .setLimits(centre.id(), limits, ask.who(), clock.instant())
                .compose(ignored -> audit.write(
                        centre.id(),
                        ask.who(),
                        "wallboard.limits",
                        centre.id(),
                        "",
                        new JsonObject().put("limits", ask.body().getJsonArray("limits"))))
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> turn(Ask ask, Sight sight, AuditLog audit) {
        Centre centre = sight.centre(ask);
        boolean close = ask.body().getBoolean("closed");
        String reason = ask.body().getString("reason", "").strip();
        if (close && reason.isEmpty()) {
            throw Problem.refused(List.of(new Fault("reason", "Say why the line is closed; your colleagues read it.")));
        }
        Account account = ask.account();
        Instant now = clock.instant();
        // The log first: a closure nobody can be asked about must not be.
        return audit.write(
                        centre.id(),
                        account.username(),
                        close ? "closure.close" : "closure.open",
                        centre.id(),
                        reason,
                        new JsonObject())
                .compose(ignored -> close
                        ? closures.close(
                                centre.id(),
                                reason,
                                ask.body().getString("announcement", Closures.GENERAL),
                                account.username(),
                                now)
                        : closures.open(centre.id()))
                .map(told -> {
                    vertx.eventBus()
                            .publish(
                                    Notices.ADDRESS,
                                    new JsonObject()
                                            .put("type", "line")
                                            .put("centre", centre.id())
                                            .put("state", close ? "CLOSED" : "OPENED")
                                            .put(
                                                    "at",
                                                    Moments.text(
                                                            now,
                                                            centre.calendar().zone())));
                    return Answer.of(json(centre.id(), sight).put("told", told == Told.NOW));
                });
    }

    private Future<Answer> supervise(Ask ask, Sight sight, AuditLog audit) {
        Centre centre = sight.centre(ask);
        JsonObject body = ask.body();
        String lawyer = body.getString("lawyer");
        if (lawyer.equals(ask.who())) {
            throw Problem.refused(List.of(new Fault("lawyer", "Nobody comes into his own talk.")));
        }
        if (seats.of(centre.id(), lawyer).state() != State.TALKING) {
            throw Problem.conflict("no-talk", "%s is in no talk just now.".formatted(sight.lawyerName(lawyer)));
        }
        Supervision order = new Supervision(
                ask.who(), lawyer, Supervision.Mode.valueOf(body.getString("mode")), numbers.apply(centre.id()));
        Future<Void> phone = Optional.ofNullable(body.getString("number"))
                .map(number -> line.publishPhone(ask.who(), LawyerPhone.mobile(number)))
                .orElse(Future.succeededFuture());
        return audit.write(
                        centre.id(),
                        ask.who(),
                        "call.supervise",
                        lawyer,
                        body.getString("reason").strip(),
                        new JsonObject().put("mode", order.mode().name()))
                .compose(ignored -> phone)
                .map(ignored -> {
                    // It rings for half a minute; who asked sees his telephone and need not wait for us.
                    line.supervise(order)
                            .onSuccess(came -> {
                                if (!came) {
                                    LOG.info("{} did not come into the talk of {}.", order.supervisor(), lawyer);
                                }
                            })
                            .onFailure(failure -> LOG.warn(
                                    "{} could not be let into the talk of {}: {}",
                                    order.supervisor(),
                                    lawyer,
                                    failure.getMessage()));
                    return new Answer(202, Map.of(), Optional.empty());
                });
    }

    private JsonObject json(String centre, Sight sight) {
        Optional<Closed> closed = closures.of(centre);
        JsonObject json = new JsonObject().put("closed", closed.isPresent());
        closed.ifPresent(one -> json.put("reason", one.reason())
                .put("announcement", one.announcement())
                .put("by", one.by())
                .put("byName", sight.lawyerName(one.by()))
                .put("at", Moments.text(one.at(), sight.zone(centre))));
        return json;
    }
}
