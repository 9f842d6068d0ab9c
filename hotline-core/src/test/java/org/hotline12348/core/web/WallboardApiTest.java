package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.closure.Closures;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.core.web.SeatStates.SeatState;
import org.hotline12348.core.web.SeatStates.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The wallboard's figures, and the emergency switch through the broken line. */
@Tag("db")
class WallboardApiTest {

    private static ApiStand stand;
    private static int calls;

    @BeforeAll
    static void start() {
        stand = new ApiStand(OfficeStand::setting);
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @BeforeEach
    void clear() {
        ApiStand.await(stand.pool.query("delete from hotline.consultation").execute());
        stand.seats.clear();
    }

    private static void call(
            String outcome, Duration ago, Optional<Integer> queuedAfter, Optional<Integer> waited, String phase) {
        var started = FRIDAY_TEN.minus(ago).atOffset(ZoneOffset.UTC);
        Tuple row = Tuple.tuple()
                .addString("c" + ++calls)
                .addOffsetDateTime(started)
                .addOffsetDateTime(phase.isEmpty() ? started.plusMinutes(5) : null)
                .addString(outcome)
                .addOffsetDateTime(queuedAfter.map(started::plusSeconds).orElse(null))
                .addOffsetDateTime(waited.map(s -> started.plusSeconds(s + queuedAfter.orElse(0)))
                        .orElse(null))
                .addInteger(waited.orElse(30))
                .addString(phase.isEmpty() ? null : phase);
        ApiStand.await(stand.pool.preparedQuery("""
                insert into hotline.consultation (centre_id, id, number, channel, started_at, ended_at, outcome,
                  queued_at, answered_at, wait_seconds, live_phase)
                values ('jiaozuo', $1, $1, 'PHONE', $2, $3, $4, $5, $6, $7, $8)
                """).execute(row));
    }

    @Test
    void theFiguresOfADayCountWhoWasOfferedToALawyer() {
        Duration hour = Duration.ofHours(1);
        call("ANSWERED", hour, Optional.of(10), Optional.of(4), "");
        call("ANSWERED", hour, Optional.of(10), Optional.of(15), "");
        call("ANSWERED", hour, Optional.of(10), Optional.of(16), "");
        call("INTERRUPTED", hour, Optional.of(10), Optional.of(3), "");
        call("ABANDONED", hour, Optional.of(10), Optional.empty(), "");
        call("CALLBACK", hour, Optional.of(10), Optional.empty(), "");
        // Not offered: closed, hung up during the welcome; and the day before.
        call("CLOSED_HOURS", hour, Optional.empty(), Optional.empty(), "");
        call("ABANDONED", hour, Optional.empty(), Optional.empty(), "");
        call("ANSWERED", Duration.ofHours(25), Optional.of(10), Optional.of(4), "");
        call(null, Duration.ofSeconds(50), Optional.of(10), Optional.empty(), "WAITING");
        call(null, Duration.ofSeconds(30), Optional.of(10), Optional.empty(), "RINGING");
        call(null, Duration.ofSeconds(300), Optional.of(10), Optional.of(5), "TALKING");
        stand.seats.put("lawyer01", new SeatState(State.TALKING, Optional.empty()));
        stand.seats.put("lawyer02", new SeatState(State.ABSENT, Optional.empty()));

        JsonObject board =
                stand.signedIn("coordinator").get("/wallboard").isAnswered(200).json();
        assertThat(board.getJsonObject("day"))
                .isEqualTo(new JsonObject()
                        .put("offered", 6)
                        .put("answered", 4)
                        .put("quick", 3)
                        .put("quickSeconds", 15)
                        .put("abandoned", 1));
        assertThat(board.getJsonObject("calls"))
                .isEqualTo(new JsonObject()
                        .put("waiting", 2)
                        .put("talking", 1)
                        .put("waitingSince", "2026-10-16T09:59:20+08:00"));
        assertThat(board.getJsonObject("seats"))
                .isEqualTo(new JsonObject()
                        .put("rostered", 2)
                        .put("signedIn", 1)
                        .put("ready", 0)
                        .put("talking", 1));
        assertThat(board.getBoolean("open")).isTrue();
    }

    @Test
    void aCentreSeesItsOwnCallsOnly() {
        call("ANSWERED", Duration.ofHours(1), Optional.of(1), Optional.of(1), "");
        JsonObject other =
                stand.signedIn("xiuwu.boss").get("/wallboard").isAnswered(200).json();
        assertThat(other.getJsonObject("day").getInteger("offered")).isZero();
        stand.signedIn("xiuwu.boss").get("/wallboard?centre=jiaozuo").isRefused(403);
        stand.signedIn("xiuwu.boss")
                .write(HttpMethod.PUT, "/closure?centre=jiaozuo", Map.of(), new JsonObject().put("closed", false))
                .isRefused(403);
    }

    @Test
    void aCentreSetsItsLimits() {
        Person coordinator = stand.signedIn("coordinator");
        limits(coordinator, "WAITING", 2, 5).isAnswered(204);
        assertThat(limit(coordinator, "WAITING"))
                .isEqualTo(new JsonObject()
                        .put("figure", "WAITING")
                        .put("amber", 2.0)
                        .put("red", 5.0)
                        .put("low", false));
        limits(coordinator, "WAITING", 5, 2).isRefused(422, "red");
        limits(coordinator, "ANSWER_RATE", 90, 95).isRefused(422, "red");
        limits(coordinator, "ANSWER_RATE", 96, 90).isAnswered(204);
        assertThat(limit(stand.signedIn("xiuwu.boss"), "WAITING").getDouble("amber"))
                .isEqualTo(1.0);
    }

    private static Person limits(Person person, String figure, double amber, double red) {
        return person.write(
                HttpMethod.PUT,
                "/wallboard/limits",
                Map.of(),
                new JsonObject()
                        .put(
                                "limits",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("figure", figure)
                                                .put("amber", amber)
                                                .put("red", red))));
    }

    private static JsonObject limit(Person person, String figure) {
        return person.get("/wallboard").json().getJsonArray("limits").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("figure").equals(figure))
                .findFirst()
                .orElseThrow();
    }

    private static Person turn(Person person, boolean closed, String reason) {
        return person.write(
                HttpMethod.PUT,
                "/closure",
                Map.of(),
                new JsonObject().put("closed", closed).put("reason", reason));
    }

    /** What the exchange was told, once it has been told. */
    private static void exchangeHolds(String value) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Optional<String> held;
        do {
            held = ApiStand.await(stand.line.kept("closure/jiaozuo"));
        } while (!held.orElse("").equals(value) && System.nanoTime() < until);
        assertThat(held.orElse("")).isEqualTo(value);
    }

    @Test
    void theEmergencySwitchClosesAndOpensAndIsToldAgainAfterALostLine() {
        Person coordinator = stand.signedIn("coordinator");
        turn(coordinator, true, " ").isRefused(422, "why");
        turn(coordinator, true, "停电").isAnswered(200);
        assertThat(coordinator.json().getBoolean("told")).isTrue();
        exchangeHolds("1");
        coordinator.get("/duty").isAnswered(200);
        assertThat(coordinator.json().getBoolean("open")).isFalse();
        assertThat(coordinator.json().getString("reason")).isEqualTo("CLOSED_EMERGENCY");
        stand.anyone().get("/public/hours?centre=jiaozuo").isAnswered(200);

        stand.line.cut("a test");
        turn(coordinator, false, "").isAnswered(200);
        assertThat(coordinator.json().getBoolean("told")).isFalse();
        stand.line.restore();
        exchangeHolds("");
        coordinator.get("/duty").isAnswered(200);
        assertThat(coordinator.json().getBoolean("open")).isTrue();

        Person auditor = stand.signedIn("auditor").get("/audit?action=closure.").isAnswered(200);
        assertThat(auditor.json().getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("action") + " " + one.getString("reason")))
                .startsWith("closure.open ", "closure.close 停电");
    }

    @Test
    void aCoordinatorComesIntoATalkForAReasonThatIsWrittenDown() {
        Person coordinator = stand.signedIn("coordinator");
        JsonObject order = new JsonObject()
                .put("lawyer", "lawyer01")
                .put("mode", "WHISPER")
                .put("reason", "新律师首日");
        stand.seats.put("lawyer01", new SeatState(State.READY, Optional.empty()));
        coordinator.post("/supervisions", order).isRefused(409, "no talk");
        stand.seats.put("lawyer01", new SeatState(State.TALKING, Optional.empty()));
        coordinator.post("/supervisions", order.copy().put("reason", " ")).isRefused(400);
        coordinator
                .post("/supervisions", order.copy().put("number", "00861380000"))
                .isRefused(400);
        coordinator
                .post("/supervisions", order.copy().put("number", "13800001111"))
                .isAnswered(202);
        assertThat(ApiStand.await(stand.line.kept("phone/coordinator"))).contains("mobile|13800001111");
        JsonObject entry = stand.signedIn("auditor")
                .get("/audit?action=call.supervise")
                .isAnswered(200)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(entry.getString("reason")).isEqualTo("新律师首日");
        assertThat(entry.getString("subject")).isEqualTo("lawyer01");
        assertThat(entry.encode()).doesNotContain("13800001111");
    }

    @Test
    void whatWasClosedIsClosedAfterARestart() {
        turn(stand.signedIn("coordinator"), true, "演练").isAnswered(200);
        var next = new Closures(stand.vertx, stand.pool, stand.line, () -> Set.of("jiaozuo"));
        ApiStand.await(next.start());
        assertThat(next.of("jiaozuo"))
                .hasValueSatisfying(one -> assertThat(one.reason()).isEqualTo("演练"));
        ApiStand.await(next.stop());
        turn(stand.signedIn("coordinator"), false, "").isAnswered(200);
    }
}
