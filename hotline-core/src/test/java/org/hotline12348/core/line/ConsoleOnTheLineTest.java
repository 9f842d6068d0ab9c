package org.hotline12348.core.line;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.time.Duration;
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

    private static Locator inDialog(Page page, String name) {
        return page.locator("dialog")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    @DisplayName("between calls: sign-in to duty, a callback, leave, a swap, the calendar feed, a period counted")
    void theDeskBetweenCalls() {
        String number = line.someNumber();
        ObjectNode callback = JsonNodeFactory.instance.objectNode().put("number", number);
        line.api().post("/callbacks", callback, Duration.ofSeconds(20));
        ObjectNode consultation = JsonNodeFactory.instance
                .objectNode()
                .put("channel", "IN_PERSON")
                .put("lawyer", line.onDuty().getFirst());
        String record = line.api()
                .post("/consultations", consultation, Duration.ofSeconds(20))
                .path("id")
                .asText();
        line.hasNotSignedIn(line.onDuty().getFirst());
        try (Browser.Visit visit = browser.visit().signIn(line.onDuty().getFirst(), line.password())) {
            Page page = visit.page;
            page.navigate("/desk");
            button(page, "签到").click();
            assertThat(page.locator(".attendance")).containsText("签到");
            assertThat(button(page, "签退")).isVisible();

            Locator owed = page.locator("[data-test=callbacks] li")
                    .filter(new Locator.FilterOptions().setHasText(number.substring(7)));
            owed.getByText("认领").click();
            assertThat(owed.getByText("退回")).isVisible();
            owed.getByText("退回").click();
            assertThat(owed.getByText("认领")).isVisible();

            button(page, "请假").click();
            page.locator("dialog input").last().fill("家中有事");
            inDialog(page, "提交").click();
            Locator leave = page.locator("ul[aria-label]").filter(new Locator.FilterOptions().setHasText("家中有事"));
            assertThat(leave).containsText("待批准");
            leave.getByText("撤回").click();
            assertThat(leave).containsText("已撤回");

            button(page, "换班").first().click();
            page.locator("dialog select").first().selectOption(new SelectOption().setIndex(3));
            inDialog(page, "发出请求").click();
            Locator swap = page.locator(".swap, .toast.bad").first();
            assertThat(swap).isVisible();
            if (page.locator(".swap").count() > 0) {
                page.locator(".swap").getByText("撤回").click();
                assertThat(page.locator(".swap")).hasCount(0);
            } else {
                page.keyboard().press("Escape");
            }

            button(page, "日历订阅").click();
            inDialog(page, "生成地址").click();
            String address = page.locator("dialog input[readonly]").inputValue();
            assertThat(visit.context.request().get(address).text()).contains("BEGIN:VCALENDAR", "BEGIN:VEVENT");
            page.locator("dialog footer button").click();
            assertThat(page.locator("dialog")).hasCount(0);

            // The service counts, over days of rest; what it finds goes into the record.
            page.navigate("/log/" + record);
            button(page, "推算").click();
            page.locator("dialog select").selectOption("d15");
            assertThat(page.locator(".deadline-due")).hasText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d"));
            String due = page.locator(".deadline-due").innerText();
            inDialog(page, "采用").click();
            assertThat(page.locator("input[name=limitationDate]")).hasValue(due);
            assertThat(visit.complaints).isEmpty();
        }
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
