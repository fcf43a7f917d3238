package busyhour.web.rest;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.fleet.Conductor;
import busyhour.web.fleet.RunPart;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs.Run;
import com.fasterxml.jackson.databind.JsonNode;

/** A run as REST shows it. Stateless. */
final class RunJson {

    private RunJson() {
    }

    /** With its place among those that wait, its workers and its result, which may be null. */
    static Map<String, Object> of(Run run, JsonNode result, Conductor conductor) {
        Map<String, Object> json = of(run);
        json.put("queuePlace", run.queuedAt() == null || !run.isUnfinished() ? null : conductor.queuePlace(run.id()));
        json.put("workers", workers(conductor.parts(run.id())));
        json.put("result", result);
        return json;
    }

    private static List<Map<String, Object>> workers(List<RunPart> parts) {
        return parts.stream().map(part -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", part.worker());
            json.put("name", part.name());
            json.put("endpoints", part.endpoints());
            json.put("state", part.state().name());
            return json;
        }).toList();
    }

    /** As a list shows it. */
    static Map<String, Object> of(Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(run.id()));
        json.put("testId", run.testId() == null ? null : PublicId.text(run.testId()));
        json.put("name", run.name());
        json.put("status", run.status());
        json.put("reason", run.reason());
        json.put("exitCode", run.exitCode());
        json.put("endpoints", run.planned());
        json.put("labels", run.labels());
        json.put("trigger", run.trigger());
        json.put("startedBy", run.startedBy());
        json.put("createdAt", text(run.createdAt()));
        json.put("startedAt", text(run.startedAt()));
        json.put("endedAt", text(run.endedAt()));
        return json;
    }

    private static String text(Instant at) {
        return at == null ? null : at.toString();
    }
}
