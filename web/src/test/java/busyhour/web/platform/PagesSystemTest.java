package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages in a real browser. Pictures of them lie in target/screenshots. */
class PagesSystemTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final int SECONDS = 30;
    private static final long SECOND_MS = 400;

    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void launch() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no /usr/bin/chromium: the pages are not tested");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            browser.close();
            playwright.close();
        }
    }

    @Test
    void shouldShowARunWhileItGoesOnAndAfterwards() throws Exception {
        List<String> faults = new ArrayList<>();
        try (TestPlatform platform = new TestPlatform();
                BrowserContext light = browser.newContext(options(1280, 900, ColorScheme.LIGHT));
                BrowserContext dark = browser.newContext(options(1280, 900, ColorScheme.DARK));
                BrowserContext phone = browser.newContext(options(390, 844, ColorScheme.LIGHT))) {
            platform.connectWorker("w1", SECONDS, SECOND_MS);
            String root = "http://127.0.0.1:" + platform.server.port();
            Page page = watched(light.newPage(), faults);

            page.navigate(root + "/runs");
            assertThat(page.locator("#key").isVisible()).as("a stranger is asked for a key").isTrue();
            picture(page, "login");
            page.navigate(platform.server.address().toString());
            assertThat(page.url()).as("the token does not stay in the address").isEqualTo(root + "/");
            page.locator("#latest .empty").waitFor();
            picture(page, "start-empty");

            String run = platform.run(TestPlatform.videoPlan(300));
            page.navigate(root + "/runs/" + run);
            chartMovesPast(page, "mos", 3);
            chartMovesPast(page, "fps", 3);
            int before = points(page, "mos");
            page.waitForFunction("before => +document.querySelector('[data-chart=mos]').dataset.points > before + 4", before);
            assertThat(page.locator("[data-phase=INCALL] .count").textContent()).isNotEqualTo("0");
            page.locator("#endpoints tbody tr").first().waitFor();
            picture(page, "run-live");

            page.reload();
            page.waitForFunction("before => +document.querySelector('[data-chart=mos]')?.dataset.points > before", before);
            assertThat(points(page, "concurrent")).as("a reload catches up at once").isGreaterThan(before);
            Page onPhone = signedIn(phone, platform, root + "/runs/" + run, faults);
            chartMovesPast(onPhone, "mos", 3);
            assertThat((int) onPhone.evaluate("document.documentElement.scrollWidth")).as("nothing sticks out").isLessThanOrEqualTo(390);
            picture(onPhone, "run-phone");

            platform.awaitEnd(run, 60_000);
            page.waitForFunction("() => document.querySelector('#status').textContent.includes('threshold')");
            assertThat(page.locator("#verdicts li").count()).isEqualTo(4);
            assertThat(page.locator("#agreed").textContent()).contains("PCMU", "H264", "sdes AES_CM_128_HMAC_SHA1_80");
            assertThat(page.locator("#whole").textContent()).contains("Calls below 3.5", "Time to greeting", "Talk ratio");
            assertThat(page.locator("#video").textContent()).contains("Frame rate", "0.92 Mpixel", "Freezes");
            assertThat(page.locator("#verdicts li.bad").allTextContents()).anyMatch(text -> text.contains("asr") && text.contains("failed"));
            page.waitForFunction("() => document.querySelector('#endpoints tbody .pill.bad') !== null");
            assertThat(page.locator("#endpoints tbody tr").first().textContent()).contains("call failed");
            assertThat(page.locator("#engine").textContent()).contains("Was it the limit?no", "Taken by the hypervisor0.5 %");
            assertThat(page.locator("#engine [data-limit=gcPauseMaxMs].warn").textContent()).contains("1.5 ms (at most 1", "tuning/jvm");
            picture(page, "run-ended");
            walkTheTable(page);

            Page inDark = signedIn(dark, platform, root + "/runs/" + run, faults);
            chartMovesPast(inDark, "mos", 20);
            inDark.locator("#endpoints tbody tr").first().waitFor();
            picture(inDark, "run-dark");

            lookAtAnEndpoint(page, root + "/runs/" + run + "/endpoints/306");
            inDark.navigate(root + "/runs/" + run + "/endpoints/306");
            inDark.locator(".flow-row").first().waitFor();
            inDark.locator("[data-chart=mos]").waitFor();
            picture(inDark, "endpoint-dark");
            onPhone.navigate(root + "/runs/" + run + "/endpoints/306");
            onPhone.locator(".flow-row").first().waitFor();
            assertThat((int) onPhone.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
            picture(onPhone, "endpoint-phone");

            page.navigate(root + "/runs");
            page.locator("#runs tbody tr").first().waitFor();
            picture(page, "runs");
            page.navigate(root + "/");
            page.locator("#latest tbody tr").first().waitFor();
            picture(page, "start");
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @Tag("load")
    void shouldStayFastWithTenThousandEndpoints() throws Exception {
        try (TestPlatform platform = new TestPlatform(); BrowserContext context = browser.newContext(options(1280, 900, ColorScheme.LIGHT))) {
            platform.connectWorker("w1", 20, 1_000);
            String run = platform.run(TestPlatform.plan(5_000));
            Page page = signedIn(context, platform, "http://127.0.0.1:" + platform.server.port() + "/runs/" + run, new ArrayList<>());
            chartMovesPast(page, "mos", 8);
            List<Long> tookMs = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                long startNs = System.nanoTime();
                platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints?page=" + i);
                tookMs.add((System.nanoTime() - startNs) / 1_000_000);
            }
            tookMs.sort(null);
            System.out.println("[pages] a page of the worst of 10,000 endpoints while they measure: median " + tookMs.get(10) + " ms, max " + tookMs.getLast() + " ms");
            com.fasterxml.jackson.databind.JsonNode ended = platform.awaitEnd(run, 120_000);
            assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(tookMs.get(10)).isLessThan(1_000);
            picture(page, "run-ten-thousand");
        }
    }

    private static void walkTheTable(Page page) {
        Locator first = page.locator("#endpoints tbody tr").first();
        String worst = first.textContent();
        page.locator("#endpoints .pager button").nth(1).focus();
        page.keyboard().press("Enter");
        page.waitForFunction("worst => document.querySelector('#endpoints tbody tr').textContent !== worst", worst);
        assertThat(page.locator("#endpoints .pager").textContent()).contains("26–50 of 600");
        page.locator("#endpoints th button", new Page.LocatorOptions().setHasText("Endpoint")).click();
        page.waitForFunction("() => document.querySelector('#endpoints tbody td').textContent === '#0'");
        page.selectOption("#outcome", "CALL_FAILED");
        page.waitForFunction("() => [...document.querySelectorAll('#endpoints tbody tr')].every(row => row.textContent.includes('call failed'))");
    }

    private static void lookAtAnEndpoint(Page page, String address) {
        page.navigate(address);
        page.locator(".flow-row").first().waitFor();
        chartMovesPast(page, "mos", 5);
        assertThat(page.locator("#ladder .flow-row").count()).isGreaterThanOrEqualTo(10);
        page.locator(".flow-row[aria-label*='INVITE']").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".flow-message pre").textContent()).contains("Call-ID: c1@127.0.0.1").contains("m=audio 40000");
        page.keyboard().press("Escape");
        assertThat(page.locator(".flow-message").isVisible()).isFalse();
        assertThat(page.locator("[data-chart=r_factor]").count()).isZero();
        page.locator("#chooser summary").click();
        page.locator("#choices input[value=r_factor]").check();
        page.locator("[data-chart=r_factor]").waitFor();
        page.locator("#chooser summary").click();
        assertThat(page.url()).contains("r_factor");
        picture(page, "endpoint");
    }

    private static Browser.NewContextOptions options(int width, int height, ColorScheme scheme) {
        return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
    }

    private static Page watched(Page page, List<String> faults) {
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401")) {
                faults.add(message.text());
            }
        });
        page.setDefaultTimeout(30_000);
        return page;
    }

    private static Page signedIn(BrowserContext context, TestPlatform platform, String address, List<String> faults) {
        Page page = watched(context.newPage(), faults);
        page.navigate(platform.server.address().toString());
        page.navigate(address);
        return page;
    }

    private static void chartMovesPast(Page page, String chart, int points) {
        page.waitForFunction("([chart, n]) => +document.querySelector(`[data-chart=${chart}]`)?.dataset.points > n", List.of(chart, points));
    }

    private static int points(Page page, String chart) {
        return Integer.parseInt(page.locator("[data-chart=" + chart + "]").getAttribute("data-points"));
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    }
}
