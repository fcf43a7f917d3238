package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What a run holds while it goes on, told over REST and to Prometheus, and kept by minute. */
class CapacitySystemTest {

    @Test
    void shouldTellWhatARunHoldsNowAndAfterwards() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 60, 250);
            assertThat(platform.post("/api/v1/projects/default/caps", "{\"endpoints\": 50}").status()).isEqualTo(201);
            assertThat(platform.post("/api/v1/projects/default/caps", "{\"endpoints\": 60}").status()).isEqualTo(409);
            assertThat(platform.post("/api/v1/projects/default/caps", "{\"label\": \"x\"}").status()).isEqualTo(422);
            String run = platform.run(TestPlatform.plan(20));
            JsonNode gauge = await(platform);
            assertThat(gauge.path("endpoints").asInt()).isEqualTo(40);
            assertThat(gauge.path("ceiling").asInt()).isEqualTo(50);
            assertThat(gauge.path("ceilingFrom").asText()).isEqualTo("cap of the project");
            assertThat(gauge.path("headroom").asDouble()).isEqualTo(0.8);
            assertThat(platform.get("/metrics").raw().body()).contains("busyhour_active_sessions ")
                    .containsPattern("busyhour_headroom_ratio\\{label=\"\",organisation=\"\\w{13}\",project=\"default\"} 0.8");
            String refused = platform.run(TestPlatform.plan(30));
            assertThat(platform.get("/api/v1/projects/default/test-runs/" + refused).data().path("reason").asText()).contains("needs 60 endpoints; the project's cap is 50");
            platform.post("/api/v1/projects/default/test-runs/" + run + "/stop", null);
            platform.awaitEnd(run, 30_000);
            JsonNode history = platform.get("/api/v1/projects/default/capacity/history?hours=1").data();
            assertThat(history).isNotEmpty().anySatisfy(minute -> assertThat(minute.path("endpoints").asInt()).isEqualTo(40));
            JsonNode plan = platform.post("/api/v1/planner/plan", "{\"project\": \"default\"}").data();
            assertThat(plan.at("/history/name").asText()).isEqualTo("runs of default");
            assertThat(plan.path("sessions").asInt()).isEqualTo(plan.path("base").asInt() * 3);
            List<JsonNode> labelled = platform.get("/api/v1/projects/default/test-runs?label=none&from=2020-01-01T00:00:00Z").data().findParents("id");
            assertThat(labelled).isEmpty();
            assertThat(platform.get("/api/v1/projects/default/test-runs?to=now").status()).isEqualTo(400);
            assertThat(platform.get("/api/v1/projects/default/test-runs?from=2020-01-01T00:00:00Z").data()).hasSize(2);
        }
    }

    /** The project's gauge once it shows that something goes on. */
    private static JsonNode await(TestPlatform platform) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            JsonNode gauge = platform.get("/api/v1/projects/default/capacity").data().path(0);
            if (gauge.path("endpoints").asInt() > 0) {
                return gauge;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("nothing goes on: " + platform.get("/api/v1/capacity").raw().body());
    }
}
