package busyhour.web.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.Endpoints;
import busyhour.web.store.Measurements;
import busyhour.web.store.Runs;
import busyhour.web.trace.PeerIdentity;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/** Endpoints of a run: the list, the worst first, and all that is known of one. */
final class EndpointRoutes {

    private final Endpoints endpoints;
    private final Measurements measurements;
    private final Requests requests;
    private final MetricCatalogue catalogue = MetricCatalogue.instance();

    EndpointRoutes(Endpoints endpoints, Measurements measurements, Requests requests) {
        this.endpoints = endpoints;
        this.measurements = measurements;
        this.requests = requests;
    }

    List<Route> routes() {
        String path = "/projects/{project}/test-runs/{run}/endpoints";
        return List.of(
                Route.get(path, "Endpoints of a run", "Endpoint[]", this::list)
                        .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise", "group", "only of this group",
                                "phase", "only in this phase", "outcome", "only with this outcome",
                                "sort", "worst (default), id, mos, jitter, loss, setup")).errors(400, 404),
                Route.get(path + "/{endpoint}", "An endpoint, with what its peer says of itself and what became of its actions", "EndpointDetail",
                        this::get),
                Route.get(path + "/{endpoint}/metrics", "What was measured, second by second", "Series", this::metrics)
                        .query(Map.of("keys", "metrics, with commas; video.KEY for a video stream's; all that were measured when absent",
                                "from", "first second", "to", "last second")).errors(400, 404),
                Route.get(path + "/{endpoint}/calls", "Steps of the endpoint's calls", "CallStep[]", this::calls).query(Map.of()));
    }

    private void list(Context context) {
        Runs.Run run = requests.run(context);
        Endpoints.Filter filter = new Endpoints.Filter(Requests.word(context, "group"), Requests.word(context, "phase"),
                Requests.word(context, "outcome"));
        Endpoints.Order order = Requests.choice(context, "sort", Endpoints.Order.class, Endpoints.Order.WORST);
        Answer.page(context, endpoints.list(run.id(), filter, order, Requests.page(context), Requests.perPage(context)), endpoint -> endpoint);
    }

    private Endpoints.Endpoint endpoint(Context context, Runs.Run run) {
        return endpoints.byId(run.id(), Requests.endpoint(context)).orElseThrow(() -> ApiException.notFound("endpoint"));
    }

    private void get(Context context) {
        Runs.Run run = requests.run(context);
        Endpoints.Endpoint endpoint = endpoint(context, run);
        ObjectNode json = Answer.JSON.valueToTree(endpoint);
        json.set("identity", Answer.JSON.valueToTree(PeerIdentity.of(
                measurements.messages(run.day(), run.id(), endpoint.id(), 0, Measurements.MAX_MESSAGES))));
        json.set("actions", Answer.JSON.valueToTree(measurements.actions(run.day(), run.id(), endpoint.id()).stream()
                .map(EndpointRoutes::json).toList()));
        Answer.data(context, json);
    }

    private static Map<String, Object> json(Measurements.ActionStep step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call", step.call());
        json.put("timeMs", step.timeNs() / 1e6);
        json.put("action", step.action());
        json.put("step", step.step());
        json.put("kind", step.kind().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("ok", step.ok());
        json.put("statusCode", step.statusCode() == 0 ? null : step.statusCode());
        json.put("reason", step.reason().isEmpty() ? null : step.reason());
        return json;
    }

    private void metrics(Context context) {
        Runs.Run run = requests.run(context);
        int endpoint = endpoint(context, run).id();
        Set<Slot> slots = slots(Requests.word(context, "keys"));
        Map<Slot, List<Measurements.Point>> series = measurements.series(run.day(), run.id(), endpoint, slots,
                Requests.number(context, "from", 0, 0, Integer.MAX_VALUE), Requests.number(context, "to", Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
        Map<String, Map<String, List<Object>>> json = new LinkedHashMap<>();
        if (context.queryParam("keys") != null) {
            slots.forEach(slot -> json.computeIfAbsent(key(slot), key -> new LinkedHashMap<>()));
        }
        series.forEach((slot, points) -> json.computeIfAbsent(key(slot), key -> new LinkedHashMap<>())
                .put(slot.direction().word(), points.stream().<Object>map(point -> List.of(point.second(), point.value())).toList()));
        Answer.data(context, json);
    }

    /** The metric, with its media where that is video and not said by the metric itself. */
    private static String key(Slot slot) {
        return (slot.media() == Media.VIDEO && slot.metric().media() == Media.ANY ? "video." : "") + slot.metric().key();
    }

    private Set<Slot> slots(String keys) {
        if (keys == null) {
            return new LinkedHashSet<>(catalogue.slots());
        }
        Set<Slot> slots = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String name : keys.split(",", -1)) {
            String wanted = name.strip();
            List<Slot> found = catalogue.slots().stream()
                    .filter(slot -> key(slot).equals(wanted) || slot.resultKey().equals(wanted)).toList();
            if (found.isEmpty()) {
                unknown.add("'" + wanted + "'");
            }
            slots.addAll(found);
        }
        if (!unknown.isEmpty()) {
            throw ApiException.badRequest("keys: found " + String.join(", ", unknown) + ", expected metrics of /api/v1/metrics");
        }
        return slots;
    }

    private void calls(Context context) {
        Runs.Run run = requests.run(context);
        int endpoint = endpoint(context, run).id();
        Answer.list(context, measurements.steps(run.day(), run.id(), endpoint).stream().map(step -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("call", step.call());
            json.put("timeMs", step.timeNs() / 1e6);
            json.put("intendedMs", step.intendedNs() / 1e6);
            json.put("kind", step.kind());
            json.put("role", step.caller() ? "caller" : "callee");
            json.put("result", step.result());
            json.put("statusCode", step.statusCode() == 0 ? null : step.statusCode());
            return json;
        }).toList());
    }
}
