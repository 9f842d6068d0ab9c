package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.callback.Callback;
import org.hotline12348.core.callback.Callback.State;
import org.hotline12348.core.callback.CallbackDesk;
import org.hotline12348.core.callback.CallbackQuery;
import org.hotline12348.core.callback.Ending;
import org.hotline12348.core.callback.Reason;
import org.hotline12348.core.callback.Verdict;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.roster.Centre;
import org.jspecify.annotations.Nullable;

/** The list of callbacks. */
public final class CallbackEndpoints implements WebFeature {

    private final CallbackDesk desk;
    private final Clock clock;

    public CallbackEndpoints(CallbackDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "callbacks.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Answers answers = new Answers(tools.sight(), tools.audit());
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("listCallbacks", answers::list);
        endpoints.put("addCallback", answers::add);
        endpoints.put("getCallback", answers::one);
        endpoints.put("claimCallback", answers::claim);
        endpoints.put("releaseCallback", answers::release);
        endpoints.put("callCallback", answers::call);
        endpoints.put("finishCallback", answers::finish);
        endpoints.put("dismissCallback", answers::dismiss);
        return endpoints;
    }

    private final class Answers {

        private final Sight sight;
        private final AuditLog audit;

        Answers(Sight sight, AuditLog audit) {
            this.sight = sight;
            this.audit = audit;
        }

        Future<Answer> list(Ask ask) {
            Centre centre = sight.centre(ask);
            CallbackQuery query = new CallbackQuery(
                    Set.of(centre.id()),
                    !ask.text("state").equals(Optional.of("closed")),
                    ask.flag("mine") ? Optional.of(ask.who()) : Optional.empty(),
                    ask.text("page"),
                    ask.number("limit"));
            return desk.list(query).map(page -> {
                JsonArray items = new JsonArray();
                page.items().forEach(callback -> items.add(json(callback)));
                return Answer.of(new JsonObject()
                        .put("items", items)
                        .put("next", page.next().orElse(null)));
            });
        }

        Future<Answer> one(Ask ask) {
            return find(ask).map(callback -> Answer.of(json(callback)));
        }

        Future<Answer> add(Ask ask) {
            JsonObject body = ask.body();
            Centre centre = sight.centre(ask.account(), Optional.ofNullable(body.getString("centre")));
            String written = body.getString("number");
            PhoneNumber number = PhoneNumber.of(written)
                    .filter(desk::mayDial)
                    .orElseThrow(() -> Problem.refused(List.of(new Fault(
                            "number",
                            "\"%s\" is no number that may be dialled from here; give all of its digits."
                                    .formatted(written)))));
            Instant due = Optional.ofNullable(body.getString("dueAt"))
                    .map(text -> Moments.moment("dueAt", text))
                    .filter(at -> at.isAfter(clock.instant()))
                    .orElse(clock.instant());
            String key = ask.who()
                    + "-"
                    + ask.text("Idempotency-Key")
                            .orElseGet(() -> UUID.randomUUID().toString());
            return desk.add(centre.id(), number, key, due)
                    .compose(callback ->
                            written(ask, callback, "callback.add", "").map(_ -> Answer.of(201, json(callback))));
        }

        Future<Answer> claim(Ask ask) {
            return desk.claim(ask.required("id"), centres(ask), ask.who()).map(this::changed);
        }

        Future<Answer> release(Ask ask) {
            return desk.release(ask.required("id"), centres(ask), ask.who(), coordinates(ask))
                    .map(this::changed);
        }

        Future<Answer> call(Ask ask) {
            String lawyer = Optional.ofNullable(ask.body().getString("lawyer")).orElse(ask.who());
            if (!lawyer.equals(ask.who()) && !coordinates(ask)) {
                throw Problem.forbidden("A lawyer has his own telephone rung; %s is somebody else.".formatted(lawyer));
            }
            return desk.call(ask.required("id"), centres(ask), lawyer).compose(verdict -> {
                Callback callback = changedOrThrow(verdict);
                return written(ask, callback, "callback.call", lawyer).map(_ -> Answer.of(202, json(callback)));
            });
        }

        Future<Answer> finish(Ask ask) {
            return close(ask, Ending.SPOKEN, "callback.done");
        }

        Future<Answer> dismiss(Ask ask) {
            return close(ask, Ending.DISMISSED, "callback.dismiss");
        }

        private Future<Answer> close(Ask ask, Ending ending, String action) {
            String note =
                    Optional.ofNullable(ask.body().getString("note")).orElse("").strip();
            if (ending == Ending.DISMISSED && note.isEmpty()) {
                throw Problem.refused(List.of(new Fault("note", "Say why no call is needed.")));
            }
            return desk.close(ask.required("id"), centres(ask), ending, ask.who(), note, coordinates(ask))
                    .compose(verdict -> {
                        Callback callback = changedOrThrow(verdict);
                        return written(ask, callback, action, note).map(_ -> Answer.of(json(callback)));
                    });
        }

        private Future<Void> written(Ask ask, Callback callback, String action, String reason) {
            return audit.write(
                    callback.centre(),
                    ask.who(),
                    action,
                    callback.id(),
                    reason,
                    new JsonObject().put("number", callback.number().masked()));
        }

        private Future<Callback> find(Ask ask) {
            String id = ask.required("id");
            return desk.find(id, centres(ask)).map(found -> found.orElseThrow(() -> unknown(id)));
        }

        private Set<String> centres(Ask ask) {
            return sight.centreIds(ask.account());
        }

        private static boolean coordinates(Ask ask) {
            Account account = ask.account();
            return account.is(Role.COORDINATOR);
        }

        private Answer changed(Verdict verdict) {
            return Answer.of(json(changedOrThrow(verdict)));
        }

        private static Callback changedOrThrow(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Changed(Callback callback) -> callback;
                case Verdict.Refused(String rule, String why) -> throw Problem.conflict(rule, why);
                case Verdict.Unknown(String id) -> throw unknown(id);
            };
        }

        private static Problem unknown(String id) {
            return Problem.notFound("There is no callback %s among those you may see.".formatted(id));
        }

        private JsonObject json(Callback callback) {
            ZoneId zone = sight.zone(callback.centre());
            JsonArray reasons = new JsonArray();
            callback.reasons().forEach(reason -> reasons.add(reason.name()));
            JsonArray sources = new JsonArray();
            callback.sources()
                    .forEach(source -> sources.add(new JsonObject()
                            .put("consultation", source.reason() == Reason.BY_HAND ? null : source.consultation())
                            .put("reason", source.reason().name())
                            .put("at", Moments.text(source.at(), zone))));
            JsonArray attempts = new JsonArray();
            callback.attempts()
                    .forEach(attempt -> attempts.add(new JsonObject()
                            .put("lawyer", attempt.lawyer())
                            .put("lawyerName", sight.lawyerName(attempt.lawyer()))
                            .put("at", Moments.text(attempt.at(), zone))
                            .put("result", attempt.result().map(Enum::name).orElse(null))
                            .put("consultation", attempt.consultation().orElse(null))));
            JsonObject json = new JsonObject()
                    .put("id", callback.id())
                    .put("centre", callback.centre())
                    .put(
                            "number",
                            new JsonObject().put("masked", callback.number().masked()))
                    .put("reasons", reasons)
                    .put("sources", sources)
                    .put("createdAt", Moments.text(callback.createdAt(), zone))
                    .put("dueAt", Moments.text(callback.dueAt(), zone))
                    .put("due", callback.isOpen() && !callback.dueAt().isAfter(clock.instant()))
                    .put("attempts", attempts)
                    .put("attemptsLeft", desk.attemptsLeft(callback))
                    .put("mayDial", desk.mayDial(callback.number()))
                    .put("version", callback.version());
            return switch (callback.state()) {
                case State.Waiting _ -> json.put("state", "WAITING");
                case State.Claimed claimed -> held(json, "CLAIMED", claimed.lawyer(), claimed.at(), zone);
                case State.Calling calling -> held(json, "CALLING", calling.lawyer(), calling.at(), zone);
                case State.Closed closed ->
                    json.put("state", "CLOSED")
                            .put("ending", closed.ending().name())
                            .put("closedAt", Moments.text(closed.at(), zone))
                            .put("closedBy", orNull(closed.by()))
                            .put("note", orNull(closed.note()));
            };
        }

        private JsonObject held(JsonObject json, String state, String lawyer, Instant since, ZoneId zone) {
            return json.put("state", state)
                    .put("lawyer", lawyer)
                    .put("lawyerName", sight.lawyerName(lawyer))
                    .put("since", Moments.text(since, zone));
        }

        private static @Nullable String orNull(String text) {
            return text.isEmpty() ? null : text;
        }
    }
}
