package busyhour.web.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import busyhour.web.access.Accounts;
import busyhour.web.access.Accounts.Project;
import busyhour.web.access.Principal;
import busyhour.web.capacity.CapacityView.Gauge;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.Database;
import busyhour.web.worker.Workers;
import io.javalin.http.Context;
import org.jdbi.v3.core.Jdbi;

/** Gauges and history of concurrency, and what whoever looks after the platform should know. */
final class CapacityRoutes {

    private static final int MAX_HOURS = 24 * 400;
    private static final int MAX_POINTS = 720;

    private final CapacityView view;
    private final ConcurrencyStore store;
    private final Accounts accounts;
    private final Workers workers;
    private final Requests requests;
    private final Jdbi jdbi;

    CapacityRoutes(CapacityView view, ConcurrencyStore store, Accounts accounts, Workers workers, Requests requests, Database database) {
        this.view = view;
        this.store = store;
        this.accounts = accounts;
        this.workers = workers;
        this.requests = requests;
        this.jdbi = database.jdbi();
    }

    List<Route> routes() {
        Map<String, String> query = Map.of("label", "only of runs with it", "hours", "back from now, 24 unless told otherwise");
        return List.of(
                Route.get("/capacity", "What goes on in the organisation and its projects, by label, with what to look after", "Capacity", this::capacity),
                Route.get("/capacity/history", "The most sessions and endpoints at a time, in at most 720 buckets", "Concurrency[]", this::history)
                        .query(Map.of("hours", query.get("hours"))).errors(400, 403),
                Route.get("/projects/{project}/capacity", "What goes on in a project, by label", "Gauge[]", this::ofProject).query(Map.of()),
                Route.get("/projects/{project}/capacity/history", "The same of a project", "Concurrency[]", this::historyOfProject).query(query).errors(400, 404));
    }

    private void capacity(Context context) {
        Principal principal = Access.principal(context);
        Map<Long, String> slugs = visible(principal);
        List<Gauge> gauges = view.of(principal.organisationId(), List.copyOf(slugs.keySet())).stream()
                .filter(gauge -> gauge.scope().projectId() != null || principal.allProjects()).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gauges", gauges.stream().map(gauge -> gauge.json(slugs.get(gauge.scope().projectId()))).toList());
        json.put("warnings", warnings(principal, gauges, slugs));
        Answer.data(context, json);
    }

    private Map<Long, String> visible(Principal principal) {
        return accounts.projects(principal.organisationId()).stream().filter(project -> principal.roleIn(project.id()).isPresent())
                .collect(Collectors.toMap(Project::id, Project::slug, (a, b) -> a, LinkedHashMap::new));
    }

    private List<String> warnings(Principal principal, List<Gauge> gauges, Map<Long, String> slugs) {
        List<String> warnings = new ArrayList<>();
        gauges.stream().filter(Gauge::alert).forEach(gauge -> warnings.add(name(gauge, slugs) + " held more than 70 % of "
                + (gauge.ceiling() == null ? "its ceiling" : gauge.ceiling().endpoints() + " endpoints (" + gauge.ceiling().from() + ")") + " for 10 minutes"));
        jdbi.useHandle(handle -> handle.createQuery("SELECT project_id, count(*), extract(epoch FROM now() - min(queued_at))::bigint FROM runs"
                        + " WHERE queued_at IS NOT NULL AND status = 'QUEUED' AND project_id = ANY(:projects) GROUP BY project_id ORDER BY project_id")
                .bindArray("projects", Long.class, slugs.keySet().toArray())
                .map((row, of) -> slugs.get(row.getLong(1)) + ": " + row.getLong(2) + (row.getLong(2) == 1 ? " run waits" : " runs wait") + " for room, the first for "
                        + duration(row.getLong(3))).forEach(warnings::add));
        workers.of(principal.organisationId()).forEach(worker -> worker.warnings().forEach(warning -> warnings.add("worker " + worker.name() + ": " + warning)));
        return warnings;
    }

    private static String name(Gauge gauge, Map<Long, String> slugs) {
        return gauge.scope().projectId() == null ? "the organisation" : slugs.get(gauge.scope().projectId())
                + (gauge.scope().label() == null ? "" : " with label " + gauge.scope().label());
    }

    private static String duration(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }

    private void ofProject(Context context) {
        Project project = requests.project(context);
        Answer.list(context, view.of(project.organisationId(), List.of(project.id())).stream()
                .filter(gauge -> gauge.scope().projectId() != null).map(gauge -> gauge.json(project.slug())).toList());
    }

    private void history(Context context) {
        Principal principal = Access.principal(context);
        if (!principal.allProjects()) {
            throw ApiException.forbidden("the whole organisation's history takes access to all projects");
        }
        history(context, principal.organisationId(), null, null);
    }

    private void historyOfProject(Context context) {
        Project project = requests.project(context);
        history(context, project.organisationId(), project.id(), Requests.word(context, "label"));
    }

    private void history(Context context, long organisation, Long project, String label) {
        int hours = Requests.number(context, "hours", 24, 1, MAX_HOURS);
        int step = Math.max(1, (int) Math.ceil(hours * 60.0 / MAX_POINTS));
        Instant to = Instant.now();
        Function<ConcurrencyStore.Bucket, Map<String, Object>> json = bucket -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("at", bucket.from().toString());
            one.put("minutes", step);
            one.put("sessions", bucket.sessions());
            one.put("endpoints", bucket.endpoints());
            one.put("ceiling", bucket.ceiling());
            return one;
        };
        Answer.list(context, store.history(organisation, project, label, to.minus(Duration.ofHours(hours)), to, step).stream().map(json).toList());
    }
}
