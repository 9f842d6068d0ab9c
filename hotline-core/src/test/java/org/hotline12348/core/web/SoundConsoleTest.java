package org.hotline12348.core.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.hotline12348.core.web.Browser.Look;
import org.hotline12348.core.web.Browser.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hearing a recording and recording a prompt, in a real browser with a false microphone. */
@Tag("browser")
@Tag("db")
class SoundConsoleTest {

    private static final Instant NINE = FRIDAY_TEN.minus(Duration.ofHours(1));

    @TempDir
    static Path directory;

    private static SoundStand sounds;
    private static Browser browser;
    private Visit visit;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        sounds = new SoundStand(directory);
        browser = new Browser(
                "http://127.0.0.1:" + sounds.stand.port(),
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--autoplay-policy=no-user-gesture-required");
        sounds.stand.book.answered("c1", "lawyer01", "13800001234", NINE);
        sounds.recorded("c1", NINE.plusSeconds(130), 118);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        sounds.close();
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(visit.complaints).as("errors on the page").isEmpty();
        visit.close();
    }

    private Page open(String username, Look look) {
        visit = browser.visit(look);
        visit.context.addInitScript(Path.of("src/main/web/node_modules/axe-core/axe.min.js"));
        visit.signIn(username, PASSWORD);
        return visit.page;
    }

    @Test
    void aCoordinatorSaysWhyAndHearsTheCall() {
        Page page = open("coordinator", Look.USUAL);
        page.navigate("/log/c1");
        Locator recordings = page.locator("[data-test=recordings]");
        assertThat(recordings).containsText("通话录音");
        recordings.locator(".recording > .button").click();
        recordings.locator("button[type=submit]").click();
        assertThat(recordings.locator("[data-test=player]")).hasCount(0);
        recordings.locator(".recording-why .text-button").nth(1).click();
        recordings.locator("button[type=submit]").click();
        Locator player = recordings.locator("[data-test=player]");
        assertThat(player).isVisible();
        assertThat(player.locator(".wave path").first())
                .hasAttribute("d", java.util.regex.Pattern.compile("M0\\.5 .*"));
        player.locator(".player-toggle").click();
        assertThat(player).hasAttribute("data-playing", "true");
        Locator place = player.locator("input[type=range]");
        assertThat(place).hasValue(java.util.regex.Pattern.compile("0\\.[1-9].*|[1-9].*"));
        place.press("ArrowRight");
        assertThat(place).hasValue(java.util.regex.Pattern.compile("([5-9]|\\d\\d).*"));
        player.locator(".player-toggle").click();
        assertThat(player).hasAttribute("data-playing", "false");
        shot(page, "player-zh");
        accessible(page);
    }

    @Test
    void aLawyerHearsHisOwnCallInEnglishAndInTheDark() {
        Page page = open("lawyer01", Look.ENGLISH_DARK);
        page.navigate("/log/c1");
        Locator recordings = page.locator("[data-test=recordings]");
        recordings.locator(".recording > .button").click();
        recordings.locator("input[name=reason]").fill("Completing the record");
        recordings.locator("input[name=reason]").press("Enter");
        assertThat(recordings.locator("[data-test=player]")).isVisible();
        shot(page, "player-en-dark");
        accessible(page);
    }

    @Test
    void aPromptIsRecordedWithTheMicrophoneUsedAndGivenBack() {
        Page page = open("coordinator", Look.USUAL);
        page.navigate("/line/prompts");
        Locator row = page.locator("[data-key=goodbye]");
        assertThat(row).containsText("合成语音");
        byte[] generated = sounds.played("zh", "goodbye");
        shot(page, "prompts-zh");
        accessible(page);
        row.locator(".button").click();
        Locator change = page.locator("[data-test=prompt-change]");
        change.locator(".button.primary").click();
        Locator stop = change.locator(".button.danger");
        assertThat(stop).containsText("00:01");
        stop.click();
        assertThat(change.locator(".prompt-new audio")).isVisible();
        shot(page, "prompts-change-zh");
        accessible(page);
        change.locator(".prompt-new .button.primary").click();
        assertThat(row).containsText("录音第1版");
        assertThat(sounds.played("zh", "goodbye")).isNotEqualTo(generated);
        change.locator(".button.quiet").click();
        assertThat(row).containsText("合成语音");
        assertThat(sounds.played("zh", "goodbye")).isEqualTo(generated);
    }

    @Test
    void aFileIsUploadedAndWhatIsNoSoundIsRefusedInWords() {
        Page page = open("coordinator", Look.ENGLISH_DARK);
        page.navigate("/line/prompts");
        page.locator("[data-key=survey] .button").click();
        Locator change = page.locator("[data-test=prompt-change]");
        Locator file = change.locator("input[type=file]");
        file.setInputFiles(new FilePayload("notes.wav", "audio/wav", "no sound".getBytes()));
        change.locator(".prompt-new .button.primary").click();
        assertThat(change.locator("[role=alert]")).containsText("no WAV file");
        change.locator(".prompt-new .button.quiet").click();
        file.setInputFiles(new FilePayload("broken.mp3", "audio/mpeg", "no sound".getBytes()));
        assertThat(change.locator("[role=alert]")).containsText("cannot be read");
        file.setInputFiles(Path.of("src/test/resources/prompt/tone-440.mp3"));
        change.locator(".prompt-new .button.primary").click();
        assertThat(page.locator("[data-key=survey]")).containsText("Recording, version 1");
        shot(page, "prompts-change-en-dark");
        accessible(page);
    }

    @Test
    void theLogIsExportedWithProgressAndAFilterIsKept() throws Exception {
        Page page = open("coordinator", Look.USUAL);
        page.navigate("/log?outcome=ANSWERED");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("常用筛选"))
                .click();
        Locator saved = page.locator("[data-test=saved]");
        saved.locator("input[name=name]").fill("已接听的");
        saved.locator("button[type=submit]").click();
        assertThat(saved.locator(".saved-row a")).hasText("已接听的");
        accessible(page);
        page.keyboard().press("Escape");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("导出").setExact(true))
                .click();
        Locator export = page.locator("[data-test=export]");
        export.locator("input[type=radio]").nth(1).check();
        export.locator("button[type=submit]").click();
        assertThat(export).hasAttribute("data-state", "DONE");
        shot(page, "export-zh");
        accessible(page);
        com.microsoft.playwright.Download file =
                page.waitForDownload(() -> export.locator("a[download]").click());
        assertThat(java.nio.file.Files.readString(file.path())).contains("138****1234", "已接听");
    }

    private static void accessible(Page page) {
        Object violations = page.evaluate("""
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                  .map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' | '))
                """);
        assertThat((java.util.List<?>) violations).isEmpty();
    }

    /** A picture to look at, where a directory for it is named. */
    private static void shot(Page page, String name) {
        String directory = System.getProperty("shots", System.getenv("SHOTS"));
        if (directory != null) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(directory, name + ".png")));
        }
    }
}
