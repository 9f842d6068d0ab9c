package org.hotline12348.core.line;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.web.Browser;
import org.hotline12348.core.web.Browser.Visit;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.Telephone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A lawyer whose telephone is the browser: a real exchange, a real database, Chromium with its false microphone (which
 * beeps), a citizen and a colleague played by SIPp.
 */
@Tag("pbx")
@Tag("browser")
class LawyerInCallTest {

    /** Keeps the page's connections, so that a test can read what they hear. */
    private static final String LISTEN = """
            window.heard = [];
            const Plain = window.RTCPeerConnection;
            window.RTCPeerConnection = class extends Plain {
              constructor(...all) { super(...all); window.heard.push(this); }
            };
            """;

    private static final String ENERGY = """
            async () => {
              let sum = 0;
              for (const one of window.heard) {
                for (const stat of (await one.getStats()).values()) {
                  if (stat.type === 'inbound-rtp' && stat.kind === 'audio') sum += stat.totalAudioEnergy ?? 0;
                }
              }
              return sum;
            }
            """;

    private static WholeLine line;
    private static Browser browser;
    private Visit visit;
    private Visit second;
    private String lawyer;
    private String colleague;
    private Telephone colleaguesPhone;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        line = WholeLine.shared();
        browser = new Browser(
                line.hotline().ready().http(),
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--autoplay-policy=no-user-gesture-required");
    }

    /** The line is shared: whoever tells the next story finds both lawyers at their mobiles again. */
    @AfterAll
    static void stop() {
        line.onDuty().forEach(one -> {
            try (Visit visit = browser.visit().signIn(one, line.password())) {
                takes(visit, "mobile");
            }
        });
        browser.close();
    }

    /** Chooses a telephone; gives its password, which only a desk telephone has. */
    private static String takes(Visit who, String kind) {
        return String.valueOf(who.page.evaluate("""
                async kind => (await (await fetch('/api/v1/me/phone', {
                  method: 'PUT',
                  headers: {
                    'Content-Type': 'application/json',
                    'X-XSRF-TOKEN': decodeURIComponent(/XSRF-TOKEN=([^;]*)/.exec(document.cookie)[1]),
                  },
                  body: JSON.stringify({ kind }),
                })).json()).password
                """, kind));
    }

    @BeforeEach
    void twoLawyersOnDuty() {
        line.quiet();
        List<String> duty = line.onDuty();
        lawyer = duty.getFirst();
        colleague = duty.getLast();

        second = browser.visit().signIn(colleague, line.password());
        String password = takes(second, "sip");
        assertThat(line.phones().register(colleague, password)).isTrue();
        colleaguesPhone = line.phones().telephone(colleague).always(Telephone.Ring::isBusy);

        visit = browser.visit();
        visit.context.addInitScript(LISTEN);
        visit.page.onDialog(dialog -> dialog.accept());
        visit.signIn(lawyer, line.password());
        visit.page.navigate("/desk");
        visit.page.selectOption("select[name=phone]", "browser");
        assertThat(visit.page.getByText("网页电话就绪")).isVisible();
    }

    @AfterEach
    void leave() {
        visit.close();
        second.close();
    }

    private CallLeg citizenDialsAndIsAnswered(String number) {
        CallLeg citizen = line.phones().citizen(number).dials("12348");
        assertThat(talk("ringing")).isVisible();
        assertThat(talk("ringing")).containsText("138****" + number.substring(7));
        visit.page.keyboard().press("F2");
        assertThat(talk("talking")).isVisible();
        return citizen;
    }

    private Locator talk(String state) {
        return visit.page.locator("[data-talk=" + state + "]");
    }

    /** Both hear the other, louder than silence; the exchange counts packets both ways. */
    private void bothHear(CallLeg citizen) {
        long loud = citizen.packetsLoud();
        line.until("the citizen hears the microphone", () -> citizen.packetsLoud() > loud + 5);
        double energy = ((Number) visit.page.evaluate(ENERGY)).doubleValue();
        line.until(
                "the lawyer hears the citizen",
                () -> ((Number) visit.page.evaluate(ENERGY)).doubleValue() > energy + 1e-4);
        WholeLine.Packets first = line.packetsOf(lawyer);
        line.until("the exchange counts audio both ways", () -> {
            WholeLine.Packets now = line.packetsOf(lawyer);
            return now.received() > first.received() + 10 && now.sent() > first.sent() + 10;
        });
    }

    @Test
    @DisplayName(
            "answer, hold, the page loaded anew in mid-call, hand over to the colleague; the record follows; rating")
    void aCallFromRingToRating() throws Exception {
        String number = line.someNumber();
        CallLeg citizen = citizenDialsAndIsAnswered(number);
        Page page = visit.page;
        bothHear(citizen);
        page.fill("textarea[name=summary]", "包工头拖欠三个月工资");

        page.keyboard().press("F8");
        assertThat(page.locator("[data-talk=talking][data-held=true]")).isVisible();
        // Two seconds of music: only a call that was really on hold may not be heard once its page was loaded anew.
        citizen.awaitAudio(100);
        page.keyboard().press("F8");
        assertThat(page.locator("[data-talk=talking][data-held=false]")).isVisible();
        page.keyboard().press("F4");
        assertThat(page.locator("[data-muted=true]")).isVisible();
        page.keyboard().press("F4");
        assertThat(page.locator("[data-muted=false]")).isVisible();

        // What was not saved yet must be there again too.
        page.route("**/api/v1/consultations/*", route -> {
            if (route.request().method().equals("PATCH")) {
                route.abort();
            } else {
                route.resume();
            }
        });
        page.fill("textarea[name=advice]", "先向劳动监察投诉");
        page.reload();
        assertThat(talk("talking")).isVisible();
        bothHear(citizen);
        assertThat(citizen.isOver()).isFalse();
        assertThat(page.locator("textarea[name=summary]")).hasValue("包工头拖欠三个月工资");
        assertThat(page.locator("textarea[name=advice]")).hasValue("先向劳动监察投诉");
        page.unrouteAll();
        assertThat(page.locator(".save-state[data-state=saved]")).isVisible();
        page.keyboard().press("F8");
        assertThat(page.locator("[data-talk=talking][data-held=true]")).isVisible();
        page.keyboard().press("F8");
        assertThat(page.locator("[data-talk=talking][data-held=false]")).isVisible();
        bothHear(citizen);

        // Asked first, then handed over.
        CompletableFuture<CallLeg> colleagues = new CompletableFuture<>();
        colleaguesPhone.always(ring -> colleagues.complete(ring.answers()));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("转接").setExact(true))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("先咨询"))
                .click();
        assertThat(page.locator("[data-talk=talking]")).hasCount(2);
        assertThat(page.locator("[data-talk=talking][data-held=true]")).hasCount(1);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("三方通话"))
                .click();
        assertThat(page.locator("[data-together=true]")).hasCount(2);
        long loud = citizen.packetsLoud();
        line.until("the citizen hears the two others", () -> citizen.packetsLoud() > loud + 5);
        page.locator(".dock-keys .button.primary").click();
        assertThat(page.locator("[data-talk]")).hasCount(0);
        citizen.awaitAudio(25);

        // The record is on the colleague's screen.
        assertThat(second.page.locator("textarea[name=summary]")).hasValue("包工头拖欠三个月工资");
        assertThat(second.page.locator(".dock-call")).containsText("通话中");

        colleagues.get(30, TimeUnit.SECONDS).hangsUp();
        line.until("the citizen is asked to rate", () -> line.liveState(number).equals("RATING"));
        citizen.presses("5");
        citizen.awaitEnd();
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("lawyers")).extracting(JsonNode::asText).contains(lawyer, colleague);
        assertThat(entry.path("rating").asInt()).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "the page's network is cut for 20 s and comes back: the talk goes on, and the lawyer can still hang up")
    void theNetworkIsCut() throws Exception {
        String number = line.someNumber();
        CallLeg citizen = citizenDialsAndIsAnswered(number);
        visit.context.setOffline(true);
        assertThat(visit.page.locator("[data-trouble=lost]")).isVisible();
        // Fifty packets a second: twenty seconds of talk without the page.
        citizen.awaitAudio(20 * 50);
        visit.context.setOffline(false);
        assertThat(visit.page.locator("[data-trouble=lost]")).hasCount(0);
        bothHear(citizen);
        visit.page
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("挂断"))
                .click();
        assertThat(talk("talking")).hasCount(0);
        line.until("the citizen is asked to rate", () -> line.liveState(number).equals("RATING"));
        citizen.hangsUp();
        assertThat(line.recordOf(number).path("lawyer").asText()).isEqualTo(lawyer);
    }

    @Test
    @DisplayName("a microphone that fails is said so on the page, the call rings on, and is answered once it works")
    void theMicrophoneFails() throws Exception {
        Page page = visit.page;
        page.evaluate("""
                () => {
                  window.works = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
                  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
                }
                """);
        String number = line.someNumber();
        CallLeg citizen = line.phones().citizen(number).dials("12348");
        assertThat(talk("ringing")).isVisible();
        page.keyboard().press("F2");
        assertThat(page.locator("[data-trouble=microphone-refused]")).containsText("麦克风权限");
        assertThat(citizen.isOver()).isFalse();
        page.evaluate("""
                () => {
                  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
                }
                """);
        if (talk("ringing").count() > 0) {
            page.keyboard().press("F2");
            assertThat(page.locator("[data-trouble=no-microphone]")).containsText("没有找到麦克风");
        }
        page.evaluate("() => { navigator.mediaDevices.getUserMedia = window.works; }");
        // Whether this ring still stands or the queue rings once more: the next answer is heard.
        assertThat(talk("ringing")).isVisible();
        page.keyboard().press("F2");
        assertThat(talk("talking")).isVisible();
        assertThat(page.locator("[data-trouble]")).hasCount(0);
        bothHear(citizen);
        citizen.hangsUp();
        assertThat(line.recordOf(number).path("lawyer").asText()).isEqualTo(lawyer);
    }

    @Test
    @DisplayName("given away at once: the lawyer is out, the colleague has citizen and record")
    void givenAwayAtOnce() throws Exception {
        String number = line.someNumber();
        CallLeg citizen = citizenDialsAndIsAnswered(number);
        Page page = visit.page;
        page.fill("textarea[name=summary]", "借款到期不还");
        assertThat(page.locator(".save-state[data-state=saved]")).isVisible();
        CompletableFuture<CallLeg> colleagues = new CompletableFuture<>();
        colleaguesPhone.always(ring -> colleagues.complete(ring.answers()));
        button(page, "转接").click();
        button(page, "直接转接").click();
        assertThat(page.locator("[data-talk]")).hasCount(0);
        CallLeg leg = colleagues.get(30, TimeUnit.SECONDS);
        long loud = citizen.packetsLoud();
        citizen.awaitAudio(25);
        assertThat(citizen.isOver()).isFalse();
        assertThat(citizen.packetsLoud()).isGreaterThanOrEqualTo(loud);
        assertThat(second.page.locator("textarea[name=summary]")).hasValue("借款到期不还");
        leg.hangsUp();
        line.until(
                "the citizen is asked to rate, or is gone",
                () -> citizen.isOver() || line.liveState(number).equals("RATING"));
        if (!citizen.isOver()) {
            citizen.hangsUp();
        }
        JsonNode entry = line.recordOf(number);
        assertThat(entry.path("lawyers")).extracting(JsonNode::asText).contains(lawyer, colleague);
    }

    @Test
    @DisplayName("a coordinator listens to a talk, then speaks in it; both are in the audit log with their reason")
    void aCoordinatorComesIn() throws Exception {
        String number = line.someNumber();
        CallLeg citizen = citizenDialsAndIsAnswered(number);
        String own = "13700001111";
        BlockingQueue<CallLeg> came = new LinkedBlockingQueue<>();
        line.phones().telephone(own).always(ring -> came.add(ring.accepts()));
        try (Visit boss = browser.visit().signIn("coordinator", line.password())) {
            for (String way : List.of("监听", "耳语", "插话")) {
                button(boss.page, "旁听").click();
                boss.page.fill("dialog input[name=reason]", "新律师带教 " + way);
                boss.page.fill("dialog input[name=number]", own);
                button(boss.page, way).click();
                assertThat(boss.page.locator(".toast")).containsText("您的电话正在响铃");
                CallLeg bossLeg = came.poll(30, TimeUnit.SECONDS);
                assertThat(bossLeg)
                        .as("the coordinator's telephone rang for " + way)
                        .isNotNull();
                bossLeg.awaitAudio(25);
                assertThat(citizen.isOver()).isFalse();
                bossLeg.hangsUp();
                boss.page.locator(".toast button").first().click();
            }
            assertThat(boss.complaints).isEmpty();
        }
        bothHear(citizen);
        citizen.hangsUp();
        line.recordOf(number);
        try (ApiClient auditor = ApiClient.signedIn(line.hotline().ready(), "auditor", line.password())) {
            List<String> noted = new ArrayList<>();
            auditor.get("/audit", Map.of("action", "call.supervise"))
                    .path("items")
                    .forEach(one -> noted.add(one.path("subject").asText() + " "
                            + one.path("reason").asText()));
            assertThat(noted).contains(lawyer + " 新律师带教 监听", lawyer + " 新律师带教 耳语", lawyer + " 新律师带教 插话");
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    @DisplayName("two tabs: one is the telephone; the other takes it over when told to")
    void twoTabs() {
        Page other = visit.context.newPage();
        other.navigate("/desk");
        Locator elsewhere = other.locator("[data-trouble=elsewhere]");
        assertThat(elsewhere).isVisible();
        elsewhere.getByRole(AriaRole.BUTTON).click();
        assertThat(other.getByText("网页电话就绪")).isVisible();
        assertThat(visit.page.locator("[data-trouble=elsewhere]")).isVisible();
    }

    @Test
    @DisplayName("who signs out has no telephone any more: his calls go to his mobile")
    void signedOutIsUnregistered() throws Exception {
        visit.page
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("退出登录"))
                .click();
        assertThat(visit.page.locator(".signin-card")).isVisible();
        String number = line.someNumber();
        line.until("his seat is his mobile", () -> line.seatIsUp(lawyer));
        CallLeg citizen = line.phones().citizen(number).dials("12348");
        assertThat(line.someoneRings().lawyer()).isEqualTo(lawyer);
        citizen.hangsUp();
        line.recordOf(number);
    }
}
