package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A run as files, a run once more, and the two beside each other. */
class ResultFilesSystemTest {

    @TempDir
    private Path directory;

    @Test
    void shouldExportRepeatAndCompareARun() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 6, 100);
            String run = platform.run(TestPlatform.plan(20));
            platform.awaitEnd(run, 60_000);
            String path = "/api/v1/projects/default/test-runs/" + run;

            List<String> csv = platform.get(path + "/export?format=csv").raw().body().lines().toList();
            assertThat(csv).hasSize(41).first().asString().startsWith("endpoint,group,phase,outcome,seconds,calls");
            assertThat(csv.get(1)).startsWith("0,agents,CLOSED,");
            List<String> samples = platform.get(path + "/export?format=csv&of=samples").raw().body().lines().toList();
            assertThat(samples.getFirst()).startsWith("endpoint,second,call,side,").contains("jitter_ms", "mos");
            assertThat(samples).hasSizeGreaterThan(200);

            assertThat(parquet(platform, path + "/export?format=parquet")).hasSize(40).first().asString().contains("group=agents", "phase=CLOSED");
            assertThat(parquet(platform, path + "/export?format=parquet&of=samples")).hasSize(samples.size() - 1);

            JsonNode result = TestPlatform.JSON.readTree(platform.get(path + "/export").raw().body());
            assertThat(result.at("/run/id").asText()).isEqualTo(run);
            Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new java.io.ByteArrayInputStream(platform.get(path + "/export?format=junit").raw().body().getBytes(java.nio.charset.StandardCharsets.UTF_8))).getDocumentElement();
            assertThat(suite.getAttribute("tests")).isEqualTo("6");
            List<String> failed = new ArrayList<>();
            for (int i = 0; i < suite.getElementsByTagName("failure").getLength(); i++) {
                failed.add(((Element) suite.getElementsByTagName("failure").item(i)).getAttribute("message"));
            }
            assertThat(failed).anyMatch(message -> message.startsWith("calls.asr >= 99: was ")).hasSize(Integer.parseInt(suite.getAttribute("failures")));
            Path html = Files.writeString(directory.resolve("report.html"), platform.get(path + "/export?format=html").raw().body());

            TestPlatform.Reply again = platform.post(path + "/repeat", null);
            assertThat(again.status()).isEqualTo(201);
            assertThat(platform.awaitEnd(again.data().path("id").asText(), 60_000).path("testId").asText()).isEqualTo(again.data().path("testId").asText());
            String both = run + "," + again.data().path("id").asText();
            JsonNode comparison = platform.get("/api/v1/projects/default/compare?runs=" + both + "&tolerance=2").data();
            assertThat(comparison.path("runs")).hasSize(2);
            assertThat(comparison.path("rows")).isNotEmpty().allSatisfy(row -> assertThat(row.path("values")).hasSize(2));
            assertThat(comparison.path("thresholds")).hasSize(4);
            assertThat(platform.get("/api/v1/projects/default/compare?runs=" + run).status()).isEqualTo(400);
            assertThat(platform.get("/api/v1/projects/default/compare?runs=" + run + ",0000000000000").status()).isEqualTo(404);

            try (TestBrowser browser = TestBrowser.launch()) {
                Page page = browser.light(platform, "/projects/default/compare");
                page.locator("form input[type=checkbox]").nth(1).waitFor();
                page.locator("form input[type=checkbox]").nth(0).check();
                page.locator("form input[type=checkbox]").nth(1).check();
                page.locator("form button").click();
                page.locator("#rows tbody tr").first().waitFor();
                assertThat(page.locator("#rows").textContent()).contains("calls.asr", "mos.avg", "call_setup_time_ms.p95");
                TestBrowser.picture(page, "compare");
                Page phone = browser.phone(platform, "/projects/default/compare?runs=" + both);
                phone.locator("#rows tbody tr").first().waitFor();
                TestBrowser.nothingSticksOut(phone);
                TestBrowser.picture(phone, "compare-phone");
                page.navigate(TestBrowser.root(platform) + "/runs/" + run);
                page.locator("#files a").first().waitFor();
                assertThat(page.locator("#files").textContent()).contains("Run again", "Compare", "HTML", "JUnit", "Parquet");
                TestBrowser.picture(page, "run-files", false);
                Page report = browser.light(platform, "/");
                report.navigate(html.toUri().toString());
                report.locator("h1").waitFor();
                TestBrowser.picture(report, "exported-report");
                assertThat(browser.faults()).isEmpty();
            }
        }
    }

    /** Rows as text. */
    private List<String> parquet(TestPlatform platform, String path) throws IOException, InterruptedException {
        Path file = directory.resolve("rows.parquet");
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(TestBrowser.root(platform) + path)).header("Authorization", "Bearer " + platform.apiKey).build(),
                    HttpResponse.BodyHandlers.ofFile(file));
        }
        HydratorSupplier<List<String>, String> hydrators = HydratorSupplier.constantly(new blue.strategic.parquet.Hydrator<List<String>, String>() {
            @Override
            public List<String> start() {
                return new ArrayList<>();
            }

            @Override
            public List<String> add(List<String> row, String column, Object value) {
                row.add(column + "=" + value);
                return row;
            }

            @Override
            public String finish(List<String> row) {
                return String.join(" ", row);
            }
        });
        try (var rows = ParquetReader.streamContent(file.toFile(), hydrators)) {
            return rows.toList();
        }
    }
}
