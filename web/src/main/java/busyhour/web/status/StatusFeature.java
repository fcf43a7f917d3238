package busyhour.web.status;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.probe.ProbeEvents;
import busyhour.web.probe.Probes;
import busyhour.web.schedule.Schedule;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Status pages: made, changed, what is told on them by hand, and the public side. */
public final class StatusFeature implements Feature {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final Duration FIT = Duration.ofMinutes(1);

    private final StatusPages pages;
    private final Incidents incidents;
    private final PublicPages open;
    private final StatusBody bodies;
    private final Requests requests;

    public StatusFeature(Database database, Schedule schedule, Requests requests) {
        Probes probes = new Probes(database);
        this.pages = new StatusPages(database);
        this.incidents = new Incidents(database);
        this.open = new PublicPages(pages, probes, incidents);
        this.bodies = new StatusBody(probes);
        this.requests = requests;
        schedule.every("status-incidents", FIT, incidents::fit); // a probe may have been deleted
    }

    /** To be told of probes. */
    public ProbeEvents probeEvents() {
        return incidents;
    }

    @Override
    public List<Route> routes() {
        String all = "/projects/{project}/status-pages";
        String one = all + "/{page}";
        return List.of(
                Route.get(all, "Status pages, by name", "StatusPage[]", this::list).query(Map.of()),
                Route.post(all, "Show probes to the public", "StatusPage", this::add).created().body("StatusPageRequest").errors(404, 409, 415, 422),
                Route.get(one, "A status page", "StatusPage", this::get),
                Route.patch(one, "Change a status page", "StatusPage", this::change).body("StatusPageRequest").errors(404, 409, 415, 422),
                Route.delete(one, "Delete a status page with its incidents", this::delete),
                Route.get(one + "/incidents", "Incidents, newest first", "Incident[]", this::incidents).errors(400, 404),
                Route.post(one + "/incidents", "Tell the public of an incident", "Incident", this::addIncident).created().body("IncidentRequest").errors(404, 415, 422),
                Route.patch(one + "/incidents/{incident}", "Say how an incident goes on", "Incident", this::updateIncident).body("IncidentUpdate").errors(404, 415, 422),
                Route.delete(one + "/incidents/{incident}", "Delete an incident", this::deleteIncident),
                open.jsonRoute());
    }

    @Override
    public List<Route> openPages() {
        return open.pageRoutes();
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/projects/{project}/status-pages", "Status pages", "status-pages"),
                new Page("/projects/{project}/status-pages/{page}", "Status page", "status-page"));
    }

    private StatusPage page(Context context) {
        Project project = requests.project(context);
        return PublicId.parse(context.pathParam("page")).stream().boxed().findFirst().flatMap(id -> pages.byId(project.id(), id))
                .orElseThrow(() -> ApiException.notFound("status page"));
    }

    private Incident incident(Context context, StatusPage page) {
        return PublicId.parse(context.pathParam("incident")).stream().boxed().findFirst().flatMap(id -> incidents.byId(page.id(), id))
                .orElseThrow(() -> ApiException.notFound("incident"));
    }

    private void list(Context context) {
        Answer.list(context, pages.list(requests.project(context).id()).stream().map(StatusFeature::json).toList());
    }

    private void add(Context context) {
        Project project = requests.project(context);
        StatusPages.Settings settings = bodies.read(Body.of(context), project.id(), null);
        long[] id = new long[1];
        addressed(settings.slug(), () -> id[0] = pages.add(project.id(), settings));
        context.header("Location", context.path() + "/" + PublicId.text(id[0]));
        incidents.fit();
        open.forget(settings.slug());
        Answer.data(context, json(pages.byId(project.id(), id[0]).orElseThrow()));
    }

    private void get(Context context) {
        Answer.data(context, json(page(context)));
    }

    private void change(Context context) {
        StatusPage page = page(context);
        StatusPages.Settings settings = bodies.read(Body.of(context), page.projectId(), page);
        addressed(settings.slug(), () -> pages.change(page.id(), settings));
        incidents.fit();
        open.forget(page.slug());
        open.forget(settings.slug());
        Answer.data(context, json(page(context)));
    }

    private static void addressed(String slug, Runnable change) {
        try {
            change.run();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof java.sql.SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                throw ApiException.conflict("the address /status/" + slug + " is taken: choose another slug");
            }
            throw e;
        }
    }

    private void delete(Context context) {
        StatusPage page = page(context);
        pages.delete(page.id());
        open.forget(page.slug());
    }

    private void incidents(Context context) {
        Answer.page(context, incidents.list(page(context).id(), Requests.page(context), Requests.perPage(context)), PublicPages::json);
    }

    private void addIncident(Context context) {
        StatusPage page = page(context);
        Body body = Body.of(context).require("title");
        String title = body.text("title", 1, 200, null);
        Incident.Impact impact = body.choice("impact", Incident.Impact.class, Incident.Impact.DEGRADED);
        Incident.State state = body.choice("state", Incident.State.class, Incident.State.INVESTIGATING);
        String text = body.text("text", 0, 4_000, "");
        body.done();
        answer(context, page, incidents.add(page.id(), title, impact, state, text));
    }

    private void updateIncident(Context context) {
        StatusPage page = page(context);
        Incident incident = incident(context, page);
        Body body = Body.of(context);
        String title = body.text("title", 1, 200, null);
        Incident.Impact impact = body.choice("impact", Incident.Impact.class, null);
        Incident.State state = body.choice("state", Incident.State.class, incident.state());
        String text = body.text("text", 0, 4_000, "");
        body.done();
        incidents.update(incident.id(), title, impact, state, text);
        answer(context, page, incident.id());
    }

    private void answer(Context context, StatusPage page, long incident) {
        open.forget(page.slug());
        Answer.data(context, PublicPages.json(incidents.byId(page.id(), incident).orElseThrow(() -> ApiException.notFound("incident"))));
    }

    private void deleteIncident(Context context) {
        StatusPage page = page(context);
        incidents.delete(incident(context, page).id());
        open.forget(page.slug());
    }

    private static Map<String, Object> json(StatusPage page) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(page.id()));
        json.put("slug", page.slug());
        json.put("path", "/status/" + page.slug());
        json.put("name", page.name());
        json.put("description", page.description());
        json.put("colour", page.colour());
        json.put("hasLogo", page.logoType() != null);
        json.put("published", page.published());
        json.put("components", page.components().stream().map(component -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("probeId", PublicId.text(component.probeId()));
            one.put("name", component.name());
            return one;
        }).toList());
        json.put("createdAt", page.createdAt().toString());
        return json;
    }
}
