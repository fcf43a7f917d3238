package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two worker processes with real engines, and one platform. */
@Tag("load") // 20 s of two engines; FleetSystemTest shows the platform's side of it in each build, SharedRunSystemTest the workers'
class FleetEnginesSystemTest {

    private static final String MAIN = "busyhour.engine.WorkerMain";

    private static Process worker(TestPlatform platform, String name, int capacity, Path data) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle")).toList());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), MAIN));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(data.resolve(name + ".log").toFile());
        builder.environment().putAll(Map.of("WORKER_TOKEN", platform.workerToken(), "CLOUD_URL", "http://127.0.0.1:" + platform.server.port(),
                "WORKER_NAME", name, "WORKER_DATA", data.resolve(name).toString(), "HEALTH_PORT", "0", "CAPACITY", "" + capacity, "LOG_LEVEL", "warn"));
        return builder.start();
    }

    private static void awaitOnline(TestPlatform platform, int workers) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            int online = 0;
            for (JsonNode worker : platform.get("/api/v1/workers").data()) {
                online += worker.path("status").asText().equals("ONLINE") && worker.path("capacity").asInt() > 0 ? 1 : 0;
            }
            if (online == workers) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not online: " + platform.get("/api/v1/workers").raw().body());
    }

    private static String plan(String agents, String duration) {
        return """
                {"name": "two engines", "duration": "%2$s", "registrars": [{"name": "pbx", "accounts": "builtin"}],
                 "groups": [
                   {"name": "agents", "endpoints": 20, %1$s, "callee": "receive-external", "codecs": ["PCMU"]},
                   {"name": "callers", "endpoints": 20, %3$s "callee": {"group": "agents"}, "codecs": ["PCMU"]}]}"""
                .formatted(agents, duration, agents.contains("registrar") ? "\"registrar\": \"pbx\"," : "");
    }

    @Test
    void shouldCallFromOneEngineToTheOther(@TempDir Path data) throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            Process a = worker(platform, "a", 60, data);
            Process b = worker(platform, "b", 20, data);
            try {
                awaitOnline(platform, 2);
                assertOneResult(platform, plan("\"registrar\": \"pbx\"", "4s"), "a 30", "b 10");
                assertOneResult(platform, plan("\"listen\": \"0.0.0.0:5297\", \"workers\": [\"b\"]", "3s").replace("\"callers\",", "\"callers\", \"workers\": [\"a\"],"),
                        "a 20", "b 20");
                aLostEngineCostsItsPartOnly(platform, b);
            } finally {
                for (Process worker : List.of(a, b)) {
                    worker.destroy();
                    if (!worker.waitFor(10, TimeUnit.SECONDS)) {
                        worker.destroyForcibly();
                    }
                }
            }
        }
    }

    private static void assertOneResult(TestPlatform platform, String plan, String... workers) throws InterruptedException {
        JsonNode run = platform.awaitEnd(platform.run(plan), 40_000);
        assertThat(run.path("status").asText()).as(run.path("reason").asText()).isEqualTo("COMPLETED");
        assertThat(run.path("workers")).extracting(worker -> worker.path("name").asText() + " " + worker.path("endpoints").asInt()).containsExactly(workers);
        assertThat(run.at("/result/calls/answered").asInt()).as(run.at("/result/calls").toString()).isEqualTo(20);
        assertThat(run.at("/result/endpoints/outcomes/SUCCESS").asInt()).as(run.at("/result/endpoints").toString()).isEqualTo(40);
        assertThat(run.at("/result/metrics/mos/avg").asDouble()).isGreaterThan(4);
        assertThat(run.at("/result/engine/perShard")).extracting(shard -> shard.path("worker").asText()).hasSizeGreaterThanOrEqualTo(2);
    }

    /** kill -9 in mid-run. */
    private static void aLostEngineCostsItsPartOnly(TestPlatform platform, Process lost) throws Exception {
        platform.lostAfter(2_000);
        String id = platform.run(plan("\"registrar\": \"pbx\"", "15s"));
        for (int i = 0; i < 100 && platform.get("/api/v1/projects/default/test-runs/" + id).data().at("/result/calls/answered").asInt() < 20; i++) {
            Thread.sleep(100);
        }
        lost.destroyForcibly();
        JsonNode run = platform.awaitEnd(id, 60_000);
        assertThat(run.path("status").asText()).as(run.path("reason").asText()).isEqualTo("COMPLETED");
        assertThat(run.path("workers")).extracting(worker -> worker.path("state").asText()).containsExactly("ENDED", "LOST");
        assertThat(run.at("/result/endpoints/outcomes/OSERROR").asInt()).isEqualTo(10);
        assertThat(run.at("/result/endpoints/phases/CLOSED").asInt()).isEqualTo(40);
    }
}
