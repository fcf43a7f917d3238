package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import busyhour.ipc.WorkerSettings;
import busyhour.ipc.connect.PlatformHandshake;
import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceTier;
import busyhour.ipc.link.LinkRefusedException;
import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.store.Database;
import busyhour.web.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LicenceSystemTest {

    private static final String KEYS = "busyhour.licence.keys";

    private final LicenceKey vendor = LicenceKey.create();
    private final String before = System.getProperty(KEYS);
    private TestPlatform platform;

    @BeforeEach
    void start() throws Exception {
        System.setProperty(KEYS, vendor.publicText());
        platform = new TestPlatform();
    }

    @AfterEach
    void stop() {
        platform.close();
        if (before == null) {
            System.clearProperty(KEYS);
        } else {
            System.setProperty(KEYS, before);
        }
    }

    private Reply upload(String worker, LicenceTier tier, Instant issuedAt, Duration good) {
        String file = vendor.sign(new Licence("1", tier, worker, "ACME", issuedAt, issuedAt.plus(good)));
        return platform.send("PUT", "/api/v1/workers/" + worker + "/licence", JsonNodeFactory.instance.objectNode().put("licence", file).toString(), platform.apiKey);
    }

    @Test
    void shouldRefuseAWorkerWhoseLicenceExpiredAndCountAndShowIt() throws Exception {
        JsonNode made = platform.post("/api/v1/workers", "{\"name\": \"edge\", \"capacity\": 300}").data();
        String worker = made.path("id").asText();
        Instant now = Instant.now();
        assertThat(upload(worker, LicenceTier.STANDARD, now.minusSeconds(600), Duration.ofSeconds(500)).status()).as("expired already").isEqualTo(422);
        Reply uploaded = upload(worker, LicenceTier.STANDARD, now.minusSeconds(600), Duration.ofSeconds(603));
        assertThat(uploaded.data().path("kind").asText()).as(uploaded.raw().body()).isEqualTo("LICENSED");
        PlatformHandshake handshake = new PlatformHandshake(WorkerSettings.of(Map.of("WORKER_TOKEN", made.path("token").asText(),
                "CLOUD_URL", "http://127.0.0.1:" + platform.server.port())), () -> 200, "test");
        assertThat(handshake.connect().licence()).as("goes to the worker, which checks it again").contains("tier: standard");
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), now.plusSeconds(3)).toMillis()) + 50); // real time is what licences end by
        assertThatThrownBy(handshake::connect).isInstanceOf(LinkRefusedException.class).hasMessageContaining("403").hasMessageContaining("expired");
        JsonNode shown = platform.get("/api/v1/workers/" + worker).data();
        for (int i = 0; i < 100 && shown.path("refusals").asInt() == 0; i++) {
            Thread.sleep(100); // written every two seconds
            shown = platform.get("/api/v1/workers/" + worker).data();
        }
        assertThat(shown.path("refusals").asInt()).isEqualTo(1);
        assertThat(shown.path("warnings").toString()).contains("the licence expired");
        JsonNode licence = platform.get("/api/v1/workers/" + worker + "/licence").data();
        assertThat(licence.path("kind").asText()).isEqualTo("INVALID");
        assertThat(licence.path("endpoints").asInt(-1)).isZero();
        assertThat(upload(worker, LicenceTier.ENTERPRISE, now, Duration.ofDays(1)).status()).isEqualTo(200);
        assertThat(handshake.connect().worker()).isEqualTo(worker);
    }

    @Test
    void shouldDealAWorkerNoMoreThanItsLicenceAllowsAndBillWhatFlowed() throws Exception {
        JsonNode made = platform.post("/api/v1/workers", "{\"name\": \"edge\", \"capacity\": 300}").data();
        String worker = made.path("id").asText();
        assertThat(upload(worker, LicenceTier.STANDARD, Instant.now(), Duration.ofDays(1)).status()).isEqualTo(200);
        platform.connectWorker("edge", made.path("token").asText(), 3, 50);
        assertThat(platform.get("/api/v1/workers/" + worker).data().path("capacity").asInt()).isEqualTo(50);
        JsonNode refused = platform.awaitEnd(platform.run(TestPlatform.plan(26)), 10_000);
        assertThat(refused.path("status").asText()).isEqualTo("CANNOT_RUN_FOR_NOW");
        assertThat(refused.path("reason").asText()).contains("52", "50");
        assertThat(platform.get("/api/v1/billing").data().path("audioSeconds").asInt()).as("what did not run costs nothing").isZero();

        String run = platform.run(TestPlatform.plan(20));
        assertThat(platform.awaitEnd(run, 30_000).path("status").asText()).isEqualTo("COMPLETED");
        long active;
        try (Database database = Database.at(platform.databaseUrl)) {
            active = TestDatabase.one(database, Long.class, "SELECT count(DISTINCT (endpoint, second, call)) FROM samples"
                    + " WHERE side IN (1, 2) AND greatest(packets_recv_rate_ps, packets_sent_rate_ps) > 0");
        }
        assertThat(active).isPositive();
        JsonNode billing = platform.get("/api/v1/billing").data();
        assertThat(billing.path("audioSeconds").asLong()).as("whole seconds, and the last one of each stream").isGreaterThanOrEqualTo(active).isLessThanOrEqualTo(active + 40);
        assertThat(billing.path("videoSeconds").asLong()).isZero();
        assertThat(platform.get("/api/v1/billing/usage").data().get(0).path("id").asText()).isEqualTo(run);
        assertThat(platform.send("GET", "/api/v1/billing/usage.csv", null, platform.apiKey).raw().body()).startsWith("run,name,started,").contains(run + ",\"synthetic busy hour\",");
    }
}
