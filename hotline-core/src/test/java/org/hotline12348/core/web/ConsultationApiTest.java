package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("db")
class ConsultationApiTest {

    private static final Instant NINE = FRIDAY_TEN.minus(Duration.ofHours(1));

    private static ApiStand stand;
    private static Person lawyer;
    private static Person coordinator;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
        lawyer = stand.signedIn("lawyer01");
        coordinator = stand.signedIn("coordinator");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @BeforeEach
    void empty() {
        stand.book.clear();
    }

    @Test
    void aConsultationIsReadMaskedAndInTheCentresTime() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        JsonObject item = coordinator
                .get("/consultations")
                .isAnswered(200)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(item.getString("startedAt")).isEqualTo("2026-10-16T09:00:00+08:00");
        assertThat(item.getString("endedAt")).isEqualTo("2026-10-16T09:02:10+08:00");
        assertThat(item.getString("outcome")).isEqualTo("ANSWERED");
        assertThat(item.getJsonObject("caller")).isEqualTo(new JsonObject().put("masked", "138****1234"));
        assertThat(item.getString("lawyer")).isEqualTo("lawyer01");
        assertThat(item.getString("lawyerName")).isEqualTo("律师1");
        assertThat(item.getInteger("waitSeconds")).isEqualTo(7);
        assertThat(item.getInteger("talkSeconds")).isEqualTo(118);
        assertThat(item.getInteger("rating")).isEqualTo(5);
        assertThat(coordinator.answer.bodyAsString()).doesNotContain("13800001234");
        assertThat(coordinator.answer.getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everyFilterReachesTheBook() {
        coordinator
                .get("/consultations?from=2026-10-01&to=2026-10-16&channel=PHONE&lawyer=lawyer02&category=wages"
                        + "&caller=%2B8613800001234&q=%E5%B7%A5%E8%B5%84%20100%25&outcome=ABANDONED&disposition=answered"
                        + "&unfinished=true&limit=7")
                .isAnswered(200);
        ConsultationQuery asked = stand.book.asked.orElseThrow();
        assertThat(asked.from()).contains(Instant.parse("2026-09-30T16:00:00Z"));
        assertThat(asked.to()).contains(Instant.parse("2026-10-16T16:00:00Z"));
        assertThat(asked.lawyer()).contains("lawyer02");
        assertThat(asked.caller().orElseThrow().plainDigits()).isEqualTo("13800001234");
        assertThat(asked.text()).contains("工资 100%");
        assertThat(asked.outcome()).contains(Outcome.ABANDONED);
        assertThat(asked.unfinished()).isTrue();
        assertThat(asked.limit()).isEqualTo(7);
        assertThat(asked.visibleTo()).isEmpty();
        coordinator
                .get("/consultations?from=2026-10-16T09:00:00%2B08:00&to=2026-10-16T01:30:00Z")
                .isAnswered(200);
        assertThat(stand.book.asked.orElseThrow().from()).contains(Instant.parse("2026-10-16T01:00:00Z"));
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /consultations?channel=PIGEON   | 400 | channel
            /consultations?outcome=FINE     | 400 | outcome
            /consultations?limit=0          | 400 | limit
            /consultations?limit=501        | 400 | limit
            /consultations?limit=many       | 400 | limit
            /consultations?unfinished=maybe | 400 | unfinished
            /consultations?caller=nobody    | 400 | telephone number
            /consultations?colour=red       | 400 | colour
            /consultations?from=monday      | 400 | is no date
            /consultations?centre=xiuwu     | 403 | sees no other
            /consultations/none             | 404 | none
            /calls?state=dead               | 400 | state
            """)
    void aQuestionThatDoesNotFitIsExplained(String path, int status, String words) {
        coordinator.get(path).isRefused(status, words);
    }

    @Test
    void pagesGoOnWhileNewConsultationsArrive() {
        for (int i = 0; i < 25; i++) {
            stand.book.answered("p%02d".formatted(i), "lawyer01", "13800001234", NINE.minusSeconds(i));
        }
        List<String> seen = new ArrayList<>();
        String next = null;
        int pages = 0;
        do {
            JsonObject page = coordinator
                    .get("/consultations?limit=10"
                            + (next == null
                                    ? ""
                                    : "&page="
                                            + java.net.URLEncoder.encode(
                                                    next, java.nio.charset.StandardCharsets.UTF_8)))
                    .isAnswered(200)
                    .json();
            page.getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("id")));
            next = page.getString("next");
            stand.book.answered("new" + pages, "lawyer01", "13800001234", NINE.plusSeconds(pages));
            pages++;
        } while (next != null);
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void aLawyerSeesHisOwnOnly() {
        stand.book.answered("mine", "lawyer01", "13800001234", NINE);
        stand.book.answered("other", "lawyer02", "13800001234", NINE);
        assertThat(lawyer.get("/consultations").json().getJsonArray("items")).hasSize(1);
        lawyer.get("/consultations/mine").isAnswered(200);
        lawyer.get("/consultations/other").isRefused(404);
        lawyer.patch("/consultations/other", "\"v1\"", new JsonObject().put("summary", "x"))
                .isRefused(404);
        stand.signedIn("xiuwu.boss").get("/consultations/mine").isRefused(404);
    }

    @Test
    void aRecordIsWrittenAndReadAgain() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        lawyer.get("/consultations/c1").isAnswered(200);
        assertThat(lawyer.answer.getHeader("ETag")).isEqualTo("\"v1\"");
        assertThat(lawyer.json().getJsonArray("timeline")).hasSize(1);
        JsonObject changed = lawyer.patch(
                        "/consultations/c1",
                        "\"v1\"",
                        new JsonObject()
                                .put("category", "wages")
                                .put("summary", "  拖欠工资三个月  ")
                                .put("callerGroups", new JsonArray().add("migrant"))
                                .put("rightsExplained", true)
                                .put("limitationDate", "2027-10-16"))
                .isAnswered(200)
                .json();
        assertThat(lawyer.answer.getHeader("ETag")).isEqualTo("\"v2\"");
        assertThat(changed.getString("summary")).isEqualTo("拖欠工资三个月");
        assertThat(changed.getString("updatedBy")).isEqualTo("lawyer01");
        changed = lawyer.patch(
                        "/consultations/c1",
                        "\"v2\"",
                        new JsonObject().putNull("limitationDate").putNull("summary"))
                .isAnswered(200)
                .json();
        assertThat(changed.getString("limitationDate")).isNull();
        assertThat(changed.getString("summary")).isNull();
        assertThat(changed.getString("category")).isEqualTo("wages");
    }

    @Test
    void whoWritesSecondIsToldSoAndOverwritesNothing() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        lawyer.patch("/consultations/c1", "\"v1\"", new JsonObject().put("summary", "first"))
                .isAnswered(200);
        coordinator
                .patch("/consultations/c1", "\"v1\"", new JsonObject().put("summary", "second"))
                .isRefused(412, "Read it again");
        assertThat(coordinator.answer.getHeader("ETag")).isEqualTo("\"v2\"");
        assertThat(coordinator.get("/consultations/c1").json().getString("summary"))
                .isEqualTo("first");
        coordinator
                .write(HttpMethod.PATCH, "/consultations/c1", Map.of(), new JsonObject().put("summary", "blind"))
                .isRefused(428, "If-Match");
        coordinator
                .patch("/consultations/c1", "yesterday", new JsonObject().put("summary", "x"))
                .isRefused(400, "ETag");
    }

    @Test
    void whatThePatchMayNotHoldIsRefused() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        for (JsonObject body : List.of(
                new JsonObject(),
                new JsonObject().put("outcome", "ANSWERED"),
                new JsonObject().put("summary", 7),
                new JsonObject().put("summary", "x".repeat(10_001)),
                new JsonObject().put("limitationDate", "soon"),
                new JsonObject().put("rightsExplained", "yes"))) {
            lawyer.patch("/consultations/c1", "\"v1\"", body).isRefused(400);
        }
        lawyer.patch("/consultations/c1", "\"v1\"", new JsonObject().put("category", "astrology"))
                .isRefused(422, "astrology", "list");
        lawyer.patch("/consultations/c1", "\"v1\"", new JsonObject().put("advice", "x".repeat(200_000)))
                .isRefused(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "'; drop table hotline.account; --",
                "${jndi:ldap://x}",
                "=1+1",
                "\u202e\u0007反转"
            })
    void whateverIsWrittenStaysText(String text) {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        lawyer.patch(
                        "/consultations/c1",
                        "*",
                        new JsonObject().put("summary", text).put("district", text))
                .isAnswered(200);
        assertThat(lawyer.get("/consultations/c1").json().getString("summary")).isEqualTo(text.strip());
        assertThat(lawyer.answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(lawyer.answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aVisitIsEnteredOnceHoweverOftenItIsSent() {
        JsonObject visit = new JsonObject()
                .put("channel", "IN_PERSON")
                .put("startedAt", "2026-10-16T09:00:00+08:00")
                .put("callerNumber", "13800001234")
                .put("category", "wages")
                .put("summary", "咨询");
        Map<String, String> key = Map.of("Idempotency-Key", "visit-1");
        String first =
                lawyer.post("/consultations", visit, key).isAnswered(201).json().getString("id");
        assertThat(lawyer.answer.getHeader("Location")).isEqualTo("/api/v1/consultations/" + first);
        lawyer.post("/consultations", visit, key).isAnswered(201);
        assertThat(lawyer.json().getString("id")).isEqualTo(first);
        assertThat(lawyer.answer.getHeader("Idempotent-Replayed")).isEqualTo("true");
        assertThat(lawyer.answer.getHeader("ETag")).isEqualTo("\"v1\"");
        lawyer.post("/consultations", visit.copy().put("summary", "another"), key)
                .isRefused(422, "new key");
        coordinator
                .post("/consultations", visit.copy().put("lawyer", "lawyer02"), key)
                .isAnswered(201);
        assertThat(coordinator.json().getString("id")).isNotEqualTo(first);
        stand.clock.forward(Duration.ofHours(25));
        lawyer.signIn("lawyer01", ApiStand.PASSWORD);
        lawyer.post("/consultations", visit.copy().put("summary", "another"), key)
                .isAnswered(201);
        stand.clock.set(FRIDAY_TEN);
        lawyer.signIn("lawyer01", ApiStand.PASSWORD);
    }

    @Test
    void aRefusalIsRepeatedToo() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        Map<String, String> headers = Map.of("If-Match", "\"v1\"", "Idempotency-Key", "edit-1");
        JsonObject body = new JsonObject().put("summary", "once");
        lawyer.write(HttpMethod.PATCH, "/consultations/c1", headers, body).isAnswered(200);
        lawyer.write(HttpMethod.PATCH, "/consultations/c1", headers, body).isAnswered(200);
        assertThat(lawyer.json().getInteger("version")).isEqualTo(2);
        Map<String, String> late = Map.of("If-Match", "\"v1\"", "Idempotency-Key", "edit-2");
        lawyer.write(HttpMethod.PATCH, "/consultations/c1", late, body).isRefused(412);
        lawyer.write(HttpMethod.PATCH, "/consultations/c1", late, body).isRefused(412);
        assertThat(lawyer.answer.getHeader("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void aCallCannotBeEnteredByHandNorForSomebodyElse() {
        lawyer.post("/consultations", new JsonObject().put("channel", "PHONE")).isRefused(400, "channel");
        lawyer.post("/consultations", new JsonObject().put("channel", "ONLINE").put("lawyer", "lawyer02"))
                .isRefused(403);
        coordinator
                .post("/consultations", new JsonObject().put("channel", "ONLINE"))
                .isRefused(422, "who advised");
        coordinator
                .post(
                        "/consultations",
                        new JsonObject()
                                .put("channel", "ONLINE")
                                .put("lawyer", "lawyer02")
                                .put("centre", "xiuwu"))
                .isRefused(403);
    }

    @Test
    void theCallsThatAreUp() {
        stand.book.talking("t1", "lawyer01", "13800001234", FRIDAY_TEN.minusSeconds(60));
        stand.book.talking("t2", "lawyer02", "13900001234", FRIDAY_TEN.minusSeconds(30));
        JsonArray all =
                coordinator.get("/calls?state=live").isAnswered(200).json().getJsonArray("items");
        assertThat(all).hasSize(2);
        assertThat(all.getJsonObject(0).getString("state")).isEqualTo("TALKING");
        assertThat(all.getJsonObject(0).getString("lawyer")).isEqualTo("lawyer01");
        assertThat(lawyer.get("/calls").isAnswered(200).json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void aLawyerSeesTheCallersHistoryWhileTheCallIsUpAndShortlyAfter() {
        stand.book.answered("old", "lawyer02", "13800001234", NINE.minus(Duration.ofDays(3)));
        stand.book.answered("over", "lawyer01", "13800001234", NINE);
        stand.book.talking("now", "lawyer01", "13800001234", FRIDAY_TEN.minusSeconds(60));
        assertThat(lawyer.get("/consultations/now/history")
                        .isAnswered(200)
                        .json()
                        .getJsonArray("items"))
                .hasSize(2);
        lawyer.get("/consultations/over/history").isRefused(403, "10 minutes");
        assertThat(coordinator
                        .get("/consultations/over/history")
                        .isAnswered(200)
                        .json()
                        .getJsonArray("items"))
                .hasSize(2);
    }

    @Test
    void aSensitiveMatterIsHiddenFromTheAdministrator() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        lawyer.patch(
                        "/consultations/c1",
                        "*",
                        new JsonObject().put("summary", "家暴").put("sensitive", true))
                .isAnswered(200);
        assertThat(stand.signedIn("admin").get("/consultations/c1").json().getString("summary"))
                .isNull();
        assertThat(coordinator.get("/consultations/c1").json().getString("summary"))
                .isEqualTo("家暴");
    }

    @Test
    void whoMayReadARecordReadsWhatWasChangedInIt() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        lawyer.patch("/consultations/c1", "*", new JsonObject().put("summary", "欠薪"))
                .isAnswered(200);
        coordinator
                .patch("/consultations/c1", "*", new JsonObject().put("summary", "欠薪三个月"))
                .isAnswered(200);
        JsonArray edits = coordinator
                .get("/consultations/c1/edits")
                .isAnswered(200)
                .json()
                .getJsonArray("items");
        assertThat(edits).hasSize(2);
        JsonObject last = edits.getJsonObject(0);
        assertThat(last.getString("by")).isEqualTo("coordinator");
        assertThat(last.getJsonArray("changes").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("field", "summary")
                        .put("before", "欠薪")
                        .put("after", "欠薪三个月"));
        assertThat(lawyer.get("/consultations/c1/edits").isAnswered(200).json().getJsonArray("items"))
                .hasSize(2);
        stand.signedIn("lawyer02").get("/consultations/c1/edits").isRefused(404, "c1");
    }

    @Test
    void aLawyerWhoMeetsASensitiveMatterOfOthersInAHistorySeesThatItIsThereAndNoMore() {
        stand.book.answered("old", "lawyer02", "13800001234", NINE.minus(Duration.ofDays(3)));
        stand.book.talking("now", "lawyer01", "13800001234", FRIDAY_TEN.minusSeconds(60));
        JsonObject sensitive = new JsonObject().put("summary", "家暴").put("sensitive", true);
        stand.signedIn("lawyer02").patch("/consultations/old", "*", sensitive).isAnswered(200);
        JsonObject met = lawyer.get("/consultations/now/history")
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(met.getString("summary")).isNull();
        assertThat(met.getBoolean("hidden")).isTrue();
        assertThat(stand.signedIn("lawyer02").get("/consultations/old").json().getString("summary"))
                .isEqualTo("家暴");
    }

    @Test
    void whatGoesOnAfterTheConsultation() {
        stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        JsonObject written = lawyer.patch(
                        "/consultations/c1",
                        "*",
                        new JsonObject()
                                .put("nameWithheld", true)
                                .put("aidApplication", true)
                                .put("referredTo", "解放区人民调解委员会")
                                .put("followUpWanted", true)
                                .put("followUpOn", "2026-12-01"))
                .isAnswered(200)
                .json();
        assertThat(written.getBoolean("nameWithheld")).isTrue();
        assertThat(written.getBoolean("aidApplication")).isTrue();
        assertThat(written.getString("referredTo")).isEqualTo("解放区人民调解委员会");
        assertThat(written.getString("followUpOn")).isEqualTo("2026-12-01");
        assertThat(written.getJsonArray("missing"))
                .containsExactly("category", "summary", "advice", "disposition", "rightsExplained");
        assertThat(lawyer.patch("/consultations/c1", "*", new JsonObject().putNull("followUpOn"))
                        .isAnswered(200)
                        .json()
                        .getString("followUpOn"))
                .isNull();
    }

    @Test
    void anonymousCallersAndOtherCentresAreNoTrouble() {
        stand.book.put(ScriptedBook.entry(
                "a1",
                "jiaozuo",
                "lawyer01",
                "",
                NINE,
                Optional.of(NINE.plusSeconds(9)),
                Optional.of(Outcome.ABANDONED)));
        assertThat(coordinator
                        .get("/consultations/a1")
                        .json()
                        .getJsonObject("caller")
                        .getString("masked"))
                .isEmpty();
    }

    @Test
    void theListsToChooseFrom() {
        for (String list : List.of("/categories", "/dispositions", "/caller-groups")) {
            assertThat(lawyer.get(list).isAnswered(200).json().getJsonArray("items"))
                    .hasSize(1);
        }
    }

    @Test
    void aBodyMayBeBrokenInManyWays() {
        for (String body : List.of("", "null", "[]", "\"text\"", "{\"summary\":", "\u0000", "{\"a\":".repeat(2000))) {
            lawyer.send(
                    HttpMethod.POST,
                    "/consultations",
                    Map.of("X-XSRF-TOKEN", lawyer.cookies.get("XSRF-TOKEN"), "Content-Type", "application/json"),
                    Buffer.buffer(body));
            assertThat(lawyer.status()).as(body).isEqualTo(400);
        }
    }
}
