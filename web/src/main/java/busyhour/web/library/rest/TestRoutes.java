package busyhour.web.library.rest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.PlanLibrary;
import busyhour.web.library.ResolvedPlan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.plan.PlanSecrets;
import busyhour.web.store.PublicId;
import busyhour.web.store.Tests;
import io.javalin.http.Context;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Tests: plans that are kept. A plan comes as JSON or YAML; secrets that it hides ({@code "…"}) stay what they were. */
final class TestRoutes {

    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");
    private static final String COPY = " (copy)";

    private final Tests tests;
    private final PlanLibrary library;
    private final Requests requests;

    TestRoutes(Tests tests, PlanLibrary library, Requests requests) {
        this.tests = tests;
        this.library = library;
        this.requests = requests;
    }

    List<Route> routes() {
        String all = "/projects/{project}/tests";
        String one = all + "/{test}";
        return List.of(
                Route.get(all, "Tests, newest first", "Test[]", this::list).errors(400, 404)
                        .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise", "label", "only with it",
                                "search", "only with this in name or description")),
                Route.post(all, "Keep a plan (JSON, or YAML as application/yaml) as a test; it is not run", "Test", this::add).created()
                        .body("Plan").errors(404, 413, 415, 422),
                Route.post(all + "/check", "What is wrong with a plan (JSON or YAML), and what is worth a warning; nothing is kept", "PlanCheck", this::check)
                        .body("Plan").query(Map.of("test", "whose secrets stand hidden in it")).errors(404, 413, 415),
                Route.get(one, "A test with its plan", "Test", this::get),
                Route.put(one, "Put another plan in its place", "Test", this::change).body("Plan").errors(404, 413, 415, 422),
                Route.delete(one, "Delete a test; its runs stay", this::delete).errors(404, 409),
                Route.post(one + "/clone", "Make a copy of a test", "Test", this::copy).created().body("TestClone").errors(404, 415, 422));
    }

    private void list(Context context) {
        Project project = requests.project(context);
        Answer.page(context, tests.list(project.id(), Requests.word(context, "label"), Requests.word(context, "search"), Requests.page(context),
                Requests.perPage(context)), listed -> {
                    Map<String, Object> json = json(listed.test());
                    json.put("lastRun", listed.last() == null ? null : json(listed.last()));
                    return json;
                });
    }

    private void add(Context context) {
        Project project = requests.project(context);
        boolean yaml = isYaml(context);
        ResolvedPlan plan = read(project, context.bodyAsBytes(), yaml, Map.of());
        Tests.Test test = tests.add(project.id(), library.draft(project, plan, yaml ? context.body() : null));
        context.header("Location", context.path() + "/" + PublicId.text(test.id()));
        Answer.data(context, withPlan(test), plan.warnings());
    }

    private void get(Context context) {
        Answer.data(context, withPlan(test(context)));
    }

    private void change(Context context) {
        Project project = requests.project(context);
        Tests.Test before = test(context);
        boolean yaml = isYaml(context);
        ResolvedPlan plan = read(project, context.bodyAsBytes(), yaml, library.secrets(project.id(), before.plan()));
        Tests.Test test = tests.change(project.id(), before.id(), library.draft(project, plan, yaml ? context.body() : null))
                .orElseThrow(() -> ApiException.notFound("test"));
        Answer.data(context, withPlan(test), plan.warnings());
    }

    private void delete(Context context) {
        Tests.Test test = test(context);
        try {
            tests.delete(test.projectId(), test.id());
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof java.sql.SQLException cause && "23503".equals(cause.getSQLState())) {
                throw ApiException.conflict("the test is used by something that is still there, such as a probe: delete that first");
            }
            throw e;
        }
    }

    private void copy(Context context) {
        Tests.Test test = test(context);
        String name = test.name() + COPY;
        if (context.bodyAsBytes().length > 0) {
            Body body = Body.of(context);
            name = body.text("name", 1, 200, name);
            body.done();
        }
        Tests.Test copy = tests.copy(test, name, PlanNames.renamed(test.plan(), name), PlanNames.renamedYaml(test.source(), name))
                .orElseThrow(() -> ApiException.notFound("test"));
        context.header("Location", context.path().replaceFirst("[^/]+/clone$", PublicId.text(copy.id())));
        Answer.data(context, withPlan(copy));
    }

    private void check(Context context) {
        Project project = requests.project(context);
        boolean yaml = isYaml(context);
        byte[] text = context.bodyAsBytes();
        String known = Requests.word(context, "test");
        Map<String, String> secrets = known == null ? Map.of() : library.secrets(project.id(), byId(project, known).plan());
        Answer.data(context, PlanChecks.answer(text, yaml, () -> library.check(project, text, yaml, secrets)));
    }

    private ResolvedPlan read(Project project, byte[] text, boolean yaml, Map<String, String> known) {
        try {
            return library.check(project, text, yaml, known);
        } catch (PlanException e) {
            List<String> faults = e.faults().stream().map(PlanFault::toString).toList();
            throw new ApiException(422, "PLAN_INVALID", String.join("\n", faults), faults);
        }
    }

    private Tests.Test test(Context context) {
        return byId(requests.project(context), context.pathParam("test"));
    }

    private Tests.Test byId(Project project, String text) {
        OptionalLong id = PublicId.parse(text);
        return (id.isEmpty() ? java.util.Optional.<Tests.Test>empty() : tests.byId(project.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("test"));
    }

    private static boolean isYaml(Context context) {
        String type = context.contentType();
        if (type != null && YAML.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            return true;
        }
        Requests.needJson(context);
        return false;
    }

    private static Map<String, Object> withPlan(Tests.Test test) {
        Map<String, Object> json = json(test);
        json.put("plan", Answer.parsed(PlanSecrets.hidden(test.plan())));
        json.put("source", test.source());
        return json;
    }

    private static Map<String, Object> json(Tests.Test test) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(test.id()));
        json.put("name", test.name());
        json.put("description", test.description());
        json.put("labels", test.labels());
        json.put("endpoints", test.endpoints());
        json.put("createdAt", test.createdAt().toString());
        json.put("updatedAt", test.updatedAt().toString());
        return json;
    }

    private static Map<String, Object> json(Tests.LastRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(run.id()));
        json.put("status", run.status());
        json.put("exitCode", run.exitCode());
        json.put("createdAt", run.createdAt().toString());
        return json;
    }
}
