package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/** A real browser for tests of pages, which are skipped where there is none. Pictures lie in target/screenshots. */
public final class TestBrowser implements AutoCloseable {

    public static final int PHONE = 390;
    private static final int DESK = 1280;
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target/screenshots");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> faults = new ArrayList<>();

    private TestBrowser() throws IOException {
        Files.createDirectories(PICTURES);
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    /** Skips the test where no browser is. */
    public static TestBrowser launch() throws IOException {
        assumeTrue(Files.isExecutable(CHROMIUM), "no /usr/bin/chromium: the pages are not tested");
        return new TestBrowser();
    }

    /** A page nobody has signed in to; what goes wrong in it is kept. */
    public Page stranger(int width, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, width == PHONE ? 844 : 900).setColorScheme(scheme));
        Page page = context.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401")) {
                faults.add(message.text());
            }
        });
        page.setDefaultTimeout(30_000);
        return page;
    }

    /** A page of a platform, signed in with its one-time token. */
    public Page open(TestPlatform platform, String path, int width, ColorScheme scheme) {
        Page page = stranger(width, scheme);
        page.navigate(platform.server.address().toString());
        page.navigate(root(platform) + path);
        return page;
    }

    public Page light(TestPlatform platform, String path) {
        return open(platform, path, DESK, ColorScheme.LIGHT);
    }

    public Page dark(TestPlatform platform, String path) {
        return open(platform, path, DESK, ColorScheme.DARK);
    }

    public Page phone(TestPlatform platform, String path) {
        return open(platform, path, PHONE, ColorScheme.LIGHT);
    }

    public static String root(TestPlatform platform) {
        return "http://127.0.0.1:" + platform.server.port();
    }

    /** The whole page as {@code target/screenshots/NAME.png}. */
    public static void picture(Page page, String name) {
        picture(page, name, true);
    }

    /** @param whole false: only what is in sight. */
    public static void picture(Page page, String name, boolean whole) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(whole));
    }

    /** On a phone a page that is wider than the screen is a fault. */
    public static void nothingSticksOut(Page page) {
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).as("nothing sticks out").isLessThanOrEqualTo(page.viewportSize().width);
    }

    /** Errors of scripts and of the console in all pages so far; a test ends with {@code isEmpty()}. */
    public List<String> faults() {
        return faults;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
