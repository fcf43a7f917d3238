package busyhour.web.rest;

import java.nio.charset.StandardCharsets;
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
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import busyhour.web.store.PublicId;
import busyhour.web.store.Tests;
import io.javalin.http.Context;

/** Projects and the tests in them. */
final class ProjectRoutes {

    private static final String SOURCE = "plan";

    private final Accounts accounts;
    private final Tests tests;
    private final Requests requests;
    private final Conductor conductor;

    ProjectRoutes(Accounts accounts, Tests tests, Requests requests, Conductor conductor) {
        this.accounts = accounts;
        this.tests = tests;
        this.requests = requests;
        this.conductor = conductor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/projects", "Projects of the key's organisation", "Project[]", this::listProjects),
                Route.get("/projects/{project}", "A project, by id or slug", "Project", this::getProject),
                Route.get("/projects/{project}/tests", "Tests, newest first", "Test[]", this::listTests).errors(400, 404),
                Route.post("/projects/{project}/tests", "Keep a plan as a test; it is not run", "Test", this::addTest).created()
                        .body("Plan").errors(404, 413, 415, 422),
                Route.get("/projects/{project}/tests/{test}", "A test with its plan", "Test", this::getTest),
                Route.post("/projects/{project}/tests/{test}/run", "Run a test now", "TestRun", this::run).created().needing(Access.Need.TESTER).errors(404, 422));
    }

    private void listProjects(Context context) {
        Principal asker = Access.principal(context);
        Answer.list(context, accounts.projects(asker.organisationId()).stream().filter(project -> asker.roleIn(project.id()).isPresent())
                .map(ProjectRoutes::json).toList());
    }

    private void getProject(Context context) {
        Answer.data(context, json(requests.project(context)));
    }

    private void listTests(Context context) {
        Project project = requests.project(context);
        Answer.page(context, tests.list(project.id(), Requests.page(context), Requests.perPage(context)), test -> json(test, false));
    }

    private void addTest(Context context) {
        Project project = requests.project(context);
        Requests.needJson(context);
        byte[] body = context.bodyAsBytes();
        Plan plan = read(body);
        Tests.Test test = tests.add(project.id(), plan.name(), new String(body, StandardCharsets.UTF_8));
        context.header("Location", context.path() + "/" + PublicId.text(test.id()));
        Answer.data(context, json(test, true), plan.warnings());
    }

    private void getTest(Context context) {
        Answer.data(context, json(test(context), true));
    }

    private void run(Context context) {
        Project project = requests.project(context);
        Tests.Test test = test(context);
        Plan plan = read(test.plan().getBytes(StandardCharsets.UTF_8));
        Answer.data(context, RunRoutes.json(conductor.start(RunRequest.now(project, test, plan, Access.principal(context).name())), null), plan.warnings());
    }

    private Tests.Test test(Context context) {
        Project project = requests.project(context);
        OptionalLong id = PublicId.parse(context.pathParam("test"));
        return (id.isEmpty() ? java.util.Optional.<Tests.Test>empty() : tests.byId(project.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("test"));
    }

    private static Plan read(byte[] body) {
        try {
            return PlanReader.readJson(SOURCE, body, PlanFiles.NONE);
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

    private static Map<String, Object> json(Tests.Test test, boolean withPlan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(test.id()));
        json.put("name", test.name());
        json.put("createdAt", test.createdAt().toString());
        if (withPlan) {
            json.put("plan", Answer.parsed(Redaction.withoutPasswords(test.plan())));
        }
        return json;
    }
}
