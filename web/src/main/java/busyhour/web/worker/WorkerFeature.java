package busyhour.web.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.Feature;
import busyhour.web.http.Route;
import io.javalin.http.Context;

/** Workers: list, make, change, and let in. */
public final class WorkerFeature implements Feature {

    private final Workers workers;
    private final WorkerConnect connect;

    public WorkerFeature(Workers workers, WorkerConnect connect) {
        this.workers = workers;
        this.connect = connect;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/workers", "Workers of the organisation", "Worker[]", this::list).query(Map.of()),
                Route.post("/workers/connect", "A worker asks where its link is", "Link", connect::handle)
                        .needing(Access.Need.WORKER_TOKEN).body("Connect").errors(400, 403, 409, 415, 503));
    }

    private void list(Context context) {
        Answer.list(context, workers.of(Access.principal(context).organisationId()).stream().map(WorkerFeature::json).toList());
    }

    static Map<String, Object> json(WorkerState worker) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", worker.linkName());
        json.put("name", worker.name());
        json.put("region", worker.region());
        json.put("status", worker.status().name());
        json.put("host", worker.host());
        json.put("capacity", worker.capacity());
        json.put("used", worker.used());
        json.put("available", worker.available());
        json.put("lastHeartbeat", worker.lastHeartbeat() == null ? null : worker.lastHeartbeat().toString());
        return json;
    }
}
