package busyhour.web.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.fleet.Conductor;
import busyhour.web.fleet.RunRequest;
import busyhour.web.http.ApiException;
import busyhour.web.library.PlanLibrary;
import busyhour.web.library.ResolvedPlan;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.store.Database;
import busyhour.web.store.Runs;
import busyhour.web.store.Tests;

/** The tests of the database, run by the conductor. */
public final class StoredTests implements ProbedTests {

    private final PlanLibrary library;
    private final Tests tests;
    private final Runs runs;
    private final Conductor conductor;

    public StoredTests(Database database, PlanLibrary library, Conductor conductor) {
        this.library = library;
        this.tests = new Tests(database);
        this.runs = new Runs(database);
        this.conductor = conductor;
    }

    @Override
    public Optional<Tests.Test> byId(long projectId, long id) {
        return tests.byId(projectId, id);
    }

    @Override
    public Tests.Test keep(Project project, String planJson) {
        try {
            ResolvedPlan plan = library.check(project, planJson.getBytes(StandardCharsets.UTF_8), false, Map.of());
            return tests.add(project.id(), library.draft(project, plan, null));
        } catch (PlanException e) {
            throw invalid(e);
        }
    }

    @Override
    public Plan read(Project project, String planJson) {
        try {
            return library.resolve(project, planJson).plan();
        } catch (PlanException e) {
            throw invalid(e);
        }
    }

    @Override
    public Runs.Run start(Project project, Tests.Test test, String by, List<String> labels) {
        return conductor.start(new RunRequest(project, test, read(project, test.plan()), "probe", by, labels, false));
    }

    @Override
    public Optional<Runs.Run> run(long runId) {
        return runs.byId(runId);
    }

    private static ApiException invalid(PlanException e) {
        List<String> faults = e.faults().stream().map(PlanFault::toString).toList();
        return new ApiException(422, "PLAN_INVALID", String.join("\n", faults), faults);
    }
}
