package org.hotline12348.core.line;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.hotline12348.core.web.Browser;
import org.hotline12348.ivr.sipp.CallLeg;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console before a person, with nothing played: real browser, service, database, exchange and telephones. */
@Tag("pbx")
@Tag("browser")
class ConsoleOnTheLineTest {
    private static WholeLine line;
    private static Browser browser;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        line = WholeLine.shared();
        line.quiet();
        browser = new Browser(line.hotline().ready().http());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Notes when the live calls on the page change, by the clock that the exchange reads too. */
    private static final String FOLLOW = """
            () => {
              window.shown = {};
              const look = () => {
                const row = document.querySelector('[data-test=live-calls] li');
                const what = !row ? 'ended' : row.innerText.includes('通话中') ? 'answered' : 'started';
                if (what !== 'ended' || window.shown.answered) window.shown[what] ??= Date.now();
              };
              new MutationObserver(look).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
            }
            """;

    /** Prints how long after the exchange's own event the page had changed: a figure, no assertion. */
    private static void tellHowSoon(Page page, JsonNode record) {
        Map<String, String> events = Map.of(
                "started", record.path("startedAt").asText(),
                "answered", record.path("legs").path(0).path("answeredAt").asText(),
                "ended", record.path("endedAt").asText());
        events.forEach((what, at) -> System.out.printf(
                "screen: %s, on the page %d ms after the exchange's event%n",
                what,
                ((Number) page.evaluate("what => window.shown[what]", what)).longValue()
                        - OffsetDateTime.parse(at).toInstant().toEpochMilli()));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    @DisplayName("the record is held against the exchange's logs by click; an alarm of the watch is seen and taken on")
    void whatTheCoordinatorWatches() {
        try (Browser.Visit visit = browser.visit().signIn("coordinator", line.password())) {
            Page page = visit.page;
            page.navigate("/reports");
            assertThat(page.locator("[data-test=coverage], .empty.line").first())
                    .isVisible();
            button(page, "立即核对").click();
            assertThat(page.locator("[data-test=reconciliations] li").first()).containsText("差异");
            assertThat(page.locator("[data-test=reconciliations] li").first()).containsText("通，记录");
            assertThat(visit.complaints).isEmpty();
        }
        // An alarm is played to the page: to raise one for real is the faults' bench.
        try (Browser.Visit visit = browser.visit().signIn("admin", line.password())) {
            Page page = visit.page;
            AtomicBoolean taken = new AtomicBoolean();
            page.route(
                    Pattern.compile(".*/api/v1/watch(\\?.*)?$"),
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("""
                            {"items": [{"id": "disk", "kind": "DISK", "urgent": true, "zh": "磁盘将满 <b>1 %%</b>",
                              "en": "The disk is nearly full", "raisedAt": "2026-11-24T02:00:00Z", "acknowledgedBy": %s}]}
                            """.formatted(taken.get() ? "\"admin\"" : "null"))));
            page.route(Pattern.compile(".*/api/v1/watch/disk/acknowledge"), route -> {
                taken.set(true);
                route.fulfill(new Route.FulfillOptions().setStatus(204));
            });
            page.navigate("/admin/system");
            assertThat(page.locator("[data-test=system]")).containsText("PostgreSQL");
            Locator alarm = page.locator("[data-test=alarms] li").first();
            assertThat(alarm).containsText("磁盘将满 <b>1 %</b>");
            alarm.getByText("我来处理").click();
            assertThat(alarm).containsText("admin");
            assertThat(alarm.locator("button")).hasCount(0);
            assertThat(visit.complaints).isEmpty();
        }
    }

    @Test
    @DisplayName("the coordinator sees a call come, talk and go, opens its record and writes a summary")
    void aCallComesAndGoes() throws Exception {
        try (Browser.Visit visit = browser.visit().signIn("coordinator", line.password())) {
            Page page = visit.page;
            Locator live = page.locator("[data-test=live-calls] li");
            assertThat(page.getByText("现在没有来电")).isVisible();
            page.evaluate(FOLLOW);

            String number = line.someNumber();
            CallLeg caller = line.phones().citizen(number).dials("12348");
            assertThat(live).hasCount(1);
            assertThat(live).containsText("138****" + number.substring(7));
            WholeLine.Rang rang = line.someoneRings();
            CallLeg lawyer = rang.ring().accepts();
            assertThat(live).containsText("通话中");
            caller.awaitAudio(25);
            caller.hangsUp();
            lawyer.awaitEnd();
            assertThat(page.getByText("现在没有来电")).isVisible();

            String id = line.recordOf(number).path("id").asText();
            tellHowSoon(page, line.api().get("/consultations/" + id, Map.of()));
            page.click("a[href='/log']");
            page.locator(".log-row:not(.log-head)")
                    .filter(new Locator.FilterOptions().setHasText("138****" + number.substring(7)))
                    .click();
            page.fill("textarea[name=summary]", "拖欠工资三个月");
            assertThat(page.locator(".save-state[data-state=saved]")).isVisible();
            assertThat(line.api()
                            .get("/consultations/" + id, Map.of())
                            .path("summary")
                            .asText())
                    .isEqualTo("拖欠工资三个月");
            assertThat(visit.complaints)
                    .as("errors on the page and requests to other hosts")
                    .isEmpty();
        }
    }
}
