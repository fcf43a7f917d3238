package busyhour.web.probe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import busyhour.web.store.PublicId;

/** Probes as REST answers them. */
final class ProbeJson {

    private ProbeJson() {
    }

    static Map<String, Object> of(Probe probe, Execution last) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(probe.id()));
        json.put("name", probe.name());
        json.put("description", probe.description());
        json.put("testId", id(probe.testId()));
        json.put("intervalMinutes", probe.intervalMinutes());
        json.put("limits", LimitsJson.of(probe.limits()));
        json.put("damping", Map.of("need", probe.damping().need(), "of", probe.damping().of()));
        json.put("paused", probe.paused());
        json.put("state", probe.state().name());
        json.put("stateSince", text(probe.stateSince()));
        json.put("reason", probe.reason());
        json.put("createdAt", text(probe.createdAt()));
        json.put("lastExecution", last == null ? null : of(last));
        return json;
    }

    static Map<String, Object> of(Execution execution) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(execution.id()));
        json.put("runId", id(execution.runId()));
        json.put("trigger", execution.trigger());
        json.put("startedBy", execution.startedBy());
        json.put("startedAt", text(execution.startedAt()));
        json.put("endedAt", text(execution.endedAt()));
        json.put("health", word(execution.health()));
        json.put("state", word(execution.state()));
        json.put("previousState", word(execution.previousState()));
        json.put("reason", execution.reason());
        json.put("measured", LimitsJson.measured(execution.measured()));
        return json;
    }

    static Map<String, Object> of(Uptime day) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("date", day.date().toString());
        json.put("worst", word(day.worst()));
        for (Health health : Health.values()) {
            json.put(health.name().toLowerCase(java.util.Locale.ROOT) + "Seconds", day.ms(health) / 1_000);
        }
        return json;
    }

    private static String id(Long id) {
        return id == null ? null : PublicId.text(id);
    }

    private static String word(Health health) {
        return health == null ? null : health.name();
    }

    private static String text(Instant at) {
        return at == null ? null : at.toString();
    }
}
