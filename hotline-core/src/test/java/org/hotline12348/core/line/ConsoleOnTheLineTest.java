package org.hotline12348.core.line;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.Map;
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

    @Test
    @DisplayName("the coordinator sees a call come, talk and go, opens its record and writes a summary")
    void aCallComesAndGoes() throws Exception {
        try (Browser.Visit visit = browser.visit().signIn("coordinator", line.password())) {
            Page page = visit.page;
            Locator live = page.locator("[data-test=live-calls] li");
            assertThat(page.getByText("现在没有来电")).isVisible();

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
