package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceTier;
import busyhour.web.access.Accounts;
import busyhour.web.store.Database;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

class BillingPageSystemTest {

    private static final String KEYS = "busyhour.licence.keys";

    @Test
    void shouldShowWhatIsUsedAndTakePlansLimitsAndLicences() throws Exception {
        String before = System.getProperty(KEYS);
        LicenceKey vendor = LicenceKey.create();
        System.setProperty(KEYS, vendor.publicText());
        try (TestBrowser browser = TestBrowser.launch(); TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("edge-1", 3, 50);
            String run = platform.run(TestPlatform.plan(20));
            platform.awaitEnd(run, 30_000);
            history(platform);
            Page page = browser.light(platform, "/billing");
            page.onDialog(Dialog::accept);

            page.waitForSelector("#usage tbody tr:has-text('synthetic busy hour')");
            assertThat(page.textContent("#tiles")).contains("Self-hosted", "all included");
            page.getByLabel("Choose Starter").click();
            page.waitForSelector("#tiles:has-text('starter from')");
            page.fill("#limit", "25.50");
            page.fill("#alerts", "120");
            page.click("#limits button");
            assertThat(page.waitForSelector("#limits .fault").textContent()).contains("alertPercents: found [120]");
            page.fill("#alerts", "75 90");
            page.click("#limits button");
            page.waitForCondition(() -> page.inputValue("#alerts").equals("75, 90"));
            assertThat(page.inputValue("#limit")).isEqualTo("25.5");
            page.selectOption("select[aria-label='Usage by']", "project");
            page.waitForSelector("#usage tbody tr:has-text('Default')");

            String worker = platform.get("/api/v1/workers").data().get(0).path("id").asText();
            Instant now = Instant.now();
            page.getByLabel("Upload a licence of edge-1").click();
            page.fill("#licence-text", "no licence");
            page.click("dialog button:has-text('Upload')");
            page.waitForSelector("dialog [role=alert]:has-text('expected the line')");
            TestBrowser.picture(page, "billing-upload", false);
            page.fill("#licence-text", vendor.sign(new Licence("7", LicenceTier.PROFESSIONAL, worker, "ACME", now, now.plusSeconds(86_400))));
            page.click("dialog button:has-text('Upload')");
            page.waitForSelector("#licences:has-text('professional'):has-text('200')");
            TestBrowser.picture(page, "billing");

            Page phone = browser.phone(platform, "/billing");
            phone.waitForSelector("#usage tbody tr");
            phone.waitForSelector("#licences tbody tr");
            TestBrowser.nothingSticksOut(phone);
            TestBrowser.picture(phone, "billing-phone");
            Page dark = browser.dark(platform, "/billing");
            dark.waitForSelector("#usage tbody tr");
            dark.waitForSelector("#licences tbody tr");
            TestBrowser.picture(dark, "billing-dark");
            page.getByLabel("Remove the licence of edge-1").click();
            page.waitForSelector("#licences:not(:has-text('professional'))");
            assertThat(browser.faults().stream().filter(fault -> !fault.contains("422"))).isEmpty();
        } finally {
            if (before == null) {
                System.clearProperty(KEYS);
            } else {
                System.setProperty(KEYS, before);
            }
        }
    }

    /** A plan that is billed, with two periods behind it. */
    private static void history(TestPlatform platform) {
        try (Database database = Database.at(platform.databaseUrl)) {
            long organisation = new Accounts(database).firstOrganisation();
            platform.get("/api/v1/billing");
            database.jdbi().useHandle(handle -> {
                handle.execute("INSERT INTO billing_periods VALUES (?, now() - interval '60 days', now() - interval '30 days', 'starter', 49, 20000, 1260000, 60000, 10)", organisation);
                handle.execute("INSERT INTO billing_periods VALUES (?, now() - interval '30 days', now(), 'pro', 199, 100000, 960000, 0, 0)", organisation);
            });
        }
    }
}
