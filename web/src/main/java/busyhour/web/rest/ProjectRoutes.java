package busyhour.web.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import busyhour.web.access.Accounts.Project;
import busyhour.web.access.Accounts;
import busyhour.web.access.Principal;
import busyhour.web.fleet.Conductor;
import busyhour.web.fleet.RunRequest;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.PlanLibrary;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import busyhour.web.store.Tests;
import io.javalin.http.Context;

/** Projects, and runs of their tests. */
final class ProjectRoutes {

    private final Accounts accounts;
    private final Tests tests;
    private final PlanLibrary library;
    private final Requests requests;
    private final Conductor conductor;

    ProjectRoutes(Accounts accounts, Tests tests, PlanLibrary library, Requests requests, Conductor conductor) {
        this.accounts = accounts;
        this.tests = tests;
        this.library = library;
        this.requests = requests;
        this.conductor = conductor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/projects", "Projects of the key's organisation", "Project[]", this::listProjects),
                Route.get("/projects/{project}", "A project, by id or slug", "Project", this::getProject),
                Route.post("/projects/{project}/tests/{test}/run", "Run a test now, or when there is room", "TestRun", this::run).created().body("RunOrder").needing(Access.Need.TESTER).errors(404, 422));
    }

    private void listProjects(Context context) {
        Principal asker = Access.principal(context);
        Answer.list(context, accounts.projects(asker.organisationId()).stream().filter(project -> asker.roleIn(project.id()).isPresent())
                .map(ProjectRoutes::json).toList());
    }

    private void getProject(Context context) {
        Answer.data(context, json(requests.project(context)));
    }

    private void run(Context context) {
        Project project = requests.project(context);
        Tests.Test test = test(context);
        Plan plan = read(project, test);
        RunOrder order = RunOrder.of(context, plan.labels());
        Runs.Run run = conductor.start(new RunRequest(project, test, plan, "api", Access.principal(context).name(), order.labels(), order.mayWait()));
        Answer.data(context, RunJson.of(run, null, conductor), plan.warnings());
    }

    private Tests.Test test(Context context) {
        Project project = requests.project(context);
        OptionalLong id = PublicId.parse(context.pathParam("test"));
        return (id.isEmpty() ? java.util.Optional.<Tests.Test>empty() : tests.byId(project.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("test"));
    }

    private Plan read(Project project, Tests.Test test) {
        try {
            return library.resolve(project, test.plan()).plan();
        } catch (PlanException e) {
            List<String> faults = e.faults().stream().map(PlanFault::toString).toList();
            throw new ApiException(422, "PLAN_INVALID", String.join("\n", faults), faults);
        }
    }

    private static Map<String, Object> json(Project project) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(project.id()));
        json.put("slug", project.slug());
        json.put("name", project.name());
        return json;
    }
}
