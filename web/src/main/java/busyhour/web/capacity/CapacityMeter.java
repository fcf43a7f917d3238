package busyhour.web.capacity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.capacity.CapacityView.Gauge;
import busyhour.web.http.Meter;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import org.jdbi.v3.core.Jdbi;

/** The gauges for Prometheus, of all processes on the database. Any thread. */
final class CapacityMeter implements Meter {

    private final CapacityView view;
    private final Gauges gauges;
    private final Jdbi jdbi;

    CapacityMeter(CapacityView view, Gauges gauges, Database database) {
        this.view = view;
        this.gauges = gauges;
        this.jdbi = database.jdbi();
    }

    private record Row(long organisationId, long projectId, String slug) {
    }

    @Override
    public void measure(Long organisationId, Sink sink) {
        List<Row> projects = jdbi.withHandle(handle -> handle.createQuery("SELECT organisation_id, id, slug FROM projects"
                        + " WHERE :org::bigint IS NULL OR organisation_id = :org ORDER BY organisation_id, slug LIMIT 500").bind("org", organisationId)
                .map((row, context) -> new Row(row.getLong(1), row.getLong(2), row.getString(3))).list());
        projects.stream().map(Row::organisationId).distinct().forEach(organisation -> {
            Map<Long, String> slugs = new LinkedHashMap<>();
            projects.stream().filter(project -> project.organisationId() == organisation).forEach(project -> slugs.put(project.projectId(), project.slug()));
            view.of(organisation, List.copyOf(slugs.keySet())).forEach(gauge -> measure(organisation, gauge, slugs, sink));
        });
    }

    @Override
    public boolean shows(Long organisationId, long runId) {
        return organisationId == null || organisationId.equals(gauges.organisationOf(runId));
    }

    private static void measure(long organisation, Gauge gauge, Map<Long, String> slugs, Sink sink) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("organisation", PublicId.text(organisation));
        labels.put("project", gauge.scope().projectId() == null ? "" : slugs.get(gauge.scope().projectId()));
        labels.put("label", gauge.scope().label() == null ? "" : gauge.scope().label());
        sink.add("busyhour_sessions", "Calls up now, by project and label of their runs; project \"\" is the whole organisation", labels, gauge.load().sessions());
        sink.add("busyhour_endpoints_held", "Endpoints that runs hold now", labels, gauge.load().endpoints());
        if (gauge.headroom() != null) {
            sink.add("busyhour_ceiling_endpoints", "Endpoints that there is room for: the lowest cap, or what the workers carry", labels, gauge.ceiling().endpoints());
            sink.add("busyhour_headroom_ratio", "Endpoints held by ceiling: 1 is full", labels, gauge.headroom());
        }
        sink.add("busyhour_headroom_alert", "1 when over 70 % of the ceiling were held in each of the last 10 minutes", labels, gauge.alert() ? 1 : 0);
        if (gauge.burstFactor() != null) {
            sink.add("busyhour_burst_factor", "Peak by median of the sessions of 28 days", labels, gauge.burstFactor());
        }
    }
}
