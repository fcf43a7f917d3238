package busyhour.web.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import busyhour.web.run.HttpSettings;
import busyhour.web.run.PlatformSettings;
import busyhour.web.store.TestDatabase;
import busyhour.web.synthetic.SyntheticWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A platform on a free port with a database of its own, its keys, and an HTTP client. */
public final class TestPlatform implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    final PlatformServer server;
    final String databaseUrl;
    final String apiKey;
    final String workerToken;
    private final String setUpLink;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SyntheticWorker> workers = new ArrayList<>();
    final Path directory;

    /** Tests ask often. */
    private static final HttpSettings FAST = new HttpSettings(null, null, 10_000);

    /** In the database that all tests share. */
    public TestPlatform() throws IOException {
        this(FAST);
    }

    /** In the database that all tests share. */
    public TestPlatform(HttpSettings http) throws IOException {
        this(Files.createTempDirectory("busyhour-platform"), TestDatabase.freshUrl(), http);
    }

    /** With an embedded database of its own. */
    TestPlatform(Path directory) throws IOException {
        this(directory, null, FAST);
    }

    private TestPlatform(Path directory, String databaseUrl, HttpSettings http) throws IOException {
        this.directory = directory;
        this.databaseUrl = databaseUrl;
        server = PlatformServer.start(new PlatformSettings(directory, "127.0.0.1", 0, false, http), databaseUrl);
        List<String> lines = server.firstStartLines();
        apiKey = lines.getFirst().substring("API key: ".length());
        workerToken = lines.get(1).substring("Worker token: ".length());
        setUpLink = lines.size() < 3 ? null : lines.get(2).substring(lines.get(2).indexOf("http"));
    }

    /** A platform with a secret of one that was there before, on its port. */
    TestPlatform(Path directory, int port, String databaseUrl, String apiKey, String workerToken) throws IOException {
        this.directory = directory;
        this.databaseUrl = databaseUrl;
        this.apiKey = apiKey;
        this.workerToken = workerToken;
        setUpLink = null;
        server = PlatformServer.start(new PlatformSettings(directory, "127.0.0.1", port, false, FAST), databaseUrl);
    }

    public String databaseUrl() {
        return databaseUrl;
    }

    /** Of the first organisation's owner. */
    public String apiKey() {
        return apiKey;
    }

    public String workerToken() {
        return workerToken;
    }

    /** With which the first owner sets up their account. */
    String setUpLink() {
        return setUpLink;
    }

    /** The first column of a query on its database, as text. */
    List<String> rows(String sql) {
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection(databaseUrl); java.sql.Statement statement = connection.createStatement();
                java.sql.ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.port();
    }

    /** An answer with its JSON, which is missing when there was none. */
    public record Reply(int status, JsonNode json, HttpResponse<String> raw) {
        public JsonNode data() {
            return json.path("data");
        }
    }

    public Reply get(String path) {
        return send("GET", path, null, apiKey);
    }

    public Reply post(String path, String body) {
        return send("POST", path, body, apiKey);
    }

    public Reply send(String method, String path, String body, String key, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.localAddress() + path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
        }
        try {
            HttpResponse<String> response = client.send(request.build(), info -> info.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")
                    ? HttpResponse.BodySubscribers.replacing("") : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8));
            boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Reply(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.missingNode(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Connects a worker that makes up its measurements. */
    public SyntheticWorker connectWorker(String name, int seconds, long secondMs) throws InterruptedException {
        return connectWorker(name, workerToken, seconds, secondMs);
    }

    /** The same with a token of its own. */
    public SyntheticWorker connectWorker(String name, String token, int seconds, long secondMs) throws InterruptedException {
        SyntheticWorker worker = SyntheticWorker.connected(server.port(), token, name, directory.resolve("journals"), seconds, secondMs);
        workers.add(worker);
        if (!worker.awaitConnected(15_000)) {
            throw new IllegalStateException("the worker does not connect");
        }
        for (int i = 0; i < 500 && !get("/api/v1/workers").raw().body().contains("ONLINE"); i++) {
            Thread.sleep(10); // its side is a moment earlier than ours
        }
        return worker;
    }

    /** Lets workers be lost sooner than after 60 s. */
    void lostAfter(long ms) {
        server.lostAfter(ms);
    }

    /** Posts a plan and runs it; returns the run's id. */
    public String run(String plan) {
        Reply test = post("/api/v1/projects/default/tests", plan);
        if (test.status() != 201) {
            throw new IllegalStateException(test.raw().body());
        }
        Reply run = post("/api/v1/projects/default/tests/" + test.data().path("id").asText() + "/run", null);
        if (run.status() != 201) {
            throw new IllegalStateException(run.raw().body());
        }
        return run.data().path("id").asText();
    }

    /** Waits until the run has ended; returns it. */
    public JsonNode awaitEnd(String run, long timeoutMs) throws InterruptedException {
        long endNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (System.nanoTime() < endNs) {
            Reply reply = get("/api/v1/projects/default/test-runs/" + run);
            if (reply.status() == 200 && !reply.data().path("endedAt").isNull()) {
                return reply.data();
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the run does not end: " + get("/api/v1/projects/default/test-runs/" + run).raw().body());
    }

    public static String plan(int pairs) {
        return """
                {"name": "synthetic busy hour", "duration": "20s",
                 "registrars": [{"name": "pbx", "accounts": "builtin"}],
                 "groups": [
                   {"name": "agents", "endpoints": %1$d, "registrar": "pbx", "callee": "receive-external", "codecs": ["PCMU"]},
                   {"name": "callers", "endpoints": %1$d, "registrar": "pbx", "callee": {"group": "agents"}, "codecs": ["PCMU"]}],
                 "thresholds": ["mos.avg >= 4.0", "fraction_lost.p95 < 1", "call_setup_time_ms.p95 < 500", "calls.asr >= 99"]}"""
                .formatted(pairs);
    }

    /** The same with video. */
    public static String videoPlan(int pairs) {
        return plan(pairs).replace("\"duration\": \"20s\",", "\"duration\": \"20s\", \"video\": {},");
    }

    @Override
    public void close() {
        workers.forEach(SyntheticWorker::close);
        server.close();
        client.close();
        TestDatabase.delete(directory);
    }
}
