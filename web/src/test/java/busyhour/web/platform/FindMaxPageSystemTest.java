package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that the platform conducts, with a real worker, and its page in a real browser. Nothing is sent: a busy host is not late then. */
@Tag("load") // half a minute; PagesSystemTest looks at the pages in each build
class FindMaxPageSystemTest {
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
        Process worker = null;
        try (TestPlatform platform = new TestPlatform(); TestBrowser browser = TestBrowser.launch()) {
            worker = worker(platform, data);
            awaitWorker(platform);
            String run = platform.run(PLAN.formatted(freePort()));
            Page page = browser.light(platform, "/runs/" + run);
            page.waitForFunction("() => document.querySelectorAll('#search [data-outcome=held]').length >= 1");
            assertThat(page.locator("#search [data-outcome=trial]").count()).as("what is being tried").isEqualTo(1);
            TestBrowser.picture(page, "findmax-live");

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
            TestBrowser.picture(page, "findmax-ended");
            Page phone = browser.open(platform, "/runs/" + run, TestBrowser.PHONE, ColorScheme.DARK);
            phone.locator("#search [data-outcome=broke]").first().waitFor();
            TestBrowser.nothingSticksOut(phone);
            TestBrowser.picture(phone, "findmax-phone");
            assertThat(browser.faults()).isEmpty();
        } finally {
            if (worker != null) {
                worker.destroy();
                worker.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }
}
