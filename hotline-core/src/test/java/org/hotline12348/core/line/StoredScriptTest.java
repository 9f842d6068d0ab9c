package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.core.web.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people write stays text wherever it is read: script is put into every text that the service keeps and shows. */
@Tag("pbx")
@Tag("browser")
class StoredScriptTest {

    /** Each field's text is told apart by its number, and would run in an attribute, an element, or a template. */
    private static final String SCRIPT =
            "<img src=x onerror=ran(%1$d)>\"'><script>ran(%1$d)</script><svg onload=ran(%1$d)>{{ran(%1$d)}}javascript:ran(%1$d)";

    private static final String WATCH = """
            window.ranAt = [];
            window.ran = (field) => window.ranAt.push(field);
            window.violations = [];
            addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
            """;

    private static WholeLine line;
    private static String record;
    private static Map<String, String> written;

    private static String script(String field) {
        return written.computeIfAbsent(field, ignored -> SCRIPT.formatted(written.size() + 1));
    }

    private static String cut(String field, int most) {
        String whole = script(field);
        return whole.substring(0, Math.min(most, whole.length()));
    }

    @BeforeAll
    static void scriptIsWrittenIntoEveryText() {
        line = WholeLine.shared();
        line.quiet();
        written = new LinkedHashMap<>();
        Client coordinator = client("coordinator");
        Client admin = client("admin");
        String lawyerName = line.onDuty().getFirst();
        Client lawyer = client(lawyerName);
        LocalDate later = LocalDate.now().plusDays(45);

        JsonObject consultation = new JsonObject()
                .put("channel", "ONLINE")
                .put("lawyer", lawyerName)
                .put("callerName", cut("caller's name", 100))
                .put("district", cut("district", 100))
                .put("matter", cut("matter", 100))
                .put("referredTo", cut("sent on to", 100))
                .put("summary", script("summary"))
                .put("advice", script("advice"));
        record = coordinator
                .answered(201, "POST", "/consultations", consultation)
                .getString("id");
        coordinator.answered(
                200,
                "PUT",
                "/consultations/" + record + "/recording-hold",
                new JsonObject().put("held", true).put("reason", script("legal hold")));
        coordinator.answered(
                201,
                "POST",
                "/snippets",
                new JsonObject().put("title", cut("advice text's title", 100)).put("body", script("advice text")));
        coordinator.answered(
                201,
                "POST",
                "/practitioners",
                new JsonObject()
                        .put("id", "scripted")
                        .put("name", cut("practitioner's name", 40))
                        .put("firm", cut("firm", 100))
                        .put("specialities", new JsonArray().add(cut("speciality", 40))));
        String leave = lawyer.answered(
                        201,
                        "POST",
                        "/leaves",
                        new JsonObject()
                                .put("from", later.toString())
                                .put("to", later.toString())
                                .put("reason", script("leave")))
                .getString("id");
        coordinator.answered(
                200, "POST", "/leaves/" + leave + "/refuse", new JsonObject().put("remark", script("refusal")));
        coordinator.answered(
                200,
                "PUT",
                "/calendar/" + later,
                new JsonObject().put("open", true).put("reason", cut("day by hand", 200)));
        String callback = coordinator
                .answered(201, "POST", "/callbacks", new JsonObject().put("number", line.someNumber()))
                .getString("id");
        coordinator.answered(
                200,
                "POST",
                "/callbacks/" + callback + "/dismiss",
                new JsonObject().put("note", script("callback dismissed")));
        admin.answered(
                201,
                "POST",
                "/accounts",
                new JsonObject()
                        .put("username", "scripted")
                        .put("name", cut("account's name", 100))
                        .put("centre", WholeLine.CENTRE)
                        .put("roles", new JsonArray().add("lawyer")));
    }

    @AfterAll
    static void takeBack() {
        client("coordinator")
                .answered(200, "DELETE", "/calendar/" + LocalDate.now().plusDays(45), null);
    }

    private static Client client(String name) {
        return new Client(line.hotline().ready().http(), name, line.password());
    }

    @Test
    @DisplayName("no page runs it, and it is read as it was written")
    void nothingRuns() {
        StringBuilder read = new StringBuilder();
        try (Browser browser = new Browser(line.hotline().ready().http())) {
            look(
                    browser,
                    read,
                    "coordinator",
                    "/",
                    "/log",
                    "/log/" + record,
                    "/roster?month=" + LocalDate.now().plusDays(45).toString().substring(0, 7),
                    "/roster/inbox",
                    "/roster/people",
                    "/roster/days",
                    "/callbacks",
                    "/reports",
                    "/line",
                    "/line/prompts");
            look(browser, read, line.onDuty().getFirst(), "/desk", "/log/" + record);
            look(browser, read, "admin", "/admin/accounts", "/admin/system");
            look(browser, read, "auditor", "/admin/audit");
        }
        for (Map.Entry<String, String> field : written.entrySet()) {
            assertThat(read.toString())
                    .as("%s, as it was written", field.getKey())
                    .contains(field.getValue().substring(0, 30));
        }
    }

    @Test
    @DisplayName("pages that need the whole line are accessible: in both languages, light and dark, and on a telephone")
    void accessible() {
        String lawyer = line.onDuty().getFirst();
        try (Browser browser = new Browser(line.hotline().ready().http());
                Browser.Visit coordinator = browser.visit().withAxe().signIn("coordinator", line.password());
                Browser.Visit desk = browser.visit().withAxe().signIn(lawyer, line.password())) {
            List<String> office = List.of("/callbacks", "/reports", "/roster/pay", "/log/" + record);
            for (Browser.Look look : List.of(Browser.Look.USUAL, Browser.Look.ENGLISH_DARK)) {
                accessible(coordinator, look, office);
                accessible(desk, look, List.of("/desk"));
            }
            accessible(desk, Browser.Look.TELEPHONE, List.of("/", "/desk", "/log", "/log/" + record, "/roster", "/me"));
        }
    }

    private static void accessible(Browser.Visit visit, Browser.Look look, List<String> paths) {
        visit.looks(look);
        for (String path : paths) {
            visit.follows(path);
            assertThat(look.equals(Browser.Look.ENGLISH_DARK) ? visit.violationsOfLook() : visit.violations())
                    .as("accessibility of %s, %s", path, look)
                    .isEmpty();
            assertThat(((Number) visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue())
                    .as("%s, %s: wider than the screen", path, look)
                    .isLessThanOrEqualTo(0);
        }
        assertThat(visit.complaints).isEmpty();
    }

    private static void look(Browser browser, StringBuilder read, String who, String... paths) {
        try (Browser.Visit visit = browser.visit()) {
            visit.context.addInitScript(WATCH);
            Page page = visit.signIn(who, line.password()).page;
            for (String path : paths) {
                visit.follows(path);
                page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))");
                if (path.equals("/callbacks")) {
                    page.getByText("已了结").click();
                    page.waitForFunction(
                            "text => document.body.innerText.includes(text)",
                            written.get("callback dismissed").substring(0, 30));
                }
                read.append(page.evaluate("""
                        () => document.body.innerText + ' '
                          + [...document.querySelectorAll('input, textarea, [title]')].map((one) => `${one.value ?? ''} ${one.title ?? ''}`).join(' ')
                        """)).append('\n');
                assertThat((List<?>) page.evaluate("window.ranAt"))
                        .as("%s at %s ran the script of fields", who, path)
                        .isEmpty();
                assertThat((List<?>) page.evaluate("window.violations"))
                        .as("%s at %s: the content policy had to stop something", who, path)
                        .isEmpty();
            }
            assertThat(visit.complaints).as(who).isEmpty();
        }
    }
}
