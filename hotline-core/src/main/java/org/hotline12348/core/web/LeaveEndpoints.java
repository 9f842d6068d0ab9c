package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Swap;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.desk.LeaveDesk;
import org.hotline12348.scheduler.desk.LeaveDesk.LeaveAndDuties;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.roster.Duty;

/** Leave and swaps. A lawyer sees and does only what is his. */
final class LeaveEndpoints {

    private final RosterDesk desk;
    private final Desk with;

    LeaveEndpoints(RosterDesk desk, Desk with) {
        this.desk = desk;
        this.with = with;
    }

    Map<String, Endpoint> endpoints() {
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("listLeaves", this::leaves);
        endpoints.put("askLeave", this::askLeave);
        endpoints.put("decideLeave", this::decideLeave);
        endpoints.put("listSwaps", this::swaps);
        endpoints.put("askSwap", this::askSwap);
        endpoints.put("takeSwapStep", this::takeSwapStep);
        return endpoints;
    }

    private Future<Answer> leaves(Ask ask) {
        String centre = with.centre(ask);
        RosterEndpoints.Days days = RosterEndpoints.Days.of(ask);
        Optional<String> only = with.sight().onlyOf(ask.account());
        Optional<String> lawyer = only.or(() -> ask.text("lawyer"));
        if (only.isPresent()
                && ask.text("lawyer").filter(one -> !one.equals(only.get())).isPresent()) {
            throw Problem.forbidden("A lawyer sees his own leave only.");
        }
        Optional<String> state = ask.text("state");
        return desk.leaves()
                .leaves(centre, days.from(), days.to())
                .map(with::value)
                .map(found -> Desk.page(
                        ask,
                        RosterJson.array(
                                found.stream()
                                        .filter(leave -> lawyer.map(leave.lawyer()::equals)
                                                .orElse(true))
                                        .filter(leave -> state.map(leave.state().name()::equals)
                                                .orElse(true))
                                        .toList(),
                                leave -> json(ask, centre, leave)),
                        item -> item.getString("id")));
    }

    private JsonObject json(Ask ask, String centre, LeaveRequest leave) {
        return with.json().leave(leave, Desk.actor(ask), with.sight().zone(centre));
    }

    private Answer answer(int status, Ask ask, String centre, Verdict<LeaveAndDuties> verdict) {
        LeaveAndDuties done = with.value(verdict);
        return Answer.of(
                status,
                json(ask, centre, done.leave()).put("duties", with.json().duties(done.duties())));
    }

    private Future<Answer> askLeave(Ask ask) {
        JsonObject body = ask.body();
        String centre = with.centreOfBody(ask);
        return desk.leaves()
                .ask(
                        centre,
                        body.getString("lawyer", ask.who()),
                        RosterJson.date(body, "from"),
                        RosterJson.date(body, "to"),
                        LeaveRequest.Kind.valueOf(body.getString("kind", "ANNUAL")),
                        body.getString("reason", "").strip(),
                        Desk.actor(ask))
                .map(verdict -> answer(201, ask, centre, verdict));
    }

    private Future<Answer> decideLeave(Ask ask) {
        String centre = with.centre(ask);
        String id = ask.required("id");
        String remark = ask.body().getString("remark", "").strip();
        Actor actor = Desk.actor(ask);
        LeaveDesk leaves = desk.leaves();
        return (switch (ask.required("step")) {
                    case "approve" -> leaves.approve(centre, id, remark, actor);
                    case "refuse" -> leaves.refuse(centre, id, remark, actor);
                    default -> leaves.withdraw(centre, id, actor);
                })
                .map(verdict -> answer(200, ask, centre, verdict));
    }

    private Future<Answer> swaps(Ask ask) {
        String centre = with.centre(ask);
        RosterEndpoints.Days days = RosterEndpoints.Days.of(ask);
        Optional<String> only = with.sight().onlyOf(ask.account());
        Optional<String> state = ask.text("state");
        return desk.swaps()
                .swaps(centre, days.from(), days.to())
                .map(with::value)
                .compose(found -> {
                    List<Swap> shown = found.stream()
                            .filter(swap -> only.map(me -> swap.lawyer().equals(me)
                                            || swap.colleague().equals(me))
                                    .orElse(true))
                            .filter(swap ->
                                    state.map(swap.state().name()::equals).orElse(true))
                            .toList();
                    return named(centre, shown)
                            .map(duties -> Desk.page(
                                    ask,
                                    RosterJson.array(shown, swap -> json(ask, centre, swap, duties)),
                                    item -> item.getString("id")));
                });
    }

    /** The duties that some swaps name, as they are now. */
    private Future<Map<String, Duty>> named(String centre, List<Swap> swaps) {
        return desk.duties()
                .duties(
                        centre,
                        swaps.stream()
                                .flatMap(swap -> java.util.stream.Stream.of(swap.duty(), swap.otherDuty()))
                                .filter(id -> !id.isEmpty())
                                .collect(Collectors.toSet()))
                .map(with::value)
                .map(found -> found.stream().collect(Collectors.toMap(Duty::id, Function.identity())));
    }

    private JsonObject json(Ask ask, String centre, Swap swap, Map<String, Duty> duties) {
        return with.json()
                .swap(
                        swap,
                        id -> Optional.ofNullable(duties.get(id)),
                        Desk.actor(ask),
                        with.sight().zone(centre));
    }

    private Future<Answer> answer(int status, Ask ask, String centre, Future<Verdict<Swap>> step) {
        return step.map(with::value)
                .compose(swap ->
                        named(centre, List.of(swap)).map(duties -> Answer.of(status, json(ask, centre, swap, duties))));
    }

    private Future<Answer> askSwap(Ask ask) {
        JsonObject body = ask.body();
        String centre = with.centreOfBody(ask);
        return answer(
                201,
                ask,
                centre,
                desk.swaps()
                        .ask(
                                centre,
                                body.getString("duty"),
                                Ask.optional(body, "otherDuty").orElse(""),
                                body.getString("colleague"),
                                body.getString("reason", "").strip(),
                                Desk.actor(ask)));
    }

    private Future<Answer> takeSwapStep(Ask ask) {
        String centre = with.centre(ask);
        return answer(
                200,
                ask,
                centre,
                desk.swaps().take(centre, ask.required("id"), SwapStep.of(ask.required("step")), Desk.actor(ask)));
    }
}
