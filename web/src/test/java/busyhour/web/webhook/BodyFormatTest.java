package busyhour.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import busyhour.web.http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Bodies as the services document them. */
class BodyFormatTest {

    private static final URI URL = URI.create("https://example.net/hook");
    private static final String BAD = """
            {"event": "probe.status_changed", "timestamp": "2026-05-01T10:00:00Z", "project_id": "p", "project_name": "Default", "probe_id": "abc",
             "probe_name": "gate<way>", "previous_status": "HEALTHY", "status": "UNHEALTHY", "reason": "mos.avg is 1.20, critical below 2.50", "run_id": "r",
             "metrics": {"mos.avg": {"value": 1.2, "status": "UNHEALTHY"}}}""";

    @Test
    void shouldSpeakSlack() throws Exception {
        JsonNode body = body(BodyFormat.SLACK, BAD);
        assertThat(body.path("text").asText()).isEqualTo("Probe gate&lt;way&gt; is UNHEALTHY (Default)");
        assertThat(body.at("/attachments/0/blocks/0/fields").size()).isBetween(3, 10);
        assertThat(body.at("/attachments/0/blocks/0/fields/1/text").asText()).isEqualTo("*Reason*\nmos.avg is 1.20, critical below 2.50");
    }

    @Test
    void shouldSpeakTeams() throws Exception {
        JsonNode body = body(BodyFormat.TEAMS, BAD);
        assertThat(body.path("type").asText()).isEqualTo("message");
        assertThat(body.at("/attachments/0/contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(body.at("/attachments/0/content/type").asText()).isEqualTo("AdaptiveCard");
        assertThat(body.at("/attachments/0/content/body/0/text").asText()).contains("gate<way> is UNHEALTHY");
        assertThat(body.at("/attachments/0/content/body/1/facts/2/value").asText()).isEqualTo("1.200 (UNHEALTHY)");
    }

    @Test
    void shouldOpenAndResolveAlertsAtPagerDuty() throws Exception {
        JsonNode trigger = body(BodyFormat.PAGERDUTY, BAD);
        assertThat(trigger.path("routing_key").asText()).isEqualTo("the key");
        assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
        assertThat(trigger.at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(trigger.at("/payload/summary").asText()).contains("is UNHEALTHY");
        JsonNode resolve = body(BodyFormat.PAGERDUTY, BAD.replace("\"UNHEALTHY\", \"reason\"", "\"HEALTHY\", \"reason\""));
        assertThat(resolve.path("event_action").asText()).isEqualTo("resolve");
        assertThat(resolve.path("dedup_key")).isEqualTo(trigger.path("dedup_key"));
        assertThat(body(BodyFormat.PAGERDUTY, BAD.replace("\"UNHEALTHY\", \"reason\"", "\"DEGRADED\", \"reason\"")).at("/payload/severity").asText()).isEqualTo("warning");
    }

    @Test
    void shouldOpenAndCloseAlertsAtOpsGenie() throws Exception {
        BodyFormat.Message open = BodyFormat.OPSGENIE.message(BodyFormat.OPSGENIE.url(), "the key", Answer.JSON.readTree(BAD));
        assertThat(open.url()).hasToString("https://api.opsgenie.com/v2/alerts");
        assertThat(open.headers()).containsEntry("Authorization", "GenieKey the key");
        JsonNode body = Answer.JSON.readTree(open.body());
        assertThat(body.path("message").asText().length()).isLessThanOrEqualTo(130);
        assertThat(body.path("priority").asText()).isEqualTo("P1");
        BodyFormat.Message close = BodyFormat.OPSGENIE.message(BodyFormat.OPSGENIE.url(), "the key",
                Answer.JSON.readTree(BAD.replace("\"UNHEALTHY\", \"reason\"", "\"HEALTHY\", \"reason\"")));
        assertThat(close.url()).hasToString("https://api.opsgenie.com/v2/alerts/" + body.path("alias").asText() + "/close?identifierType=alias");
    }

    @Test
    void shouldSayHowARunEnded() throws Exception {
        JsonNode run = Answer.JSON.readTree("{\"event\": \"run.finished\", \"project_name\": \"P\", \"run_name\": \"nightly\", \"passed\": false, \"verdict\": \"a threshold failed\"}");
        assertThat(EventText.title(run)).isEqualTo("Run nightly ended: a threshold failed (P)");
        assertThat(EventText.tone(run)).isEqualTo(EventText.Tone.WARNING);
    }

    private static JsonNode body(BodyFormat format, String event) throws Exception {
        return Answer.JSON.readTree(new String(format.message(URL, "the key", Answer.JSON.readTree(event)).body(), StandardCharsets.UTF_8));
    }
}
