package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.link.HostLoad;
import busyhour.ipc.run.CalibrationState;
import busyhour.ipc.run.RunStatus;
import busyhour.web.synthetic.SyntheticWorker;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

class WorkersPageSystemTest {

    @Test
    void shouldAddShowDrainAndDeleteWorkers() throws Exception {
        try (TestBrowser browser = TestBrowser.launch(); TestPlatform platform = new TestPlatform()) {
            Page page = browser.light(platform, "/workers");
            page.onDialog(Dialog::accept);
            page.waitForSelector("#workers .empty:has-text('No worker yet')");
            page.click("#add");
            page.getByLabel("Name").fill("frankfurt-1");
            page.getByLabel("Region").fill("eu-central");
            page.getByLabel("Capacity").fill("-3");
            page.click("dialog button[type=submit]");
            assertThat(page.waitForSelector("dialog .fault:has-text('whole number')").textContent()).contains("from 0");
            page.getByLabel("Capacity").fill("300");
            page.click("dialog button[type=submit]");
            String command = page.waitForSelector("dialog pre").textContent();
            assertThat(command).contains("CLOUD_URL=" + platform.server.localAddress().toString().replaceFirst("/$", ""), "./busyhour worker");
            TestBrowser.picture(page, "workers-token", false);
            String token = command.replaceFirst("(?s).*WORKER_TOKEN=(cmw_[0-9a-f]{64}).*", "$1");
            page.click("dialog button:has-text('Close')");
            page.waitForSelector("#workers tr:has-text('frankfurt-1'):has-text('offline')");

            SyntheticWorker worker = platform.connectWorker("frankfurt-1", token, 1, 10);
            worker.link().run(7, 120, RunStatus.RUNNING);
            worker.link().host(new HostLoad(1_000, 16, 34.2, 9L << 30, 32L << 30, 0, 0, "1.0"));
            SyntheticWorker busy = platform.connectWorker("virginia-2", 1, 10);
            busy.link().host(new HostLoad(200, 4, 93, 15L << 30, 16L << 30, 1_204, 1, "1.0"));
            platform.send("POST", "/api/v1/workers/connect", "{}", "cmw_" + "0".repeat(64));
            page.waitForSelector("#workers tr:has-text('frankfurt-1'):has-text('online'):has-text('180')");
            page.waitForSelector("#warnings:has-text('CPU is 93 % busy'):has-text('dropped 1,204 datagrams')");
            page.waitForSelector("#refusals tr:has-text('unknown token'):has-text('127.0.0.1')");
            calibrate(page, worker, busy);
            page.getByLabel("Drain frankfurt-1").click();
            page.waitForSelector("#workers tr:has-text('frankfurt-1'):has-text('draining')");
            TestBrowser.picture(page, "workers");

            page.click("#share");
            page.getByLabel("Name").fill("autoscaler");
            page.click("dialog button[type=submit]");
            page.waitForSelector("dialog pre:has-text('WORKER_NAME')");
            page.click("dialog button:has-text('Close')");
            page.getByLabel("Revoke autoscaler").click();
            page.waitForSelector("#tokens:not(:has-text('autoscaler'))");
            Page phone = browser.phone(platform, "/workers");
            phone.waitForSelector("#workers tr:has-text('frankfurt-1')");
            TestBrowser.nothingSticksOut(phone);
            TestBrowser.picture(phone, "workers-phone");
            Page dark = browser.dark(platform, "/workers");
            dark.waitForSelector("#refusals tbody tr");
            TestBrowser.picture(dark, "workers-dark");

            page.getByLabel("Delete virginia-2").click();
            page.waitForSelector(".problem:has-text('would come again')");
            busy.close();
            page.waitForSelector("#workers tr:has-text('virginia-2'):has-text('offline')");
            page.getByLabel("Delete virginia-2").click();
            page.waitForSelector("#workers:not(:has-text('virginia-2'))");
            assertThat(browser.faults().stream().filter(fault -> !fault.contains("422") && !fault.contains("409"))).isEmpty();
        }
    }

    /** One plays and cannot be; the other one is, and fails; then it does not. */
    private static void calibrate(Page page, SyntheticWorker playing, SyntheticWorker idle) {
        page.getByLabel("Calibrate frankfurt-1").click();
        page.click("dialog button[type=submit]");
        page.waitForSelector("dialog .problem:has-text('plays a run')");
        page.click("dialog button:has-text('Close')");
        assertThat(playing.calibrations()).isEmpty();
        for (CalibrationReport end : List.of(new CalibrationReport(1, CalibrationState.FAILED, null, "this host does not hold 10 endpoints"),
                new CalibrationReport(2, CalibrationState.DONE, 140, "140 endpoints of audio"))) {
            page.getByLabel("Calibrate virginia-2").click();
            page.waitForSelector("dialog:has-text('given nothing meanwhile')");
            TestBrowser.picture(page, "workers-calibrate", false);
            page.click("dialog button[type=submit]");
            page.waitForSelector("#workers tr:has-text('virginia-2'):has-text('to be calibrated')");
            while (idle.calibrations().size() < end.id()) {
                page.waitForTimeout(50);
            }
            long number = idle.calibrations().getLast();
            if (end.state() == CalibrationState.DONE) {
                idle.link().calibration(new CalibrationReport(number, CalibrationState.RUNNING, null, ""));
                page.waitForSelector("#workers tr:has-text('virginia-2'):has-text('calibrating since')");
                page.waitForSelector("#workers:not(:has([aria-label='Calibrate virginia-2']))");
            }
            idle.link().calibration(new CalibrationReport(number, end.state(), end.measured(), end.message()));
            page.waitForSelector(end.state() == CalibrationState.FAILED ? "#warnings:has-text('virginia-2 was not calibrated: this host does not hold 10 endpoints.')"
                    : "#workers tr:has-text('virginia-2'):has-text('140'):has-text('calibrated')");
        }
    }
}
