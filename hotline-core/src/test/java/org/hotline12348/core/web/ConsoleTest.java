package org.hotline12348.core.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.consultation.CallRecord;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.NotesEdit;
import org.hotline12348.core.journal.LiveCalls.LiveCall;
import org.hotline12348.core.journal.LiveNotice;
import org.hotline12348.core.web.Browser.Look;
import org.hotline12348.core.web.Browser.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The console as a person sees it: the real HTTP server and a real browser; the telephone is played. */
@Tag("browser")
@Tag("db")
class ConsoleTest {

    private static final String CALLER = "13800001234";

    private static ApiStand stand;
    private static Browser browser;
    private Visit visit;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        stand = new ApiStand();
        browser = new Browser("http://127.0.0.1:" + stand.port());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        stand.close();
    }

    @BeforeEach
    void clear() {
        stand.book.clear();
    }

    @AfterEach
    void nothingWentWrong() {
        if (visit != null) {
            assertThat(visit.complaints)
                    .as("errors on the page and requests to other hosts")
                    .isEmpty();
            visit.close();
        }
    }

    private Page open(String username) {
        visit = browser.visit().signIn(username, PASSWORD);
        return visit.page;
    }

    /** What the journal says of a call: as it is now to the live screens, and that its record changed. */
    private static void tell(Consultation call) {
        CallRecord record = call.call().orElseThrow();
        LiveCall live = new LiveCall(
                call.id(),
                call.centre(),
                call.startedAt(),
                call.caller().orElseThrow().masked(),
                record.live().orElse(new LiveState(LiveState.Phase.TALKING, "", call.startedAt())),
                Set.copyOf(call.lawyers()));
        boolean up = record.live().isPresent();
        notice(up ? LiveNotice.up(live, Set.of(), FRIDAY_TEN) : LiveNotice.over(live, FRIDAY_TEN));
        notice(new JsonObject()
                .put("type", "call")
                .put("centre", call.centre())
                .put("id", call.id())
                .put("lawyer", call.lawyer().orElse(null))
                .put("at", FRIDAY_TEN.toString()));
    }

    private static void notice(JsonObject notice) {
        stand.vertx.eventBus().publish("hotline.notice", notice);
    }

    private static Locator saveState(Page page, String state) {
        return page.locator(".save-state[data-state=" + state + "]");
    }

    @Test
    void aWrongPasswordIsRefusedInWordsAndTheRightOneOpensToday() {
        visit = browser.visit();
        Page page = visit.page;
        page.navigate("/");
        page.fill("input[name=username]", "coordinator");
        page.fill("input[name=password]", "wrong wrong wrong");
        page.click("button[type=submit]");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("用户名或密码不正确");
        page.fill("input[name=password]", PASSWORD);
        page.click("button[type=submit]");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("10月16日星期五");
        assertThat(page.locator(".opening")).containsText("服务中");
        assertThat(page.locator(".seat")).not().hasCount(0);
    }

    @Test
    void aCallComesAndGoesOnToday() {
        Page page = open("coordinator");
        Locator live = page.locator("[data-test=live-calls] li");
        assertThat(page.getByText("现在没有来电")).isVisible();

        Consultation call = stand.book.talking("c1", "lawyer01", CALLER, FRIDAY_TEN.minusSeconds(20));
        tell(call);
        assertThat(live).hasCount(1);
        assertThat(live).containsText("138****1234");
        assertThat(live).containsText("通话中");

        tell(stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minusSeconds(20)));
        assertThat(page.getByText("现在没有来电")).isVisible();
        assertThat(page.locator("[data-test=records] li")).hasCount(1);
    }

    @Test
    void theRecordOpensAtTheLawyersDeskFromTheTalkOn() {
        Page page = open("lawyer01");
        Consultation call = stand.book.talking("c1", "lawyer01", CALLER, FRIDAY_TEN.minusSeconds(20));
        tell(call);
        assertThat(page.locator(".dock-call")).containsText("138****1234");
        assertThat(page).hasURL(Pattern.compile("/desk$"));
        page.fill("textarea[name=summary]", "拖欠工资三个月");
        assertThat(saveState(page, "saved")).isVisible();
        tell(stand.book.put(Stories.ended(stand.book, "c1", FRIDAY_TEN)));
        assertThat(page.locator(".dock-call")).hasCount(0);
        assertThat(page.locator("textarea[name=summary]")).hasValue("拖欠工资三个月");
    }

    @Test
    void whatIsWrittenIsSavedAsOneTypes() {
        stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(1)));
        Page page = open("lawyer01");
        page.click("a[href='/log']");
        page.locator(".log-row:not(.log-head)").first().click();
        page.locator("[role=combobox]").click();
        page.keyboard().type("ldbc");
        page.keyboard().press("Enter");
        page.fill("textarea[name=summary]", "包工头拖欠工资");
        page.fill("textarea[name=advice]", "向劳动监察投诉；可申请法律援助");
        page.selectOption("select[name=disposition]", "answered");
        page.check("input[name=rightsExplained]");
        assertThat(saveState(page, "saved")).isVisible();
        assertThat(page.locator(".save-state")).containsText("记录已完整");
        var notes = stand.book
                .list(org.hotline12348.core.consultation.ConsultationQuery.of("jiaozuo"))
                .result()
                .items()
                .getFirst()
                .notes();
        assertThat(notes.category()).isEqualTo("wages");
        assertThat(notes.summary()).isEqualTo("包工头拖欠工资");
        assertThat(notes.advice()).isEqualTo("向劳动监察投诉；可申请法律援助");
        assertThat(notes.disposition()).isEqualTo("answered");
        assertThat(notes.rightsExplained()).isTrue();
    }

    /** A hundred keys at 0.28 s each (Card, Moran and Newell's average typist) are the half minute a record may take. */
    @Test
    void aRecordIsCompletedByKeyboardAloneInAHundredKeys() {
        Page page = open("lawyer01");
        tell(stand.book.talking("c1", "lawyer01", CALLER, FRIDAY_TEN.minusSeconds(20)));
        assertThat(page.locator(".dock .still-needed")).containsText("还差 5 项");
        assertThat(page.locator("[role=combobox]")).isFocused();
        int keys = 0;
        for (String step : new String[] {
            "ldbc",
            "Enter",
            "Tab",
            "ArrowDown",
            "Tab",
            "gongtou tuoqian gongzi 3 yue",
            "Tab",
            "xiang laodong jiancha tousu",
            "Tab",
            "Space",
            "Control+Enter"
        }) {
            if (step.matches("Enter|Tab|ArrowDown|Space|Control\\+Enter")) {
                page.keyboard().press(step);
                keys += 1;
            } else {
                page.keyboard().type(step);
                keys += step.length();
            }
        }
        assertThat(saveState(page, "saved")).isVisible();
        assertThat(page.locator(".dock")).containsText("记录已完整");
        assertThat(keys).isLessThan(100);
        var notes = ApiStand.await(stand.book.find("c1", Set.of("jiaozuo"), Optional.empty()))
                .orElseThrow()
                .notes();
        assertThat(notes.category()).isEqualTo("wages");
        assertThat(notes.disposition()).isEqualTo("answered");
        assertThat(notes.missing()).isEmpty();
    }

    @Test
    void atTheRingTheCallersEarlierCallsAreGuessedFrom() {
        stand.book.answered("c0", "lawyer02", CALLER, FRIDAY_TEN.minus(Duration.ofDays(3)));
        ApiStand.await(stand.book.edit(
                "c0", 1, Stories.wages("建议申请劳动仲裁"), Set.of("jiaozuo"), Optional.empty(), "lawyer02", FRIDAY_TEN));
        Page page = open("lawyer01");
        tell(stand.book.talking("c1", "lawyer01", CALLER, FRIDAY_TEN.minusSeconds(20)));
        Locator earlier = page.locator("[data-test=earlier]");
        assertThat(earlier).containsText("第 2 次来电");
        assertThat(earlier).containsText("建议申请劳动仲裁");
        assertThat(earlier.locator(".guess")).containsText("劳动报酬");
        page.keyboard().press("Alt+1");
        assertThat(page.locator("[role=combobox]")).hasValue(Pattern.compile("劳动报酬.*"));
        assertThat(earlier.locator(".guess")).hasCount(0);
    }

    @Test
    void whatAnotherWroteIsShownAndNeverOverwritten() {
        Consultation entry = stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(1)));
        Page page = open("coordinator");
        page.navigate("/log/c1");
        assertThat(page.locator("textarea[name=summary]")).isVisible();
        // The lawyer saves while what the director typed is on its way.
        AtomicBoolean first = new AtomicBoolean(true);
        page.route("**/consultations/c1", route -> {
            if (!route.request().method().equals("GET") && first.getAndSet(false)) {
                ApiStand.await(stand.book.edit(
                        "c1",
                        entry.version(),
                        Stories.summary("律师写的"),
                        Set.of("jiaozuo"),
                        Optional.empty(),
                        "lawyer01",
                        FRIDAY_TEN));
            }
            route.resume();
        });
        page.fill("textarea[name=summary]", "主任写的");
        assertThat(page.locator(".conflicts")).containsText("律师写的");
        assertThat(page.locator(".conflicts")).containsText("主任写的");
        assertThat(summaryOf("c1")).isEqualTo("律师写的");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("保留我的"))
                .click();
        assertThat(saveState(page, "saved")).isVisible();
        assertThat(summaryOf("c1")).isEqualTo("主任写的");
        page.locator("[data-test=edits] summary").click();
        assertThat(page.locator("[data-test=edits] li")).hasCount(2);
        assertThat(page.locator("[data-test=edits] li").first().locator("del")).hasText("律师写的");
        assertThat(page.locator("[data-test=edits] li").first().locator("ins")).hasText("主任写的");
    }

    @Test
    void whatAnotherWroteElsewhereIsMerged() {
        Consultation entry = stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(1)));
        Page page = open("coordinator");
        page.navigate("/log/c1");
        assertThat(page.locator("textarea[name=summary]")).isVisible();
        ApiStand.await(stand.book.edit(
                "c1",
                entry.version(),
                Stories.summary("律师写的"),
                Set.of("jiaozuo"),
                Optional.empty(),
                "lawyer01",
                FRIDAY_TEN));
        page.fill("textarea[name=advice]", "主任的意见");
        assertThat(saveState(page, "saved")).isVisible();
        assertThat(page.locator("textarea[name=summary]")).hasValue("律师写的");
        assertThat(page.locator(".conflicts")).hasCount(0);
    }

    @Test
    void aDraftOutlivesALostNetworkAndAReload() {
        stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(1)));
        Page page = open("lawyer01");
        page.navigate("/log/c1");
        page.route("**/api/v1/consultations/c1", route -> {
            if (route.request().method().equals("PATCH")) {
                route.abort();
            } else {
                route.resume();
            }
        });
        page.fill("textarea[name=summary]", "网络断了也不能丢");
        assertThat(saveState(page, "offline")).isVisible();
        page.reload();
        assertThat(page.locator("textarea[name=summary]")).hasValue("网络断了也不能丢");
        assertThat(summaryOf("c1")).isEmpty();
        page.unrouteAll();
        assertThat(saveState(page, "saved")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        assertThat(summaryOf("c1")).isEqualTo("网络断了也不能丢");
    }

    @Test
    void aScriptInATextStaysText() {
        stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(1)));
        String evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        ApiStand.await(stand.book.edit(
                "c1", 1, Stories.summary(evil), Set.of("jiaozuo"), Optional.empty(), "lawyer01", FRIDAY_TEN));
        Page page = open("coordinator");
        assertThat(page.locator("[data-test=records]")).containsText(evil);
        page.navigate("/log/c1");
        assertThat(page.locator("textarea[name=summary]")).hasValue(evil);
        assertThat(page.locator(".log-matter").first()).containsText(evil);
        assertThat(page.title()).doesNotContain("owned");
    }

    @Test
    void theLanguageIsSwitchedAndKept() {
        Page page = open("coordinator");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English"))
                .click();
        assertThat(page.getByRole(AriaRole.NAVIGATION)).containsText("Today");
        assertThat(page.locator("html")).hasAttribute("lang", "en-GB");
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Friday 16 October");
    }

    @Test
    void thousandsOfRowsScrollWithFewInThePage() {
        for (int n = 0; n < 3000; n++) {
            stand.book.put(ScriptedBook.entry(
                    "%05d".formatted(n),
                    "jiaozuo",
                    "lawyer01",
                    CALLER,
                    FRIDAY_TEN.minus(Duration.ofMinutes(n)),
                    Optional.of(FRIDAY_TEN.minus(Duration.ofMinutes(n)).plusSeconds(60)),
                    Optional.of(Outcome.ANSWERED)));
        }
        Page page = open("coordinator");
        page.click("a[href='/log']");
        Locator rows = page.locator(".virtual-window .log-row");
        assertThat(rows.first()).isVisible();
        page.waitForFunction(
                """
                () => {
                  const list = document.querySelector('.virtual');
                  list.scrollTop = list.scrollHeight;
                  return document.querySelector('.log-foot').textContent.includes('3000');
                }
                """,
                null,
                new Page.WaitForFunctionOptions().setPollingInterval(50).setTimeout(90_000));
        assertThat(rows.count()).isLessThan(80);
        assertThat(rows.last()).isVisible();
    }

    @Test
    void theSessionsEndLeadsToTheSignIn() {
        Page page = open("coordinator");
        visit.context.clearCookies();
        tell(stand.book.talking("c1", "lawyer01", CALLER, FRIDAY_TEN));
        assertThat(page.getByText("登录已失效，请重新登录")).isVisible();
    }

    static java.util.stream.Stream<Look> looks() {
        return java.util.stream.Stream.of(Look.USUAL, Look.ENGLISH_DARK, Look.TELEPHONE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("looks")
    void everyPageIsAccessible(Look look) {
        stand.book.answered("c1", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(1)));
        stand.book.answered("c2", "lawyer01", CALLER, FRIDAY_TEN.minus(Duration.ofHours(2)));
        stand.book.talking("c3", "lawyer01", "13900005678", FRIDAY_TEN.minusSeconds(20));
        visit = browser.visit(look);
        visit.context.addInitScript(Path.of("src/main/web/node_modules/axe-core/axe.min.js"));
        Page page = visit.page;
        page.navigate("/");
        page.waitForSelector(".signin-card");
        hasNoViolations(page, "sign-in");
        visit.signIn("lawyer01", PASSWORD);
        page.waitForSelector("[data-test=record]");
        hasNoViolations(page, "desk in a call");
        page.click("a[href='/']");
        page.waitForSelector("[data-test=records]");
        hasNoViolations(page, "today");
        page.click("a[href='/log']");
        page.waitForSelector(".virtual-window .log-row");
        hasNoViolations(page, "log");
        page.locator(".virtual-window .log-row").nth(1).click();
        page.waitForSelector("[data-test=record]");
        hasNoViolations(page, "record");
        page.click("a[href='/roster']");
        page.waitForSelector(".month");
        hasNoViolations(page, "roster");
    }

    private static void hasNoViolations(Page page, String what) {
        Object found = page.evaluate("""
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                  .map((one) => `${one.id}: ${one.help} ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
                """);
        assertThat((java.util.List<?>) found).as("accessibility of: " + what).isEmpty();
    }

    private static String summaryOf(String id) {
        return ApiStand.await(stand.book.find(id, Set.of("jiaozuo"), Optional.empty()))
                .orElseThrow()
                .notes()
                .summary();
    }

    /** Small steps of a story. */
    private static final class Stories {

        static NotesEdit summary(String text) {
            return edit(NotesEdit.NOTHING.category(), text, NotesEdit.NOTHING.advice());
        }

        /** A matter of wages, with the advice given. */
        static NotesEdit wages(String advice) {
            return edit(Optional.of("wages"), "拖欠工资", Optional.of(advice));
        }

        private static NotesEdit edit(Optional<String> category, String summary, Optional<String> advice) {
            NotesEdit no = NotesEdit.NOTHING;
            return new NotesEdit(
                    category,
                    no.matter(),
                    Optional.of(summary),
                    advice,
                    no.disposition(),
                    no.callerGroups(),
                    no.callerName(),
                    no.district(),
                    no.rightsExplained(),
                    no.limitationDate(),
                    no.followUpWanted(),
                    no.sensitive(),
                    no.nameWithheld(),
                    no.aidApplication(),
                    no.referredTo(),
                    no.followUpOn());
        }

        /** The same call, over; what was written stays. */
        static Consultation ended(ScriptedBook book, String id, java.time.Instant at) {
            Consultation was = ApiStand.await(book.find(id, Set.of("jiaozuo"), Optional.empty()))
                    .orElseThrow();
            Consultation over = ScriptedBook.entry(
                    id,
                    was.centre(),
                    was.lawyer().orElseThrow(),
                    CALLER,
                    was.startedAt(),
                    Optional.of(at),
                    Optional.of(Outcome.ANSWERED));
            return new Consultation(
                    over.id(),
                    over.number(),
                    over.centre(),
                    over.channel(),
                    over.startedAt(),
                    over.endedAt(),
                    over.outcome(),
                    over.caller(),
                    over.lawyer(),
                    over.lawyers(),
                    over.call(),
                    was.notes(),
                    was.version(),
                    was.editedBy(),
                    was.editedAt());
        }
    }
}
