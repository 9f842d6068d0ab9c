package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import com.microsoft.playwright.Page;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.app.bench.ManyRecords;
import org.hotline12348.core.consultation.PgConsultationBook;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.Browser.Visit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The log of a city's year: 50,000 records in a real database, scrolled to their end in a real browser. How smoothly is for
 * {@code ./hotline bench screen log} to say.
 */
@Tag("browser")
@Tag("db")
class LongLogTest {

    private static final int RECORDS = 50_000;

    /** Rows that may be in the page at once: what 800 pixels show, and the spare ones on either side. */
    private static final int MOST_ROWS = 60;

    /** Scrolls on as long as more is loaded; tells the most rows that stood in the page. */
    private static final String TO_THE_END = """
            async () => {
              const list = document.querySelector('.virtual');
              let most = 0;
              const table = list.querySelector('[role=table]');
              while (Number(table.getAttribute('aria-rowcount')) <= %d) {
                list.scrollTop = list.scrollHeight;
                await new Promise(requestAnimationFrame);
                most = Math.max(most, list.querySelectorAll('.log-row:not(.log-head)').length);
              }
              list.scrollTop = list.scrollHeight;
              await new Promise((done) => setTimeout(done, 200));
              return { most, last: [...list.querySelectorAll('.log-row')].at(-1).innerText };
            }
            """.formatted(RECORDS);

    @Test
    @DisplayName("50,000 records: the last is reached, and only what is seen is in the page")
    void scrolledToItsEnd() {
        try (ApiStand stand = new ApiStand(parts -> new ApiStand.Setting(
                        parts.roster,
                        List.of(),
                        Optional.of(new PgConsultationBook(
                                parts.vertx, parts.pool, Vault.forgetful(), centre -> ZoneId.of("Asia/Shanghai")))));
                Browser browser = new Browser("http://127.0.0.1:" + stand.port())) {
            ApiStand.await(stand.pool
                    .query(ManyRecords.insert(RECORDS, "2026-10-16T02:00:00Z"))
                    .execute());
            ApiStand.await(
                    stand.pool.query("vacuum analyze hotline.consultation").execute());
            try (Visit visit = browser.visit().signIn("coordinator", PASSWORD)) {
                Page page = visit.page;
                page.setDefaultTimeout(120_000);
                page.navigate("/log");
                page.waitForSelector(".log-row:not(.log-head)");
                @SuppressWarnings("unchecked")
                java.util.Map<String, Object> seen =
                        (java.util.Map<String, Object>) page.evaluate("(" + TO_THE_END + ")()");
                assertThat(((Number) seen.get("most")).intValue()).isBetween(10, MOST_ROWS);
                // 50,000 times ten minutes before 10:00 on 2026-10-16, in Henan.
                assertThat((String) seen.get("last")).contains("2025", "04:40");
                assertThat(page.locator(".log-foot")).isNotNull();
                com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator(".log-foot"))
                        .containsText("50000");
                page.evaluate("document.querySelector('.virtual').scrollTop = 0");
                page.waitForSelector(".log-row[aria-rowindex='2']");
                assertThat(visit.complaints).isEmpty();
            }
        }
    }
}
