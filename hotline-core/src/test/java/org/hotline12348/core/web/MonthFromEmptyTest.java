package org.hotline12348.core.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.core.web.ApiStand.Setting;
import org.hotline12348.core.web.Browser.Visit;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.intake.LeaveIntake;
import org.hotline12348.scheduler.intake.NoticeIntake;
import org.hotline12348.scheduler.intake.PractitionerIntake;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A coordinator's first month, from a centre that has nobody: import, accounts, plan, a drag, a refused drag, publication,
 * print, leave, a swap, a sick call, duty pay. Real server, database, planner and browser.
 */
@Tag("browser")
@Tag("db")
class MonthFromEmptyTest {

    private ApiStand stand;
    private LiveRoster live;
    private Browser browser;
    private Visit visit;

    @BeforeEach
    void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        stand = new ApiStand(ground -> {
            PgRosterStore store = new PgRosterStore(ground.pool, TestSeal.fresh());
            Centre scripted = ground.roster.centre("jiaozuo").orElseThrow();
            ApiStand.await(store.found(new Centre(
                    scripted.id(),
                    scripted.name(),
                    scripted.calendar(),
                    List.of(ShiftPattern.allYear(List.of(new ShiftOfDay(
                            "day", DailyWindow.parse("08:00-20:00"), List.of(SeatRole.ANY, SeatRole.ANY), 1)))))));
            live = new LiveRoster(ground.vertx, store, ground.clock);
            ApiStand.await(live.start());
            RosterDesk desk = new RosterDesk(ground.vertx, store, live, ground.clock);
            return new Setting(
                    live,
                    OfficeStand.features(
                            ground,
                            live,
                            store,
                            List.of(
                                    new RosterDeskEndpoints(ground.vertx, desk, ground.clock),
                                    new IntakeFeature(
                                            ground.vertx,
                                            new PractitionerIntake(store, ground.clock, live::refresh),
                                            new LeaveIntake(store, ground.clock, live::refresh),
                                            new NoticeIntake(store, ground.clock, live::refresh),
                                            ground.clock))));
        });
        browser = new Browser("http://127.0.0.1:" + stand.port());
    }

    @AfterEach
    void close() {
        if (visit != null) {
            assertThat(visit.complaints)
                    .as("errors on the page and requests to other hosts")
                    .isEmpty();
        }
        browser.close();
        live.stop();
        stand.close();
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

    /** Thirty lawyers of six firms, as a coordinator's spreadsheet has them. */
    private static FilePayload list() {
        String lines = IntStream.rangeClosed(1, 30)
                .mapToObj(n -> "lawyer%02d,律师%02d,律师,第%d律师事务所,139000000%02d".formatted(n, n, n % 6 + 1, n))
                .collect(Collectors.joining("\n", "编号,姓名,类别,执业机构,手机\n", "\n"));
        return new FilePayload("值班律师.csv", "text/csv", lines.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonObject> november(Person person) {
        return person
                .get("/roster?from=2026-11-01&to=2026-11-30")
                .isAnswered(200)
                .json()
                .getJsonArray("duties")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void aMonthFromEmpty() {
        visit = browser.visit().signIn("coordinator", PASSWORD);
        Page page = visit.page;

        // Nobody yet; thirty come by a file that is looked at first.
        page.navigate("/roster/people");
        assertThat(page.getByText("没有值班人员")).isVisible();
        button(page, "导入名单").click();
        page.locator("dialog input[type=file]").setInputFiles(list());
        assertThat(page.locator("[data-test=import-counts]")).containsText("新增: 30");
        inDialog(page, "导入").click();
        assertThat(page.locator("[data-test=people] tbody tr")).hasCount(30);

        // The office of security makes accounts for those who have none (three have).
        Person security = stand.signedIn("security");
        assertThat(security.post("/accounts/practitioners", new JsonObject())
                        .isAnswered(201)
                        .json()
                        .getJsonArray("items"))
                .hasSize(27);

        // November is planned; nothing is published yet.
        page.navigate("/roster/plans");
        button(page, "自动排班").click();
        page.fill("input[name=from]", "2026-11-01");
        page.fill("input[name=to]", "2026-11-30");
        page.fill("input[name=seconds]", "3");
        inDialog(page, "开始排班").click();
        page.waitForSelector("[data-test=scores]");
        assertThat(page.getByText("全部席位已排满")).isVisible();
        assertThat(november(stand.signedIn("coordinator"))).isEmpty();

        // Refused: his colleague of the same day cannot sit on two seats.
        Locator tenth = page.locator(".day:has(time[datetime='2026-11-10']) button.duty");
        Locator eleventh = page.locator(".day:has(time[datetime='2026-11-11']) button.duty");
        tenth.nth(0).dragTo(tenth.nth(1));
        assertThat(page.locator(".toast.bad")).isVisible();
        assertThat(page.locator(".plan-head .chip")).not().containsText("手工");
        // Allowed: somebody of the shares' list who is free around that day takes a seat; the first that the rules let.
        Locator shares = page.locator(".share");
        boolean taken = false;
        for (int n = 0; n < shares.count() && !taken; n++) {
            String before = eleventh.nth(1).innerText();
            shares.nth(n).dragTo(eleventh.nth(1));
            page.waitForTimeout(300);
            taken = !eleventh.nth(1).innerText().equals(before);
        }
        assertThat(taken).as("one drag that the rules let").isTrue();
        assertThat(page.locator(".plan-head .chip")).containsText("手工");

        button(page, "公布").click();
        inDialog(page, "公布").click();
        assertThat(page).hasURL(Pattern.compile("/roster\\?month=2026-11"));
        assertThat(page.locator(".month .duty:not(.standby)")).not().hasCount(0);

        // As it is printed: the sheet alone.
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator(".month")).isVisible();
        assertThat(page.locator(".rail")).isHidden();
        assertThat(page.locator(".tabs")).isHidden();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

        // Leave is asked for by a lawyer and approved at the desk.
        Person lawyer = stand.signedIn("lawyer01");
        lawyer.post(
                        "/leaves",
                        new JsonObject()
                                .put("from", "2026-12-05")
                                .put("to", "2026-12-06")
                                .put("reason", "<script>alert(1)</script>"))
                .isAnswered(201);
        page.navigate("/roster/inbox");
        assertThat(page.locator("[data-test=leave-open]")).containsText("<script>alert(1)</script>");
        page.locator("[data-test=leave-open]")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("批准").setExact(true))
                .click();
        inDialog(page, "批准").click();
        assertThat(page.locator("[data-test=leave-rest]")).containsText("已批准");

        swap(page);

        // A sick call: leave and the fewest changes, looked at and published.
        JsonObject duty = november(stand.signedIn("coordinator")).stream()
                .filter(one -> one.getString("date").equals("2026-11-20") && !one.getBoolean("standby"))
                .findFirst()
                .orElseThrow();
        String sick = duty.getJsonObject("lawyer").getString("id");
        page.navigate("/roster/plans");
        button(page, "病假登记").click();
        page.selectOption("select[name=lawyer]", sick);
        page.fill("input[name=from]", "2026-11-20");
        page.fill("input[name=to]", "2026-11-20");
        inDialog(page, "登记并找人顶班").click();
        assertThat(page.locator("[data-test=changes] li")).not().hasCount(0);
        button(page, "公布").click();
        inDialog(page, "公布").click();
        assertThat(page).hasURL(Pattern.compile("/roster\\?month=2026-11"));
        assertThat(november(stand.signedIn("coordinator")))
                .noneMatch(one -> one.getString("date").equals("2026-11-20")
                        && one.getJsonObject("lawyer").getString("id").equals(sick));

        pay();
    }

    /** Two lawyers agree on a swap that the rules let; the coordinator has the last word. */
    private void swap(Page page) {
        Person coordinator = stand.signedIn("coordinator");
        coordinator
                .write(
                        HttpMethod.PATCH,
                        "/roster/settings",
                        Map.of(),
                        new JsonObject()
                                .put(
                                        "rules",
                                        coordinator
                                                .get("/roster/settings")
                                                .json()
                                                .getJsonObject("rules")
                                                .copy()
                                                .put("swapsNeedApproval", true)))
                .isAnswered(200);
        List<JsonObject> seats = november(coordinator).stream()
                .filter(one -> !one.getBoolean("standby"))
                .toList();
        List<String> known = List.of("lawyer01", "lawyer02", "lawyer03");
        for (JsonObject duty : seats) {
            String giver = duty.getJsonObject("lawyer").getString("id");
            if (!known.contains(giver)) {
                continue;
            }
            for (String taker : known) {
                if (taker.equals(giver)) {
                    continue;
                }
                Person asks = stand.signedIn(giver)
                        .post(
                                "/swaps",
                                new JsonObject()
                                        .put("duty", duty.getString("id"))
                                        .put("colleague", taker));
                if (asks.status() != 201) {
                    continue;
                }
                String swap = asks.json().getString("id");
                if (stand.signedIn(taker)
                                .write(HttpMethod.POST, "/swaps/" + swap + "/accept", Map.of(), null)
                                .status()
                        != 200) {
                    stand.signedIn(giver).write(HttpMethod.POST, "/swaps/" + swap + "/withdraw", Map.of(), null);
                    continue;
                }
                page.navigate("/roster/inbox");
                page.locator("[data-test=swap-open]")
                        .getByRole(
                                AriaRole.BUTTON,
                                new Locator.GetByRoleOptions().setName("同意").setExact(true))
                        .click();
                assertThat(page.getByText("没有待处理的换班")).isVisible();
                assertThat(november(stand.signedIn("coordinator")))
                        .anyMatch(one -> one.getString("id").equals(duty.getString("id"))
                                && one.getJsonObject("lawyer").getString("id").equals(taker));
                return;
            }
        }
        throw new AssertionError("None of %s could take a duty of another.".formatted(known));
    }

    /** The month is over: what each is paid, by a rate entered on the page. */
    private void pay() {
        visit.close();
        stand.clock.set(Instant.parse("2026-12-01T02:00:00Z"));
        visit = browser.visit().signIn("coordinator", PASSWORD);
        Page page = visit.page;
        page.navigate("/roster/pay?month=2026-11");
        button(page, "添加").click();
        page.fill("dialog input[name=amount]", "200");
        page.fill("dialog input[name=from]", "2026-11-01");
        inDialog(page, "保存").click();
        // Thirty days, two seats, 200 yuan each.
        assertThat(page.locator("[data-test=pay] tr").last()).containsText("12,000.00");
        String file = page.getByText("CSV").getAttribute("href");
        assertThat(visit.context
                        .request()
                        .get("http://127.0.0.1:" + stand.port() + file)
                        .text())
                .contains("律师01");
    }
}
