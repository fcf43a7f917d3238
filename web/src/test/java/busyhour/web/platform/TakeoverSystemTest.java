package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import busyhour.web.store.Database;
import busyhour.web.store.TestDatabase;
import busyhour.web.synthetic.SyntheticWorker;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose platform process is killed under them. */
@Timeout(120)
class TakeoverSystemTest {

    private static final String ROWS = "SELECT count(*) FROM samples WHERE side = 1";
    private static final String DISTINCT_ROWS = "SELECT count(DISTINCT (run_id, endpoint, second)) FROM samples WHERE side = 1";

    @TempDir
    private Path directory;

    @Test
    void shouldCountAllOfARunAgainWhosePlatformWasKilled() throws Exception {
        String url = TestDatabase.freshUrl();
        int port = freePort();
        try (PlatformProgram.Started killed = PlatformProgram.start(directory, port, url)) {
            String apiKey = secret(killed.lines(), "API key: ");
            String workerToken = secret(killed.lines(), "Worker token: ");
            try (SyntheticWorker worker = SyntheticWorker.connected(port, workerToken, "w1", directory.resolve("journals"), 60, 200)) {
                assertThat(worker.awaitConnected(15_000)).isTrue();
                JsonNode test = ask(port, "/api/v1/projects/default/tests", TestPlatform.plan(20), apiKey);
                String id = begun(port, "/api/v1/projects/default/tests/" + test.path("id").asText() + "/run", apiKey);
                Thread.sleep(4_000); // in the middle of it
                killed.process().destroyForcibly().waitFor();
                try (TestPlatform next = new TestPlatform(directory, port, url, apiKey, workerToken)) {
                    JsonNode run = next.awaitEnd(id, 60_000);
                    assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
                    assertThat(run.path("reason").isNull()).as(run.path("reason").asText()).isTrue();
                    JsonNode result = run.path("result");
                    assertThat(result.path("calls").path("offered").asInt()).isEqualTo(20);
                    assertThat(result.path("calls").path("answered").asInt()).isEqualTo(19);
                    assertThat(result.path("endpoints").path("outcomes").path("SUCCESS").asInt()).isEqualTo(39);
                    try (Database database = Database.at(url)) {
                        long rows = TestDatabase.one(database, Long.class, ROWS);
                        assertThat(rows).isEqualTo(TestDatabase.one(database, Long.class, DISTINCT_ROWS))
                                .as("endpoint-seconds in the statistics").isEqualTo(result.at("/metrics/mos/count").asLong()).isGreaterThan(1_000);
                        assertThat(TestDatabase.one(database, Long.class, "SELECT sum(mos_count) FROM endpoints")).isEqualTo(rows);
                    }
                    for (int i = 0; i < 100 && !worker.lastFeed().isDone(); i++) {
                        Thread.sleep(100);
                    }
                    assertThat(worker.lastFeed().isDone()).as("the journal is no longer needed").isTrue();
                }
            }
        }
    }

    @Test
    void shouldShowAndStopARunThatAnotherProcessConducts() throws Exception {
        try (TestPlatform conducting = new TestPlatform();
                TestPlatform beside = new TestPlatform(directory, 0, conducting.databaseUrl(), conducting.apiKey(), conducting.workerToken())) {
            conducting.connectWorker("w1", 600, 100);
            String id = conducting.run(TestPlatform.plan(4));
            String path = "/api/v1/projects/default/test-runs/" + id;
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<java.util.stream.Stream<String>> events = client.send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + beside.port() + path + "/events")).header("Authorization", "Bearer " + beside.apiKey())
                        .header("Accept", "text/event-stream").build(),
                        HttpResponse.BodyHandlers.ofLines());
                java.util.Iterator<String> lines = events.body().iterator();
                awaitLine(lines, "RUNNING");
                assertThat(beside.post(path + "/stop", null).status()).isEqualTo(200);
                awaitLine(lines, "event: end");
            }
            JsonNode run = beside.awaitEnd(id, 20_000);
            assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("exitCode").asInt()).isEqualTo(105);
        }
    }

    private static void awaitLine(java.util.Iterator<String> lines, String part) {
        for (int i = 0; i < 10_000 && lines.hasNext(); i++) {
            if (lines.next().contains(part)) {
                return;
            }
        }
        throw new AssertionError("the events end before " + part);
    }

    /** The worker hears a moment earlier than the platform that it is there. */
    private static String begun(int port, String path, String key) throws Exception {
        JsonNode run = ask(port, path, "", key);
        for (int i = 0; i < 50 && run.path("status").asText().equals("CANNOT_RUN_FOR_NOW"); i++) {
            Thread.sleep(100);
            run = ask(port, path, "", key);
        }
        return run.path("id").asText();
    }

    private static String secret(List<String> lines, String before) {
        return lines.stream().filter(line -> line.startsWith(before)).findFirst().orElseThrow().substring(before.length());
    }

    private static JsonNode ask(int port, String path, String body, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).as(reply.body()).isBetween(200, 299);
            return TestPlatform.JSON.readTree(reply.body()).path("data");
        }
    }

    /** One whose link ports, which lie beside, are free too. */
    static int freePort() throws IOException {
        for (int port = 21_000; port < 30_000; port += 7) {
            InetAddress host = InetAddress.ofLiteral("127.0.0.1");
            try (ServerSocket http = new ServerSocket(port, 1, host)) {
                new DatagramSocket(port + 10_000, host).close();
                new DatagramSocket(port + 10_001, host).close();
                return http.getLocalPort();
            } catch (IOException e) {
                continue; // somebody has one of them
            }
        }
        throw new IOException("no free ports");
    }
}
