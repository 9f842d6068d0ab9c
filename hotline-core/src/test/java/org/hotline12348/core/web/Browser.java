package org.hotline12348.core.web;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, driven by Playwright with the system's Node: nothing is downloaded. One a test class; every
 * {@link #visit} is a person of his own with cookies and storage of his own.
 */
public final class Browser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final double PATIENCE_MILLIS = 30_000;

    /** Structure, roles and states are the same elements in every look, and looked at once. */
    private static final List<String> OF_LOOK = List.of(
            "aria-command-name",
            "aria-input-field-name",
            "button-name",
            "color-contrast",
            "document-title",
            "html-has-lang",
            "html-lang-valid",
            "input-button-name",
            "label",
            "link-in-text-block",
            "link-name",
            "meta-viewport",
            "scrollable-region-focusable",
            "select-name",
            "target-size",
            "valid-lang");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String address;

    /** @param flags further flags of Chromium, for example a false microphone */
    public Browser(String address, String... flags) {
        Optional<Path> program = onPath(NAMES);
        Optional<Path> node = onPath(List.of("node"));
        Assumptions.assumeTrue(
                program.isPresent() && node.isPresent(),
                "These tests need Chromium and Node.js on the PATH (Debian: apt-get install chromium nodejs).");
        System.setProperty("playwright.nodejs.path", node.orElseThrow().toString());
        this.address = address;
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        List<String> args = new ArrayList<>(List.of(
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
        if ("root".equals(System.getProperty("user.name"))) {
            args.add("--no-sandbox");
        }
        args.addAll(List.of(flags));
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program.orElseThrow())
                        .setArgs(args)
                        .setTimeout(2 * PATIENCE_MILLIS));
    }

    private static Optional<Path> onPath(List<String> names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** How somebody looks at the pages. */
    public record Look(String language, ColorScheme theme, int width, int height) {

        public static final Look USUAL = new Look("zh", ColorScheme.LIGHT, 1280, 800);
        public static final Look ENGLISH_DARK = new Look("en", ColorScheme.DARK, 1280, 800);
        public static final Look TELEPHONE = new Look("zh", ColorScheme.LIGHT, 390, 844);
    }

    public Visit visit() {
        return visit(Look.USUAL);
    }

    public Visit visit(Look look) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.theme())
                // A machine whose own zone is another: times must be the centre's all the same.
                .setTimezoneId("Europe/Berlin")
                .setPermissions(List.of("microphone")));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addInitScript(
                "if (!localStorage.getItem('hotline.language')) localStorage.setItem('hotline.language', '%s');"
                        .formatted(look.language()));
        return new Visit(context, address);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    /** One person before one browser; collects what must not happen. */
    public static final class Visit implements AutoCloseable {

        public final BrowserContext context;
        public final Page page;

        /** Errors on the console and in the page, and requests to any other host. */
        public final List<String> complaints = new CopyOnWriteArrayList<>();

        private Visit(BrowserContext context, String address) {
            this.context = context;
            this.page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !refusedByTheService(message)) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(address) && !request.url().startsWith("blob:")) {
                    complaints.add("asked another host: " + request.url());
                }
            });
        }

        /** Chromium reports every answer of 4xx and 5xx as an error of the page; the pages deal with them. */
        private static boolean refusedByTheService(ConsoleMessage message) {
            return message.text().startsWith("Failed to load resource");
        }

        /** Follows a link as people do, without loading the console anew, and waits until what it leads to is there. */
        public void follows(String path) {
            page.evaluate("""
                    path => {
                      const link = Object.assign(document.createElement('a'), { href: path });
                      document.body.append(link);
                      link.click();
                      link.remove();
                    }
                    """, path);
            page.waitForSelector("h1");
            page.waitForFunction("() => !document.querySelector('.skeleton')");
        }

        /** The same person looks otherwise from now on: language, colours, size. */
        public void looks(Look look) {
            page.setViewportSize(look.width(), look.height());
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.theme()));
            page.evaluate("language => localStorage.setItem('hotline.language', language)", look.language());
            page.reload();
            page.waitForSelector("h1");
        }

        /** Has axe ready; before anything is loaded. */
        public Visit withAxe() {
            context.addInitScript(Path.of("src/main/web/node_modules/axe-core/axe.min.js"));
            return this;
        }

        /** What axe finds wrong with the page as it is, by all its rules. */
        public List<?> violations() {
            return violations(List.of());
        }

        /** The same by the rules alone whose answer another language, other colours or another size can change. */
        public List<?> violationsOfLook() {
            return violations(OF_LOOK);
        }

        private List<?> violations(List<String> rules) {
            return (List<?>) page.evaluate("""
                    async (rules) => (await axe.run(document, { resultTypes: ['violations'],
                        ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}) })).violations
                      .map((one) => `${one.id}: ${one.help} ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
                    """, rules);
        }

        public Visit signIn(String username, String password) {
            fillIn(username, password);
            page.waitForSelector(".shell");
            return this;
        }

        /** Signs in somebody who must do something before anything else opens. */
        public Visit signInOwing(String username, String password) {
            fillIn(username, password);
            page.waitForSelector(".owed");
            return this;
        }

        private void fillIn(String username, String password) {
            page.navigate("/");
            page.fill("input[name=username]", username);
            page.fill("input[name=password]", password);
            page.click("button[type=submit]");
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
