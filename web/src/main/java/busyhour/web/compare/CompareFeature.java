package busyhour.web.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import busyhour.web.access.Accounts.Project;
import busyhour.web.fleet.Conductor;
import busyhour.web.fleet.RunRequest;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.PlanLibrary;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import busyhour.web.store.Tests;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** Runs beside each other, and a run once more. */
public final class CompareFeature implements Feature {

    private static final int MAX_RUNS = 10;

    private final Runs runs;
    private final Tests tests;
    private final PlanLibrary library;
    private final Conductor conductor;
    private final Requests requests;

    public CompareFeature(Database database, PlanLibrary library, Conductor conductor, Requests requests) {
        this.runs = new Runs(database);
        this.tests = new Tests(database);
        this.library = library;
        this.conductor = conductor;
        this.requests = requests;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{project}/compare", "Results of runs beside each other, against the first of them", "Comparison", this::compare)
                        .query(Map.of("runs", "2 to 10 ids with commas, the first is what the others are held against",
                                "tolerance", "percent for the worse from which a change is a regression, 5 unless told otherwise")).errors(400, 404, 409),
                Route.post("/projects/{project}/test-runs/{run}/repeat", "Run the test of a run once more, with its labels", "TestRunBegun", this::repeat)
                        .created().needing(Access.Need.TESTER).errors(404, 409, 422));
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/projects/{project}/compare", "Compare runs", "compare"));
    }

    private void compare(Context context) {
        Project project = requests.project(context);
        String ids = Requests.word(context, "runs");
        List<String> wanted = ids == null ? List.of() : Arrays.stream(ids.split(",")).map(String::strip).distinct().toList();
        if (wanted.size() < 2 || wanted.size() > MAX_RUNS) {
            throw ApiException.badRequest("runs: found " + wanted.size() + ", expected 2 to " + MAX_RUNS + " ids with commas between them");
        }
        int tolerance = Requests.number(context, "tolerance", 5, 0, 1_000);
        List<Runs.Run> found = wanted.stream().map(id -> run(project, id)).toList();
        List<JsonNode> results = found.stream().map(CompareFeature::result).toList();
        List<Comparison.Row> rows = Comparison.rows(results, tolerance);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tolerancePercent", tolerance);
        List<Object> heads = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            heads.add(head(found.get(i), results.get(i), rows, i));
        }
        json.put("runs", heads);
        json.put("rows", rows.stream().map(Comparison.Row::json).toList());
        json.put("thresholds", thresholds(results));
        List<String> warnings = found.stream().map(Runs.Run::testId).distinct().count() > 1 ? List.of("these runs are of different tests") : List.of();
        Answer.data(context, json, warnings);
    }

    private Runs.Run run(Project project, String id) {
        OptionalLong number = PublicId.parse(id);
        return (number.isEmpty() ? java.util.Optional.<Runs.Run>empty() : runs.byId(project.id(), number.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("test run"));
    }

    private static JsonNode result(Runs.Run run) {
        if (run.result() == null) {
            throw ApiException.conflict("run " + PublicId.text(run.id()) + " has no result: " + run.status());
        }
        return Answer.parsed(run.result());
    }

    private static Map<String, Object> head(Runs.Run run, JsonNode result, List<Comparison.Row> rows, int at) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(run.id()));
        json.put("testId", run.testId() == null ? null : PublicId.text(run.testId()));
        json.put("name", run.name());
        json.put("status", run.status());
        json.put("exitCode", run.exitCode());
        json.put("startedAt", run.startedAt() == null ? null : run.startedAt().toString());
        json.put("endpoints", run.planned());
        json.put("overloaded", result.at("/engine/overloaded").asBoolean());
        json.put("regressions", rows.stream().filter(row -> row.worse().get(at)).count());
        return json;
    }

    /** By their text, in the order in which they were first met. */
    private static List<Object> thresholds(List<JsonNode> results) {
        Map<String, Object[]> passed = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            for (JsonNode threshold : results.get(i).path("thresholds")) {
                passed.computeIfAbsent(threshold.path("threshold").asText(), text -> new Object[results.size()])[i] = threshold.path("passed").asBoolean();
            }
        }
        List<Object> all = new ArrayList<>();
        passed.forEach((text, values) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("threshold", text);
            json.put("passed", Arrays.asList(values));
            all.add(json);
        });
        return all;
    }

    private void repeat(Context context) {
        Project project = requests.project(context);
        Runs.Run run = requests.run(context);
        Tests.Test test = (run.testId() == null ? java.util.Optional.<Tests.Test>empty() : tests.byId(project.id(), run.testId()))
                .orElseThrow(() -> ApiException.conflict("the run is of a plan that is no test here, or no more: keep it as a test to run it again"));
        Plan plan;
        try {
            plan = library.resolve(project, test.plan()).plan();
        } catch (PlanException e) {
            List<String> faults = e.faults().stream().map(PlanFault::toString).toList();
            throw new ApiException(422, "PLAN_INVALID", String.join("\n", faults), faults);
        }
        Runs.Run again = conductor.start(new RunRequest(project, test, plan, "repeat", Access.principal(context).name(), run.labels(), false));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(again.id()));
        json.put("testId", PublicId.text(test.id()));
        json.put("name", again.name());
        json.put("status", again.status());
        json.put("reason", again.reason());
        json.put("labels", run.labels());
        Answer.data(context, json, plan.warnings());
    }
}
