package org.hotline12348.core.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;

/** What all endpoints of the roster's desk share: who acts, and what a verdict means to a client. */
record Desk(Sight sight, RosterJson json) {

    /** Rules that say "too late" or "done already": 409, not 422. */
    private static final Set<String> STATES = Set.of(
            "STATE",
            "RUNNING",
            "VERSION",
            "DUTY_GONE",
            "BEGUN",
            "OPEN_SWAP",
            "TAKEN",
            "THE_PAST_STAYS",
            "ONE_PLACE_AT_A_TIME",
            "ONE_LAWYER_A_SEAT");

    static Desk of(Sight sight) {
        return new Desk(sight, new RosterJson(sight));
    }

    static Actor actor(Account account) {
        return new Actor(account.username(), account.is(Role.COORDINATOR) || account.is(Role.ADMINISTRATOR));
    }

    static Actor actor(Ask ask) {
        return actor(ask.account());
    }

    /** The centre named in the address, or the asker's own. */
    String centre(Ask ask) {
        return sight.centre(ask).id();
    }

    /** The centre named in the body, or the asker's own. */
    String centreOfBody(Ask ask) {
        return sight.centre(ask.account(), Ask.optional(ask.body(), "centre")).id();
    }

    /** The value of a verdict that is done; what is not becomes a problem. */
    <T> T value(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Done<T>(T value) -> value;
            case Verdict.Unknown<T>(String what) -> throw Problem.notFound(what);
            case Verdict.Outdated<T> outdated ->
                throw Problem.conflict(
                                "outdated",
                                "排班在此期间已被改动（现为第 %d 版），请重新排班。/ The roster was changed in the meantime (version %d by now); look at what changed and plan again."
                                        .formatted(outdated.version(), outdated.version()))
                        .with("changed", RosterJson.array(outdated.since(), version -> json.version(version, true)))
                        .with("version", outdated.version());
            case Verdict.Refused<T> refused -> throw problem(refused);
        };
    }

    private static Problem problem(Verdict.Refused<?> refused) {
        Refusal first = refused.refusals().getFirst();
        if (first.rule().equals("PERSON")) {
            return Problem.forbidden(first.detail());
        }
        if (STATES.contains(first.rule())) {
            return Problem.conflict("state", first.detail())
                    .with(
                            "errors",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("field", first.rule())
                                            .put("detail", first.detail())));
        }
        return Problem.refused(refused.refusals().stream()
                .map(refusal -> new Fault(refusal.rule(), refusal.detail()))
                .toList());
    }

    /** A thing made from a body; what its constructor refuses is the client's mistake. */
    static <T> T made(Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw Problem.refused(String.valueOf(e.getMessage()));
        }
    }

    static Answer items(JsonArray items) {
        return Answer.of(new JsonObject().put("items", items));
    }

    /**
     * The page that was asked for ({@code page}, {@code limit}); without a limit all of them.
     *
     * @param all in their order
     * @param id an item's own; a page begins after the item that the one before ended with
     */
    static Answer page(Ask ask, JsonArray all, Function<JsonObject, String> id) {
        List<JsonObject> items = all.stream().map(JsonObject.class::cast).toList();
        int from = ask.text("page")
                .map(after -> {
                    int at = items.stream().map(id).toList().indexOf(after);
                    if (at < 0) {
                        throw Problem.badRequest(
                                "page: what the page before ended with is no longer in this list. Begin anew, without page.");
                    }
                    return at + 1;
                })
                .orElse(0);
        int limit = ask.number("limit") == 0 ? items.size() : ask.number("limit");
        int to = Math.min(items.size(), from + limit);
        return Answer.of(new JsonObject()
                .put("items", new JsonArray(items.subList(from, to)))
                .put("next", to < items.size() ? id.apply(items.get(to - 1)) : null));
    }
}
