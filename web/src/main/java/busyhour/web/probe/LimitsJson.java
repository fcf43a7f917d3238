package busyhour.web.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.http.Answer;
import busyhour.web.plan.Statistic;
import com.fasterxml.jackson.databind.JsonNode;

/** Limits and measured values as JSON, both stored and answered. */
final class LimitsJson {

    private LimitsJson() {
    }

    static List<Map<String, Object>> of(List<Limit> limits) {
        return limits.stream().map(limit -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("metric", limit.statistic().name());
            json.put("warning", limit.warning());
            json.put("critical", limit.critical());
            json.put("bad", limit.bad().name());
            return json;
        }).toList();
    }

    /** As stored: with the path, which depends on the plan's groups. */
    static String stored(List<Limit> limits) {
        List<Map<String, Object>> all = new ArrayList<>(of(limits));
        for (int i = 0; i < all.size(); i++) {
            all.get(i).put("path", limits.get(i).statistic().path());
        }
        return Answer.JSON.valueToTree(all).toString();
    }

    static List<Limit> parsed(String stored) {
        List<Limit> limits = new ArrayList<>();
        for (JsonNode node : Answer.parsed(stored)) {
            List<String> path = new ArrayList<>();
            node.path("path").forEach(step -> path.add(step.asText()));
            limits.add(new Limit(new Statistic(node.path("metric").asText(), path), number(node.get("warning")), number(node.get("critical")),
                    Limit.Side.valueOf(node.path("bad").asText())));
        }
        return limits;
    }

    static List<Map<String, Object>> measured(List<Execution.Measured> measured) {
        return measured.stream().map(one -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("metric", one.metric());
            json.put("value", one.value());
            json.put("health", one.health().name());
            return json;
        }).toList();
    }

    /** @param stored null for none. */
    static List<Execution.Measured> parsedMeasured(String stored) {
        List<Execution.Measured> measured = new ArrayList<>();
        if (stored != null) {
            for (JsonNode node : Answer.parsed(stored)) {
                measured.add(new Execution.Measured(node.path("metric").asText(), number(node.get("value")), Health.valueOf(node.path("health").asText())));
            }
        }
        return measured;
    }

    private static Double number(JsonNode node) {
        return node == null || node.isNull() ? null : node.doubleValue();
    }
}
