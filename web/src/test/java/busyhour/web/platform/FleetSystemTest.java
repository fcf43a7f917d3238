package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.synthetic.SyntheticWorker;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Runs on several workers, and runs that wait. */
class FleetSystemTest {

    private static final String RUNS = "/api/v1/projects/default/test-runs/";

    private static String order(TestPlatform platform, String plan, String order) {
        TestPlatform.Reply test = platform.post("/api/v1/projects/default/tests", plan);
        TestPlatform.Reply run = platform.post("/api/v1/projects/default/tests/" + test.data().path("id").asText() + "/run", order);
        assertThat(run.status()).as(run.raw().body()).isEqualTo(201);
        return run.data().path("id").asText();
    }

    private static JsonNode run(TestPlatform platform, String id) {
        return platform.get(RUNS + id).data();
    }

    private static JsonNode awaitStatus(TestPlatform platform, String id, String status) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            JsonNode run = run(platform, id);
            if (run.path("status").asText().equals(status)) {
                return run;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not " + status + ": " + run(platform, id).path("status") + run(platform, id).path("reason"));
    }

    private static void capacity(TestPlatform platform, String worker, int endpoints) {
        try (Database database = Database.at(platform.databaseUrl)) {
            int changed = database.jdbi().withHandle(handle -> handle.execute("UPDATE workers SET configured_capacity = ? WHERE id = ?", endpoints,
                    PublicId.parse(worker).orElseThrow()));
            assertThat(changed).isEqualTo(1);
        }
    }

    @Test
    void shouldPlayOneRunOnTwoWorkersAndMakeOneResultOfIt() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            capacity(platform, platform.connectWorker("a", 8, 50).name(), 300);
            capacity(platform, platform.connectWorker("b", 8, 50).name(), 100);
            String id = order(platform, TestPlatform.plan(20), "{\"labels\": [\"nightly\"]}");
            JsonNode run = platform.awaitEnd(id, 30_000);

            assertThat(run.path("status").asText()).as(run.path("reason").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("labels")).extracting(JsonNode::asText).containsExactly("nightly");
            assertThat(run.path("trigger").asText()).isEqualTo("api");
            assertThat(run.path("startedBy").isTextual()).isTrue();
            assertThat(run.path("workers")).extracting(worker -> worker.path("name").asText() + " " + worker.path("endpoints").asInt()
                    + " " + worker.path("state").asText()).containsExactly("a 30 ENDED", "b 10 ENDED");
            assertThat(run.at("/result/calls/offered").asInt()).isEqualTo(20);
            assertThat(run.at("/result/endpoints/outcomes/SUCCESS").asInt()).isEqualTo(39);
            assertThat(run.at("/result/engine/perShard")).extracting(shard -> shard.path("worker").asText()).doesNotHaveDuplicates().hasSize(2);
            assertThat(platform.get(RUNS + id + "/endpoints?perPage=200").json().at("/meta/pagination/total").asInt()).isEqualTo(40);
        }
    }

    @Test
    void shouldRefuseWithTheArithmeticOrLetWaitInTurn() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            capacity(platform, platform.connectWorker("a", 20, 100).name(), 30);
            JsonNode refused = run(platform, order(platform, TestPlatform.plan(20), null));
            assertThat(refused.path("status").asText()).isEqualTo("CANNOT_RUN_FOR_NOW");
            assertThat(refused.path("reason").asText()).isEqualTo("needs 40 endpoints; free: a 30 of 30");

            String first = order(platform, TestPlatform.plan(10), null);
            String second = order(platform, TestPlatform.plan(10), "{\"wait\": true}");
            String third = order(platform, TestPlatform.plan(4), "{\"wait\": true}");
            JsonNode waiting = run(platform, second);
            assertThat(waiting.path("queuePlace").asInt()).isEqualTo(1);
            assertThat(waiting.path("reason").asText()).isEqualTo("needs 20 endpoints; free: a 10 of 30");
            assertThat(run(platform, third).path("queuePlace").asInt()).as("first come, first served").isEqualTo(2);
            assertThat(run(platform, order(platform, TestPlatform.plan(2), null)).path("reason").asText()).isEqualTo("2 runs wait for workers before it");
            String last = order(platform, TestPlatform.plan(2), "{\"wait\": true}");
            assertThat(platform.post(RUNS + last + "/stop", null).status()).isEqualTo(200);
            assertThat(run(platform, last).path("reason").asText()).isEqualTo("stopped while it waited");

            assertThat(platform.post(RUNS + first + "/stop", null).status()).isEqualTo(200);
            assertThat(platform.awaitEnd(first, 20_000).path("status").asText()).isEqualTo("COMPLETED");
            awaitStatus(platform, second, "RUNNING");
            assertThat(awaitStatus(platform, third, "RUNNING").path("queuePlace").isNull()).isTrue();
        }
    }

    @Test
    void shouldRefuseOrdersThatSayNothingKnown() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            TestPlatform.Reply test = platform.post("/api/v1/projects/default/tests", TestPlatform.plan(1));
            String path = "/api/v1/projects/default/tests/" + test.data().path("id").asText() + "/run";
            assertThat(platform.post(path, "{\"later\": true, \"labels\": [\"a b\"]}").raw().body()).contains("later: found an unknown key").contains("'a b'");
        }
    }

    @Test
    void shouldNotTakeARunThatComesToItsEndForOneThatSomebodyStopped() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            SyntheticWorker worker = platform.connectWorker("a", 9, 500); // longer than two looks for runs to be stopped
            capacity(platform, worker.name(), 100);
            worker.linger();
            JsonNode run = platform.awaitEnd(order(platform, TestPlatform.plan(5), null), 30_000);

            assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("exitCode").asInt()).isNotEqualTo(105);
        }
    }

    @Test
    void shouldGoOnWhenOneOfTwoWorkersDies() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            capacity(platform, platform.connectWorker("a", 12, 100).name(), 100);
            SyntheticWorker dying = platform.connectWorker("b", 40, 100);
            capacity(platform, dying.name(), 100);
            platform.lostAfter(1_500);
            String id = order(platform, TestPlatform.plan(20), null);
            awaitStatus(platform, id, "RUNNING");
            Thread.sleep(600);
            dying.vanish();
            JsonNode run = platform.awaitEnd(id, 30_000);

            assertThat(run.path("status").asText()).as(run.path("reason").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("workers")).extracting(worker -> worker.path("state").asText()).containsExactly("ENDED", "LOST");
            assertThat(run.at("/result/endpoints/outcomes/OSERROR").asInt()).isBetween(19, 20);
            assertThat(run.at("/result/endpoints/phases/CLOSED").asInt()).isEqualTo(40);
            JsonNode lost = platform.get(RUNS + id + "/endpoints/15").data();
            assertThat(lost.path("outcome").asText()).isEqualTo("OSERROR");
        }
    }

    @Test
    void shouldFailWhenTheOnlyWorkerDies() throws Exception {
        try (TestPlatform platform = new TestPlatform()) {
            SyntheticWorker dying = platform.connectWorker("a", 40, 100);
            platform.lostAfter(1_500);
            String id = order(platform, TestPlatform.plan(2), null);
            awaitStatus(platform, id, "RUNNING");
            dying.vanish();
            JsonNode run = platform.awaitEnd(id, 30_000);
            assertThat(run.path("status").asText()).isEqualTo("FAILED");
            assertThat(run.path("reason").asText()).isEqualTo("the worker a was lost");
            assertThat(platform.get(RUNS + id + "/endpoints/0").data().path("outcome").asText()).isEqualTo("OSERROR");
        }
    }
}
