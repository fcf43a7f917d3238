package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a file, and as a real browser draws it. */
class HtmlReportTest {
    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static Path write(Path folder, Records records) throws Exception {
        Path file = folder.resolve("report.html");
        try (OutputStream out = Files.newOutputStream(file)) {
            HtmlReport.write(records.aggregates.result(), records.aggregates, out);
        }
        return file;
    }

    private static Records filled(Plan plan) {
        Records records = new Records(new RunAggregates(plan, 7, 0));
        records.status(RunStatus.RUNNING, 0);
        records.answeredCall(2, 0, 100 * Records.MS, 80 * Records.MS, 9 * Records.S);
        records.failedCall(3, 0, 200 * Records.MS, 300 * Records.MS, CallResult.BUSY, 486);
        records.call(2, 9, "call_setup_time_ms", 80.0);
        for (int second = 1; second < 10; second++) {
            records.second(0, second, "mos", 4.2 + second / 100.0, "jitter_ms", 0.2 * second, "fraction_lost", 0.0);
            records.second(2, second, "mos", 4.3, "jitter_ms", 0.1, "packets_lost", 0, "packets_sent", 50 * second);
            records.engine(0, second, 0.05, 20_000, 100, 1);
        }
        records.state(2, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 9 * Records.S);
        records.state(3, EndpointPhase.CLOSED, EndpointOutcome.CALL_FAILED, Records.S);
        return records;
    }

    @Test
    void shouldCarryEverythingInside(@TempDir Path folder) throws Exception {
        String page = Files.readString(write(folder, filled(Records.plan("mos.avg >= 4.0"))));
        assertThat(page).contains("echarts").doesNotContain("@DATA@").doesNotContain("@SCRIPT@").doesNotContain("@ECHARTS@");
        int library = page.indexOf("<script>");
        String ours = page.substring(0, library) + page.substring(page.indexOf("</script>", library));
        assertThat(ours.length()).isLessThan(100_000);
        assertThat(ours).doesNotContainPattern("<(script|link|img)[^>]+(src|href)=").doesNotContain("fetch(").doesNotContain("http://");
        assertThat(page).hasSizeLessThan(1_500_000);
    }

    @Test
    void shouldNotLetNamesBreakOut(@TempDir Path folder) throws Exception {
        String name = "</script><script>document.title='broken'</script>@SCRIPT@";
        Plan plan = PlanReader.readYaml("plan.yaml", ("name: \"" + name + "\"\ngroups:\n"
                + "  - { name: \"<b>in\", endpoints: 2, callee: receive-external, listen: \"127.0.0.1:5060\" }\n"
                + "  - { name: out, endpoints: 2, callee: { group: \"<b>in\" } }\n").getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        Path file = write(folder, filled(plan));
        assertThat(Files.readString(file)).doesNotContain("document.title='broken'</script>");
        String dom = render(folder, file);
        assertThat(dom).contains("data-ready=\"true\"").doesNotContain("<title>broken").contains("&lt;b&gt;in");
    }

    @Test
    void shouldDrawInBrowser(@TempDir Path folder) throws Exception {
        String dom = render(folder, write(folder, filled(Records.plan("mos.avg >= 4.0", "mos.avg > 4.5"))));
        assertThat(dom).contains("data-ready=\"true\"")
                .contains("The objective was not met")
                .contains("1 of 2 thresholds failed.")
                .contains("✗ failed").contains("✓ holds")
                .contains("CALL_FAILED").contains("SIP 486")
                .contains("It was not the limit");
        assertThat(dom.split("<canvas", -1).length - 1).as("charts").isGreaterThanOrEqualTo(8);
    }

    @Test
    void shouldSayWhichLimitTheGeneratorPassedAndWhatToDo(@TempDir Path folder) throws Exception {
        Records records = filled(Records.plan("mos.avg >= 4.0"));
        for (int second = 2; second < 9; second++) {
            records.engine(1, second, 0.9, 2_000_000, 100, 1, second == 2 ? 3 : 0);
            records.worker(second, 4 * Records.MS, Records.MS, 0, Records.S / 50, 0);
        }
        String dom = render(folder, write(folder, records));
        assertThat(dom).contains("data-ready=\"true\"").contains("It was the limit: this result does not count")
                .contains("there is no core left on this host").contains("tuning/jvm")
                .contains("the hypervisor gave the core to other guests");
    }

    @Test
    void shouldDrawRunWithoutAnyRecord(@TempDir Path folder) throws Exception {
        String dom = render(folder, write(folder, Records.of("mos.avg >= 4.0")));
        assertThat(dom).contains("data-ready=\"true\"").contains("No call was answered").contains("not measured");
    }

    private static String render(Path folder, Path file) throws Exception {
        String browser = BROWSERS.stream().filter(path -> Files.isExecutable(Path.of(path))).findFirst().orElse(null);
        assumeTrue(browser != null, "no Chromium on this host");
        Path output = folder.resolve("dom.html");
        Process process = new ProcessBuilder(browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000",
                "--user-data-dir=" + Files.createDirectory(folder.resolve("profile" + System.nanoTime())), "--dump-dom",
                file.toUri() + "#light").redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("Chromium ends").isTrue();
        } finally {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        return Files.readString(output);
    }
}
