package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.core.web.ApiStand.Setting;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What others rely on, read off the contract and nothing else: addresses, parameters, statuses, names of fields. The
 * demonstration centre on Friday, 2026-10-16, 10:00; its roster is published to 2026-12-15. Nothing here is undone, so the
 * order counts.
 */
@Tag("db")
@DisplayName("The roster as outside programs know it")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RosterContractTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 10, 16);
    private static final LocalDate NEW = LocalDate.of(2026, 12, 16);

    private static ApiStand stand;
    private static LiveRoster live;
    private static Person coordinator;

    @BeforeAll
    static void open() {
        stand = new ApiStand(ground -> {
            PgRosterStore store = new PgRosterStore(ground.pool, TestSeal.fresh());
            ApiStand.await(DemoRoster.seed(store, ground.clock));
            live = new LiveRoster(ground.vertx, store, ground.clock);
            ApiStand.await(live.start());
            RosterDesk desk = new RosterDesk(ground.vertx, store, live, ground.clock);
            return new Setting(live, List.of(new RosterDeskEndpoints(ground.vertx, desk, ground.clock)));
        });
        coordinator = stand.signedIn("coordinator");
    }

    @AfterAll
    static void close() {
        live.stop();
        stand.close();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static JsonObject body(Object... pairs) {
        JsonObject body = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            body.put((String) pairs[i], pairs[i + 1]);
        }
        return body;
    }

    private static List<JsonObject> duties(LocalDate from, LocalDate to) {
        return objects(coordinator
                .get("/roster?centre=jiaozuo&from=%s&to=%s".formatted(from, to))
                .isAnswered(200)
                .json()
                .getJsonArray("duties"));
    }

    private static String lawyer(JsonObject duty) {
        return duty.getJsonObject("lawyer").getString("id");
    }

    private static boolean busyAround(LocalDate day, String lawyer) {
        return duties(day.minusDays(2), day.plusDays(2)).stream()
                .anyMatch(duty -> lawyer(duty).equals(lawyer));
    }

    private static JsonObject planned(LocalDate from, LocalDate to) {
        return coordinator
                .post(
                        "/roster/plans",
                        body("centre", "jiaozuo", "from", from.toString(), "to", to.toString(), "seconds", 2))
                .isAnswered(201)
                .json();
    }

    private static void isTime(String text) {
        assertThat(OffsetDateTime.parse(text).getOffset().getTotalSeconds()).isEqualTo(8 * 3600);
    }

    @Test
    @Order(1)
    @DisplayName("GET /session sets XSRF-TOKEN signed in or not; a write without the header is refused")
    void session() {
        Person anyone = stand.anyone().get("/session").isAnswered(200);
        assertThat(anyone.cookies).containsKey("XSRF-TOKEN");
        assertThat(anyone.signIn("coordinator", ApiStand.PASSWORD).status()).isEqualTo(200);
        anyone.get("/session").isAnswered(200);
        assertThat(anyone.cookies).containsKey("XSRF-TOKEN");
        anyone.send(
                        HttpMethod.POST,
                        "/leaves",
                        Map.of("Content-Type", "application/json"),
                        body("from", "2026-11-01", "to", "2026-11-02").toBuffer())
                .isRefused(403);
        anyone.delete("/session").isAnswered(204);
        anyone.get("/duty?centre=jiaozuo").isRefused(401);
    }

    @Test
    @Order(2)
    @DisplayName(
            "GET /duty?centre=&at= -> {open, reason, opensAt, closesAt, seats:[{seat, lawyer:{id,name}, state}], standby}")
    void duty() {
        JsonObject now = coordinator.get("/duty?centre=jiaozuo").isAnswered(200).json();
        assertThat(now.fieldNames()).contains("open", "reason", "opensAt", "closesAt", "seats", "standby");
        assertThat(now.getBoolean("open")).isTrue();
        isTime(now.getString("opensAt"));
        isTime(now.getString("closesAt"));
        assertThat(objects(now.getJsonArray("seats"))).hasSize(2).allSatisfy(seat -> {
            assertThat(seat.fieldNames()).contains("seat", "lawyer", "state");
            assertThat(seat.getJsonObject("lawyer").fieldNames()).containsExactlyInAnyOrder("id", "name");
        });
        assertThat(objects(now.getJsonArray("standby")))
                .hasSize(1)
                .allSatisfy(one -> assertThat(one.fieldNames()).containsExactlyInAnyOrder("id", "name"));
        JsonObject night = coordinator
                .get("/duty?centre=jiaozuo&at=2026-10-16T23:00:00%2B08:00")
                .isAnswered(200)
                .json();
        assertThat(night.getBoolean("open")).isFalse();
        assertThat(night.getString("opensAt")).isEqualTo("2026-10-17T08:00:00+08:00");
        assertThat(night.getJsonArray("seats")).isEmpty();
        assertThat(coordinator
                        .get("/duty?centre=jiaozuo&at=2026-10-17T00:30:00Z")
                        .isAnswered(200)
                        .json()
                        .getJsonArray("seats"))
                .as("any offset")
                .hasSize(2);
    }

    @Test
    @Order(3)
    @DisplayName("GET /calendar?centre=&from=&to= -> [{date, service, reason, windows:[{from,to}]}]")
    void calendar() {
        List<JsonObject> days = objects(coordinator
                .get("/calendar?centre=jiaozuo&from=2026-10-01&to=2026-10-31")
                .isAnswered(200)
                .answer
                .bodyAsJsonArray());
        assertThat(days).hasSize(31).allSatisfy(day -> {
            assertThat(day.fieldNames()).contains("date", "service", "reason", "windows");
            assertThat(day.getJsonArray("windows").isEmpty()).isNotEqualTo(day.getBoolean("service"));
            objects(day.getJsonArray("windows")).forEach(window -> {
                isTime(window.getString("from"));
                isTime(window.getString("to"));
            });
        });
    }

    @Test
    @Order(4)
    @DisplayName("GET /roster?centre=&from=&to= -> the published duties, today's and the next 60 days'")
    void roster() {
        List<JsonObject> duties = duties(TODAY, NEW.minusDays(1));
        assertThat(duties).hasSize(61 * 3).allSatisfy(duty -> {
            assertThat(duty.fieldNames())
                    .contains("id", "date", "shift", "seat", "standby", "lawyer", "from", "until", "locked");
            isTime(duty.getString("from"));
            isTime(duty.getString("until"));
        });
        stand.signedIn("lawyer01")
                .get("/roster?centre=jiaozuo&from=%s&to=%s".formatted(TODAY, TODAY))
                .isAnswered(200);
    }

    @Test
    @Order(5)
    @DisplayName(
            "POST /roster/plans {centre, from, to} -> {status, objective, bound, duties, gaps}; publish; both once by key")
    void plan() {
        Map<String, String> key = Map.of("Idempotency-Key", "plan-1");
        JsonObject order = body(
                "centre",
                "jiaozuo",
                "from",
                NEW.toString(),
                "to",
                NEW.plusDays(6).toString());
        JsonObject plan =
                coordinator.post("/roster/plans", order, key).isAnswered(201).json();
        assertThat(plan.fieldNames()).contains("id", "status", "objective", "bound", "duties", "gaps");
        assertThat(plan.getString("status")).isIn("OPTIMAL", "FEASIBLE", "INFEASIBLE");
        assertThat(plan.getLong("bound")).isLessThanOrEqualTo(plan.getLong("objective"));
        assertThat(plan.getJsonArray("duties")).hasSize(7 * 3);
        assertThat(plan.getJsonArray("gaps")).isEmpty();
        assertThat(coordinator
                        .post("/roster/plans", order, key)
                        .isAnswered(201)
                        .json()
                        .getString("id"))
                .isEqualTo(plan.getString("id"));
        assertThat(duties(NEW, NEW.plusDays(6))).isEmpty();
        String publish = "/roster/plans/%s/publish".formatted(plan.getString("id"));
        Map<String, String> once = Map.of("Idempotency-Key", "publish-1");
        JsonObject version =
                coordinator.post(publish, null, once).isAnswered(200).json();
        assertThat(coordinator.post(publish, null, once).isAnswered(200).json()).isEqualTo(version);
        assertThat(duties(NEW, NEW.plusDays(6))).hasSize(7 * 3);
        coordinator.post(publish, null).isRefused(409);
        coordinator.post("/roster/plans/nosuch/publish", null).isRefused(404, "nosuch");
        stand.signedIn("lawyer01").post("/roster/plans", order).isRefused(403);
    }

    @Test
    @Order(7)
    @DisplayName("PUT /duties/{id} {lawyer}: another sits there at once")
    void amend() {
        JsonObject now = duties(TODAY, TODAY).stream()
                .filter(duty -> !duty.getBoolean("standby") && duty.getInteger("seat") == 1)
                .findFirst()
                .orElseThrow();
        Set<String> busy = Set.copyOf(duties(TODAY.minusDays(2), TODAY.plusDays(2)).stream()
                .map(RosterContractTest::lawyer)
                .toList());
        String free =
                objects(coordinator
                                .get("/practitioners?centre=jiaozuo")
                                .isAnswered(200)
                                .json()
                                .getJsonArray("items"))
                        .stream()
                        .map(one -> one.getString("id"))
                        .filter(id -> !busy.contains(id))
                        .findFirst()
                        .orElseThrow();
        coordinator
                .put("/duties/" + now.getString("id"), body("lawyer", free, "why", "顶班"))
                .isAnswered(200);
        assertThat(objects(coordinator.get("/duty?centre=jiaozuo").json().getJsonArray("seats")))
                .extracting(RosterContractTest::lawyer)
                .contains(free)
                .doesNotContain(lawyer(now));
        coordinator.put("/duties/nosuch", body("lawyer", free)).isRefused(404, "nosuch");
        String tomorrow =
                duties(TODAY.plusDays(1), TODAY.plusDays(1)).getFirst().getString("id");
        coordinator.put("/duties/" + tomorrow, body("lawyer", "nobody")).isRefused(422, "nobody");
    }

    @Test
    @Order(8)
    @DisplayName("POST /leaves, by a lawyer for himself; approved by the coordinator; again with its key the same")
    void leave() {
        Person anna = stand.signedIn("lawyer02");
        Map<String, String> key = Map.of("Idempotency-Key", "leave-1");
        JsonObject wish = body("from", "2026-11-20", "to", "2026-11-22", "reason", "开庭");
        JsonObject leave = anna.post("/leaves", wish, key).isAnswered(201).json();
        assertThat(leave.getString("state")).isEqualTo("ASKED");
        assertThat(anna.post("/leaves", wish, key).isAnswered(201).json().getString("id"))
                .isEqualTo(leave.getString("id"));
        anna.post("/leaves", wish).isRefused(422, "重叠");
        assertThat(coordinator
                        .post("/leaves/%s/approve".formatted(leave.getString("id")), null)
                        .isAnswered(200)
                        .json()
                        .getString("state"))
                .isEqualTo("APPROVED");
    }

    @Test
    @Order(9)
    @DisplayName("POST /swaps, POST /swaps/{id}/accept, /approve: the duty is his; accepted twice is told")
    void swap() {
        String his = "lawyer03";
        Person boris = stand.signedIn(his);
        JsonObject mine = duties(TODAY.plusDays(1), NEW.minusDays(1)).stream()
                .filter(duty -> !duty.getBoolean("standby") && lawyer(duty).equals("lawyer01"))
                .filter(duty -> !busyAround(LocalDate.parse(duty.getString("date")), his))
                .findFirst()
                .orElseThrow();
        JsonObject swap = stand.signedIn("lawyer01")
                .post("/swaps", body("duty", mine.getString("id"), "colleague", his))
                .isAnswered(201)
                .json();
        String path = "/swaps/" + swap.getString("id");
        boris.post(path + "/accept", null).isAnswered(200);
        boris.post(path + "/accept", null).isRefused(409);
        assertThat(coordinator
                        .post(path + "/approve", null)
                        .isAnswered(200)
                        .json()
                        .getString("state"))
                .isEqualTo("APPROVED");
        assertThat(lawyer(coordinator
                        .get("/duties/" + mine.getString("id"))
                        .isAnswered(200)
                        .json()))
                .isEqualTo(his);
        coordinator.post("/swaps/nosuch/accept", null).isRefused(404, "nosuch");
    }

    @Test
    @Order(10)
    @DisplayName("GET /public/hours?centre= without a session")
    void publicHours() {
        JsonObject hours = stand.anyone()
                .get("/public/hours?centre=jiaozuo")
                .isAnswered(200)
                .json();
        assertThat(hours.getBoolean("open")).isTrue();
        isTime(hours.getString("closesAt"));
    }

    @ParameterizedTest(name = "{0}")
    @Order(11)
    @CsvSource({
        "/practitioners?",
        "/leaves?from=2026-12-01&to=2027-02-28&",
        "/attendance?from=2026-10-17&to=2026-10-30&",
        "/swaps?from=2026-10-17&to=2026-12-30&",
        "/alarms?",
        "/roster/plans?",
        "/roster/versions?"
    })
    @DisplayName("Lists page by cursor and have a limit")
    void lists(String path) {
        List<JsonObject> whole = objects(
                coordinator.get(path + "limit=200").isAnswered(200).json().getJsonArray("items"));
        List<JsonObject> paged = new ArrayList<>();
        String next = "";
        do {
            JsonObject page = coordinator
                    .get(path + "limit=7" + (next.isEmpty() ? "" : "&page=" + next))
                    .isAnswered(200)
                    .json();
            assertThat(page.getJsonArray("items").size()).isLessThanOrEqualTo(7);
            paged.addAll(objects(page.getJsonArray("items")));
            next = page.getString("next");
        } while (next != null);
        assertThat(paged).isEqualTo(whole);
        coordinator.get(path + "limit=0").isRefused(400, "limit");
    }

    @ParameterizedTest(name = "{0} {1}")
    @Order(12)
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /roster/plans                       | {"from": "2026-12-30", "to": "2026-12-29"}
            POST   | /roster/plans/nosuch/cancel         |
            DELETE | /roster/plans/nosuch                |
            PUT    | /roster/plans/nosuch/duties/nosuch  | {"locked": true}
            POST   | /duties/nosuch/sign-in              |
            POST   | /duties/nosuch/sign-out             |
            POST   | /alarms/nosuch/close                |
            PUT    | /calendar/2027-03-01                | {"open": false, "reason": "停电"}
            DELETE | /calendar/2027-03-01                |
            PUT    | /pay-rates/SEAT/2026-01-01          | {"fen": 15000}
            DELETE | /practitioners/lawyer01/calendar-feed |
            PATCH  | /roster/settings                    | {"rules": {"minimumGapDays": 2, "minimumRestHours": 12, "maximumPerMonth": 9, "swapsNeedApproval": true}}
            """)
    @DisplayName("Every write is idempotent by Idempotency-Key: its first answer again, and another request is refused")
    void once(String method, String path, String text) {
        JsonObject body = text == null ? null : new JsonObject(text);
        Map<String, String> key = Map.of("Idempotency-Key", method + path);
        Person first = coordinator.write(HttpMethod.valueOf(method), path, key, body);
        int status = first.status();
        String answer = String.valueOf(first.answer.bodyAsString());
        assertThat(status).isIn(200, 204, 404, 409, 422);
        Person again = coordinator.write(HttpMethod.valueOf(method), path, key, body);
        assertThat(again.status()).isEqualTo(status);
        assertThat(String.valueOf(again.answer.bodyAsString())).isEqualTo(answer);
        assertThat(coordinator
                        .write(
                                HttpMethod.PATCH,
                                "/roster/settings",
                                key,
                                body(
                                        "rules",
                                        body(
                                                "minimumGapDays",
                                                3,
                                                "minimumRestHours",
                                                12,
                                                "maximumPerMonth",
                                                9,
                                                "swapsNeedApproval",
                                                true)))
                        .status())
                .as("the key is another request's")
                .isEqualTo(422);
    }

    @Test
    @Order(13)
    @DisplayName("a plan that cannot be filled is INFEASIBLE and says why, seat by seat")
    void infeasible() {
        List<String> seats = Collections.nCopies(32, "ANY");
        JsonObject shift = body("code", "day", "hours", "08:00-20:00", "seats", new JsonArray(seats));
        coordinator
                .patch(
                        "/roster/settings",
                        "*",
                        body("patterns", new JsonArray().add(body("name", "大厅", "shifts", new JsonArray().add(shift)))))
                .isAnswered(200);
        LocalDate day = NEW.plusDays(20);
        JsonObject plan = planned(day, day);
        assertThat(plan.getString("status")).isEqualTo("INFEASIBLE");
        assertThat(plan.getJsonArray("duties")).hasSize(30);
        assertThat(objects(plan.getJsonArray("gaps"))).hasSize(2).allSatisfy(gap -> {
            assertThat(gap.fieldNames()).contains("date", "seat", "reason");
            assertThat(gap.getString("reason")).contains("共30人", "一天最多一班");
        });
    }
}
