package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.callback.CallbackBook;
import org.hotline12348.core.callback.CallbackDesk;
import org.hotline12348.core.callback.CallbackRules;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of callbacks as people see and work it over HTTP. */
@Tag("db")
class CallbackApiTest {

    private static ApiStand stand;
    private static ScriptedPhoneLine line;
    private static Person lawyer;
    private static Person other;
    private static Person coordinator;

    @BeforeAll
    static void start() {
        stand = new ApiStand(made -> {
            line = new ScriptedPhoneLine(made.vertx);
            CallbackBook book = new CallbackBook(
                    made.pool,
                    Vault.forgetful(),
                    CallbackRules.usual(),
                    (centre, at) ->
                            made.roster.service(centre, at).orElseThrow().open()
                                    ? at
                                    : made.roster
                                            .service(centre, at)
                                            .orElseThrow()
                                            .opensAt()
                                            .orElseThrow(),
                    made.clock,
                    Duration.ZERO);
            CallbackDesk desk =
                    new CallbackDesk(made.vertx, book, line, new Seats(), made.clock, new SimpleMeterRegistry());
            return new ApiStand.Setting(made.roster, List.of(new CallbackEndpoints(desk, made.clock)));
        });
        ApiStand.await(line.start());
        lawyer = stand.signedIn("lawyer01");
        other = stand.signedIn("lawyer02");
        coordinator = stand.signedIn("coordinator");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private record Seats() implements CallbackDesk.Lawyers {
        @Override
        public List<String> centres() {
            return List.of("jiaozuo");
        }

        @Override
        public Set<String> free(String centre) {
            return Set.of("lawyer01", "lawyer02");
        }

        @Override
        public Optional<Boolean> engaged(String who) {
            return who.equals("lawyer03") ? Optional.of(true) : Optional.of(false);
        }

        @Override
        public String line(String centre) {
            return "12348";
        }
    }

    private static String added(String number) {
        return coordinator
                .post("/callbacks", new JsonObject().put("number", number))
                .isAnswered(201)
                .json()
                .getString("id");
    }

    private static JsonArray open(Person who) {
        return who.get("/callbacks").isAnswered(200).json().getJsonArray("items");
    }

    @Test
    void whatIsOwedIsListedMaskedAndSaysWhatMayBeDone() {
        String id = added("13800000001");
        JsonObject callback = lawyer.get("/callbacks/" + id).isAnswered(200).json();
        assertThat(callback.getJsonObject("number").getString("masked")).isEqualTo("138****0001");
        assertThat(callback.getString("state")).isEqualTo("WAITING");
        assertThat(callback.getJsonArray("reasons")).containsExactly("BY_HAND");
        assertThat(callback.getBoolean("due")).isTrue();
        assertThat(callback.getInteger("attemptsLeft")).isEqualTo(3);
        assertThat(open(lawyer).stream().map(one -> ((JsonObject) one).getString("id")))
                .contains(id);
        assertThat(lawyer.get("/callbacks?mine=true")
                        .json()
                        .getJsonArray("items")
                        .encode())
                .doesNotContain(id);
        assertThat(stand.signedIn("xiuwu.boss").get("/callbacks").json().getJsonArray("items"))
                .isEmpty();
        stand.signedIn("xiuwu.boss").get("/callbacks/" + id).isRefused(404);
        stand.signedIn("auditor").get("/callbacks").isRefused(403);
    }

    @Test
    void oneLawyerTakesItAndTheOtherIsTold() {
        String id = added("13800000002");
        assertThat(lawyer.post("/callbacks/" + id + "/claim", new JsonObject())
                        .isAnswered(200)
                        .json()
                        .getString("lawyer"))
                .isEqualTo("lawyer01");
        other.post("/callbacks/" + id + "/claim", new JsonObject()).isRefused(409, "lawyer01");
        other.post("/callbacks/" + id + "/release", new JsonObject()).isRefused(409, "lawyer01");
        other.post("/callbacks/" + id + "/call", new JsonObject()).isRefused(409, "lawyer01");
        assertThat(lawyer.get("/callbacks?mine=true")
                        .json()
                        .getJsonArray("items")
                        .encode())
                .contains(id);
        coordinator.post("/callbacks/" + id + "/release", new JsonObject()).isAnswered(200);
        other.post("/callbacks/" + id + "/claim", new JsonObject()).isAnswered(200);
    }

    @Test
    void aClickRingsTheLawyersTelephone() {
        String id = added("13800000003");
        other.post("/callbacks/" + id + "/call", new JsonObject().put("lawyer", "lawyer01"))
                .isRefused(403, "lawyer01");
        coordinator
                .post("/callbacks/" + id + "/call", new JsonObject().put("lawyer", "lawyer03"))
                .isRefused(409, "engaged");
        JsonObject calling = lawyer.post("/callbacks/" + id + "/call", new JsonObject())
                .isAnswered(202)
                .json();
        assertThat(calling.getString("state")).isEqualTo("CALLING");
        assertThat(calling.getJsonArray("attempts")).hasSize(1);
        HeardEvents.await(
                "the order",
                () -> ApiStand.await(line.calledOut()).stream()
                        .anyMatch(order -> order.id().equals(id)));
        lawyer.post("/callbacks/" + id + "/done", new JsonObject()).isRefused(409, "connected");
    }

    @Test
    void itIsClosedWithAWordAndStaysToBeSeen() {
        String id = added("13800000004");
        lawyer.post("/callbacks/" + id + "/dismiss", new JsonObject()).isRefused(400);
        lawyer.post("/callbacks/" + id + "/dismiss", new JsonObject().put("note", "  "))
                .isRefused(422, "why");
        JsonObject closed = lawyer.post("/callbacks/" + id + "/dismiss", new JsonObject().put("note", "已通过网络答复"))
                .isAnswered(200)
                .json();
        assertThat(closed.getString("ending")).isEqualTo("DISMISSED");
        assertThat(closed.getString("closedBy")).isEqualTo("lawyer01");
        assertThat(open(lawyer).encode()).doesNotContain(id);
        assertThat(lawyer.get("/callbacks?state=closed").json().encode()).contains(id);
        lawyer.post("/callbacks/" + id + "/claim", new JsonObject()).isRefused(409, "closed");
    }

    @Test
    void whatMayNotBeDialledIsNotTaken() {
        for (String number : List.of("110", "+447911123456", "16812345", "no digits")) {
            coordinator
                    .post("/callbacks", new JsonObject().put("number", number))
                    .isRefused(422, number);
        }
        lawyer.get("/callbacks/none").isRefused(404, "none");
    }

    @Test
    void theSameEntryTwiceIsOne() {
        Map<String, String> key = Map.of("Idempotency-Key", "k1");
        JsonObject body = new JsonObject().put("number", "13800000005");
        String first =
                coordinator.post("/callbacks", body, key).isAnswered(201).json().getString("id");
        assertThat(coordinator
                        .post("/callbacks", body, key)
                        .isAnswered(201)
                        .json()
                        .getString("id"))
                .isEqualTo(first);
        assertThat(coordinator.post("/callbacks", body).isAnswered(201).json().getString("id"))
                .isEqualTo(first);
    }
}
