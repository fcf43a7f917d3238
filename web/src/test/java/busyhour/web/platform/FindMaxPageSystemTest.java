package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that the platform conducts, with a real worker, and its page in a real browser. Nothing is sent: a busy host is not late then. */
@Tag("load") // half a minute; PagesSystemTest looks at the pages in each build
class FindMaxPageSystemTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final String PLAN = """
            {"name": "how many", "duration": "1s", "media": {"deferred": "audio"},
             "groups": [
               {"name": "agents", "endpoints": 10, "callee": "receive-external", "listen": "127.0.0.1:%d"},
               {"name": "callers", "endpoints": 40, "callee": {"group": "agents"}}],
             "find-max": {"group": "callers", "from": "5/s", "to": "25/s", "step": "4/s", "hold": "2s", "confirm": "3s"}}""";

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process worker(TestPlatform platform, Path data) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-D")).toList());
        command.addAll(List.of("-Dchronicle.analytics.disable=true", "-cp", System.getProperty("java.class.path"), "busyhour.engine.WorkerMain"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(data.resolve("worker.log").toFile());
        builder.environment().putAll(Map.of("WORKER_TOKEN", platform.workerToken, "CLOUD_URL", "http://127.0.0.1:" + platform.server.port(),
                "WORKER_NAME", "w1", "HEALTH_PORT", "0", "WORKER_DATA", data.toString()));
        return builder.start();
    }

    private static void awaitWorker(TestPlatform platform) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!platform.get("/api/v1/workers").raw().body().contains("ONLINE")) {
            assertThat(System.nanoTime()).as("a worker within 30 s").isLessThan(endNs);
            Thread.sleep(100);
        }
    }

    @Test
    void shouldSearchAndShowIt(@TempDir Path data) throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no /usr/bin/chromium: the pages are not tested");
        Files.createDirectories(PICTURES);
        List<String> faults = new ArrayList<>();
        Process worker = null;
        try (TestPlatform platform = new TestPlatform();
                Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            worker = worker(platform, data);
            awaitWorker(platform);
            String run = platform.run(PLAN.formatted(freePort()));
            Page page = page(browser, 1280, ColorScheme.LIGHT, platform, run, faults);
            page.waitForFunction("() => document.querySelectorAll('#search [data-outcome=held]').length >= 1");
            assertThat(page.locator("#search [data-outcome=trial]").count()).as("what is being tried").isEqualTo(1);
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("findmax-live.png")).setFullPage(true));

            JsonNode ended = platform.awaitEnd(run, 120_000);
            JsonNode found = ended.at("/result/findMax");
            assertThat(found.path("status").asText()).as(found.toString()).isEqualTo("found");
            assertThat(found.path("max").asInt()).as(found.toString()).isEqualTo(9);
            assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(ended.path("exitCode").asInt()).isZero();
            page.waitForFunction("() => document.querySelector('#status').textContent.includes('passed')");
            assertThat(page.locator("#search .found").textContent()).contains("9/s", "9/s held for 3s; at 13/s asr >= 99");
            assertThat(page.locator("#search [data-outcome=broke]").first().textContent()).contains("13/s", "asr >= 99");
            assertThat(page.locator("#search [data-outcome=trial]").count()).isZero();
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("findmax-ended.png")).setFullPage(true));
            Page phone = page(browser, 390, ColorScheme.DARK, platform, run, faults);
            phone.locator("#search [data-outcome=broke]").first().waitFor();
            assertThat((int) phone.evaluate("document.documentElement.scrollWidth")).as("nothing sticks out").isLessThanOrEqualTo(390);
            phone.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("findmax-phone.png")));
        } finally {
            if (worker != null) {
                worker.destroy();
                worker.waitFor(10, TimeUnit.SECONDS);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static Page page(Browser browser, int width, ColorScheme scheme, TestPlatform platform, String run, List<String> faults) {
        Page page = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme)).newPage();
        page.onPageError(faults::add);
        page.setDefaultTimeout(60_000);
        page.navigate(platform.server.address().toString());
        page.navigate("http://127.0.0.1:" + platform.server.port() + "/runs/" + run);
        return page;
    }
}
