package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;

import busyhour.web.platform.TestPlatform.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Probes over REST, with a worker that makes up its measurements. */
class ProbeSystemTest {

    private static final String PROBES = "/api/v1/projects/default/probes";
    private static TestPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
        platform.connectWorker("w1", 4, 250); // long enough to be met at it
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void shouldFollowTheHealthOfWhatItCalls() throws Exception {
        String plan = TestPlatform.plan(2).replaceFirst("\"thresholds\": \\[.*]", "\"thresholds\": []");
        Reply made = platform.post(PROBES, "{\"name\": \"gateway\", \"plan\": " + plan + ", \"intervalMinutes\": 1,"
                + " \"limits\": [{\"metric\": \"mos.avg\", \"warning\": 3.0, \"critical\": 2.0}, {\"metric\": \"jitter_ms.p95\", \"warning\": 500}]}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.data().path("state").asText()).isEqualTo("UNKNOWN");
        String probe = PROBES + "/" + made.data().path("id").asText();
        JsonNode healthy = await(probe, json -> json.path("state").asText().equals("HEALTHY"));
        assertThat(healthy.at("/lastExecution/trigger").asText()).isEqualTo("schedule");
        assertThat(healthy.at("/lastExecution/measured/0/value").asDouble()).isBetween(3.0, 5.0);
        JsonNode run = platform.get("/api/v1/projects/default/test-runs/" + healthy.at("/lastExecution/runId").asText()).data();
        assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(run.path("testId").asText()).isEqualTo(healthy.path("testId").asText());

        // limits that nothing keeps: another execution at once
        Reply changed = patch(probe, "{\"limits\": [{\"metric\": \"mos.avg\", \"warning\": 4.99, \"critical\": 4.98}]}");
        assertThat(changed.status()).isEqualTo(200);
        JsonNode unhealthy = await(probe, json -> json.path("state").asText().equals("UNHEALTHY"));
        assertThat(unhealthy.path("reason").asText()).matches("mos.avg is 4.\\d+, critical below 4.98");
        assertThat(unhealthy.at("/lastExecution/previousState").asText()).isEqualTo("HEALTHY");

        // damped: the first good one does not yet change the state
        patch(probe, "{\"limits\": [{\"metric\": \"mos.avg\", \"warning\": 2}], \"damping\": {\"need\": 1, \"of\": 2}, \"paused\": true}");
        assertThat(platform.get(probe).data().path("state").asText()).as("who is paused knows nothing").isEqualTo("UNKNOWN");
        Reply byHand = platform.post(probe + "/run", null);
        assertThat(byHand.status()).isEqualTo(201);
        assertThat(byHand.data().path("trigger").asText()).isEqualTo("manual");
        assertThat(platform.post(probe + "/run", null).status()).as("one at a time").isEqualTo(409);
        await(probe, json -> json.at("/lastExecution/health").asText().equals("HEALTHY"));
        assertThat(platform.get(probe).data().path("state").asText()).isEqualTo("UNKNOWN");
        patch(probe, "{\"paused\": false}");
        await(probe, json -> json.path("state").asText().equals("HEALTHY"));

        Reply executions = platform.get(probe + "/executions");
        assertThat(executions.json().at("/meta/pagination/total").asInt()).isEqualTo(4);
        assertThat(platform.get(probe + "/executions?health=UNHEALTHY").data()).hasSize(1);
        assertThat(platform.get(probe + "/series?days=1").data().at("/metrics/mos.avg/0/1").asDouble()).isBetween(3.0, 5.0);
        JsonNode uptime = platform.get(probe + "/uptime").data();
        assertThat(uptime.path("days")).hasSize(90);
        assertThat(uptime.path("percent").asDouble()).isBetween(1.0, 99.9999);
        assertThat(platform.send("DELETE", probe, null, platform.apiKey).status()).isEqualTo(204);
        assertThat(platform.get(probe).status()).isEqualTo(404);
    }

    @Test
    void shouldSayEveryFaultOfAProbe() {
        Reply reply = platform.post(PROBES, "{\"intervalMinutes\": 7, \"damping\": {\"need\": 4, \"of\": 3}, \"limits\": [{\"metric\": \"moss.avg\", \"warning\": 1},"
                + " {\"metric\": \"mos.avg\"}, {\"metric\": \"mos.p5\", \"warning\": 3, \"critical\": 4, \"bad\": \"below\"}], \"colour\": \"red\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/error/faults").toString()).contains("name: found nothing", "intervalMinutes: found 7, expected one of 1, 5, 15, 30, 60",
                "damping.need: found 4", "limits[0].metric: found 'moss.avg'", "limits[1].warning: found neither", "limits[2].critical: found 4.0", "colour: found an unknown key",
                "testId: found nothing");
        Reply large = platform.post(PROBES, "{\"name\": \"large\", \"plan\": " + TestPlatform.plan(11) + "}");
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.json().at("/error/faults/0").asText()).isEqualTo("plan: found a test with 22 endpoints, expected at most 20");
        assertThat(platform.post(PROBES, "{\"name\": \"x\", \"testId\": \"0000000000000\"}").status()).isEqualTo(422);
        assertThat(platform.post(PROBES, "{\"name\": \"x\", \"plan\": {}}").json().at("/error/code").asText()).isEqualTo("PLAN_INVALID");
        String named = "{\"name\": \"twice\", \"paused\": true, \"plan\": " + TestPlatform.plan(1) + "}";
        assertThat(platform.post(PROBES, named).status()).isEqualTo(201);
        assertThat(platform.post(PROBES, named).status()).isEqualTo(409);
    }

    private static Reply patch(String path, String body) {
        return platform.send("PATCH", path, body, platform.apiKey);
    }

    static JsonNode await(String path, Predicate<JsonNode> condition) throws InterruptedException {
        long endNs = System.nanoTime() + 20_000_000_000L;
        while (true) {
            JsonNode data = platform.get(path).data();
            if (condition.test(data)) {
                return data;
            }
            assertThat(System.nanoTime()).as("in time: " + data).isLessThan(endNs);
            Thread.sleep(50);
        }
    }
}
