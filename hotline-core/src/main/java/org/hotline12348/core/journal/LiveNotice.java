package org.hotline12348.core.journal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.hotline12348.core.journal.LiveCalls.LiveCall;

/** The notice of the type {@code live}: a call as it is now, so that a screen need not ask (decision 0093). */
public final class LiveNotice {

    private LiveNotice() {}

    /**
     * A call that is up.
     *
     * @param former lawyers whose call it was and is no more
     * @param at of the notice
     */
    public static JsonObject up(LiveCall call, Set<String> former, Instant at) {
        return notice(call, call.state().phase().name(), former, at)
                .put("startedAt", call.startedAt().toString())
                .put("since", call.state().since().toString())
                .put("caller", call.caller())
                .put("lawyer", call.state().lawyer());
    }

    /** A call that is over. */
    public static JsonObject over(LiveCall call, Instant at) {
        return notice(call, "ENDED", Set.of(), at);
    }

    private static JsonObject notice(LiveCall call, String state, Set<String> former, Instant at) {
        return new JsonObject()
                .put("type", "live")
                .put("centre", call.centre())
                .put("id", call.id())
                .put("at", at.toString())
                .put("state", state)
                .put("parties", new JsonArray(call.parties().stream().sorted().toList()))
                .put("former", new JsonArray(former.stream().sorted().toList()));
    }
}
