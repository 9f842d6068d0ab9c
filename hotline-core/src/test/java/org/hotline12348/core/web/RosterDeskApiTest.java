package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hotline12348.core.audit.AuditEntry;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.core.web.ApiStand.Setting;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A coordinator and lawyers at work with the roster over HTTP: the demonstration centre with its real roster in a real
 * PostgreSQL, on Friday, 2026-10-16, 10:00; 2026-12-14 is the last day published.
 */
@Tag("db")
class RosterDeskApiTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 10, 16);
    private static final LocalDate LAST = LocalDate.of(2026, 12, 15);

    private ApiStand stand;
    private LiveRoster live;
    private RosterDesk desk;
    private Person coordinator;

    @BeforeEach
    void open() {
        stand = new ApiStand(ground -> {
            PgRosterStore store = new PgRosterStore(ground.pool, TestSeal.fresh());
            ApiStand.await(DemoRoster.seed(store, ground.clock));
            live = new LiveRoster(ground.vertx, store, ground.clock);
            ApiStand.await(live.start());
            desk = new RosterDesk(ground.vertx, store, live, ground.clock);
            return new Setting(live, List.of(new RosterDeskEndpoints(ground.vertx, desk, ground.clock)));
        });
        coordinator = stand.signedIn("coordinator");
    }

    @AfterEach
    void close() {
        live.stop();
        stand.close();
    }

    private static JsonObject days(LocalDate from, LocalDate to) {
        return new JsonObject().put("from", from.toString()).put("to", to.toString());
    }

    private JsonObject planned(LocalDate from, LocalDate to) {
        return coordinator.post("/roster/plans", days(from, to)).isAnswered(201).json();
    }

    private List<JsonObject> published(LocalDate day) {
        return objects(coordinator
                .get("/roster?from=%s&to=%s".formatted(day, day))
                .isAnswered(200)
                .json()
                .getJsonArray("duties"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private JsonObject seat(LocalDate day, int seat) {
        return published(day).stream()
                .filter(duty -> !duty.getBoolean("standby") && duty.getInteger("seat") == seat)
                .findFirst()
                .orElseThrow();
    }

    private static String lawyerOf(JsonObject duty) {
        return duty.getJsonObject("lawyer").getString("id");
    }

    @Test
    void everyCellOfTheTableIsAsTheServerDoes() {
        assertThat(PermissionTable.read().wrongCells(stand))
                .as("cells that the server sees otherwise")
                .isEmpty();
    }

    @Test
    void aMonthIsPlannedLookedAtAndPublished() {
        LocalDate from = LAST.plusDays(1);
        JsonObject plan = planned(from, from.plusDays(13));
        assertThat(plan.getString("status")).isIn("OPTIMAL", "FEASIBLE");
        assertThat(plan.getJsonArray("duties")).hasSize(14 * 3);
        assertThat(plan.getLong("bound")).isLessThanOrEqualTo(plan.getLong("objective"));
        assertThat(published(from)).isEmpty();
        String path = "/roster/plans/" + plan.getString("id");
        assertThat(coordinator.get(path).isAnswered(200).json()).isEqualTo(plan);
        assertThat(coordinator.get(path + "/diff").isAnswered(200).json().getJsonArray("items"))
                .hasSize(14 * 3);
        JsonObject version = coordinator
                .post(path + "/publish", new JsonObject().put("why", "十二月值班"))
                .isAnswered(200)
                .json();
        assertThat(version.getInteger("version")).isEqualTo(2);
        assertThat(published(from)).hasSize(3);
        assertThat(coordinator.get("/roster/versions").isAnswered(200).json().getJsonArray("items"))
                .extracting(item -> ((JsonObject) item).getString("why"))
                .containsExactly("十二月值班", "roster of the demonstration");
        coordinator.post(path + "/publish", new JsonObject()).isRefused(409, "PUBLISHED");
    }

    @Test
    void ofTwoCoordinatorsOneWinsAndTheOtherIsToldWhatChanged() {
        LocalDate from = LAST.plusDays(1);
        JsonObject first = planned(from, from.plusDays(6));
        JsonObject second = planned(from, from.plusDays(6));
        coordinator
                .post("/roster/plans/%s/publish".formatted(first.getString("id")), new JsonObject())
                .isAnswered(200);
        JsonObject problem = coordinator
                .post("/roster/plans/%s/publish".formatted(second.getString("id")), new JsonObject())
                .isRefused(409)
                .json();
        assertThat(problem.getString("type")).isEqualTo("/problems/outdated");
        assertThat(problem.getInteger("version")).isEqualTo(2);
        assertThat(problem.getJsonArray("changed").getJsonObject(0).getJsonArray("given"))
                .hasSize(7 * 3);
    }

    @Test
    void ofTwoCoordinatorsWhoPublishAtTheSameMomentOneWins() throws Exception {
        LocalDate from = LAST.plusDays(1);
        List<String> plans = List.of(
                planned(from, from.plusDays(6)).getString("id"),
                planned(from, from.plusDays(6)).getString("id"));
        List<Person> people = List.of(stand.signedIn("coordinator"), stand.signedIn("coordinator"));
        CyclicBarrier together = new CyclicBarrier(2);
        List<Person> answered;
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Person>> asked = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Person person = people.get(i);
                String path = "/roster/plans/%s/publish".formatted(plans.get(i));
                asked.add(both.submit(() -> {
                    together.await();
                    return person.post(path, new JsonObject());
                }));
            }
            answered = List.of(asked.get(0).get(), asked.get(1).get());
        }
        assertThat(answered).extracting(Person::status).containsExactlyInAnyOrder(200, 409);
        JsonObject told = answered.stream()
                .filter(person -> person.status() == 409)
                .findFirst()
                .orElseThrow()
                .json();
        assertThat(told.getString("type")).isEqualTo("/problems/outdated");
        assertThat(told.getJsonArray("changed").getJsonObject(0).getString("by"))
                .isEqualTo("coordinator");
    }

    @Test
    void aPlanWithNobodyToPlanIsRefusedInWords() {
        for (JsonObject one : objects(coordinator.get("/practitioners").json().getJsonArray("items"))) {
            coordinator
                    .patch("/practitioners/" + one.getString("id"), "*", new JsonObject().put("standing", "LEFT"))
                    .isAnswered(200);
        }
        JsonObject problem = coordinator
                .post("/roster/plans", days(LAST.plusDays(1), LAST.plusDays(3)))
                .isRefused(422)
                .json();
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("PRACTITIONERS");
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("detail"))
                .contains("没有在岗人员", "Enter or import practitioners");
    }

    @Test
    void aPlanNobodyWaitsForCanBeFollowedAndCancelled() throws InterruptedException {
        JsonObject running = coordinator
                .post(
                        "/roster/plans",
                        days(TODAY, TODAY.plusDays(300))
                                .put("wait", false)
                                .put("keep", false)
                                .put("seconds", 120))
                .isAnswered(202)
                .json();
        assertThat(running.getString("state")).isEqualTo("RUNNING");
        String path = "/roster/plans/" + running.getString("id");
        coordinator.post("/roster/plans", days(TODAY, TODAY)).isRefused(409);
        assertThat(coordinator
                        .get("/roster/plans")
                        .json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("id"))
                .isEqualTo(running.getString("id"));
        coordinator.post(path + "/cancel", null).isAnswered(202);
        JsonObject plan = coordinator.get(path).isAnswered(200).json();
        for (int i = 0; i < 300 && plan.getString("state").equals("RUNNING"); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            plan = coordinator.get(path).isAnswered(200).json();
        }
        assertThat(plan.getString("state")).isEqualTo("DRAFT");
        assertThat(plan.getJsonArray("duties")).isNotEmpty();
        coordinator.post(path + "/cancel", null).isRefused(409);
        coordinator.delete(path).isAnswered(204);
        assertThat(coordinator.get(path).json().getString("state")).isEqualTo("DISCARDED");
    }

    @Test
    void withoutAVersionTheNewestIsReadAndAnEarlierOneAsItWas() {
        String days = "/roster?from=%s&to=%s".formatted(TODAY.plusDays(20), TODAY.plusDays(21));
        JsonObject before = coordinator.get(days).isAnswered(200).json();
        long version = before.getLong("version");
        assertThat(version).isPositive();
        assertThat(before.getString("publishedAt")).startsWith("2026-10-16T");
        JsonObject duty = seat(TODAY.plusDays(20), 1);
        String free = objects(coordinator.get("/practitioners").json().getJsonArray("items")).stream()
                .map(one -> one.getString("id"))
                .filter(id -> published(TODAY.plusDays(20)).stream()
                        .noneMatch(one -> lawyerOf(one).equals(id)))
                .filter(id -> published(TODAY.plusDays(19)).stream()
                        .noneMatch(one -> lawyerOf(one).equals(id)))
                .filter(id -> published(TODAY.plusDays(21)).stream()
                        .noneMatch(one -> lawyerOf(one).equals(id)))
                .findFirst()
                .orElseThrow();
        coordinator
                .put(
                        "/duties/" + duty.getString("id"),
                        new JsonObject().put("lawyer", free).put("version", version))
                .isAnswered(200);
        JsonObject after = coordinator.get(days).isAnswered(200).json();
        assertThat(after.getLong("version")).isEqualTo(version + 1);
        assertThat(lawyerOf(seat(TODAY.plusDays(20), 1))).isEqualTo(free);
        assertThat(coordinator.get(days + "&version=" + version).isAnswered(200).json())
                .isEqualTo(before);
        assertThat(coordinator.get(days + "&version=0").isAnswered(200).json().getJsonArray("duties"))
                .isEmpty();
        coordinator.get(days + "&version=99").isRefused(404, "no version 99");
        coordinator.get(days + "&version=last").isRefused(400, "version");
    }

    @Test
    void aDutyIsCoveredAndAnOldLookIsToldSo() {
        JsonObject duty = seat(TODAY.plusDays(3), 1);
        String path = "/duties/" + duty.getString("id");
        String other = lawyerOf(seat(TODAY.plusDays(9), 1));
        coordinator
                .put(
                        path,
                        new JsonObject().put("lawyer", other).put("why", "顶班").put("version", 1))
                .isAnswered(200);
        assertThat(lawyerOf(seat(TODAY.plusDays(3), 1))).isEqualTo(other);
        coordinator
                .put(path, new JsonObject().put("lawyer", lawyerOf(duty)).put("version", 1))
                .isRefused(409);
        coordinator.put(path, new JsonObject().put("locked", true)).isAnswered(200);
        assertThat(coordinator.get(path).json().getBoolean("locked")).isTrue();
        coordinator
                .put(path, new JsonObject().put("lawyer", lawyerOf(seat(TODAY.plusDays(3), 2))))
                .isRefused(422, "一天最多一班");
        coordinator.put("/duties/none", new JsonObject().put("locked", true)).isRefused(404);
    }

    @Test
    void theStandbyIsCalledIn() {
        String standby = lawyerOf(published(TODAY).stream()
                .filter(duty -> duty.getBoolean("standby"))
                .findFirst()
                .orElseThrow());
        JsonObject absent = seat(TODAY, 2);
        coordinator
                .post("/duties/%s/call-standby".formatted(absent.getString("id")), new JsonObject().put("why", "未到岗"))
                .isAnswered(200);
        JsonArray seats = coordinator.get("/duty").json().getJsonArray("seats");
        assertThat(objects(seats)).extracting(RosterDeskApiTest::lawyerOf).contains(standby);
        assertThat(coordinator.get("/duty").json().getJsonArray("standby")).isEmpty();
    }

    @Test
    void leaveIsAskedByALawyerAndDecidedByTheCoordinator() {
        Person anna = stand.signedIn("lawyer01");
        JsonObject leave = anna.post(
                        "/leaves", days(TODAY.plusDays(20), TODAY.plusDays(29)).put("reason", "回乡"))
                .isAnswered(201)
                .json();
        assertThat(leave.getJsonArray("may")).containsExactly("withdraw");
        String path = "/leaves/" + leave.getString("id");
        anna.post(path + "/approve", new JsonObject()).isRefused(403);
        stand.signedIn("lawyer02").post(path + "/withdraw", new JsonObject()).isRefused(403);
        String span = "/leaves?from=%s&to=%s".formatted(TODAY, TODAY.plusDays(60));
        assertThat(stand.signedIn("lawyer02").get(span).json().getJsonArray("items"))
                .isEmpty();
        stand.signedIn("lawyer02").get(span + "&lawyer=lawyer01").isRefused(403);
        JsonObject approved = coordinator
                .post(path + "/approve", new JsonObject().put("remark", "同意"))
                .isAnswered(200)
                .json();
        assertThat(approved.getString("state")).isEqualTo("APPROVED");
        coordinator.post(path + "/refuse", new JsonObject()).isRefused(409);
        assertThat(anna.get(span).json().getJsonArray("items")).hasSize(1);
        anna.post("/leaves", days(TODAY.plusDays(25), TODAY.plusDays(30))).isRefused(422, "重叠");
        anna.post("/leaves", days(TODAY.plusDays(25), TODAY.plusDays(20))).isRefused(422);
        anna.post("/leaves", days(TODAY, TODAY).put("lawyer", "lawyer02")).isRefused(403);
    }

    @Test
    void aSickCallIsEnteredAndAnswersWithTheFewestChanges() {
        JsonObject duty = seat(TODAY.plusDays(4), 1);
        JsonObject call = coordinator
                .post(
                        "/roster/sick-calls",
                        days(TODAY.plusDays(4), TODAY.plusDays(4))
                                .put("lawyer", lawyerOf(duty))
                                .put("reason", "发烧"))
                .isAnswered(201)
                .json();
        assertThat(call.getJsonObject("leave").getString("state")).isEqualTo("APPROVED");
        List<JsonObject> changes = objects(call.getJsonArray("changes"));
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().getJsonObject("before")).isEqualTo(duty);
        coordinator
                .post(
                        "/roster/plans/%s/publish"
                                .formatted(call.getJsonObject("plan").getString("id")),
                        new JsonObject())
                .isAnswered(200);
        assertThat(lawyerOf(seat(TODAY.plusDays(4), 1)))
                .isEqualTo(lawyerOf(changes.getFirst().getJsonObject("after")));
    }

    @Test
    void aSwapGoesFromTheAskerToTheColleagueToTheCoordinator() {
        JsonObject mine = dutyOf("lawyer01");
        JsonObject theirs = dutyOf("lawyer02");
        Person anna = stand.signedIn("lawyer01");
        Person boris = stand.signedIn("lawyer02");
        JsonObject wish = new JsonObject()
                .put("duty", mine.getString("id"))
                .put("otherDuty", theirs.getString("id"))
                .put("colleague", "lawyer02")
                .put("reason", "开庭");
        stand.signedIn("lawyer03").post("/swaps", wish).isRefused(403);
        JsonObject swap = anna.post("/swaps", wish).isAnswered(201).json();
        assertThat(swap.getJsonArray("may")).containsExactly("withdraw");
        String path = "/swaps/" + swap.getString("id");
        String span = "/swaps?from=%s&to=%s".formatted(TODAY, LAST);
        assertThat(stand.signedIn("lawyer03").get(span).json().getJsonArray("items"))
                .isEmpty();
        assertThat(boris.get(span).json().getJsonArray("items").getJsonObject(0).getJsonArray("may"))
                .containsExactly("accept", "decline");
        anna.post(path + "/accept", null).isRefused(403);
        assertThat(boris.post(path + "/accept", null).isAnswered(200).json().getString("state"))
                .isEqualTo("ACCEPTED");
        boris.post(path + "/accept", null).isRefused(409);
        assertThat(coordinator
                        .post(path + "/approve", null)
                        .isAnswered(200)
                        .json()
                        .getString("state"))
                .isEqualTo("APPROVED");
        assertThat(lawyerOf(coordinator.get("/duties/" + mine.getString("id")).json()))
                .isEqualTo("lawyer02");
        assertThat(lawyerOf(coordinator.get("/duties/" + theirs.getString("id")).json()))
                .isEqualTo("lawyer01");
    }

    private JsonObject dutyOf(String lawyer) {
        return objects(coordinator
                        .get("/roster?from=%s&to=%s".formatted(TODAY.plusDays(1), LAST))
                        .json()
                        .getJsonArray("duties"))
                .stream()
                .filter(duty -> !duty.getBoolean("standby") && lawyerOf(duty).equals(lawyer))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void practitionersAreEnteredChangedAndSuspended() {
        JsonObject fresh = new JsonObject()
                .put("id", "worker01")
                .put("name", "陈工")
                .put("kind", "GRASSROOTS_WORKER")
                .put("mobile", "13912345678")
                .put("dislikedOn", new JsonArray().add("SUNDAY"));
        coordinator.post("/practitioners", fresh).isAnswered(201);
        coordinator.post("/practitioners", fresh).isRefused(409, "worker01");
        coordinator
                .post("/practitioners", fresh.copy().put("mobile", "call me"))
                .isRefused(400, "mobile");
        JsonObject read =
                coordinator.get("/practitioners/worker01").isAnswered(200).json();
        assertThat(read.getString("mobile")).isEqualTo("13912345678");
        String etag = coordinator.answer.getHeader("ETag");
        JsonObject listed = coordinator
                .get("/practitioners?q=worker")
                .isAnswered(200)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(listed.getString("mobileMasked")).isEqualTo("139****5678");
        assertThat(listed.containsKey("mobile")).isFalse();
        coordinator
                .patch("/practitioners/worker01", etag, new JsonObject().put("firm", "解放区司法所"))
                .isAnswered(200);
        coordinator
                .patch("/practitioners/worker01", etag, new JsonObject().put("firm", "x"))
                .isRefused(412);
        JsonObject suspended = coordinator
                .patch("/practitioners/lawyer01", "*", new JsonObject().put("standing", "SUSPENDED"))
                .isAnswered(200)
                .json();
        assertThat(objects(suspended.getJsonArray("duties")))
                .isNotEmpty()
                .allSatisfy(duty -> assertThat(lawyerOf(duty)).isEqualTo("lawyer01"));
    }

    @Test
    void hoursShareAndTelephonesAreReadAndWrittenBack() {
        JsonObject hours = new JsonObject()
                .put("days", new JsonArray().add("MONDAY").add("FRIDAY"))
                .put("hours", new JsonArray().add("08:00-12:00").add("14:00-18:00"));
        JsonObject changed = coordinator
                .patch(
                        "/practitioners/lawyer01",
                        "*",
                        new JsonObject()
                                .put("availableAt", new JsonArray().add(hours))
                                .put("sharePercent", 50)
                                .put("phones", new JsonArray().add("BROWSER").add("MOBILE")))
                .isAnswered(200)
                .json();
        assertThat(changed.getJsonArray("availableAt")).isEqualTo(new JsonArray().add(hours));
        assertThat(changed.getInteger("sharePercent")).isEqualTo(50);
        assertThat(changed.getJsonArray("phones"))
                .isEqualTo(new JsonArray().add("BROWSER").add("MOBILE"));
        JsonObject kept = coordinator
                .patch("/practitioners/lawyer01", "*", new JsonObject().put("firm", "另一律所"))
                .isAnswered(200)
                .json();
        assertThat(kept.getJsonArray("availableAt")).as("an absent field stays").isEqualTo(new JsonArray().add(hours));
        coordinator
                .patch(
                        "/practitioners/lawyer01",
                        "*",
                        new JsonObject()
                                .put("availableAt", new JsonArray().add(hours).add(hours)))
                .isRefused(422, "twice");
        coordinator
                .patch("/practitioners/lawyer01", "*", new JsonObject().put("sharePercent", 0))
                .isRefused(400, "sharePercent");
        stand.signedIn("lawyer01")
                .patch("/practitioners/lawyer01", "*", new JsonObject().put("sharePercent", 10))
                .isRefused(403);
    }

    @Test
    void aLawyerChangesHisOwnWishesAndSeesNoColleaguesNumber() {
        Person anna = stand.signedIn("lawyer01");
        anna.patch("/practitioners/lawyer01", "*", new JsonObject().put("dislikedOn", new JsonArray().add("MONDAY")))
                .isAnswered(200);
        anna.patch("/practitioners/lawyer01", "*", new JsonObject().put("openingBalance", 50))
                .isRefused(403);
        anna.patch("/practitioners/lawyer02", "*", new JsonObject().put("email", "a@b.cn"))
                .isRefused(403);
        assertThat(anna.get("/practitioners/lawyer02").json().containsKey("mobileMasked"))
                .isFalse();
        assertThat(anna.get("/practitioners/lawyer01").json().getString("mobile"))
                .isEqualTo("13900000001");
    }

    @Test
    void aDayIsClosedByHandItsDutiesAreNamedAndGoWithTheNextPlan() {
        LocalDate day = TODAY.plusDays(5);
        JsonObject closed = coordinator
                .put("/calendar/" + day, new JsonObject().put("open", false).put("reason", "停电检修"))
                .isAnswered(200)
                .json();
        assertThat(closed.getBoolean("service")).isFalse();
        assertThat(closed.getString("reasonText")).isEqualTo("停电检修");
        assertThat(closed.getJsonArray("duties")).hasSize(3);
        JsonObject plan = planned(day, day);
        assertThat(plan.getJsonArray("duties")).isEmpty();
        coordinator
                .post("/roster/plans/%s/publish".formatted(plan.getString("id")), new JsonObject())
                .isAnswered(200);
        assertThat(published(day)).isEmpty();
        assertThat(coordinator.delete("/calendar/" + day).isAnswered(200).json().getBoolean("service"))
                .isTrue();
        coordinator
                .put(
                        "/calendar/" + TODAY.minusDays(1),
                        new JsonObject().put("open", false).put("reason", "迟了"))
                .isRefused(422);
        coordinator
                .put(
                        "/calendar/" + day,
                        new JsonObject()
                                .put("open", true)
                                .put("reason", "半天")
                                .put("hours", new JsonArray().add("29:00-12:00")))
                .isRefused(422, "29:00");
    }

    @Test
    void patternsHoursAndRulesAreReadAndWrittenBack() {
        JsonObject settings =
                coordinator.get("/roster/settings").isAnswered(200).json();
        assertThat(settings.getJsonArray("patterns")).hasSize(1);
        JsonObject change = new JsonObject()
                .put("patterns", settings.getJsonArray("patterns"))
                .put("service", settings.getJsonObject("service"))
                .put(
                        "rules",
                        new JsonObject()
                                .put("minimumGapDays", 5)
                                .put("minimumRestHours", 12)
                                .put("maximumPerMonth", 4)
                                .put("swapsNeedApproval", false));
        JsonObject changed = coordinator
                .patch("/roster/settings", "*", change)
                .isAnswered(200)
                .json();
        assertThat(changed).isEqualTo(settings.copy().put("rules", change.getJsonObject("rules")));
        change.getJsonArray("patterns")
                .getJsonObject(0)
                .getJsonArray("shifts")
                .add(change.getJsonArray("patterns")
                        .getJsonObject(0)
                        .getJsonArray("shifts")
                        .getJsonObject(0));
        coordinator.patch("/roster/settings", "*", change).isRefused(422, "two shifts of one code");
    }

    @Test
    void aLawyerSignsInAndOutAndTheReportCountsHisMinutes() {
        JsonObject duty = seat(TODAY, 1);
        JsonObject other = seat(TODAY, 2);
        String path = "/duties/" + duty.getString("id");
        coordinator.post(path + "/sign-in", null).isAnswered(200);
        coordinator
                .post("/duties/%s/sign-out".formatted(other.getString("id")), null)
                .isRefused(409);
        coordinator
                .post("/duties/%s/sign-in".formatted(seat(TODAY.plusDays(1), 1).getString("id")), null)
                .isRefused(422, "60");
        stand.clock.forward(Duration.ofMinutes(29));
        JsonObject out =
                coordinator.post(path + "/sign-out", null).isAnswered(200).json();
        assertThat(out.getString("state")).isEqualTo("LEFT");
        assertThat(out.getInteger("minutes")).isEqualTo(29);
        assertThat(out.getInteger("lateMinutes")).isEqualTo(120);
        JsonObject report = coordinator
                .get("/reports/coverage?from=%s&to=%s".formatted(TODAY, TODAY.plusDays(3)))
                .isAnswered(200)
                .json();
        // 08:00 to 10:29, two seats.
        assertThat(report.getInteger("planned")).isEqualTo(298);
        assertThat(report.getInteger("rostered")).isEqualTo(298);
        assertThat(report.getInteger("signedIn")).isEqualTo(29);
        assertThat(report.getInteger("missing")).isEqualTo(269);
        Person stranger = stand.signedIn("lawyer01");
        if (!lawyerOf(duty).equals("lawyer01")) {
            stranger.post(path + "/sign-in", null).isRefused(403);
        }
        assertThat(objects(stranger.get("/attendance?from=%s&to=%s".formatted(TODAY, LAST))
                        .isAnswered(200)
                        .json()
                        .getJsonArray("items")))
                .isNotEmpty()
                .allSatisfy(
                        one -> assertThat(lawyerOf(one.getJsonObject("duty"))).isEqualTo("lawyer01"));
    }

    @Test
    void anAlarmIsShownAndClosed() {
        ApiStand.await(desk.attendance().look("jiaozuo"));
        List<JsonObject> alarms =
                objects(coordinator.get("/alarms").isAnswered(200).json().getJsonArray("items"));
        assertThat(alarms).extracting(alarm -> alarm.getString("kind")).containsExactly("NO_SHOW", "NO_SHOW");
        assertThat(coordinator
                        .post("/alarms/%s/close".formatted(alarms.getFirst().getString("id")), null)
                        .isAnswered(200)
                        .json()
                        .getBoolean("open"))
                .isFalse();
        ApiStand.await(desk.attendance().look("jiaozuo"));
        assertThat(coordinator.get("/alarms").json().getJsonArray("items")).hasSize(1);
    }

    @Test
    void aLawyersCalendarOpensWithItsSecretUntilItIsRevoked() {
        Person anna = stand.signedIn("lawyer01");
        String path =
                anna.post("/me/calendar-feed", null).isAnswered(201).json().getString("path");
        String feed = path.substring(ApiDocument.BASE.length());
        Person telephone = stand.anyone();
        String calendar = telephone.get(feed).isAnswered(200).answer.bodyAsString();
        assertThat(calendar)
                .startsWith("BEGIN:VCALENDAR")
                .contains(dutyOf("lawyer01").getString("id"));
        assertThat(calendar).doesNotContain(dutyOf("lawyer02").getString("id"));
        String second =
                anna.post("/me/calendar-feed", null).isAnswered(201).json().getString("path");
        telephone.get(feed).isRefused(404);
        telephone.get(second.substring(ApiDocument.BASE.length())).isAnswered(200);
        coordinator.delete("/practitioners/lawyer01/calendar-feed").isAnswered(204);
        telephone.get(second.substring(ApiDocument.BASE.length())).isRefused(404);
        telephone.get("/public/calendars/nowhere.secret.ics").isRefused(404);
        telephone.get("/public/calendars/jiaozuo").isRefused(404);
    }

    @Test
    void dutyPayIsAskedForAsJsonCsvAndXlsx() {
        coordinator
                .put("/pay-rates/SEAT/2026-01-01", new JsonObject().put("fen", 15000))
                .isAnswered(200);
        coordinator
                .put("/pay-rates/SEAT/2026-10-17", new JsonObject().put("fen", 20000))
                .isAnswered(200);
        stand.clock.forward(Duration.ofDays(2));
        coordinator = stand.signedIn("coordinator");
        String path = "/reports/duty-pay?from=2026-10-16&to=2026-10-18";
        JsonObject pay = coordinator.get(path).isAnswered(200).json();
        // Two seats on the 16th at 150 yuan, two on the 17th at 200; the 18th is not over.
        assertThat(pay.getInteger("fen")).isEqualTo(2 * 15000 + 2 * 20000);
        String csv =
                coordinator.get(path + "&format=csv").isAnswered(200).answer.bodyAsString();
        assertThat(csv.lines()).hasSize(1 + pay.getJsonArray("lines").size());
        assertThat(coordinator
                        .get(path + "&format=xlsx")
                        .isAnswered(200)
                        .answer
                        .body()
                        .getString(0, 2))
                .isEqualTo("PK");
    }

    @Test
    void everyEventOfTheRosterIsInTheChainedAuditLog() {
        JsonObject duty = seat(TODAY.plusDays(3), 1);
        coordinator
                .put(
                        "/duties/" + duty.getString("id"),
                        new JsonObject().put("locked", true).put("why", "法院指定"))
                .isAnswered(200);
        List<AuditEntry> entries = ApiStand.await(new AuditLog(stand.pool, stand.clock)
                .list(new AuditLog.Query(
                        "jiaozuo",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("coordinator"),
                        Optional.of("roster."),
                        Optional.empty(),
                        Optional.empty(),
                        10)));
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().action()).isEqualTo("roster.amend");
        assertThat(entries.getFirst().detail()).contains("法院指定");
    }

    @Test
    void ofAnotherCentreNothingIsSeen() {
        stand.signedIn("xiuwu.boss").get("/roster/plans?centre=jiaozuo").isRefused(403);
        stand.signedIn("xiuwu.boss").get("/practitioners?centre=jiaozuo").isRefused(403);
    }

    @Test
    void whatCannotBeAPeriodIsRefusedInWords() {
        coordinator.post("/roster/plans", days(TODAY, TODAY.minusDays(1))).isRefused(422, "not a period");
        coordinator.post("/roster/plans", days(TODAY, TODAY.plusDays(400))).isRefused(422, "400");
        coordinator
                .post("/roster/plans", days(TODAY.minusDays(9), TODAY.minusDays(2)))
                .isRefused(422, "over");
        coordinator
                .post("/roster/plans", days(TODAY, TODAY).put("seconds", 300))
                .isRefused(422, "wait");
        coordinator
                .post(
                        "/roster/plans",
                        new JsonObject().put("from", "2026-02-30").put("to", "2026-03-01"))
                .isRefused(400, "from");
    }
}
