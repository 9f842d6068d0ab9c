package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.intake.LeaveIntake;
import org.hotline12348.scheduler.intake.NoticeIntake;
import org.hotline12348.scheduler.intake.PractitionerIntake;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
@DisplayName("Imports over HTTP")
class IntakeApiTest {

    private ApiStand stand;
    private LiveRoster roster;
    private Person coordinator;

    @BeforeEach
    void start() {
        stand = new ApiStand(made -> {
            PgRosterStore store = new PgRosterStore(made.pool, TestSeal.fresh());
            ApiStand.await(DemoRoster.seed(store, made.clock));
            roster = new LiveRoster(made.vertx, store, made.clock);
            ApiStand.await(roster.start());
            return new ApiStand.Setting(
                    roster,
                    List.of(new IntakeFeature(
                            made.vertx,
                            new PractitionerIntake(store, made.clock, roster::refresh),
                            new LeaveIntake(store, made.clock, roster::refresh),
                            new NoticeIntake(store, made.clock, roster::refresh),
                            made.clock)));
        });
        coordinator = stand.signedIn("coordinator");
    }

    @AfterEach
    void stop() {
        roster.stop();
        stand.close();
    }

    private static JsonObject file(String text) {
        return new JsonObject()
                .put("content", Base64.getEncoder().encodeToString(text.getBytes(Charset.forName("GBK"))));
    }

    @Test
    @DisplayName("practitioners in GBK: shown, refused with a bad line, taken without it, refused a second time")
    void practitioners() {
        String good = "编号,姓名,类别\nzhang.san,张三,律师\n";
        JsonObject bad = coordinator
                .post("/imports/practitioners/preview", file(good + "李四,李四,律师\n"))
                .isAnswered(200)
                .json();
        assertThat(bad.getBoolean("sound")).isFalse();
        assertThat(bad.getString("encoding")).isEqualTo("GB18030");
        assertThat(bad.getJsonObject("counts"))
                .isEqualTo(new JsonObject()
                        .put("add", 1)
                        .put("change", 0)
                        .put("same", 0)
                        .put("bad", 1));
        coordinator
                .post("/imports/practitioners", file(good + "李四,李四,律师\n").put("digest", bad.getString("digest")))
                .isRefused(422, "nothing was imported");
        assertThat(roster.practitioner("zhang.san")).isEmpty();

        String digest = coordinator
                .post("/imports/practitioners/preview", file(good))
                .isAnswered(200)
                .json()
                .getString("digest");
        coordinator
                .post("/imports/practitioners", file(good).put("digest", digest))
                .isAnswered(200);
        assertThat(roster.practitioner("zhang.san").orElseThrow().name()).isEqualTo("张三");
        coordinator
                .post("/imports/practitioners", file(good).put("digest", digest))
                .isRefused(409, "since the preview");
    }

    @Test
    @DisplayName("leave in GBK: impossible dates named line by line, nothing half imported, then taken and approved")
    void leave() {
        String good = "编号,开始日期,结束日期,请假类别\nlawyer01,2026-12-01,2026-12-10,年假\n";
        JsonObject bad = coordinator
                .post("/imports/leaves/preview", file(good + "lawyer02,2027-02-30,2027-03-01,年假\n"))
                .isAnswered(200)
                .json();
        assertThat(bad.getJsonObject("counts"))
                .isEqualTo(new JsonObject().put("add", 1).put("same", 0).put("bad", 1));
        assertThat(bad.getJsonArray("lines")
                        .getJsonObject(1)
                        .getJsonArray("flaws")
                        .getJsonObject(0)
                        .getString("textEn"))
                .contains("2027-02-30", "no date");
        coordinator
                .post(
                        "/imports/leaves",
                        file(good + "lawyer02,2027-02-30,2027-03-01,年假\n").put("digest", bad.getString("digest")))
                .isRefused(422, "nothing was imported");
        JsonObject shown = coordinator
                .post("/imports/leaves/preview", file(good))
                .isAnswered(200)
                .json();
        assertThat(shown.getJsonArray("lines").getJsonObject(0).getString("effect"))
                .as("nothing was half imported")
                .isEqualTo("ADD");
        coordinator
                .post("/imports/leaves", file(good).put("digest", shown.getString("digest")))
                .isAnswered(200);
        assertThat(coordinator
                        .post("/imports/leaves/preview", file(good))
                        .isAnswered(200)
                        .json()
                        .getJsonObject("counts")
                        .getInteger("same"))
                .isEqualTo(1);
        assertThat(coordinator
                        .get("/imports/leaves/template")
                        .isAnswered(200)
                        .answer
                        .bodyAsString())
                .contains("编号,开始日期");
    }

    @Test
    @DisplayName("a notice changed in mid-year: shown with the rostered days it closes, then in effect")
    void notice() {
        JsonObject text =
                new JsonObject().put("text", "国务院关于调整2026年国庆节假期的通知\n国庆节：10月1日至7日放假，10月20日（星期二）补休。10月10日（周六）上班。");
        JsonObject shown = coordinator
                .post("/imports/notices/preview", text)
                .isAnswered(200)
                .json();
        assertThat(shown.getJsonArray("faults")).isEmpty();
        assertThat(shown.getBoolean("whole")).isFalse();
        assertThat(shown.getJsonArray("changes").stream().map(change -> ((JsonObject) change).getString("date")))
                .containsExactly("2026-09-20", "2026-10-20");
        JsonArray affected = shown.getJsonArray("affected");
        assertThat(affected).hasSize(1);
        assertThat(affected.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("centre", "jiaozuo")
                        .put("date", "2026-10-20")
                        .put("opens", false)
                        .put("duties", 3));
        assertThat(roster.calendar("jiaozuo", LocalDate.of(2026, 10, 20), LocalDate.of(2026, 10, 20))
                        .getFirst()
                        .open())
                .as("a preview changes nothing")
                .isTrue();

        coordinator
                .post("/imports/notices", text.copy().put("digest", shown.getString("digest")))
                .isAnswered(200);
        assertThat(roster.calendar("jiaozuo", LocalDate.of(2026, 10, 20), LocalDate.of(2026, 10, 20))
                        .getFirst()
                        .open())
                .isFalse();
        coordinator
                .post("/imports/notices", text.copy().put("digest", shown.getString("digest")))
                .isRefused(409);
    }

    @Test
    @DisplayName("what cannot be read is refused in words, and a lawyer imports nothing")
    void refusals() {
        coordinator
                .post("/imports/notices/preview", new JsonObject().put("text", "hello"))
                .isRefused(422, "columns");
        coordinator.post("/imports/notices/preview", new JsonObject()).isRefused(400, "text or content");
        JsonObject contradiction = coordinator
                .post("/imports/notices/preview", new JsonObject().put("text", "2027年节假日安排\n元旦：1月1日（周一）至3日放假，共3天。"))
                .isAnswered(200)
                .json();
        assertThat(contradiction.getBoolean("sound")).isFalse();
        coordinator
                .post(
                        "/imports/notices",
                        new JsonObject()
                                .put("text", "2027年节假日安排\n元旦：1月1日（周一）至3日放假，共3天。")
                                .put("digest", contradiction.getString("digest")))
                .isRefused(422, "Friday");
        stand.signedIn("lawyer01")
                .post("/imports/practitioners/preview", file("a"))
                .isRefused(403);
    }

    @Test
    @DisplayName("the notice that is missing is told from mid-December, and the template is a file")
    void missing() {
        assertThat(coordinator.get("/imports/notices").isAnswered(200).json().getValue("missing"))
                .isNull();
        stand.clock.set(java.time.Instant.parse("2026-12-15T02:00:00Z"));
        assertThat(stand.signedIn("coordinator")
                        .get("/imports/notices")
                        .isAnswered(200)
                        .json()
                        .getJsonObject("missing")
                        .getInteger("year"))
                .isEqualTo(2027);
        assertThat(stand.signedIn("coordinator")
                        .get("/imports/practitioners/template")
                        .isAnswered(200)
                        .answer
                        .bodyAsString())
                .contains("编号,姓名,类别");
    }
}
