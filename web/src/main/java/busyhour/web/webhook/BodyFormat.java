package busyhour.web.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import busyhour.web.http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How the body of a delivery looks. Each is made from the event in our own form, which {@link EventJson} writes. */
public enum BodyFormat {

    /** Our own form: all that is known. */
    GENERIC(null, false) {
        @Override
        Message message(URI url, String key, JsonNode event) {
            return Message.of(url, event);
        }
    },
    /** Incoming webhooks of Slack. */
    SLACK(null, false) {
        @Override
        Message message(URI url, String key, JsonNode event) {
            ObjectNode body = Answer.JSON.createObjectNode().put("text", escaped(EventText.title(event)));
            ObjectNode attachment = body.putArray("attachments").addObject().put("color", EventText.tone(event).colour());
            ArrayNode blocks = attachment.putArray("blocks");
            ArrayNode fields = Answer.JSON.createArrayNode();
            EventText.facts(event).forEach((name, value) -> fields.addObject().put("type", "mrkdwn").put("text", "*" + name + "*\n" + escaped(value)));
            if (!fields.isEmpty()) {
                blocks.addObject().put("type", "section").set("fields", fields);
            }
            return Message.of(url, body);
        }

        private String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    },
    /** Workflows of Microsoft Teams ("post to a channel when a webhook request is received"): an adaptive card. */
    TEAMS(null, false) {
        @Override
        Message message(URI url, String key, JsonNode event) {
            ObjectNode body = Answer.JSON.createObjectNode().put("type", "message");
            ObjectNode card = body.putArray("attachments").addObject().put("contentType", "application/vnd.microsoft.card.adaptive").putObject("content");
            card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json").put("type", "AdaptiveCard").put("version", "1.4");
            ArrayNode parts = card.putArray("body");
            parts.addObject().put("type", "TextBlock").put("size", "Medium").put("weight", "Bolder").put("wrap", true)
                    .put("color", EventText.tone(event).teams()).put("text", EventText.title(event));
            ArrayNode facts = parts.addObject().put("type", "FactSet").putArray("facts");
            EventText.facts(event).forEach((name, value) -> facts.addObject().put("title", name).put("value", value));
            return Message.of(url, body);
        }
    },
    /** Events API v2 of PagerDuty: an alert for each probe, which recovery resolves. The key is the integration's. */
    PAGERDUTY("https://events.pagerduty.com/v2/enqueue", true) {
        @Override
        Message message(URI url, String key, JsonNode event) {
            boolean over = EventText.tone(event) == EventText.Tone.GOOD;
            ObjectNode body = Answer.JSON.createObjectNode().put("routing_key", key).put("event_action", over ? "resolve" : "trigger")
                    .put("dedup_key", EventText.subject(event)).put("client", "Busyhour");
            ObjectNode payload = body.putObject("payload").put("summary", cut(EventText.title(event), 1_024)).put("source", EventText.source(event))
                    .put("severity", EventText.tone(event).pagerDuty()).put("timestamp", event.path("timestamp").asText()).put("component", "sip");
            payload.set("custom_details", event);
            return Message.of(url, body);
        }
    },
    /** Alert API of OpsGenie: an alert for each probe, which recovery closes. The key is the API integration's. */
    OPSGENIE("https://api.opsgenie.com/v2/alerts", true) {
        @Override
        Message message(URI url, String key, JsonNode event) {
            String alias = EventText.subject(event);
            Map<String, String> headers = Map.of("Authorization", "GenieKey " + key);
            if (EventText.tone(event) == EventText.Tone.GOOD) {
                URI close = URI.create(url.toString().replaceFirst("/$", "") + "/" + alias + "/close?identifierType=alias");
                return new Message(close, headers, bytes(Answer.JSON.createObjectNode().put("source", "Busyhour").put("note", cut(EventText.title(event), 25_000))));
            }
            ObjectNode body = Answer.JSON.createObjectNode().put("message", cut(EventText.title(event), 130)).put("alias", alias)
                    .put("description", cut(EventText.lines(event), 15_000)).put("source", "Busyhour").put("entity", EventText.source(event))
                    .put("priority", EventText.tone(event).opsGenie());
            ObjectNode details = body.putObject("details");
            EventText.facts(event).forEach(details::put);
            body.putArray("tags").add("busyhour").add(event.path("event").asText());
            return new Message(url, headers, bytes(body));
        }
    };

    private final String url;
    private final boolean alerts;

    BodyFormat(String url, boolean alerts) {
        this.url = url;
        this.alerts = alerts;
    }

    /** Where such deliveries go when nothing else is said; null when that must be said. */
    URI url() {
        return url == null ? null : URI.create(url);
    }

    /** Whether it opens alerts and needs the service's key for it. */
    boolean alerts() {
        return alerts;
    }

    /** What it can tell of: a run that begins or ends well is no alert. */
    Set<WebhookEvent> events() {
        return alerts ? Set.of(WebhookEvent.PROBE_STATUS_CHANGED, WebhookEvent.RUN_FAILED)
                : Set.of(WebhookEvent.PROBE_STATUS_CHANGED, WebhookEvent.RUN_STARTED, WebhookEvent.RUN_FINISHED, WebhookEvent.RUN_FAILED);
    }

    /** What is sent for an event. @param key null where none is asked for. */
    abstract Message message(URI url, String key, JsonNode event);

    /** To be sent, besides what all deliveries have. */
    record Message(URI url, Map<String, String> headers, byte[] body) {

        static Message of(URI url, JsonNode body) {
            return new Message(url, Map.of(), bytes(body));
        }

        Map<String, String> headers(String event, String delivery, String signature) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("Content-Type", "application/json");
            all.put("User-Agent", "Busyhour");
            all.put("Busyhour-Event", event);
            all.put("Busyhour-Delivery", delivery);
            all.put(Signature.HEADER, signature);
            all.putAll(headers);
            return all;
        }
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** Those that a person may choose from, in order. */
    static List<String> words() {
        return java.util.Arrays.stream(values()).map(Enum::name).toList();
    }
}
