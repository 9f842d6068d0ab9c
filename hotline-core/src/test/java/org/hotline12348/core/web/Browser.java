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
