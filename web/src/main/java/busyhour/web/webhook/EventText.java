package busyhour.web.webhook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** An event in words, for people in chats and on call. */
final class EventText {

    private EventText() {
    }

    /** How bad it is, as each service says it. */
    enum Tone {
        GOOD("#17804a", "Good", "info", "P5"), INFO("#2463c9", "Accent", "info", "P5"), UNKNOWN("#5d6675", "Default", "warning", "P4"),
        WARNING("#996300", "Warning", "warning", "P3"), BAD("#c0342b", "Attention", "critical", "P1");

        private final String colour;
        private final String teams;
        private final String pagerDuty;
        private final String opsGenie;

        Tone(String colour, String teams, String pagerDuty, String opsGenie) {
            this.colour = colour;
            this.teams = teams;
            this.pagerDuty = pagerDuty;
            this.opsGenie = opsGenie;
        }

        String colour() {
            return colour;
        }

        String teams() {
            return teams;
        }

        String pagerDuty() {
            return pagerDuty;
        }

        String opsGenie() {
            return opsGenie;
        }
    }

    static Tone tone(JsonNode event) {
        return switch (event.path("event").asText()) {
            case "probe.status_changed" -> switch (event.path("status").asText()) {
                case "HEALTHY" -> Tone.GOOD;
                case "DEGRADED" -> Tone.WARNING;
                case "UNHEALTHY" -> Tone.BAD;
                default -> Tone.UNKNOWN;
            };
            case "run.finished" -> event.path("passed").asBoolean() ? Tone.GOOD : Tone.WARNING;
            case "run.failed" -> Tone.BAD;
            default -> Tone.INFO;
        };
    }

    static String title(JsonNode event) {
        String project = " (" + event.path("project_name").asText() + ")";
        return switch (event.path("event").asText()) {
            case "probe.status_changed" -> "Probe " + event.path("probe_name").asText() + " is " + event.path("status").asText() + project;
            case "run.started" -> "Run " + event.path("run_name").asText() + " started" + project;
            case "run.finished" -> "Run " + event.path("run_name").asText() + (event.path("passed").asBoolean() ? " passed" : " ended: " + event.path("verdict").asText())
                    + project;
            case "run.failed" -> "Run " + event.path("run_name").asText() + (event.path("status").asText().equals("FAILED") ? " failed" : " could not run") + project;
            default -> "A test of this webhook" + project;
        };
    }

    /** Names and values, in the order in which a person wants them. */
    static Map<String, String> facts(JsonNode event) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Before", event.path("previous_status"));
        put(facts, "Reason", event.path("reason"));
        event.path("metrics").properties().forEach(metric -> facts.put(metric.getKey(), metric.getValue().path("value").isNumber()
                ? String.format(Locale.ROOT, "%.4g", metric.getValue().path("value").asDouble()) + " (" + metric.getValue().path("status").asText() + ")" : "not measured"));
        put(facts, "Endpoints", event.path("endpoints"));
        put(facts, "Run", event.path("run_id"));
        put(facts, "Time", event.path("timestamp"));
        return facts.entrySet().stream().limit(10)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new)); // Slack takes ten
    }

    private static void put(Map<String, String> facts, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull() && !value.asText().isEmpty()) {
            facts.put(name, value.asText());
        }
    }

    static String lines(JsonNode event) {
        return facts(event).entrySet().stream().map(fact -> fact.getKey() + ": " + fact.getValue()).collect(Collectors.joining("\n"));
    }

    /** The same for all events that are about one thing: an alert that is opened and closed. */
    static String subject(JsonNode event) {
        return "busyhour-" + (event.hasNonNull("probe_id") ? "probe-" + event.path("probe_id").asText()
                : event.hasNonNull("run_id") ? "run-" + event.path("run_id").asText() : "test-" + event.path("delivery_test").asText("1"));
    }

    static String source(JsonNode event) {
        return "busyhour/" + event.path("project_name").asText();
    }
}
