package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.desk.DraftDesk;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans: begun, followed, looked at, changed, published; and sick calls. */
final class PlanEndpoints {

    /** Seconds a request may wait for its plan; a longer one is begun with {@code wait: false}. */
    static final int LONGEST_WAIT_SECONDS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(PlanEndpoints.class);

    private final RosterDesk desk;
    private final Desk with;
    private final Clock clock;
    /** The last plan of a centre that nobody waited for and that came to nothing. */
    private final Map<String, Failed> failed = new ConcurrentHashMap<>();

    private record Failed(DraftDesk.Running run, String why) {}

    PlanEndpoints(RosterDesk desk, Desk with, Clock clock) {
        this.desk = desk;
        this.with = with;
        this.clock = clock;
    }

    Map<String, Endpoint> endpoints() {
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("listPlans", this::list);
        endpoints.put("createPlan", this::create);
        endpoints.put("getPlan", this::get);
        endpoints.put("discardPlan", this::discard);
        endpoints.put("cancelPlan", this::cancel);
        endpoints.put("diffPlan", this::diff);
        endpoints.put("editPlanDuty", this::edit);
        endpoints.put("publishPlan", this::publish);
        endpoints.put("sickCall", this::sickCall);
        return endpoints;
    }

    private Future<Answer> list(Ask ask) {
        String centre = with.centre(ask);
        return desk.drafts().drafts(centre).map(verdict -> {
            JsonArray items = new JsonArray();
            desk.drafts().running(centre).ifPresent(run -> items.add(running(run)));
            with.value(verdict).forEach(draft -> items.add(with.json().plan(draft, false)));
            return Desk.page(ask, items, item -> item.getString("id"));
        });
    }

    private JsonObject running(DraftDesk.Running run) {
        return with.json().running(run, Optional.empty(), clock.instant());
    }

    private Future<Answer> create(Ask ask) {
        JsonObject body = ask.body();
        String centre = with.centreOfBody(ask);
        boolean wait = body.getBoolean("wait", true);
        int seconds = body.getInteger("seconds", 10);
        if (wait && seconds > LONGEST_WAIT_SECONDS) {
            throw Problem.refused(
                    "seconds: %d is more than the %d that a request may wait. Give wait: false, and follow the plan."
                            .formatted(seconds, LONGEST_WAIT_SECONDS));
        }
        DraftDesk.Order order = new DraftDesk.Order(
                RosterJson.date(body, "from"),
                RosterJson.date(body, "to"),
                body.getBoolean("keep", true),
                Duration.ofSeconds(seconds),
                body.getInteger("seed", 1));
        DraftDesk.Begun begun = with.value(desk.drafts().begin(centre, order, Desk.actor(ask)));
        if (wait) {
            return begun.draft()
                    .map(with::value)
                    .map(draft -> located(Answer.of(201, with.json().plan(draft, true)), draft.id()));
        }
        DraftDesk.Running run = begun.run();
        begun.draft()
                .onSuccess(verdict -> {
                    if (!(verdict instanceof Verdict.Done)) {
                        failed.put(centre, new Failed(run, why(verdict)));
                    }
                })
                .onFailure(failure -> {
                    LOG.error("The plan {} of {} failed.", run.id(), centre, failure);
                    failed.put(centre, new Failed(run, "排班程序出错，请查看日志。/ An error of the program; it is in the log."));
                });
        return Future.succeededFuture(located(Answer.of(202, running(run)), run.id()));
    }

    private String why(Verdict<Draft> verdict) {
        try {
            with.value(verdict);
            return "";
        } catch (Problem problem) {
            return String.valueOf(problem.getMessage());
        }
    }

    private static Answer located(Answer answer, String id) {
        return answer.with("Location", ApiDocument.BASE + "/roster/plans/" + id);
    }

    private Future<Answer> get(Ask ask) {
        String centre = with.centre(ask);
        String id = ask.required("id");
        Optional<DraftDesk.Running> run =
                desk.drafts().running(centre).filter(one -> one.id().equals(id));
        if (run.isPresent()) {
            return Future.succeededFuture(Answer.of(running(run.get())));
        }
        Failed lost = failed.get(centre);
        if (lost != null && lost.run().id().equals(id)) {
            return Future.succeededFuture(
                    Answer.of(with.json().running(lost.run(), Optional.of(lost.why()), clock.instant())));
        }
        return desk.drafts().draft(centre, id).map(with::value).map(this::whole);
    }

    private Answer whole(Draft draft) {
        return Answer.of(with.json().plan(draft, true));
    }

    private Future<Answer> discard(Ask ask) {
        return desk.drafts()
                .discard(with.centre(ask), ask.required("id"), Desk.actor(ask))
                .map(with::value)
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> cancel(Ask ask) {
        String centre = with.centre(ask);
        String id = ask.required("id");
        if (!desk.drafts().cancel(centre, id)) {
            throw Problem.conflict("state", "该排班已不在计算中。/ The plan %s is not being made (any more).".formatted(id));
        }
        return Future.succeededFuture(desk.drafts()
                .running(centre)
                .map(run -> Answer.of(202, running(run)))
                .orElseGet(() -> Answer.of(202, new JsonObject())));
    }

    private Future<Answer> diff(Ask ask) {
        return desk.drafts()
                .difference(with.centre(ask), ask.required("id"))
                .map(with::value)
                .map(changes -> Desk.items(RosterJson.array(changes, with.json()::change)));
    }

    private Future<Answer> edit(Ask ask) {
        return desk.drafts()
                .edit(
                        with.centre(ask),
                        ask.required("id"),
                        ask.required("duty"),
                        Ask.optional(ask.body(), "lawyer"),
                        Optional.ofNullable(ask.body().getBoolean("locked")),
                        Desk.actor(ask))
                .map(with::value)
                .map(this::whole);
    }

    private Future<Answer> publish(Ask ask) {
        return desk.drafts()
                .publish(with.centre(ask), ask.required("id"), ask.body().getString("why", ""), Desk.actor(ask))
                .map(with::value)
                .map(version -> Answer.of(with.json().version(version, true)));
    }

    private Future<Answer> sickCall(Ask ask) {
        JsonObject body = ask.body();
        String centre = with.centreOfBody(ask);
        return desk.sickCalls()
                .sick(
                        centre,
                        body.getString("lawyer"),
                        RosterJson.date(body, "from"),
                        RosterJson.date(body, "to"),
                        body.getString("reason", ""),
                        Desk.actor(ask))
                .map(with::value)
                .map(call -> Answer.of(
                        201,
                        new JsonObject()
                                .put(
                                        "leave",
                                        with.json()
                                                .leave(
                                                        call.leave().leave(),
                                                        Desk.actor(ask),
                                                        with.sight().zone(centre))
                                                .put(
                                                        "duties",
                                                        with.json()
                                                                .duties(call.leave()
                                                                        .duties())))
                                .put(
                                        "plan",
                                        call.draft()
                                                .map(draft -> with.json().plan(draft, true))
                                                .orElse(null))
                                .put("changes", RosterJson.array(List.copyOf(call.changes()), with.json()::change))));
    }
}
