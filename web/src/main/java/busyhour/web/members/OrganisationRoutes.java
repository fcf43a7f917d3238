package busyhour.web.members;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import busyhour.web.access.Accounts;
import busyhour.web.access.Accounts.Project;
import busyhour.web.access.Organisations;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** An organisation and its projects. */
final class OrganisationRoutes {

    private static final int MAX_NAME = 100;
    private static final int MAX_SLUG = 40;
    private static final int ID_LENGTH = 13;
    private static final String RUNNING = "a run goes on in it: stop it first";

    private final Accounts accounts;
    private final Organisations organisations;
    private final Requests requests;

    OrganisationRoutes(Accounts accounts, Organisations organisations, Requests requests) {
        this.accounts = accounts;
        this.organisations = organisations;
        this.requests = requests;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/organisation", "The asker's organisation", "Organisation", this::get),
                Route.patch("/organisation", "Rename the organisation", "Organisation", this::rename).needing(Access.Need.ADMIN).body("OrganisationChange")
                        .errors(415, 422),
                Route.delete("/organisation", "Delete the organisation with all that is in it", this::delete).needing(Access.Need.OWNER).errors(409),
                Route.post("/organisations", "Make another organisation, with a project and a key of its own", "NewOrganisation", this::add)
                        .needing(Access.Need.OWNER).created().body("OrganisationChange").errors(415, 422),
                Route.post("/projects", "Make a project", "Project", this::addProject).needing(Access.Need.ADMIN).created().body("NewProject")
                        .errors(409, 415, 422),
                Route.patch("/projects/{project}", "Rename a project", "Project", this::changeProject).needing(Access.Need.ADMIN).body("NewProject")
                        .errors(404, 409, 415, 422),
                Route.delete("/projects/{project}", "Delete a project with its tests, runs and all else in it", this::deleteProject)
                        .needing(Access.Need.ADMIN).errors(404, 409));
    }

    private static Map<String, Object> json(Organisations.Organisation organisation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(organisation.id()));
        json.put("name", organisation.name());
        json.put("createdAt", organisation.createdAt().toString());
        return json;
    }

    private void get(Context context) {
        Answer.data(context, json(organisations.byId(Access.principal(context).organisationId())));
    }

    private void rename(Context context) {
        organisations.rename(Access.principal(context).organisationId(), name(context));
        get(context);
    }

    private static String name(Context context) {
        Body body = Body.of(context).require("name");
        String name = body.text("name", 1, MAX_NAME, null);
        body.done();
        return name;
    }

    private void delete(Context context) {
        if (!organisations.delete(Access.principal(context).organisationId())) {
            throw ApiException.conflict(RUNNING);
        }
    }

    private void add(Context context) {
        Principal asker = Access.principal(context);
        Organisations.Organisation made = organisations.add(name(context), asker.userId() == 0 ? null : asker.userId());
        Map<String, Object> json = json(made);
        json.put("apiKey", accounts.addApiKey(made.id(), "first", Role.OWNER));
        Answer.data(context, json);
    }

    private void addProject(Context context) {
        Body body = Body.of(context).require("name");
        String name = body.text("name", 1, MAX_NAME, "");
        String slug = slug(body, slugOf(name));
        body.done();
        Project project = organisations.addProject(Access.principal(context).organisationId(), slug, name)
                .orElseThrow(() -> ApiException.conflict("there is a project " + slug + " already"));
        context.header("Location", Route.ROOT + "/projects/" + PublicId.text(project.id()));
        Answer.data(context, Json.project(project));
    }

    private void changeProject(Context context) {
        Project project = requests.project(context);
        Body body = Body.of(context);
        String name = body.text("name", 1, MAX_NAME, project.name());
        String slug = slug(body, project.slug());
        body.done();
        if (!organisations.changeProject(project, slug, name)) {
            throw ApiException.conflict("there is a project " + slug + " already");
        }
        Answer.data(context, Json.project(new Project(project.id(), project.organisationId(), slug, name)));
    }

    private void deleteProject(Context context) {
        if (!organisations.deleteProject(requests.project(context).id())) {
            throw ApiException.conflict(RUNNING);
        }
    }

    /** A slug that looks like an id would hide the project of that id. */
    private static String slug(Body body, String otherwise) {
        String slug = body.text("slug", 1, MAX_SLUG, otherwise);
        if (!slug.matches("[a-z0-9]+(-[a-z0-9]+)*") || slug.length() == ID_LENGTH && PublicId.parse(slug).isPresent()) {
            body.fault("slug", "'" + slug + "'", "lower case letters and digits, with single hyphens between them");
        }
        return slug;
    }

    private static String slugOf(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = slug.substring(0, Math.min(MAX_SLUG, slug.length())).replaceAll("-$", "");
        return cut.isEmpty() ? "project" : cut.length() == ID_LENGTH && PublicId.parse(cut).isPresent() ? cut + "-1" : cut;
    }
}
