package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import busyhour.web.run.PlatformSettings;
import busyhour.web.store.Database;
import busyhour.web.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSystemTest {

    @Test
    void shouldBringWhatAWorkerMeasuresToRestAndDatabase() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 12, 100);
            assertThat(platform.get("/api/v1/workers").data()).singleElement()
                    .satisfies(worker -> assertThat(worker.path("status").asText()).isEqualTo("ONLINE"));
            String id = platform.run(TestPlatform.plan(20));
            JsonNode run = platform.awaitEnd(id, 30_000);

            assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("exitCode").asInt()).as("ASR misses its threshold").isEqualTo(99);
            JsonNode result = run.path("result");
            assertThat(result.path("calls").path("offered").asInt()).isEqualTo(20);
            assertThat(result.path("calls").path("answered").asInt()).isEqualTo(19);
            assertThat(result.path("endpoints").path("outcomes").path("SUCCESS").asInt()).isEqualTo(39);
            assertThat(result.path("metrics").path("mos").path("avg").asDouble()).isBetween(4.2, 4.4);

            String path = "/api/v1/projects/default/test-runs/" + id;
            JsonNode worst = platform.get(path + "/endpoints?perPage=5").json();
            assertThat(worst.path("meta").path("pagination").path("total").asInt()).isEqualTo(40);
            assertThat(worst.path("data").get(0).path("outcome").asText()).isEqualTo("CALL_FAILED");
            assertThat(worst.path("data").get(1).path("mosMin").asDouble()).isLessThan(3.8);

            int poor = worst.path("data").get(1).path("id").asInt();
            JsonNode metrics = platform.get(path + "/endpoints/" + poor + "/metrics?keys=mos,packets_sent,audio_codec,nack_sent").data();
            assertThat(metrics.path("mos").path("recv").size()).isBetween(5, 11);
            assertThat(metrics.path("packets_sent").path("send").get(0).get(1).asDouble()).isEqualTo(50);
            assertThat(metrics.path("audio_codec").path("recv").get(0).get(1).asText()).isEqualTo("PCMU");
            assertThat(metrics.path("nack_sent").size()).isZero();

            JsonNode trace = platform.get(path + "/endpoints/20/trace").data();
            assertThat(trace.get(0).path("summary").asText()).startsWith("REGISTER sip:127.0.0.1");
            assertThat(trace.get(0).path("peer").asText()).isEqualTo("127.0.0.1:5060");
            assertThat(trace).extracting(message -> message.path("direction").asText()).contains("sent", "received");
            assertThat(platform.send("GET", path + "/endpoints/20/trace", null, platform.apiKey, "Accept", "text/plain").raw().body())
                    .contains("sent  UDP 127.0.0.1:5062 -> 127.0.0.1:5060").contains("BYE sip:2020@127.0.0.1 SIP/2.0");
            assertThat(platform.get(path + "/endpoints/20/calls").data()).extracting(step -> step.path("kind").asText())
                    .containsExactly("OFFERED", "STARTED", "RINGING", "ANSWERED", "ENDED");
            assertThat(platform.get(path + "/seconds").data()).hasSizeGreaterThanOrEqualTo(12);

            try (Database database = Database.at(platform.databaseUrl)) {
                long media = TestDatabase.one(database, Long.class, "SELECT count(*) FROM samples WHERE side IN (1, 2)");
                long distinct = TestDatabase.one(database, Long.class,
                        "SELECT count(DISTINCT (endpoint, second, side)) FROM samples WHERE side IN (1, 2)");
                assertThat(media).isPositive().isEqualTo(distinct);
                assertThat(TestDatabase.one(database, Long.class, "SELECT sum(mos_count) FROM endpoints")).isEqualTo(media / 2);
            }
        }
    }

    @Test
    void shouldLoseNothingWhenPostgresIsKilledUnderARun(@TempDir Path directory) throws Exception {
        try (TestPlatform platform = new TestPlatform(directory)) {
            platform.connectWorker("w1", 40, 100);
            String id = platform.run(TestPlatform.plan(40));
            for (int kill = 0; kill < 2; kill++) {
                Thread.sleep(1_200); // in the middle of it
                TestDatabase.kill(directory);
            }
            JsonNode run = platform.awaitEnd(id, 60_000);
            assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("reason").isNull()).as(run.path("reason").asText()).isTrue();
            long streamSeconds = run.at("/result/metrics/mos/count").asLong();
            JsonNode endpoints = platform.get("/api/v1/projects/default/test-runs/" + id + "/endpoints?perPage=200").data();
            long stored = 0;
            for (JsonNode endpoint : endpoints) {
                stored += platform.get("/api/v1/projects/default/test-runs/" + id + "/endpoints/" + endpoint.path("id").asInt()
                        + "/metrics?keys=mos").data().at("/mos/recv").size();
            }
            assertThat(stored).isEqualTo(streamSeconds).isGreaterThan(1_000);
        }
    }

    @Test
    void shouldEndRunsOfAProcessThatIsNoMore() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 600, 100);
            String id = platform.run(TestPlatform.plan(2));
            try (PlatformServer beside = PlatformServer.start(
                    new PlatformSettings(platform.directory, "127.0.0.1", 0, false), platform.databaseUrl)) {
                assertThat(beside.port()).isPositive();
                assertThat(platform.get("/api/v1/projects/default/test-runs/" + id).data().path("status").asText())
                        .as("its process lives").isIn("QUEUED", "RUNNING");
            }
            try (Database database = Database.at(platform.databaseUrl)) {
                database.jdbi().useHandle(handle -> handle.execute("UPDATE runs SET instance = 1, queued_at = NULL"));
                database.jdbi().useHandle(handle -> handle.execute("DELETE FROM run_workers")); // of a command that died with its worker
            }
            for (int i = 0; i < 100 && platform.get("/api/v1/projects/default/test-runs/" + id).data().path("endedAt").isNull(); i++) {
                Thread.sleep(100);
            }
            JsonNode run = platform.get("/api/v1/projects/default/test-runs/" + id).data();
            assertThat(run.path("status").asText()).isEqualTo("FAILED");
            assertThat(run.path("reason").asText()).contains("the process that conducted the run ended while it went on");
        }
    }

    @Test
    void shouldSayThatItCannotRunWithoutAWorker() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            String id = platform.run(TestPlatform.plan(1));
            JsonNode run = platform.get("/api/v1/projects/default/test-runs/" + id).data();
            assertThat(run.path("status").asText()).isEqualTo("CANNOT_RUN_FOR_NOW");
            assertThat(run.path("reason").asText()).isEqualTo("no worker is connected");
        }
    }

    @Test
    void shouldStopARunAndKeepWhatItMeasured() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 600, 100);
            String id = platform.run(TestPlatform.plan(4));
            String path = "/api/v1/projects/default/test-runs/" + id;
            for (int i = 0; i < 100 && !platform.get(path).data().path("status").asText().equals("RUNNING"); i++) {
                Thread.sleep(50);
            }
            assertThat(platform.post("/api/v1/projects/default/tests/" + platform.get(path).data().path("testId").asText() + "/run", null)
                    .data().path("reason").asText()).isEqualTo("needs 8 endpoints; free: w1 busy");
            assertThat(platform.post(path + "/stop", null).status()).isEqualTo(200);
            JsonNode run = platform.awaitEnd(id, 20_000);
            assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("exitCode").asInt()).isEqualTo(105);
            assertThat(platform.post(path + "/stop", null).status()).isEqualTo(409);
        }
    }
}
