package org.hotline12348.core.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12348.core.account.Totp;
import org.hotline12348.core.callback.CallbackRules;
import org.hotline12348.core.choice.LineChoiceBook;
import org.hotline12348.core.choice.LineTeller;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.watch.Recipient;
import org.hotline12348.core.watch.RecipientBook;
import org.hotline12348.core.watch.Watch;
import org.hotline12348.core.web.ApiStand.Setting;
import org.hotline12348.core.web.Browser.Look;
import org.hotline12348.core.web.Browser.Visit;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.intake.LeaveIntake;
import org.hotline12348.scheduler.intake.NoticeIntake;
import org.hotline12348.scheduler.intake.PractitionerIntake;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The offices as people see them: real server, real database with the demonstration roster, real browser, on Friday,
 * 2026-10-16, 10:00; 2026-12-15 is the last day published.
 */
@Tag("browser")
@Tag("db")
class OfficeConsoleTest {

    private static final LocalDate LAST = LocalDate.of(2026, 12, 15);

    private static ApiStand stand;
    private static LiveRoster live;
    private static Browser browser;
    private static RecipientBook recipients;
    private Visit visit;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        stand = new ApiStand(ground -> {
            PgRosterStore store = new PgRosterStore(ground.pool, TestSeal.fresh());
            ApiStand.await(DemoRoster.seed(store, ground.clock));
            live = new LiveRoster(ground.vertx, store, ground.clock);
            ApiStand.await(live.start());
            RosterDesk desk = new RosterDesk(ground.vertx, store, live, ground.clock);
            WebFeature roster = new RosterDeskEndpoints(ground.vertx, desk, ground.clock);
            WebFeature imports = new IntakeFeature(
                    ground.vertx,
                    new PractitionerIntake(store, ground.clock, live::refresh),
                    new LeaveIntake(store, ground.clock, live::refresh),
                    new NoticeIntake(store, ground.clock, live::refresh),
                    ground.clock);
            LineTeller teller = new LineTeller(
                    ground.vertx,
                    new LineChoiceBook(ground.pool, Vault.forgetful()),
                    ground.line,
                    live,
                    _ -> Optional.empty());
            WebFeature line = new LineChoiceFeature(teller, live, CallbackRules.usual()::mayDial, ground.clock);
            recipients = new RecipientBook(ground.pool, Vault.forgetful());
            // A watch that is not started: nothing stands, and whom it would tell can be set.
            WebFeature watch = new WatchEndpoints(
                    new Watch(
                            ground.vertx,
                            () -> Future.failedFuture("not read here"),
                            ground.clock,
                            Optional.empty(),
                            new SimpleMeterRegistry()),
                    recipients,
                    ground.clock);
            return new Setting(live, OfficeStand.features(ground, live, store, List.of(roster, imports, line, watch)));
        });
        // By name: browsers offer security keys on localhost, not on an address.
        browser = new Browser("http://localhost:" + stand.port());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        live.stop();
        stand.close();
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
        visit = browser.visit().withAxe().signIn(username, PASSWORD);
        return visit.page;
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
    void aPlanIsMadeLookedAtChangedByHandRefusedAndPublished() {
        Page page = open("coordinator");
        page.click("a[href='/roster']");
        page.click("a[href='/roster/plans']");
        button(page, "自动排班").click();
        page.fill("input[name=from]", LAST.plusDays(1).toString());
        page.fill("input[name=to]", LAST.plusDays(14).toString());
        page.fill("input[name=seconds]", "2");
        inDialog(page, "开始排班").click();
        page.waitForSelector("[data-test=scores]");
        assertThat(page.locator(".plan-head .chip")).containsText(Pattern.compile("已证最优|可行"));
        assertThat(page.locator("[data-test=changes] li")).not().hasCount(0);
        assertThat(page.getByText("全部席位已排满")).isVisible();

        assertThat(visit.violations()).as("accessibility of a plan").isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(visit.violationsOfLook())
                .as("accessibility of a plan in the dark")
                .isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));

        // Two seats of one day to one lawyer: against a hard rule, and told which.
        String day = LAST.plusDays(3).toString();
        Locator duties = page.locator(".day:has(time[datetime='" + day + "']) button.duty");
        String first = duties.nth(0).innerText();
        duties.nth(0).dragTo(duties.nth(1));
        assertThat(page.locator(".toast.bad")).isVisible();
        assertThat(page.locator(".plan-head .chip")).not().containsText("手工");

        // A lawyer without a duty in these days takes one, by keyboard.
        duties.nth(0).click();
        page.locator("dialog input").fill("lawyer");
        Locator people = page.locator("dialog .people button:enabled");
        assertThat(people).not().hasCount(0);
        for (int n = 0; n < people.count() && page.locator("dialog").isVisible(); n++) {
            people.nth(n).click();
            page.waitForTimeout(200);
        }
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.locator(".plan-head .chip")).containsText("手工");
        assertThat(duties.nth(0)).not().hasText(first);

        button(page, "公布").click();
        page.locator("dialog input").fill("十二月值班");
        inDialog(page, "公布").click();
        assertThat(page).hasURL(Pattern.compile("/roster\\?month=2026-12"));
        page.click("a[href='/roster/plans']");
        assertThat(page.getByText("十二月值班")).isVisible();
    }

    @Test
    void whatAnotherPublishedIsToldAndNotOverwritten() {
        var coordinator = stand.signedIn("coordinator");
        String day = LAST.minusDays(20).toString();
        String plan = coordinator
                .post("/roster/plans", new JsonObject().put("from", day).put("to", day))
                .isAnswered(201)
                .json()
                .getString("id");
        var duty = coordinator
                .get("/roster?from=%s&to=%s".formatted(day, day))
                .json()
                .getJsonArray("duties")
                .getJsonObject(0);
        String seated = duty.getJsonObject("lawyer").getString("id");
        for (String other : List.of("lawyer15", "lawyer16", "lawyer17", "lawyer18", "lawyer19", "lawyer20")) {
            if (other.equals(seated)
                    || coordinator
                                    .write(
                                            HttpMethod.PUT,
                                            "/duties/" + duty.getString("id"),
                                            Map.of(),
                                            new JsonObject().put("lawyer", other))
                                    .status()
                            == 200) {
                break;
            }
        }
        Page page = open("coordinator");
        page.navigate("/roster/plans/" + plan);
        button(page, "公布").click();
        inDialog(page, "公布").click();
        assertThat(page.locator("[data-test=outdated]")).containsText("班表已被他人改动");
        assertThat(page.locator("[data-test=outdated] li")).not().hasCount(0);
    }

    @Test
    void leaveIsEnteredAndASickCallFindsCover() {
        Page page = open("coordinator");
        page.navigate("/roster/inbox");
        button(page, "登记请假").click();
        page.selectOption("select[name=lawyer]", "lawyer28");
        page.fill("input[name=from]", "2026-11-02");
        page.fill("input[name=to]", "2026-11-03");
        inDialog(page, "保存").click();
        assertThat(page.locator("[data-test=leave-rest]")).containsText("已批准");

        page.navigate("/roster/plans");
        button(page, "病假登记").click();
        String sick = stand.signedIn("coordinator")
                .get("/roster?from=2026-10-20&to=2026-10-20")
                .json()
                .getJsonArray("duties")
                .getJsonObject(0)
                .getJsonObject("lawyer")
                .getString("id");
        page.selectOption("select[name=lawyer]", sick);
        page.fill("input[name=from]", "2026-10-19");
        page.fill("input[name=to]", "2026-10-21");
        inDialog(page, "登记并找人顶班").click();
        assertThat(page.locator("[data-test=changes] li")).not().hasCount(0);
        button(page, "公布").click();
        inDialog(page, "公布").click();
        assertThat(page).hasURL(Pattern.compile("/roster\\?month=2026-10"));
    }

    @Test
    void leaveComesFromAListThatIsSoundOrIsNotTaken() {
        Page page = open("coordinator");
        page.navigate("/roster/inbox");
        button(page, "导入请假").click();
        chooseList(page, "编号,开始日期,结束日期,类别\nlawyer05,2026-11-20,2026-11-21,公假\nlawyer06,2026-11-31,2026-12-01,年假\n");
        assertThat(page.locator("[data-test=import-counts]")).containsText("有误: 1");
        assertThat(page.locator("dialog tbody tr").first()).containsText("2026-11-31");
        assertThat(inDialog(page, "导入")).isDisabled();
        chooseList(page, "编号,开始日期,结束日期,类别\nlawyer05,2026-11-20,2026-11-21,公假\n");
        inDialog(page, "导入").click();
        assertThat(page.locator("[data-test=leave-rest]")).containsText("11月20日");
    }

    private static void chooseList(Page page, String text) {
        page.setInputFiles(
                "dialog input[type=file]",
                new FilePayload("leave.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whenSomebodyCanDoDutyAndByWhichTelephone() {
        Page page = open("coordinator");
        page.navigate("/roster/people");
        page.locator("tr", new Page.LocatorOptions().setHasText("lawyer07"))
                .getByRole(AriaRole.BUTTON)
                .click();
        page.uncheck("input[name=can-SUNDAY]");
        page.fill("input[name=hours-MONDAY]", "上午");
        assertThat(page.locator("dialog [role=alert]").first()).containsText("上午");
        assertThat(inDialog(page, "保存")).isDisabled();
        page.fill("input[name=hours-MONDAY]", "8：00至14：00");
        page.fill("input[name=share]", "50");
        page.selectOption("select[name=usual-phone]", "BROWSER");
        page.locator("dialog .choice")
                .filter(new Locator.FilterOptions().setHasText("手机"))
                .click();
        inDialog(page, "保存").click();
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("lawyer07")))
                .containsText("50%");
        JsonObject kept =
                stand.signedIn("coordinator").get("/practitioners/lawyer07").json();
        assertThat(kept.getJsonArray("availableAt").encode())
                .isEqualTo("[{\"days\":[\"MONDAY\"],\"hours\":[\"08:00-14:00\"]}]");
        assertThat(kept.getJsonArray("availableOn").size()).isEqualTo(6);
        assertThat(kept.getJsonArray("phones").getList()).isEqualTo(List.of("BROWSER", "MOBILE"));
    }

    @Test
    void aCentreChoosesHowItsCallsAreTaken() {
        Page page = open("coordinator");
        page.click("a[href='/line']");
        page.fill("input[name=overflowSeconds]", "4");
        assertThat(button(page, "保存")).isDisabled();
        page.fill("input[name=overflowSeconds]", "45");
        page.check("input[name=englishKey]");
        page.fill("input[name=helpPerson]", "coordinator");
        page.fill("input[name=helpNumber]", "13900000077");
        // What concerns other centres too is an administrator's.
        assertThat(page.locator("input[name=shortNumber]")).isDisabled();
        button(page, "保存").click();
        assertThat(page.getByText("139****0077")).isVisible();
        JsonObject chosen = stand.signedIn("coordinator").get("/line/choices").json();
        assertThat(chosen.getInteger("overflowSeconds")).isEqualTo(45);
        assertThat(chosen.getBoolean("englishKey")).isTrue();
        // Saved again without the number: it stays.
        page.uncheck("input[name=englishKey]");
        button(page, "保存").click();
        assertThat(page.locator("input[name=englishKey]")).not().isChecked();
        assertThat(stand.signedIn("coordinator").get("/line/choices").json().getString("helpNumber"))
                .isEqualTo("139****0077");
    }

    @Test
    void alarmsAreSentToWhomTheCentreNames() {
        Page page = open("coordinator");
        page.navigate("/line/alarms");
        assertThat(page.getByText("还没有接收人")).isVisible();
        button(page, "添加接收人").click();
        page.fill("input[name=address]", "139000");
        button(page, "保存").click();
        assertThat(page.locator("[role=alert]").first()).containsText("139000");
        page.fill("input[name=address]", "13900000088");
        button(page, "保存").click();
        assertThat(page.locator("input[name=address]")).hasValue("139****0088");
        button(page, "添加接收人").click();
        page.locator("input[name=address]").nth(1).fill("night@example.cn");
        page.locator("select[name=which]").nth(1).selectOption("all");
        button(page, "保存").click();
        assertThat(page.locator(".toast.ok")).hasCount(2);
        assertThat(ApiStand.await(recipients.of("jiaozuo")))
                .as("the number that came back masked is the one that stood there")
                .extracting(Recipient::address)
                .containsExactly("13900000088", "night@example.cn");
        stand.signedIn("coordinator")
                .write(
                        HttpMethod.PUT,
                        "/watch/recipients",
                        Map.of(),
                        new JsonObject()
                                .put("items", new JsonArray().add(new JsonObject().put("address", "138****0088"))))
                .isRefused(422);
    }

    @Test
    void theEmergencySwitchIsSeenByEverybody() {
        Page page = open("coordinator");
        button(page, "紧急停线").click();
        page.locator("dialog input").fill("停电 <b>检修</b>");
        inDialog(page, "紧急停线").click();
        assertThat(page.locator(".closure")).containsText("停电 <b>检修</b>");
        assertThat(page.locator(".opening")).containsText("停线");
        page.navigate("/wall");
        assertThat(page.locator(".closure")).isVisible();
        Visit lawyer = browser.visit().signIn("lawyer01", PASSWORD);
        lawyer.page.navigate("/");
        assertThat(lawyer.page.locator(".closure")).containsText("停电");
        assertThat(lawyer.page.locator(".closure button")).hasCount(0);
        lawyer.close();
        page.locator(".closure button").first().click();
        inDialog(page, "恢复服务").click();
        assertThat(page.locator(".closure")).hasCount(0);
    }

    @Test
    void anAccountIsMadeAndItsOwnerSettlesIn() {
        Page page = open("security");
        page.click("a[href='/admin']");
        page.waitForSelector("[data-account=coordinator]");
        button(page, "新建账号").click();
        page.fill("dialog input[name=name]", "<img src=x onerror=alert(1)>");
        page.fill("dialog input[name=username]", "newcomer");
        page.locator("dialog .choice")
                .filter(new Locator.FilterOptions().setHasText("协调员"))
                .click();
        inDialog(page, "保存").click();
        String password = page.locator("[data-test=first-passwords] code").innerText();
        assertThat(page.locator("[data-test=first-passwords] th")).hasText("<img src=x onerror=alert(1)>");

        Visit newcomer = browser.visit().signInOwing("newcomer", password);
        Page own = newcomer.page;
        assertThat(own.getByText("请先设置自己的密码")).isVisible();
        own.fill("input[name=password]", password);
        own.fill("input[name=next]", "a password of my own");
        own.click("button[type=submit]");
        own.waitForSelector(".shell");

        // An authenticator app: the secret is shown once, a code puts it in use.
        own.navigate("/me");
        button(own, "设置验证器").click();
        own.fill("dialog input[name=again]", "a password of my own");
        inDialog(own, "确认").click();
        String secret = own.locator("code.secret").innerText().replace(" ", "");
        assertThat(own.locator("svg.qr path")).isVisible();
        long step = stand.clock.instant().getEpochSecond() / Totp.STEP_SECONDS;
        own.fill("dialog input[name=code]", Totp.code(secret, step));
        inDialog(own, "启用").click();
        assertThat(own.getByText("已启用", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        newcomer.close();
    }

    @Test
    void aSecurityKeyIsAddedAndOpensTheDoor() {
        stand.signedIn("security")
                .post(
                        "/accounts",
                        new JsonObject()
                                .put("username", "keeper")
                                .put("name", "Keeper")
                                .put("roles", new JsonArray().add("auditor")))
                .isAnswered(201);
        ApiStand.await(stand.passwords
                .hash(PASSWORD)
                .compose(hash -> stand.accounts.changePassword("keeper", hash, stand.clock.instant())));
        visit = browser.visit();
        Page page = visit.page;
        CDPSession devices = visit.context.newCDPSession(page);
        devices.send("WebAuthn.enable");
        com.google.gson.JsonObject options = new com.google.gson.JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "usb");
        options.addProperty("hasResidentKey", false);
        options.addProperty("hasUserVerification", false);
        options.addProperty("automaticPresenceSimulation", true);
        com.google.gson.JsonObject device = new com.google.gson.JsonObject();
        device.add("options", options);
        devices.send("WebAuthn.addVirtualAuthenticator", device);

        visit.signIn("keeper", PASSWORD);
        page.navigate("/me");
        button(page, "添加密钥").click();
        page.fill("dialog input[name=key-name]", "钥匙圈");
        page.fill("dialog input[name=again]", PASSWORD);
        inDialog(page, "添加密钥").click();
        assertThat(page.getByText("钥匙圈")).isVisible();

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("退出登录"))
                .click();
        page.waitForSelector("input[name=username]");
        page.fill("input[name=username]", "keeper");
        page.fill("input[name=password]", PASSWORD);
        page.click("button[type=submit]");
        button(page, "用安全密钥登录").click();
        page.waitForSelector(".shell");
        page.navigate("/admin/audit");
        button(page, "校验整条链").click();
        assertThat(page.locator("[data-test=proof]")).containsText("完整");
    }

    private static final List<Look> LOOKS = List.of(Look.USUAL, Look.ENGLISH_DARK, Look.TELEPHONE);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            coordinator | / /wall /roster /roster/timeline /roster/plans /roster/inbox /roster/people /roster/days /line /line/alarms /me
            admin       | /admin/system /admin/centres /admin/accounts
            security    | /admin/accounts /admin/security
            auditor     | /admin/audit
            """)
    void everyOfficeIsAccessible(String who, String paths) {
        visit = browser.visit().withAxe().signIn(who, PASSWORD);
        for (Look look : LOOKS) {
            visit.looks(look);
            for (String path : paths.split(" ")) {
                visit.follows(path);
                assertThat(look.equals(LOOKS.getFirst()) ? visit.violations() : visit.violationsOfLook())
                        .as("accessibility of %s, %s", path, look)
                        .isEmpty();
            }
        }
    }
}
