package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.Session;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.ConsultationPage;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.consultation.PgConsultationBook;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.report.Reports;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the coordinator reads in the reports, against the records themselves. */
@Tag("db")
class ReportApiTest {

    private static final ZoneId HENAN = ZoneId.of("Asia/Shanghai");

    private static ApiStand stand;
    private static ConsultationBook book;
    private static Person coordinator;
    private int serial;

    @BeforeAll
    static void start() {
        stand = new ApiStand(parts -> {
            book = new PgConsultationBook(parts.vertx, parts.pool, Vault.forgetful(), centre -> HENAN);
            return new ApiStand.Setting(
                    parts.roster, List.of(new ReportFeature(new Reports(parts.pool), book, parts.clock)));
        });
        coordinator = stand.signedIn("coordinator");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @BeforeEach
    void empty() {
        await(stand.pool
                .query("truncate hotline.consultation, hotline.consultation_note, hotline.report_opening")
                .execute());
    }

    /** One record; what is null was not. */
    private void record(
            String channel, Instant at, String outcome, Integer wait, Integer talk, Integer rating, String lawyer) {
        String id = "r%05d".formatted(++serial);
        boolean phone = channel.equals("PHONE");
        await(stand.pool
                .preparedQuery("""
                        insert into hotline.consultation (centre_id, id, number, channel, started_at, ended_at, outcome,
                          lawyer, lawyers, pbx, call_id, queued_at, wait_seconds, talk_seconds, rating)
                        values ('jiaozuo', $1, $1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""")
                .execute(Tuple.tuple()
                        .addString(id)
                        .addString(channel)
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                        .addString(outcome)
                        .addString(lawyer)
                        .addArrayOfString(lawyer == null ? new String[0] : new String[] {lawyer})
                        .addString(phone ? "pbx1" : null)
                        .addString(phone ? id : null)
                        .addOffsetDateTime(phone && wait != null ? at.atOffset(ZoneOffset.UTC) : null)
                        .addInteger(wait == null ? 0 : wait)
                        .addInteger(talk == null ? 0 : talk)
                        .addInteger(rating)));
    }

    private void note(String category, String district, String disposition, String... groups) {
        await(stand.pool
                .preparedQuery("""
                        insert into hotline.consultation_note (centre_id, id, version, category, district, disposition,
                          caller_groups, edited_by, edited_at)
                        values ('jiaozuo', $1, 1, $2, $3, $4, $5, 'lawyer01', now())""")
                .execute(Tuple.tuple()
                        .addString("r%05d".formatted(serial))
                        .addString(category)
                        .addString(district)
                        .addString(disposition)
                        .addArrayOfString(groups)));
    }

    private static Instant at(String local) {
        return java.time.LocalDateTime.parse(local).atZone(HENAN).toInstant();
    }

    private static JsonObject summary(String query) {
        return coordinator.get("/reports/summary" + query).isAnswered(200).json();
    }

    @Test
    @DisplayName("a day: who waited, who was answered in time, who gave up, and how satisfied those were who rated")
    void aDay() {
        record("PHONE", at("2026-10-16T09:00"), "ANSWERED", 8, 300, 5, "lawyer01");
        record("PHONE", at("2026-10-16T09:30"), "ANSWERED", 40, 600, 3, "lawyer02");
        record("PHONE", at("2026-10-16T10:00"), "ANSWERED", 15, 60, null, "lawyer01");
        record("PHONE", at("2026-10-16T10:30"), "ABANDONED", 90, 0, null, null);
        record("PHONE", at("2026-10-16T10:40"), "ABANDONED", null, 0, null, null); // in the welcome: nobody waited
        record("PHONE", at("2026-10-16T21:00"), "CLOSED_HOURS", null, 0, null, null);
        record("IN_PERSON", at("2026-10-16T14:00"), "ANSWERED", null, 1800, null, "lawyer02");
        record("PHONE", at("2026-10-17T00:00"), "ANSWERED", 1, 1, 1, "lawyer01"); // the next day

        JsonObject report = summary("?from=2026-10-16&to=2026-10-16");
        JsonObject service = report.getJsonObject("service");
        assertThat(report.getJsonObject("totals").getJsonObject("records").getInteger("value"))
                .isEqualTo(7);
        assertThat(report.getJsonObject("totals").getJsonObject("calls").getInteger("value"))
                .isEqualTo(6);
        assertThat(service.getJsonObject("offered").getInteger("value")).isEqualTo(4);
        assertThat(service.getJsonObject("answered").getInteger("value")).isEqualTo(3);
        assertThat(service.getDouble("answerRate")).isEqualTo(0.75);
        assertThat(service.getJsonObject("within").getInteger("value")).isEqualTo(2);
        assertThat(service.getDouble("withinOfOffered")).isEqualTo(0.5);
        assertThat(service.getJsonObject("abandoned").getInteger("value")).isEqualTo(1);
        JsonObject satisfaction = report.getJsonObject("satisfaction");
        assertThat(satisfaction.getDouble("responseShare")).isEqualTo(0.6667);
        assertThat(satisfaction.getDouble("satisfiedShare")).isEqualTo(0.5);
        assertThat(satisfaction.getDouble("contentShare")).isEqualTo(1.0);
        JsonArray hours = report.getJsonObject("groups").getJsonArray("hour");
        assertThat(hours).hasSize(24);
        assertThat(hours.getJsonObject(9).getInteger("value")).isEqualTo(2);
        assertThat(hours.getJsonObject(14).getInteger("value"))
                .as("a visit is no call")
                .isZero();
        assertThat(report.getJsonObject("groups")
                        .getJsonArray("weekday")
                        .getJsonObject(4)
                        .getInteger("value"))
                .as("Friday")
                .isEqualTo(6);
    }

    @Test
    @DisplayName("nothing happened: shares are absent, not 0 and not 100 %")
    void nothing() {
        JsonObject report = summary("?from=2026-10-16&to=2026-10-16");
        assertThat(report.getJsonObject("service").getDouble("answerRate")).isNull();
        assertThat(report.getJsonObject("service").getJsonObject("worst24h")).isNull();
        assertThat(report.getJsonObject("satisfaction").getDouble("satisfiedShare"))
                .isNull();
        assertThat(report.getJsonArray("channels")).hasSize(4);
    }

    @Test
    @DisplayName("the worst 24 hours are found across midnight, and only where they lie within the period")
    void worst() {
        for (int hour = 0; hour < 96; hour += 2) {
            Instant start = at("2026-10-12T00:30").plus(Duration.ofHours(hour));
            boolean missed = hour >= 38 && hour < 58 && hour % 4 == 2;
            record("PHONE", start, missed ? "ABANDONED" : "ANSWERED", 10, missed ? 0 : 60, null, null);
        }
        JsonObject worst = summary("?from=2026-10-12&to=2026-10-15")
                .getJsonObject("service")
                .getJsonObject("worst24h");
        assertThat(worst.getJsonObject("offered").getInteger("value")).isEqualTo(12);
        assertThat(worst.getJsonObject("answered").getInteger("value")).isEqualTo(7);
        assertThat(java.time.OffsetDateTime.parse(worst.getString("to")).toInstant())
                .isBetween(at("2026-10-14T06:30"), at("2026-10-14T15:00"));
    }

    @Test
    @DisplayName("since inception: what was counted before this log, and the records since")
    void openings() {
        record("PHONE", at("2026-03-31T10:00"), "ANSWERED", 1, 60, null, "lawyer01");
        record("PHONE", at("2026-04-01T10:00"), "ANSWERED", 1, 60, null, "lawyer01");
        record("PHONE", at("2026-10-01T10:00"), "ANSWERED", 1, 60, null, "lawyer01");
        record("ONLINE", at("2025-10-01T10:00"), "ANSWERED", null, 60, null, "lawyer01");
        coordinator
                .write(
                        HttpMethod.PUT,
                        "/reports/openings/PHONE",
                        Map.of(),
                        new JsonObject()
                                .put("asAt", "2026-04-01")
                                .put("year", 4500)
                                .put("total", 250_000))
                .isAnswered(204);
        Map<String, JsonObject> channels = new HashMap<>();
        summary("")
                .getJsonArray("channels")
                .forEach(one -> channels.put(((JsonObject) one).getString("channel"), (JsonObject) one));
        assertThat(channels.get("PHONE").getInteger("yearToDate")).isEqualTo(4502);
        assertThat(channels.get("PHONE").getInteger("sinceInception")).isEqualTo(250_002);
        assertThat(channels.get("PHONE").getJsonObject("opening").getString("asAt"))
                .isEqualTo("2026-04-01");
        assertThat(channels.get("ONLINE").getInteger("yearToDate")).isZero();
        assertThat(channels.get("ONLINE").getInteger("sinceInception")).isEqualTo(1);
        coordinator
                .write(
                        HttpMethod.PUT,
                        "/reports/openings/PHONE",
                        Map.of(),
                        new JsonObject()
                                .put("asAt", "2026-04-01")
                                .put("year", 9)
                                .put("total", 3))
                .isRefused(422, "swapped");
    }

    @Test
    void whoMayNotReadsNothing() {
        stand.signedIn("lawyer01").get("/reports/summary").isRefused(403);
        stand.signedIn("xiuwu.boss").get("/reports/summary?centre=jiaozuo").isRefused(403);
        coordinator.get("/reports/summary?from=2026-10-16&to=2026-10-15").isRefused(422, "swapped");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    @DisplayName("every number's filter lists exactly the records that were counted")
    void everyNumberOpensItsRecords(long seed) {
        Random chance = new Random(seed);
        String[] outcomes = {"ANSWERED", "ANSWERED", "ANSWERED", "ABANDONED", "NO_ANSWER", "CLOSED_HOURS", "VOICEMAIL"};
        for (int n = 0; n < 250; n++) {
            String channel = chance.nextInt(5) > 0 ? "PHONE" : "OUTREACH";
            String outcome = channel.equals("PHONE") ? outcomes[chance.nextInt(outcomes.length)] : "ANSWERED";
            boolean answered = outcome.equals("ANSWERED");
            record(
                    channel,
                    FRIDAY_TEN.minus(Duration.ofMinutes(chance.nextInt(60 * 24 * 40))),
                    outcome,
                    outcome.startsWith("CLOSED") || chance.nextInt(9) == 0 ? null : chance.nextInt(60),
                    answered ? chance.nextInt(900) : 0,
                    answered && chance.nextBoolean() ? 1 + chance.nextInt(5) : null,
                    answered && chance.nextInt(20) > 0 ? "lawyer0" + (1 + chance.nextInt(3)) : null);
            if (chance.nextInt(3) > 0) {
                note(
                        chance.nextInt(4) > 0 ? "wages" : "",
                        chance.nextInt(3) > 0 ? "山阳区" : "",
                        chance.nextBoolean() ? "answered" : "",
                        chance.nextBoolean() ? new String[] {"elderly", "woman"} : new String[0]);
            }
        }
        List<String> wrong = new ArrayList<>();
        int[] looked = {0};
        numbers("", summary("?from=2026-09-10&to=2026-10-15"), (path, number) -> {
            looked[0]++;
            int listed = count(number.getJsonObject("filter"));
            if (listed != number.getInteger("value")) {
                wrong.add("%s says %d, its filter %s lists %d"
                        .formatted(path, number.getInteger("value"), number.getJsonObject("filter"), listed));
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(looked[0]).isGreaterThan(150);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 4})
    @DisplayName("sums of kept days are what counting finds, whatever was changed since, and by whom just then")
    void keptSumsAreExact(long seed) {
        Random chance = new Random(seed);
        for (int n = 0; n < 120; n++) {
            somewhere(chance);
        }
        for (int round = 0; round < 6; round++) {
            sameByBothWays("seed %d, round %d".formatted(seed, round));
            String id = "r%05d".formatted(1 + chance.nextInt(serial));
            String change = List.of(
                            "update hotline.consultation set outcome = 'ABANDONED' where id = '%s'",
                            "update hotline.consultation set rating = 2 where id = '%s'",
                            "update hotline.consultation set started_at = started_at + interval '30 hours', ended_at = null where id = '%s'",
                            "update hotline.consultation_note set category = 'debts', caller_groups = '{minor}' where id = '%s'",
                            "delete from hotline.consultation_note where id = '%s'",
                            "delete from hotline.consultation where id = '%s'")
                    .get(chance.nextInt(6))
                    .formatted(id);
            // Somebody writes while the days are counted, and is done only afterwards.
            await(stand.pool.withTransaction(connection -> connection
                    .query(change)
                    .execute()
                    .map(rows -> {
                        return null;
                    })
                    .compose(ignored -> stand.vertx.executeBlocking(() -> {
                        sameByBothWays("seed %d, while %s".formatted(seed, change));
                        return null;
                    }))));
            somewhere(chance);
        }
        sameByBothWays("seed " + seed + ", at the end");
    }

    private void somewhere(Random chance) {
        String outcome = List.of("ANSWERED", "ANSWERED", "ABANDONED", "NO_ANSWER", "CLOSED_HOURS")
                .get(chance.nextInt(5));
        record(
                "PHONE",
                at("2026-10-01T08:00").plus(Duration.ofSeconds(1 + chance.nextInt(86_400 * 9))),
                outcome,
                outcome.startsWith("CLOSED") ? null : chance.nextInt(60),
                outcome.equals("ANSWERED") ? chance.nextInt(900) : 0,
                outcome.equals("ANSWERED") && chance.nextBoolean() ? 1 + chance.nextInt(5) : null,
                outcome.equals("ANSWERED") ? "lawyer0" + (1 + chance.nextInt(3)) : null);
        if (chance.nextBoolean()) {
            note("wages", "山阳区", "answered", "elderly", "woman");
        }
    }

    /** A period of whole days is summed, one that begins a second later is counted; nothing happened in that second. */
    private static void sameByBothWays(String when) {
        assertThat(values(summary("?from=2026-10-01&to=2026-10-14")))
                .as(when)
                .isEqualTo(values(summary("?from=2026-10-01T00:00:01%2B08:00&to=2026-10-14")));
    }

    /** A report without its filters and its begin, the worst 24 hours apart: they may not begin before it. */
    private static JsonObject values(JsonObject report) {
        JsonObject kept = report.copy();
        List.of("from", "asAt").forEach(kept::remove);
        JsonObject worst = kept.getJsonObject("service").getJsonObject("worst24h");
        without(kept);
        if (worst != null) {
            kept.getJsonObject("service").put("worst24h", worst.getDouble("answerRate"));
        }
        return kept;
    }

    private static void without(Object part) {
        if (part instanceof JsonArray array) {
            array.forEach(ReportApiTest::without);
        } else if (part instanceof JsonObject object) {
            object.remove("filter");
            object.forEach(entry -> without(entry.getValue()));
        }
    }

    @Test
    @DisplayName("the workbook: a sheet a table, numbers as numbers, nothing that a spreadsheet would run")
    void workbook() throws Exception {
        record("PHONE", at("2026-10-16T09:00"), "ANSWERED", 8, 300, 5, "lawyer01");
        note("wages", "=HYPERLINK(\"http://evil\")", "answered");
        coordinator
                .get("/reports/summary.xlsx?from=2026-10-16&to=2026-10-16&lang=en")
                .isAnswered(200);
        Map<String, List<String>> sheets = new HashMap<>();
        try (var workbook = new org.dhatim.fastexcel.reader.ReadableWorkbook(
                new java.io.ByteArrayInputStream(coordinator.answer.body().getBytes()))) {
            for (var sheet : workbook.getSheets().toList()) {
                sheets.put(
                        sheet.getName(),
                        sheet.read().stream()
                                .map(row -> row.getCellText(0) + "=" + row.getCellText(1))
                                .toList());
            }
        }
        assertThat(sheets).hasSize(11);
        assertThat(sheets.get("Summary")).contains("Consultations=1", "Answer rate=1.0", "Rated=1");
        assertThat(sheets.get("Hour")).hasSize(25).contains("09:00=1", "10:00=0");
        assertThat(sheets.get("District")).anyMatch(row -> row.startsWith("'=HYPERLINK"));
        assertThat(sheets.get("Channel")).contains("Phone=1");
        stand.signedIn("lawyer01").get("/reports/summary.xlsx").isRefused(403);
        assertThat(await(stand.pool
                                .query("select count(*) as n from hotline.audit_entry where action = 'report.export'")
                                .execute())
                        .iterator()
                        .next()
                        .getLong("n"))
                .isEqualTo(1);
    }

    private static void numbers(String path, Object part, java.util.function.BiConsumer<String, JsonObject> look) {
        if (part instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                numbers(path + "/" + i, array.getValue(i), look);
            }
        } else if (part instanceof JsonObject object) {
            if (object.containsKey("filter")) {
                look.accept(path, object);
            } else {
                object.forEach(entry -> numbers(path + "/" + entry.getKey(), entry.getValue(), look));
            }
        }
    }

    /** As GET /consultations reads the filter's parameters. */
    private static int count(JsonObject filter) {
        Map<String, Object> parameters = new HashMap<>(filter.getMap());
        parameters.computeIfPresent("queued", (name, value) -> Boolean.valueOf(value.toString()));
        parameters.put("limit", 200);
        Account account = new Account("coordinator", "", Set.of(Role.COORDINATOR), "jiaozuo", true, false);
        Ask ask = new Ask(
                null,
                parameters,
                new JsonObject(),
                Optional.of(new Session(
                        Buffer.buffer(), account, Buffer.buffer(), FRIDAY_TEN, FRIDAY_TEN, Optional.empty())));
        Sight sight = new Sight(stand.roster);
        ConsultationQuery query = ConsultationEndpoints.query(ask, sight, sight.known("jiaozuo"));
        int count = 0;
        for (Optional<ConsultationQuery> next = Optional.of(query); next.isPresent(); ) {
            ConsultationQuery asked = next.get();
            ConsultationPage page = await(book.list(asked));
            count += page.items().size();
            next = page.next().map(asked::after);
        }
        return count;
    }
}
