package busyhour.web.platform;

import static busyhour.web.platform.TestBrowser.picture;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages in a real browser. Pictures of them lie in target/screenshots. */
class PagesSystemTest {

    private static final int SECONDS = 30;
    private static final long SECOND_MS = 400;

    private static TestBrowser browser;

    @BeforeAll
    static void launch() throws Exception {
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void shouldShowARunWhileItGoesOnAndAfterwards() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", SECONDS, SECOND_MS);
            String root = TestBrowser.root(platform);
            Page page = browser.stranger(1280, ColorScheme.LIGHT);

            page.navigate(root + "/runs");
            assertThat(page.locator("#email").isVisible()).as("a stranger is asked to sign in").isTrue();
            picture(page, "login");
            page.navigate(platform.server.address().toString());
            assertThat(page.url()).as("the token does not stay in the address").isEqualTo(root + "/");
            page.locator("#latest .empty").waitFor();
            picture(page, "dashboard-empty");

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
            Page onPhone = browser.phone(platform, "/runs/" + run);
            chartMovesPast(onPhone, "mos", 3);
            TestBrowser.nothingSticksOut(onPhone);
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

            Page inDark = browser.dark(platform, "/runs/" + run);
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
            TestBrowser.nothingSticksOut(onPhone);
            picture(onPhone, "endpoint-phone");

            page.navigate(root + "/runs");
            page.locator("#runs tbody tr").first().waitFor();
            picture(page, "runs");
            page.navigate(root + "/");
            page.locator("#latest tbody tr").first().waitFor();
            picture(page, "dashboard");
        }
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    @Tag("load")
    void shouldStayFastWithTenThousandEndpoints() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 20, 1_000);
            String run = platform.run(TestPlatform.plan(5_000));
            Page page = browser.light(platform, "/runs/" + run);
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

    private static void chartMovesPast(Page page, String chart, int points) {
        page.waitForFunction("([chart, n]) => +document.querySelector(`[data-chart=${chart}]`)?.dataset.points > n", List.of(chart, points));
    }

    private static int points(Page page, String chart) {
        return Integer.parseInt(page.locator("[data-chart=" + chart + "]").getAttribute("data-points"));
    }
}
