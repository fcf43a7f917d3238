package busyhour.web.capacity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** Caps of a project: beyond them runs wait. */
final class CapRoutes {

    private static final int MAX_ENDPOINTS = 1_000_000;
    private static final int MAX_RUNS = 10_000;

    private final Caps caps;
    private final Requests requests;

    CapRoutes(Caps caps, Requests requests) {
        this.caps = caps;
        this.requests = requests;
    }

    List<Route> routes() {
        String path = "/projects/{project}/caps";
        return List.of(
                Route.get(path, "Caps on what may run at a time, the one of all runs first", "Cap[]", this::list).query(Map.of()),
                Route.post(path, "Cap what may run at a time, of all runs or of those with a label", "Cap", this::add).created().body("NewCap").errors(404, 409, 415, 422),
                Route.put(path + "/{cap}", "Change a cap's numbers", "Cap", this::change).body("CapNumbers").errors(404, 415, 422),
                Route.delete(path + "/{cap}", "Lift a cap", this::delete));
    }

    private void list(Context context) {
        Answer.list(context, caps.of(requests.project(context).id()).stream().map(CapRoutes::json).toList());
    }

    private void add(Context context) {
        Body body = Body.of(context);
        String label = body.text("label", 1, 100, null);
        Integer endpoints = body.integer("endpoints", 1, MAX_ENDPOINTS, null);
        Integer runs = body.integer("runs", 1, MAX_RUNS, null);
        one(body);
        body.done();
        Caps.Cap cap = caps.add(requests.project(context).id(), label, endpoints, runs).orElseThrow(() -> ApiException.conflict(
                (label == null ? "the project" : "label '" + label + "'") + " has a cap: change that"));
        context.header("Location", context.path() + "/" + PublicId.text(cap.id()));
        Answer.data(context, json(cap));
    }

    private void change(Context context) {
        Body body = Body.of(context);
        Integer endpoints = body.integer("endpoints", 1, MAX_ENDPOINTS, null);
        Integer runs = body.integer("runs", 1, MAX_RUNS, null);
        one(body);
        body.done();
        OptionalLong id = PublicId.parse(context.pathParam("cap"));
        Answer.data(context, json((id.isEmpty() ? java.util.Optional.<Caps.Cap>empty()
                : caps.change(requests.project(context).id(), id.getAsLong(), endpoints, runs)).orElseThrow(() -> ApiException.notFound("cap"))));
    }

    private static void one(Body body) {
        if (!body.has("endpoints") && !body.has("runs")) {
            body.fault("endpoints", "nothing", "a number here or in runs");
        }
    }

    private void delete(Context context) {
        OptionalLong id = PublicId.parse(context.pathParam("cap"));
        if (id.isEmpty() || !caps.delete(requests.project(context).id(), id.getAsLong())) {
            throw ApiException.notFound("cap");
        }
    }

    private static Map<String, Object> json(Caps.Cap cap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(cap.id()));
        json.put("label", cap.label());
        json.put("endpoints", cap.endpoints());
        json.put("runs", cap.runs());
        return json;
    }
}
