package busyhour.web.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.metric.Metric;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.web.http.Answer;
import busyhour.web.http.Route;
import io.javalin.http.Context;

/** The catalogue of what is measured. */
final class CatalogueRoutes {

    List<Route> routes() {
        return List.of(Route.get("/metrics", "The catalogue of metrics", "Metric[]", this::metrics).query(Map.of()));
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
}
