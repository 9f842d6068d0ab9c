package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.await;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12348.core.audit.AuditEntry;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.consultation.SavedFilters;
import org.hotline12348.core.export.Exports;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log as a file, and the filters somebody keeps. */
@Tag("db")
class ExportApiTest {

    @TempDir
    static Path directory;

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        AtomicInteger serial = new AtomicInteger();
        stand = new ApiStand(parts -> {
            Exports exports = new Exports(
                    parts.vertx,
                    Vault.forgetful(),
                    directory,
                    () -> "export%03d".formatted(serial.incrementAndGet()),
                    parts.clock);
            await(exports.start());
            return new ApiStand.Setting(
                    parts.roster,
                    List.of(new ExportFeature(
                            parts.vertx, parts.book, exports, new SavedFilters(parts.pool), parts.clock)));
        });
        stand.book.answered("c1", "lawyer01", "13800001234", FRIDAY_TEN.minus(Duration.ofHours(1)));
        stand.book.answered("c2", "lawyer02", "13800005678", FRIDAY_TEN.minus(Duration.ofHours(2)));
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static String exported(Person person, String filter, JsonObject body) {
        String id =
                person.post("/exports" + filter, body).isAnswered(202).json().getString("id");
        for (int tries = 0; tries < 600; tries++) {
            JsonObject now = person.get("/exports/" + id).isAnswered(200).json();
            if (!now.getString("state").equals("RUNNING")) {
                assertThat(now.getString("state")).isEqualTo("DONE");
                assertThat(now.getInteger("rows")).isEqualTo(now.getInteger("total"));
                return person.get("/exports/" + id + "/file")
                        .isAnswered(200)
                        .answer
                        .bodyAsString();
            }
            await(stand.vertx.timer(20));
        }
        throw new AssertionError("The export does not end.");
    }

    private static JsonObject csv() {
        return new JsonObject().put("format", "CSV");
    }

    @Test
    void numbersAreMaskedAndALawyerTakesHisOwnOnly() {
        String all = exported(stand.signedIn("coordinator"), "", csv());
        assertThat(all).contains("138****1234", "138****5678", "已接听").doesNotContain("13800001234");
        String own = exported(stand.signedIn("lawyer01"), "", csv().put("language", "en"));
        assertThat(own).contains("138****1234", "Answered").doesNotContain("5678");
    }

    @Test
    void numbersInFullNeedARoleAndAReasonAndTheAuditLogHasBoth() {
        Person coordinator = stand.signedIn("coordinator");
        coordinator.post("/exports", csv().put("fullNumbers", true)).isRefused(422, "why");
        stand.signedIn("admin")
                .post("/exports", csv().put("fullNumbers", true).put("reason", "x"))
                .isRefused(403, "coordinators only");
        assertThat(exported(
                        coordinator,
                        "?caller=13800001234",
                        csv().put("fullNumbers", true).put("reason", "回访")))
                .contains("13800001234")
                .doesNotContain("13800005678");
        List<AuditEntry> written = await(new AuditLog(stand.pool, stand.clock)
                .list(new AuditLog.Query(
                        "jiaozuo",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("coordinator"),
                        Optional.of("export."),
                        Optional.empty(),
                        Optional.empty(),
                        2)));
        assertThat(written).extracting(AuditEntry::action).containsExactly("export.fetch", "export.start");
        assertThat(written.get(1).reason()).isEqualTo("回访");
        assertThat(written.get(1).detail()).doesNotContain("13800001234");
    }

    @Test
    void anotherPersonDoesNotFetchIt() {
        Person coordinator = stand.signedIn("coordinator");
        String id = coordinator.post("/exports", csv()).isAnswered(202).json().getString("id");
        stand.signedIn("lawyer01").get("/exports/" + id).isRefused(404);
        coordinator.post("/exports?colour=red", csv()).isRefused(400, "colour");
    }

    @Test
    void aFilterIsKeptForItsOwnerAlone() {
        Person lawyer = stand.signedIn("lawyer01");
        JsonObject query = new JsonObject().put("query", "outcome=ABANDONED");
        lawyer.write(HttpMethod.PUT, "/saved-filters/%E6%94%BE%E5%BC%83", Map.of(), query)
                .isAnswered(204);
        assertThat(lawyer.get("/saved-filters").isAnswered(200).json().getJsonArray("items"))
                .containsExactly(new JsonObject().put("name", "放弃").put("query", "outcome=ABANDONED"));
        assertThat(stand.signedIn("lawyer02").get("/saved-filters").json().getJsonArray("items"))
                .isEmpty();
        lawyer.delete("/saved-filters/%E6%94%BE%E5%BC%83").isAnswered(204);
        assertThat(lawyer.get("/saved-filters").json().getJsonArray("items")).isEmpty();
        for (int n = 0; n < SavedFilters.MOST; n++) {
            lawyer.write(HttpMethod.PUT, "/saved-filters/f" + n, Map.of(), query)
                    .isAnswered(204);
        }
        lawyer.write(HttpMethod.PUT, "/saved-filters/more", Map.of(), query).isRefused(422, "30 filters");
    }
}
