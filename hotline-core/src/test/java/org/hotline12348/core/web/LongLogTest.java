package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import com.microsoft.playwright.Page;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.consultation.PgConsultationBook;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.Browser.Visit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log of a city's year: 50,000 records in a real database, scrolled to their end in a real browser. */
@Tag("browser")
@Tag("db")
class LongLogTest {

    private static final int RECORDS = 50_000;

    /** Rows that may be in the page at once: what 800 pixels show, and the spare ones on either side. */
    private static final int MOST_ROWS = 60;

    private static final String SEED = """
            insert into hotline.consultation (centre_id, id, number, channel, started_at, ended_at, outcome, lawyer,
              lawyers, pbx, call_id, queued_at, wait_seconds, talk_seconds)
            select 'jiaozuo', 'r' || n, n::text, 'PHONE', at, at, 'ANSWERED', 'lawyer01', '{lawyer01}', 'pbx1', 'r' || n,
              at, n %% 40, n %% 900
            from (select n, timestamptz '2026-10-16T02:00:00Z' - n * interval '10 minutes' as at
                  from generate_series(1, %d) n) rows""".formatted(RECORDS);

    /** Scrolls on as long as more is loaded; tells the most rows that stood in the page, and the longest pause. */
    private static final String TO_THE_END = """
            async () => {
              const list = document.querySelector('.virtual');
              let most = 0, longest = 0;
              new PerformanceObserver((seen) => {
                for (const task of seen.getEntries()) longest = Math.max(longest, task.duration);
              }).observe({ type: 'longtask' });
              const table = list.querySelector('[role=table]');
              while (Number(table.getAttribute('aria-rowcount')) <= %d) {
                list.scrollTop = list.scrollHeight;
                await new Promise(requestAnimationFrame);
                most = Math.max(most, list.querySelectorAll('.log-row:not(.log-head)').length);
              }
              list.scrollTop = list.scrollHeight;
              await new Promise((done) => setTimeout(done, 200));
              return { most, longest, last: [...list.querySelectorAll('.log-row')].at(-1).innerText };
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
            ApiStand.await(stand.pool.query(SEED).execute());
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
                // No assertion: how long a page may stand still is for a quiet machine to say.
                System.out.printf("the longest task while scrolling: %s ms%n", seen.get("longest"));
                page.evaluate("document.querySelector('.virtual').scrollTop = 0");
                page.waitForSelector(".log-row[aria-rowindex='2']");
                assertThat(visit.complaints).isEmpty();
            }
        }
    }
}
