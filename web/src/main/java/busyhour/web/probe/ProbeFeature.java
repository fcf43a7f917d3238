package busyhour.web.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Probes: made, changed, executed by hand, and what became of them. */
public final class ProbeFeature implements Feature {

    private static final int MOST_DAYS = 90;
    private static final int CHART_POINTS = 240;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Probes probes;
    private final Executions executions;
    private final ProbeRuns runs;
    private final ProbeBody bodies;
    private final Requests requests;

    public ProbeFeature(Database database, Requests requests, ProbedTests tests, ProbeRuns runs) {
        this.probes = new Probes(database);
        this.executions = new Executions(database);
        this.runs = runs;
        this.bodies = new ProbeBody(tests);
        this.requests = requests;
    }

    @Override
    public List<Route> routes() {
        String all = "/projects/{project}/probes";
        String one = all + "/{probe}";
        return List.of(
                Route.get(all, "Probes, those that need a look first", "Probe[]", this::list).errors(400, 404),
                Route.post(all, "Watch a test: it is run at an interval, the first time at once", "Probe", this::add).created().body("ProbeRequest").errors(404, 409, 415, 422),
                Route.get(one, "A probe with its last execution", "Probe", this::get),
                Route.patch(one, "Change a probe; paused stops it", "Probe", this::change).body("ProbeRequest").errors(404, 409, 415, 422),
                Route.delete(one, "Delete a probe with its history", this::delete),
                Route.post(one + "/run", "Execute a probe now", "ProbeExecution", this::run).created().needing(Access.Need.TESTER).errors(404, 409),
                Route.get(one + "/executions", "Executions, newest first", "ProbeExecution[]", this::executions)
                        .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise", "health", "only these")).errors(400, 404),
                Route.get(one + "/series", "What was measured, for charts: at most 240 points a metric", "ProbeSeries", this::series)
                        .query(Map.of("days", "1 to 90, 1 unless told otherwise")).errors(400, 404),
                Route.get(one + "/uptime", "Seconds in each state by day (UTC), oldest first", "ProbeUptime", this::uptime)
                        .query(Map.of("days", "1 to 90, 90 unless told otherwise")).errors(400, 404));
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/projects/{project}/probes", "Probes", "probes"), new Page("/projects/{project}/probes/{probe}", "Probe", "probe"));
    }

    private Probe probe(Context context) {
        Project project = requests.project(context);
        return PublicId.parse(context.pathParam("probe")).stream().boxed().findFirst().flatMap(id -> probes.byId(project.id(), id))
                .orElseThrow(() -> ApiException.notFound("probe"));
    }

    private Map<String, Object> json(Probe probe) {
        return ProbeJson.of(probe, executions.last(probe.id()).orElse(null));
    }

    private void list(Context context) {
        Answer.page(context, probes.list(requests.project(context).id(), Requests.page(context), Requests.perPage(context)), this::json);
    }

    private void add(Context context) {
        Project project = requests.project(context);
        Probes.Settings settings = bodies.read(Body.of(context), project, null);
        Probe probe = named(settings.name(), () -> probes.add(project.id(), settings));
        if (!probe.paused()) {
            runs.begin(probe);
        }
        context.header("Location", context.path() + "/" + PublicId.text(probe.id()));
        Answer.data(context, json(probe));
    }

    private void get(Context context) {
        Answer.data(context, json(probe(context)));
    }

    private void change(Context context) {
        Probe probe = probe(context);
        Probes.Settings settings = bodies.read(Body.of(context), requests.project(context), probe);
        Answer.data(context, json(named(settings.name(), () -> runs.change(probe, settings))));
    }

    private static Probe named(String name, java.util.function.Supplier<Probe> change) {
        try {
            return change.get();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof java.sql.SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                throw ApiException.conflict("a probe of this project is called '" + name + "' already");
            }
            throw e;
        }
    }

    private void delete(Context context) {
        Probe probe = probe(context);
        runs.end(probe.id());
        probes.delete(probe.projectId(), probe.id());
    }

    private void run(Context context) {
        Optional<Execution> execution = runs.execute(probe(context), "manual", Access.principal(context).name());
        Answer.data(context, ProbeJson.of(execution.orElseThrow(() -> ApiException.conflict("the probe is being executed just now"))));
    }

    private void executions(Context context) {
        Probe probe = probe(context);
        Answer.page(context, executions.list(probe.id(), Requests.choice(context, "health", Health.class, null), Requests.page(context), Requests.perPage(context)),
                ProbeJson::of);
    }

    private void series(Context context) {
        Probe probe = probe(context);
        int days = Requests.number(context, "days", 1, 1, MOST_DAYS);
        int stretchS = Math.max(60, (int) (Duration.ofDays(days).toSeconds() / CHART_POINTS));
        Map<String, List<Object>> byMetric = new LinkedHashMap<>();
        probe.limits().forEach(limit -> byMetric.put(limit.statistic().name(), new ArrayList<>()));
        for (Executions.Point point : executions.series(probe.id(), Instant.now().minus(Duration.ofDays(days)), stretchS)) {
            byMetric.computeIfAbsent(point.metric(), key -> new ArrayList<>()).add(List.of(point.atS(), point.avg(), point.min(), point.max()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stretchSeconds", stretchS);
        json.put("metrics", byMetric);
        Answer.data(context, json);
    }

    private void uptime(Context context) {
        Probe probe = probe(context);
        int days = Requests.number(context, "days", MOST_DAYS, 1, MOST_DAYS);
        Instant now = Instant.now();
        List<Uptime> all = Uptime.days(probes.spans(List.of(probe.id()), now.minus(Duration.ofDays(days))), days, now);
        double percent = Uptime.percent(all);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("percent", Double.isNaN(percent) ? null : percent);
        json.put("days", all.stream().map(ProbeJson::of).toList());
        Answer.data(context, json);
    }
}
