package busyhour.web.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.CapacityFile;
import busyhour.ipc.metric.Metric;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.web.fleet.Conductor;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** Workers, and the catalogue of what they measure. */
final class WorkerRoutes {

    private static final int MAX_NAME = 64;

    private final Conductor conductor;

    WorkerRoutes(Conductor conductor) {
        this.conductor = conductor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/metrics", "The catalogue of metrics", "Metric[]", this::metrics).query(Map.of()),
                Route.get("/workers", "Workers of the key's organisation", "Worker[]", this::workers).query(Map.of()),
                Route.post("/workers/connect", "A worker asks where its link is", "Link", this::connect)
                        .needing(Access.Need.WORKER_TOKEN).body("Connect").errors(400, 403, 415, 503));
    }

    private void metrics(Context context) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Metric metric : MetricCatalogue.instance().metrics()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("key", metric.key());
            json.put("unit", metric.unit());
            json.put("category", metric.category());
            json.put("direction", metric.direction().word());
            json.put("media", metric.media().word());
            json.put("kind", metric.kind().word());
            json.put("definition", metric.definition());
            all.add(json);
        }
        Answer.list(context, all);
    }

    private void workers(Context context) {
        Answer.list(context, conductor.workers(Access.principal(context).organisationId()).stream().map(worker -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", worker.name());
            json.put("status", worker.status());
            json.put("host", worker.host());
            json.put("capacity", worker.capacity());
            json.put("runId", worker.runId());
            json.put("lastHeartbeat", worker.lastHeartbeat() == null ? null : worker.lastHeartbeat().toString());
            return json;
        }).toList());
    }

    private void connect(Context context) {
        Requests.needJson(context);
        JsonNode body;
        try {
            body = Answer.JSON.readTree(context.bodyAsBytes());
        } catch (java.io.IOException e) {
            throw ApiException.badRequest("the body is no JSON");
        }
        String name = body == null ? "" : body.path("name").asText("").strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badRequest("name: found '" + name + "', expected 1 to " + MAX_NAME + " characters");
        }
        Conductor.Link link = conductor.connect(Access.principal(context), name, capacity(body.path("capacity")))
                .orElseThrow(() -> new ApiException(503, "NO_WORKERS", "this platform takes no workers: it shows a local run"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protocol", link.protocol());
        json.put("host", link.host());
        json.put("dataPort", link.dataPort());
        json.put("controlPort", link.controlPort());
        json.put("ticket", link.ticket());
        json.put("secret", link.secret());
        Answer.data(context, json);
    }

    private static Integer capacity(JsonNode capacity) {
        if (capacity.isMissingNode() || capacity.isNull()) {
            return null;
        }
        if (!capacity.isInt() || capacity.intValue() < 0 || capacity.intValue() > CapacityFile.MOST_ENDPOINTS) {
            throw ApiException.badRequest("capacity: found " + capacity + ", expected a whole number from 0 to " + CapacityFile.MOST_ENDPOINTS);
        }
        return capacity.intValue();
    }
}
