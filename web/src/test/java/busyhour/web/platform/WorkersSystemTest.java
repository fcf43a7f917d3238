package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.BooleanSupplier;

import busyhour.ipc.WorkerSettings;
import busyhour.ipc.connect.PlatformHandshake;
import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.LinkAgreement;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.LinkRefusedException;
import busyhour.ipc.run.RunStatus;
import busyhour.web.access.Accounts;
import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.store.Database;
import busyhour.web.synthetic.SyntheticWorker;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workers come, are seen, and go, over HTTP and a sealed link. */
class WorkersSystemTest {

    private static TestPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static Reply make(String name) {
        Reply made = platform.post("/api/v1/workers", "{\"name\": \"" + name + "\", \"region\": \"eu\", \"capacity\": 300}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        return made;
    }

    private static JsonNode worker(String id) {
        return platform.get("/api/v1/workers/" + id).data();
    }

    private static PlatformHandshake handshake(String token, String name) {
        return new PlatformHandshake(WorkerSettings.of(name == null
                ? Map.of("WORKER_TOKEN", token, "CLOUD_URL", "http://127.0.0.1:" + platform.server.port())
                : Map.of("WORKER_TOKEN", token, "CLOUD_URL", "http://127.0.0.1:" + platform.server.port(), "WORKER_NAME", name)), () -> 200, "7.1");
    }

    private static void await(BooleanSupplier met, String what) throws InterruptedException {
        for (int i = 0; i < 150 && !met.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(met.getAsBoolean()).as(() -> what + ": " + platform.get("/api/v1/workers").raw().body()).isTrue();
    }

    @Test
    void shouldShowAWorkerFromItsTokenToItsEnd() throws Exception {
        Reply made = make("first");
        String id = made.data().path("id").asText();
        String token = made.data().path("token").asText();
        assertThat(token).matches("cmw_[0-9a-f]{64}");
        assertThat(made.data().path("status").asText()).isEqualTo("OFFLINE");
        assertThat(worker(id).has("token")).as("shown once").isFalse();
        assertThat(platform.post("/api/v1/workers", "{\"name\": \"first\"}").status()).isEqualTo(409);

        SyntheticWorker synthetic = platform.connectWorker("first", token, 1, 10);
        assertThat(synthetic.name()).isEqualTo(id);
        synthetic.link().run(77, 40, RunStatus.STOPPING);
        synthetic.link().host(new HostLoad(500, 8, 91.2, 95L << 20, 100L << 20, 12, 1, "7.1"));
        await(() -> worker(id).path("used").asInt() == 40 && worker(id).path("cores").asInt() == 8, "what its heartbeats say");
        JsonNode seen = worker(id);
        assertThat(seen.path("status").asText()).isEqualTo("ONLINE");
        assertThat(seen.path("capacity").asInt()).as("configured, for nothing is licensed").isEqualTo(300);
        assertThat(seen.path("announcedCapacity").asInt()).isEqualTo(500);
        assertThat(seen.path("available").asInt()).isEqualTo(260);
        assertThat(seen.path("region").asText()).isEqualTo("eu");
        assertThat(seen.path("oomKills").asInt()).isEqualTo(1);
        assertThat(seen.path("runs")).hasSize(1);
        assertThat(seen.path("warnings").toString()).contains("CPU is 91 % busy", "memory is near its limit: 95 of 100 MiB", "dropped 12 datagrams",
                "killed 1 of its processes");
        assertThat(platform.send("DELETE", "/api/v1/workers/" + id, null, platform.apiKey).status()).as("it plays").isEqualTo(409);

        assertThat(platform.post("/api/v1/workers/" + id + "/drain", null).data().path("status").asText()).isEqualTo("DRAINING");
        assertThat(platform.post("/api/v1/workers/" + id + "/resume", null).data().path("status").asText()).isEqualTo("ONLINE");
        Reply changed = platform.send("PATCH", "/api/v1/workers/" + id, "{\"name\": \"second\", \"capacity\": 0, \"region\": \"\"}", platform.apiKey);
        assertThat(changed.data().path("capacity").asInt()).as("what it says itself").isEqualTo(500);
        assertThat(changed.data().path("region").isNull()).isTrue();

        synthetic.link().run(77, 0, null);
        String rotated = platform.post("/api/v1/workers/" + id + "/rotate", null).data().path("token").asText();
        await(() -> worker(id).path("status").asText().equals("OFFLINE"), "its link ends with its token");
        assertThatThrownBy(() -> handshake(token, null).connect()).isInstanceOf(LinkRefusedException.class).hasMessageContaining("401");
        LinkGrant grant = handshake(rotated, null).connect();
        assertThat(grant.worker()).isEqualTo(id);
        assertThat(grant.name()).as("nobody named it in its environment").isEqualTo("second");
        assertThat(grant.capacity()).isEqualTo(200);
        assertThat(handshake(rotated, "third").connect().name()).isEqualTo("third");
        await(() -> worker(id).path("runs").isEmpty(), "its run is over");
        assertThat(platform.send("DELETE", "/api/v1/workers/" + id, null, platform.apiKey).status()).isEqualTo(204);
        assertThat(platform.get("/api/v1/workers/" + id).status()).isEqualTo(404);
        assertThatThrownBy(() -> handshake(rotated, null).connect()).isInstanceOf(LinkRefusedException.class);
    }

    @Test
    void shouldLetManyInWithOneSharedTokenAndKeepOrganisationsApart() throws Exception {
        String token = platform.post("/api/v1/worker-tokens", "{\"name\": \"pool\"}").data().path("token").asText();
        LinkGrant one = handshake(token, "pod-1").connect();
        LinkGrant two = handshake(token, "pod-2").connect();
        assertThat(one.worker()).isNotEqualTo(two.worker());
        assertThat(one.keys()).isNotEqualTo(two.keys());
        assertThat(handshake(token, "pod-1").connect().worker()).isEqualTo(one.worker());
        platform.send("DELETE", "/api/v1/workers/" + one.worker(), null, platform.apiKey);
        assertThat(handshake(token, "pod-1").connect().worker()).as("its journals are its own still").isEqualTo(one.worker());
        make("taken");
        assertThatThrownBy(() -> handshake(token, "taken").connect()).hasMessageContaining("409");
        try (Database database = Database.at(platform.databaseUrl)) {
            String other = new Accounts(database).createOrganisation("Other", "theirs");
            String theirs = platform.send("POST", "/api/v1/workers", "{\"name\": \"taken\"}", other).data().path("token").asText();
            assertThat(handshake(theirs, null).connect().name()).isEqualTo("taken");
            assertThat(platform.send("GET", "/api/v1/workers/" + one.worker(), null, other).status()).isEqualTo(404);
        }
    }

    @Test
    void shouldCountAndShowWhoIsRefused() throws Exception {
        assertThatThrownBy(() -> handshake("cmw_" + "0".repeat(64), null).connect()).hasMessageContaining("401");
        Reply made = make("guarded");
        String id = made.data().path("id").asText();
        String token = made.data().path("token").asText();
        Reply old = platform.send("POST", "/api/v1/workers/connect",
                "{\"name\": \"x\", \"protocol\": 1, \"key\": \"" + new LinkAgreement().publicKey() + "\"}", token);
        assertThat(old.status()).isEqualTo(409);
        assertThat(worker(id).path("status").asText()).isEqualTo("ERROR");
        assertThat(worker(id).path("warnings").toString()).contains("it speaks version 1 of the link");
        assertThat(platform.send("POST", "/api/v1/workers/connect", "{\"name\": \"x\", \"key\": \"" + "0".repeat(64) + "\"}", token).status()).isEqualTo(422);
        LinkGrant grant = handshake(token, null).connect();
        LinkGrant forged = new LinkGrant(grant.worker(), grant.name(), grant.host(), grant.dataPort(), grant.controlPort(), grant.connection(),
                grant.keys().reversed(), null, null);
        try (busyhour.ipc.link.WorkerLink link = new busyhour.ipc.link.WorkerLink(new busyhour.ipc.link.LinkContext().grant(forged), new Silent())) {
            await(() -> {
                link.poll();
                return worker(id).path("refusals").asInt() > 1;
            }, "frames sealed with other keys");
            assertThat(link.isConnected()).isFalse();
        }
        JsonNode refusals = platform.get("/api/v1/worker-refusals").data();
        assertThat(refusals.findValuesAsText("reason")).contains("TOKEN", "PROTOCOL", "FORGED");
        assertThat(refusals.findValuesAsText("source")).contains("127.0.0.1");
        String metrics = platform.send("GET", "/metrics", null, null).raw().body();
        assertThat(metrics).contains("busyhour_worker_refusals_total{reason=\"FORGED\"}", "busyhour_worker_refusals_total{reason=\"TOKEN\"}");
    }

    private static final class Silent implements busyhour.ipc.link.WorkerListener {
        @Override
        public void onStartRun(busyhour.ipc.plan.Assignment assignment) {
        }

        @Override
        public void onStopRun(long runId, boolean graceful) {
        }
    }
}
