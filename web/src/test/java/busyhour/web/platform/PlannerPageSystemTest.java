package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import busyhour.web.store.Database;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planner's page: gauges, caps, a history that is imported, numbers that are changed. */
class PlannerPageSystemTest {

    @Test
    void shouldPlanFromAnImportedHistoryAndShowWhatGoesOn(@TempDir Path directory) throws Exception {
        Path calls = Files.writeString(directory.resolve("calls.csv"), calls());
        try (TestBrowser browser = TestBrowser.launch(); TestPlatform platform = new TestPlatform()) {
            Page page = browser.light(platform, "/planner");

            page.waitForFunction("() => document.body.dataset.ready === 'true'");
            assertThat(page.locator("#plan").textContent()).contains("Import a history of calls");
            assertThat(page.locator("#now .empty").textContent()).contains("Nothing ran in this time");
            TestBrowser.picture(page, "planner-empty");
            assertThat(browser.faults()).as("that nothing ran is said with 409").allMatch(fault -> fault.contains("409")).hasSize(1);
            browser.faults().clear();
            record(platform);
            page.reload();
            page.waitForFunction("() => document.body.dataset.ready === 'true'");
            page.locator("#calls").setInputFiles(calls);
            page.waitForFunction("() => document.querySelector('#plan .tile .value')?.textContent === '30'");
            assertThat(page.locator("#plan").textContent()).contains("10 × 1.5 × 2", "Erlang B, 1 % blocking", "1 × standard", "CPU").contains("binds");

            page.locator(".numbers summary").click();
            page.locator("#set-growth").fill("4");
            page.locator("#set-growth").press("Tab");
            page.waitForFunction("() => document.querySelector('#plan .tile .value').textContent === '60'");
            page.locator("text=Add a customer").click();
            page.locator(".customer [name=name]").fill("acme");
            page.locator(".customer [name=starts]").fill(LocalDate.now(ZoneOffset.UTC).plusDays(9).toString());
            page.locator(".customer [name=busyHourCalls]").fill("400");
            page.locator(".customer [name=meanSeconds]").fill("180");
            page.locator(".customer [name=meanSeconds]").press("Tab");
            page.waitForFunction("() => document.querySelector('#plan .tile .value').textContent === '90'");
            page.locator("#set-burst").fill("0");
            page.locator("#set-burst").press("Tab");
            page.waitForFunction("() => document.querySelector('#wrong-burst').textContent.includes('from 1 to 100')");
            assertThat(browser.faults()).as("the fault is the server's").allMatch(fault -> fault.contains("422")).hasSize(1);
            browser.faults().clear();
            page.locator("#set-burst").fill("1.5");
            page.locator("#set-burst").press("Tab");
            page.waitForFunction("() => document.querySelector('#wrong-burst').textContent === ''");

            page.locator("#cap-label").fill("nightly");
            page.locator("#cap-endpoints").fill("500");
            page.locator("#cap-endpoints").press("Enter");
            page.waitForFunction("() => document.querySelector('#caps tbody')?.textContent.includes('nightly')");
            TestBrowser.picture(page, "planner");
            page.onceDialog(dialog -> dialog.accept());
            page.locator("[aria-label='Lift the cap of nightly']").click();
            page.waitForFunction("() => document.querySelector('#caps tbody') === null");

            Page dark = browser.dark(platform, "/planner");
            dark.waitForFunction("() => document.body.dataset.ready === 'true'");
            assertThat(dark.locator("#warnings").textContent()).contains("default held more than 70 % of");
            assertThat(dark.locator("#gauges").textContent()).contains("default · nightly");
            TestBrowser.picture(dark, "planner-dark");
            Page phone = browser.phone(platform, "/planner");
            phone.waitForFunction("() => document.body.dataset.ready === 'true'");
            TestBrowser.nothingSticksOut(phone);
            TestBrowser.picture(phone, "planner-phone");
            assertThat(browser.faults()).isEmpty();
        }
    }

    /** Ten calls at a time through a day of a past week, and less on others. */
    private static String calls() {
        StringBuilder csv = new StringBuilder("start,duration\n");
        Instant start = LocalDate.now(ZoneOffset.UTC).minusWeeks(3).atStartOfDay().toInstant(ZoneOffset.UTC);
        for (int day = 0; day < 14; day++) {
            for (int minute = 0; minute < 24 * 60; minute += 3) {
                for (int line = 0; line < (day % 7 == 2 ? 10 : 4); line++) {
                    csv.append(start.plusSeconds(day * 86_400L + minute * 60L)).append(",180\n");
                }
            }
        }
        return csv.toString();
    }

    /** What runs of three hours would have left. */
    private static void record(TestPlatform platform) {
        try (Database database = Database.at(platform.databaseUrl())) {
            for (String scope : new String[] {"NULL, NULL", "p.id, NULL", "p.id, 'nightly'"}) {
                database.jdbi().useHandle(handle -> handle.execute("INSERT INTO concurrency_minutes (organisation_id, project_id, label, minute, instance, sessions, endpoints, ceiling)"
                        + " SELECT p.organisation_id, " + scope + ", m, 1, (40 + 30 * sin(extract(epoch FROM m) / 1800))::int, 160, 200"
                        + " FROM projects p, generate_series(date_trunc('minute', now()) - interval '3 hours', date_trunc('minute', now()), interval '1 minute') m"));
            }
        }
    }
}
