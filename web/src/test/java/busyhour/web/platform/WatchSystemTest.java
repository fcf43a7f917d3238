package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BooleanSupplier;

import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.webhook.Receiver;
import busyhour.web.webhook.WebhookSettings;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A probe turns, a webhook tells, a status page shows. */
class WatchSystemTest {

    private static final String PROJECT = "/api/v1/projects/default";
    private static Receiver receiver;
    private static TestPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        System.setProperty(WebhookSettings.ALLOW, "127.0.0.0/8,::1");
        System.setProperty(WebhookSettings.AUTHORITIES, receiver.authority().toString());
        try {
            platform = new TestPlatform();
        } finally {
            System.clearProperty(WebhookSettings.ALLOW);
            System.clearProperty(WebhookSettings.AUTHORITIES);
        }
        platform.connectWorker("w1", 2, 50);
    }

    @AfterAll
    static void stop() throws Exception {
        platform.close();
        receiver.close();
    }

    @Test
    void shouldTellAndShowWhenAProbeTurnsUnhealthy() throws Exception {
        Reply hook = platform.post(PROJECT + "/webhooks", "{\"name\": \"ops\", \"url\": \"" + receiver.url("/ops") + "\", \"events\": [\"probe.status_changed\", \"run.finished\", \"run.started\"]}");
        assertThat(hook.status()).as(hook.raw().body()).isEqualTo(201);
        String secret = hook.data().path("secret").asText();
        assertThat(secret).matches("whsec_[0-9a-f]{64}");
        Reply chat = platform.post(PROJECT + "/webhooks", "{\"name\": \"chat\", \"url\": \"" + receiver.url("/chat") + "\", \"format\": \"slack\"}");
        assertThat(chat.status()).isEqualTo(201);
        String plan = TestPlatform.plan(2).replaceFirst("\"thresholds\": \\[.*]", "\"thresholds\": []");
        String probe = platform.post(PROJECT + "/probes", "{\"name\": \"gateway\", \"plan\": " + plan + ", \"limits\": [{\"metric\": \"mos.avg\", \"critical\": 2.0}]}")
                .data().path("id").asText();
        Reply page = platform.post(PROJECT + "/status-pages", "{\"name\": \"Acme <voice>\", \"slug\": \"acme\", \"components\": [{\"probeId\": \"" + probe + "\", \"name\": \"Calls & trunks\"}]}");
        assertThat(page.status()).as(page.raw().body()).isEqualTo(201);
        await(() -> told("/ops", "HEALTHY") != null);
        Reply healthy = platform.send("GET", "/status/acme", null, null);
        assertThat(healthy.status()).isEqualTo(200);

        platform.send("PATCH", PROJECT + "/probes/" + probe, "{\"limits\": [{\"metric\": \"mos.avg\", \"critical\": 4.99}]}", platform.apiKey);
        await(() -> platform.get(PROJECT + "/probes/" + probe).data().path("state").asText().equals("UNHEALTHY"));
        long turnedNs = System.nanoTime();
        await(() -> platform.send("GET", "/status/acme", null, null).raw().body().contains("role=\"status\">Major Outage"));
        assertThat((System.nanoTime() - turnedNs) / 1_000_000).as("ms until the page shows it").isLessThan(5_000);
        await(() -> told("/ops", "UNHEALTHY") != null);
        Receiver.Request told = told("/ops", "UNHEALTHY");
        assertThat(told.isSignedWith(secret)).isTrue();
        assertThat(told.headers()).containsEntry("busyhour-event", "probe.status_changed").containsEntry("content-type", "application/json");
        JsonNode body = TestPlatform.JSON.readTree(told.body());
        assertThat(body.path("previous_status").asText()).isEqualTo("HEALTHY");
        assertThat(body.at("/metrics/mos.avg/status").asText()).isEqualTo("UNHEALTHY");
        assertThat(body.path("probe_name").asText()).isEqualTo("gateway");
        await(() -> receiver.requests().stream().anyMatch(request -> request.path().equals("/chat") && request.body().contains("Probe gateway is UNHEALTHY")));
        String html = platform.send("GET", "/status/acme", null, null).raw().body();
        assertThat(html).contains("Acme &lt;voice&gt;", "Calls &amp; trunks: major outage", "class=\"bars\"").doesNotContain("mos.avg", "gateway", probe);
        assertThat(html.split("<rect", -1)).hasSize(91);

        platform.post(PROJECT + "/status-pages", "{\"name\": \"Late\", \"components\": [{\"probeId\": \"" + probe + "\"}]}");
        assertThat(platform.send("GET", "/api/v1/status/late", null, null).data().at("/incidents/0/impact").asText()).as("broken when it was added").isEqualTo("MAJOR");
        platform.send("PATCH", PROJECT + "/status-pages/" + page.data().path("id").asText(), "{\"components\": []}", platform.apiKey);
        assertThat(platform.send("GET", "/api/v1/status/acme", null, null).data().at("/incidents/0/state").asText()).as("shown no more").isEqualTo("RESOLVED");
        platform.send("PATCH", PROJECT + "/status-pages/" + page.data().path("id").asText(), "{\"components\": [{\"probeId\": \"" + probe + "\"}]}", platform.apiKey);

        platform.send("PATCH", PROJECT + "/probes/" + probe, "{\"limits\": [{\"metric\": \"mos.avg\", \"critical\": 2}]}", platform.apiKey);
        await(() -> platform.send("GET", "/api/v1/status/acme", null, null).data().path("status").asText().equals("Operational"));
        assertThat(platform.send("GET", "/api/v1/status/acme", null, null).data().at("/incidents/0/state").asText()).isEqualTo("RESOLVED");
        assertThat(receiver.requests()).as("runs of probes are told by their probe").noneMatch(request -> request.body().contains("run.finished"));
        platform.awaitEnd(platform.run(TestPlatform.plan(2)), 30_000);
        await(() -> told("/ops", "COMPLETED") != null);
        assertThat(told("/ops", "COMPLETED").body()).contains("\"event\":\"run.finished\"", "\"passed\":");
        assertThat(receiver.requests()).anyMatch(request -> request.body().contains("run.started"));
    }

    private static Receiver.Request told(String path, String status) {
        return receiver.requests().stream().filter(request -> request.path().equals(path) && request.body().contains("\"status\":\"" + status + "\",\"reason\"")).findFirst().orElse(null);
    }

    @Test
    void shouldLetCachesKeepPublicPages() {
        platform.post(PROJECT + "/status-pages", "{\"name\": \"Cached\", \"colour\": \"#aa3300\", \"logo\": \"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"}");
        Reply page = platform.send("GET", "/status/cached", null, null);
        assertThat(page.raw().headers().firstValue("Cache-Control")).hasValue("public, max-age=2");
        assertThat(page.raw().headers().firstValue("Set-Cookie")).isEmpty();
        String tag = page.raw().headers().firstValue("ETag").orElseThrow();
        assertThat(platform.send("GET", "/status/cached", null, null, "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(platform.send("GET", "/status/cached/theme.css", null, null).raw().body()).contains("--brand: #aa3300");
        assertThat(platform.send("GET", "/status/cached/logo", null, null).raw().headers().firstValue("Content-Type").orElseThrow()).startsWith("image/png");
        String id = platform.get(PROJECT + "/status-pages").data().findParents("slug").stream().filter(one -> one.path("slug").asText().equals("cached")).findFirst().orElseThrow().path("id").asText();
        String incidents = PROJECT + "/status-pages/" + id + "/incidents";
        Reply incident = platform.post(incidents, "{\"title\": \"Trunk <b>cut</b>\", \"impact\": \"MAJOR\", \"text\": \"We look into it.\"}");
        assertThat(platform.send("GET", "/status/cached", null, null, "If-None-Match", tag).raw().body()).contains("Major Outage", "Trunk &lt;b&gt;cut&lt;/b&gt;", "We look into it.");
        Reply over = platform.send("PATCH", incidents + "/" + incident.data().path("id").asText(), "{\"state\": \"RESOLVED\", \"text\": \"Mended.\"}", platform.apiKey);
        assertThat(over.data().path("updates")).hasSize(2);
        assertThat(platform.send("GET", "/status/cached", null, null).raw().body()).contains("No data yet", "Mended.");
        platform.send("PATCH", PROJECT + "/status-pages/" + id, "{\"published\": false}", platform.apiKey);
        for (String path : List.of("/status/cached", "/status/cached/logo", "/status/cached/theme.css", "/api/v1/status/cached", "/status/none")) {
            assertThat(platform.send("GET", path, null, null).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void shouldSayEveryFaultOfWebhooksAndPages() {
        Reply hook = platform.post(PROJECT + "/webhooks", "{\"name\": \"x\", \"url\": \"http://example.net/\", \"events\": [\"run.exploded\"], \"probeIds\": [\"0000000000000\"]}");
        assertThat(hook.status()).isEqualTo(422);
        assertThat(hook.json().at("/error/faults").toString()).contains("url: found 'http://example.net/', expected https://HOST", "events: found 'run.exploded'", "probeIds: found");
        for (String internal : List.of("https://10.0.0.1/", "https://[fd00::1]/", "https://169.254.169.254/latest", "https://2130706433/")) {
            Reply refused = platform.post(PROJECT + "/webhooks", "{\"name\": \"x\", \"url\": \"" + internal + "\"}");
            if (refused.status() == 201) { // a number for a host: told when something is sent
                Reply test = platform.post(PROJECT + "/webhooks/" + refused.data().path("id").asText() + "/test", null);
                assertThat(test.data().path("state").asText()).as(internal).isEqualTo("FAILED");
            } else {
                assertThat(refused.json().at("/error/faults/0").asText()).as(internal).contains("no internal address");
            }
        }
        assertThat(platform.post(PROJECT + "/webhooks", "{\"name\": \"pager\", \"format\": \"PAGERDUTY\"}").json().at("/error/faults/0").asText()).contains("key: found nothing");
        Reply pager = platform.post(PROJECT + "/webhooks", "{\"name\": \"pager\", \"format\": \"PAGERDUTY\", \"key\": \"R0123456789\"}");
        assertThat(pager.data().path("url").asText()).isEqualTo("https://events.pagerduty.com/v2/enqueue");
        assertThat(platform.get(PROJECT + "/webhooks").raw().body()).doesNotContain("R0123456789", "whsec_");
        Reply page = platform.post(PROJECT + "/status-pages", "{\"name\": \"y\", \"slug\": \"A b\", \"colour\": \"redish!\", \"logo\": \"data:image/svg+xml;base64,PHN2Zz4=\"}");
        assertThat(page.json().at("/error/faults").toString()).contains("slug: found 'A b'", "colour: found", "logo: found another kind of file");
        assertThat(platform.post(PROJECT + "/status-pages", "{\"name\": \"taken\"}").status()).isEqualTo(201);
        assertThat(platform.post(PROJECT + "/status-pages", "{\"name\": \"taken\"}").status()).isEqualTo(409);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + receiver.requests()).isLessThan(endNs);
            Thread.sleep(100);
        }
    }
}
