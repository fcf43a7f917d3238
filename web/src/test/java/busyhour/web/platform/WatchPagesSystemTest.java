package busyhour.web.platform;

import static busyhour.web.platform.TestBrowser.nothingSticksOut;
import static busyhour.web.platform.TestBrowser.picture;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of probes, webhooks and status pages in a real browser. */
class WatchPagesSystemTest {

    private static final String PROJECT = "/projects/default";
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
    void shouldWatchTellAndShow() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 2, 50);
            platform.post("/api/v1" + PROJECT + "/tests", TestPlatform.plan(2).replaceFirst("\"thresholds\": \\[.*]", "\"thresholds\": []"));
            Page page = browser.light(platform, PROJECT + "/probes");
            page.locator("#probes .empty").waitFor();
            String probe = probes(page);
            webhooks(page, platform);
            String address = statusPages(page, platform);
            publicPage(page, platform, address);
            for (String path : new String[] {"/probes", probe, "/webhooks", "/status-pages"}) {
                Page phone = browser.phone(platform, PROJECT + path);
                phone.locator("h1").waitFor();
                phone.locator(path.equals("/webhooks") ? "[data-webhook]" : path.equals(probe) ? "#executions tbody tr" : "tbody tr").first().waitFor();
                nothingSticksOut(phone);
                picture(phone, (path.equals(probe) ? "probe" : path.substring(1)) + "-phone");
                phone.context().close();
            }
            Page dark = browser.dark(platform, PROJECT + probe);
            dark.locator("[data-chart='mos.avg'] canvas").waitFor();
            picture(dark, "probe-dark");
        }
        assertThat(browser.faults().stream().filter(fault -> !fault.contains("422"))).isEmpty();
    }

    /** Makes one; returns its path below the project. */
    private static String probes(Page page) {
        page.locator("#add input[data-field=name]").fill("");
        page.locator("#add button[type=submit]").click();
        page.locator("#add [data-field=name][aria-invalid=true]").waitFor();
        page.locator("#add [data-field=name]").fill("Gateway Frankfurt");
        page.locator("#add [data-field='limits[0].critical']").fill("2.0");
        page.locator("#add [data-field='limits[0].warning']").fill("3.0");
        picture(page, "probes-add");
        page.keyboard().press("Enter");
        page.waitForURL("**/probes/*");
        page.waitForFunction("() => document.querySelector('#state .pill')?.textContent === 'healthy'");
        page.locator("text=Run now").click();
        page.waitForFunction("() => document.querySelectorAll('#executions tbody tr').length === 2 && !document.querySelector('#executions .live')");
        page.locator("#settings summary").click();
        page.locator("#settings [data-field='limits[0].critical']").fill("4.98");
        page.locator("#settings [data-field='limits[0].warning']").fill("4.99");
        page.locator("#settings button[type=submit]").click();
        page.waitForFunction("() => document.querySelector('#state .pill')?.textContent === 'unhealthy'");
        assertThat(page.locator("#why").textContent()).contains("critical below 4.98");
        page.waitForFunction("() => +document.querySelector(\"[data-chart='mos.avg']\")?.dataset.points > 0");
        assertThat(page.locator("#uptime rect").count()).isEqualTo(90);
        picture(page, "probe");
        String path = page.url().substring(page.url().indexOf("/probes/"));
        page.navigate(page.url().replaceFirst("/probes/.*", "/probes"));
        page.locator("#probes tbody tr").first().waitFor();
        assertThat(page.locator("#probes tbody tr").first().textContent()).contains("Gateway Frankfurt", "unhealthy");
        picture(page, "probes");
        return path;
    }

    private static void webhooks(Page page, TestPlatform platform) {
        page.navigate(TestBrowser.root(platform) + PROJECT + "/webhooks");
        Locator add = page.locator("#add");
        add.locator("[data-field=name]").fill("on call");
        add.locator("[data-field=url]").fill("https://10.0.0.1/hook");
        add.locator("button[type=submit]").click();
        page.waitForFunction("() => document.querySelector('#add [data-field=url]')?.getAttribute('aria-invalid') === 'true'");
        add.locator("[data-field=url]").fill("https://receiver.invalid/hook");
        add.locator("button[type=submit]").click();
        page.locator("#secret pre").waitFor();
        assertThat(page.locator("#secret pre").textContent()).startsWith("whsec_");
        page.locator("[data-webhook] button:has-text('Send a test')").click();
        page.waitForFunction("() => document.querySelector('[data-webhook] .last')?.textContent.includes('has no address')");
        page.locator("[data-webhook] summary:has-text('Log')").click();
        page.locator("[data-webhook] tbody tr").first().waitFor();
        picture(page, "webhooks");
    }

    private static String statusPages(Page page, TestPlatform platform) {
        page.navigate(TestBrowser.root(platform) + PROJECT + "/status-pages");
        page.locator("#add [data-field=name]").fill("Acme Voice");
        page.locator("#add [data-field=description]").fill("Calls, trunks and conferences of Acme.");
        page.locator("#add .component-rows input[type=checkbox]").check();
        page.locator("#add .component-rows input[aria-label]").fill("Calls in and out");
        page.locator("#add button[type=submit]").click();
        page.waitForURL("**/status-pages/*");
        page.locator("#add summary").click();
        page.locator("#add [data-field=title]").fill("Carrier maintenance");
        page.locator("#add [data-field=text]").fill("Calls to mobile networks may take longer to connect.");
        page.locator("#add button[type=submit]").click();
        page.locator("[data-incident='Carrier maintenance']").waitFor();
        picture(page, "status-page-editor");
        return page.locator("a.button").getAttribute("href");
    }

    private static void publicPage(Page page, TestPlatform platform, String address) {
        assertThat(address).isEqualTo("/status/acme-voice");
        Page stranger = browser.stranger(1280, ColorScheme.LIGHT);
        stranger.navigate(TestBrowser.root(platform) + address);
        assertThat(stranger.locator(".overall").textContent()).isEqualTo("Major Outage");
        assertThat(stranger.locator(".component h2").textContent()).isEqualTo("Calls in and out");
        picture(stranger, "status-public");
        page.locator("[data-incident='Carrier maintenance'] summary").click();
        page.locator("[data-incident='Carrier maintenance'] [data-field=state]").selectOption("RESOLVED");
        page.locator("[data-incident='Carrier maintenance'] [data-field=text]").fill("Done.");
        long startNs = System.nanoTime();
        page.locator("[data-incident='Carrier maintenance'] button[type=submit]").click();
        stranger.waitForFunction("() => document.querySelector('main').textContent.includes('Done.')");
        assertThat((System.nanoTime() - startNs) / 1_000_000).as("ms until an open page shows it, by itself").isLessThan(8_000);
        Page phone = browser.stranger(TestBrowser.PHONE, ColorScheme.DARK);
        phone.navigate(TestBrowser.root(platform) + address);
        nothingSticksOut(phone);
        picture(phone, "status-public-phone");
    }
}
