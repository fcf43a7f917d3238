package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.web.access.Accounts;
import busyhour.web.plan.TestCertificates;
import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.run.HttpSettings;
import busyhour.web.store.Database;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What scripts rely on, asked over HTTP. */
class RestContractSystemTest {

    private static final String TESTS = "/api/v1/projects/default/tests";
    private static TestPlatform platform;
    private static String run;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
        platform.connectWorker("w1", 4, 100);
        run = platform.run(TestPlatform.plan(20));
        platform.awaitEnd(run, 30_000);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void shouldWrapAnswersAndPageLists() {
        Reply projects = platform.get("/api/v1/projects");
        assertThat(projects.status()).isEqualTo(200);
        assertThat(projects.data()).singleElement().satisfies(project -> assertThat(project.properties()).extracting(Map.Entry::getKey)
                .containsExactly("id", "slug", "name"));
        assertThat(projects.json().at("/meta/requestId").asText()).isEqualTo(projects.raw().headers().firstValue("X-Request-Id").orElseThrow());
        JsonNode pagination = platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints?page=2&perPage=15").json().at("/meta/pagination");
        assertThat(pagination.toString()).isEqualTo("{\"page\":2,\"perPage\":15,\"total\":40,\"totalPages\":3}");
        assertThat(platform.get("/api/v1/projects/default/test-runs").json().at("/meta/pagination/perPage").asInt()).isEqualTo(25);
        String byId = platform.get("/api/v1/projects/" + projects.data().get(0).path("id").asText()).data().path("slug").asText();
        assertThat(byId).isEqualTo("default");
    }

    @Test
    void shouldAnswerEachErrorWithItsCode() {
        expect(platform.send("GET", "/api/v1/projects", null, null), 401, "UNAUTHORIZED");
        expect(platform.send("GET", "/api/v1/projects", null, "cmk_" + "0".repeat(40)), 401, "UNAUTHORIZED");
        expect(platform.send("GET", "/api/v1/projects", null, platform.workerToken), 403, "FORBIDDEN");
        expect(platform.send("POST", "/api/v1/workers/connect", "{\"name\":\"x\"}", platform.apiKey), 403, "FORBIDDEN");
        expect(platform.send("POST", "/api/v1/workers/connect", "{\"name\":\"\"}", platform.workerToken), 422, "INVALID");
        expect(platform.send("POST", "/api/v1/workers/connect", "no json", platform.workerToken), 422, "INVALID");
        expect(platform.get("/api/v1/projects/other"), 404, "NOT_FOUND");
        expect(platform.get("/api/v1/projects/default/test-runs/0000000000000"), 404, "NOT_FOUND");
        expect(platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints/40"), 404, "NOT_FOUND");
        expect(platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints/x"), 404, "NOT_FOUND");
        expect(platform.get("/api/v1/nothing"), 404, "NOT_FOUND");
        expect(platform.send("DELETE", TESTS, null, platform.apiKey), 405, "METHOD_NOT_ALLOWED");
        expect(platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints?perPage=500"), 400, "BAD_REQUEST");
        expect(platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints?sort=beauty"), 400, "BAD_REQUEST");
        expect(platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints/0/metrics?keys=mos,beauty"), 400, "BAD_REQUEST");
        expect(platform.post("/api/v1/projects/default/test-runs/" + run + "/stop", null), 409, "CONFLICT");
        expect(platform.send("POST", TESTS, TestPlatform.plan(1), platform.apiKey, "Content-Type", "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE");
        expect(platform.post(TESTS, "{\"name\":\"" + "x".repeat(3 << 20) + "\"}"), 413, "CONTENT_TOO_LARGE");
    }

    @Test
    void shouldListEveryFaultOfAPlanWithItsPlace() {
        Reply reply = platform.post(TESTS, TestPlatform.plan(1).replace("PCMU", "SPEEX").replace("20s", "soon"));
        expect(reply, 422, "PLAN_INVALID");
        assertThat(reply.json().at("/error/faults")).hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(fault -> assertThat(fault.asText()).matches("plan:\\d+:\\d+: .+: found .+, expected .+"));
        assertThat(reply.json().at("/error/message").asText()).contains("duration");
        expect(platform.post(TESTS, "{"), 422, "PLAN_INVALID");
        expect(platform.post(TESTS, "[]"), 422, "PLAN_INVALID");
    }

    @Test
    void shouldKeepOrganisationsApart() {
        String other;
        try (Database database = Database.at(platform.databaseUrl)) {
            other = new Accounts(database).createOrganisation("Other", "default");
        }
        String theirs = platform.get("/api/v1/projects").data().get(0).path("id").asText();
        expect(platform.send("GET", "/api/v1/projects/" + theirs, null, other), 404, "NOT_FOUND");
        expect(platform.send("GET", "/api/v1/projects/default/test-runs/" + run, null, other), 404, "NOT_FOUND");
        expect(platform.send("GET", "/api/v1/projects/" + theirs + "/test-runs/" + run + "/endpoints/0/trace", null, other), 404, "NOT_FOUND");
        assertThat(platform.send("GET", "/api/v1/projects/default/test-runs", null, other).data()).isEmpty();
        assertThat(platform.send("GET", "/api/v1/workers", null, other).data()).isEmpty();
    }

    @Test
    void shouldSlowDownWhoAsksTooOften() throws Exception {
        try (TestPlatform fresh = new TestPlatform(HttpSettings.PLAIN)) {
            Reply refused = null;
            for (int i = 0; i < 400 && (refused == null || refused.status() != 429); i++) {
                refused = fresh.send("GET", "/api/v1/projects", null, "cmk_guess");
            }
            expect(refused, 429, "TOO_MANY_REQUESTS");
            assertThat(Integer.parseInt(refused.raw().headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
            assertThat(fresh.get("/api/v1/projects").status()).as("who has a key is not held up by guessers").isEqualTo(200);
            assertThat(fresh.send("GET", "/metrics", null, null).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldListAndGiveRecordings() {
        String endpoint = "/api/v1/projects/default/test-runs/" + run + "/endpoints/20/recordings";
        assertThat(platform.get(endpoint).data().toString())
                .isEqualTo("[{\"name\":\"call-0.wav\",\"bytes\":40000,\"mediaType\":\"audio/wav\"}]");
        Reply file = platform.get(endpoint + "/call-0.wav");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.raw().headers().firstValue("Content-Type")).hasValue("audio/wav");
        assertThat(file.raw().headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + run + "-endpoint-20-call-0.wav\"");
        assertThat(file.raw().body()).startsWith("RIFF");
        expect(platform.get(endpoint + "/call-1.wav"), 404, "NOT_FOUND");
        expect(platform.get(endpoint + "/..%2f..%2fcall-0.wav"), 404, "NOT_FOUND");
        expect(platform.send("GET", endpoint + "/call-0.wav", null, null), 401, "UNAUTHORIZED");
        assertThat(platform.get(endpoint.replace("/20/", "/21/")).data()).isEmpty();
    }

    @Test
    void shouldTellTheMediaOfAnEndpoint() {
        JsonNode endpoint = platform.get("/api/v1/projects/default/test-runs/" + run + "/endpoints/20").data();
        assertThat(endpoint.path("audioCodec").asText()).isEqualTo("PCMU");
        assertThat(endpoint.path("audioSecurity").asText()).isEqualTo("sdes AES_CM_128_HMAC_SHA1_80");
        assertThat(endpoint.path("callMosMin").isNumber()).isTrue();
        assertThat(endpoint.path("talkRatio").asDouble()).isEqualTo(0.45);
        assertThat(endpoint.path("timeToGreetingMs").asDouble()).isEqualTo(200);
        JsonNode calls = platform.get("/api/v1/projects/default/test-runs/" + run).data().at("/result/calls");
        assertThat(calls.at("/mos/count").asInt()).isPositive();
        assertThat(calls.path("mosBelow35Percent").isNumber()).isTrue();
    }

    @Test
    void shouldDescribeMediaOfAPlanTruly() {
        String media = """
                "codecs": ["OPUS", "L16/8000", "G729"], "opus": {"bitrate": "64k", "stereo": true, "fec": false, "dtx": true}, "ptime": "40ms",
                "comfort-noise": true, "send-jitter": "5ms", "media": {"deferred": ["audio", "video"]}, "dscp": {"audio": "EF", "video": 34},
                "video": {"codec": ["VP8", "H264"], "resolution": "640x480", "fps": 15, "bitrate": "500k", "key-frame-interval": "2s",
                  "packetization-mode": 0, "rtx": false, "feedback": true},
                "srtp": {"policy": "preferred", "keying": ["dtls", "sdes"], "suites": ["AEAD_AES_128_GCM"]}, "jitter-buffer": "200ms",
                "rtcp": {"interval": "1s", "xr": false, "reduced-size": false}, "rtcp-mux": true, "decode": "12.5%", "verify": {"keep": 2}""";
        JsonNode document = platform.send("GET", "/api/v1/openapi.json", null, null).json();
        JsonNode group = document.at("/components/schemas/PlanGroup/properties");
        JsonNode top = document.at("/components/schemas/Plan/properties");
        for (String each : List.of("\"codecs\": [\"PCMU\"]", media)) {
            String plan = TestPlatform.plan(1).replaceFirst("\"codecs\": \\[\"PCMU\"\\]", Matcher.quoteReplacement(each));
            Reply test = platform.post(TESTS, plan);
            assertThat(test.status()).as(test.raw().body()).isEqualTo(201);
            List<String> faults = new ArrayList<>();
            JsonSchema.check(document, document.at("/components/schemas/Plan"), test.data().path("plan"), "plan", faults);
            assertThat(faults).isEmpty();
        }
        Reply unknown = platform.post(TESTS, TestPlatform.plan(1).replaceFirst("\"codecs\"", "\"codex\""));
        String known = unknown.json().at("/error/faults/0").asText();
        group.properties().forEach(property -> assertThat(known).contains(property.getKey()));
        assertThat(group.properties().stream().map(Map.Entry::getKey)).containsAll(top.properties().stream().map(Map.Entry::getKey)
                .filter(key -> !List.of("description", "labels", "duration", "groups", "thresholds").contains(key)).toList());
    }

    @Test
    void shouldShowTheCatalogueAndFeedPrometheus() {
        JsonNode metrics = platform.get("/api/v1/metrics").data();
        assertThat(metrics).hasSize(MetricCatalogue.instance().metrics().size());
        assertThat(metrics.get(0).path("definition").asText()).contains("G.107");
        Reply scrape = platform.send("GET", "/metrics", null, null);
        assertThat(scrape.status()).isEqualTo(200);
        assertThat(scrape.raw().body()).contains("busyhour_active_sessions 0.0").contains("busyhour_database_up 1.0");
        String rows = scrape.raw().body().lines().filter(line -> line.startsWith("busyhour_stored_rows")).findFirst().orElseThrow();
        assertThat(Double.parseDouble(rows.split(" ")[1])).isPositive();
    }

    @Test
    void shouldGuardEveryAnswer() {
        Reply page = platform.send("GET", "/", null, null);
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.raw().headers().firstValue("Content-Security-Policy").orElseThrow()).contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.raw().headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(platform.get("/assets/..%2f..%2fstyle.css").status()).isIn(400, 404);
        assertThat(platform.send("GET", "/runs/" + run, null, null).raw().body()).doesNotContain("synthetic busy hour");
        Reply session = platform.send("POST", "/session", "{\"key\": \"" + platform.apiKey + "\"}", null);
        assertThat(session.raw().headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly").contains("SameSite=Strict");
        String cookie = session.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertThat(platform.send("GET", "/api/v1/projects", null, null, "Cookie", cookie).status()).isEqualTo(200);
        expect(platform.send("POST", "/api/v1/projects/default/test-runs/" + run + "/stop", null, null,
                "Cookie", cookie, "Origin", "http://evil.example"), 403, "FORBIDDEN");
        String address = platform.server.address().toString();
        String path = address.substring(address.indexOf('/', 8));
        assertThat(platform.send("GET", path, null, null).raw().headers().firstValue("Set-Cookie")).isPresent();
        assertThat(platform.send("GET", path, null, null).raw().headers().firstValue("Set-Cookie")).as("once").isEmpty();
    }

    @Test
    void shouldNotGiveAwayPasswords() {
        String plan = TestPlatform.plan(1).replace("\"accounts\": \"builtin\"", "\"domain\": \"10.0.0.5\", \"accounts\":"
                + " [{\"username\": \"a\", \"password\": \"geheim1\"}, {\"username\": \"b\", \"password\": \"geheim2\"}]");
        Reply test = platform.post(TESTS, plan);
        assertThat(test.status()).as(test.raw().body()).isEqualTo(201);
        assertThat(test.raw().body()).doesNotContain("geheim");
        assertThat(platform.get(TESTS + "/" + test.data().path("id").asText()).raw().body()).doesNotContain("geheim").contains("\"username\":\"b\"");
    }

    @Test
    void shouldWarnOfCertificateAndKeepItsKey() throws Exception {
        List<String> pair = TestCertificates.soonOut();
        String plan = TestPlatform.plan(1).replace("\"accounts\": \"builtin\"", "\"domain\": \"10.0.0.5\", \"transport\": \"TLS\", \"accounts\":"
                + " [\"a,geheim1\", \"b,geheim2\"], \"tls\": {\"certificate\": " + TestPlatform.JSON.writeValueAsString(pair.get(0))
                + ", \"key\": " + TestPlatform.JSON.writeValueAsString(pair.get(1)) + "}");
        Reply test = platform.post(TESTS, plan);
        assertThat(test.status()).as(test.raw().body()).isEqualTo(201);
        assertThat(test.json().at("/meta/warnings")).singleElement().satisfies(warning -> assertThat(warning.asText())
                .contains("registrars[0].tls.certificate: the certificate runs out on ", "in 8 days"));
        assertThat(test.raw().body() + platform.get(TESTS + "/" + test.data().path("id").asText()).raw().body())
                .contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE KEY", pair.get(1).lines().skip(1).findFirst().orElseThrow(), "geheim");
    }

    private static void expect(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(reply.json().at("/error/message").asText()).isNotBlank();
        assertThat(reply.json().at("/meta/requestId").asText()).isNotBlank();
    }
}
