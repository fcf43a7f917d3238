package busyhour.web.library.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.RegistrarDraft;
import busyhour.web.library.RegistrarDraft.Kind;
import busyhour.web.library.RegistrarDraft.Verification;
import busyhour.web.library.Registrars;
import busyhour.web.library.Registrars.Registrar;
import busyhour.web.store.PublicId;
import busyhour.web.store.Tests;
import io.javalin.http.Context;

/** Registrars of a project. A private key goes in and never comes out. */
final class RegistrarRoutes {

    private final Registrars registrars;
    private final Tests tests;
    private final Requests requests;

    RegistrarRoutes(Registrars registrars, Tests tests, Requests requests) {
        this.registrars = registrars;
        this.tests = tests;
        this.requests = requests;
    }

    List<Route> routes() {
        String all = "/projects/{project}/registrars";
        String one = all + "/{registrar}";
        return List.of(
                Route.get(all, "Registrars, by name", "Registrar[]", this::list).query(Map.of()),
                Route.post(all, "Add a registrar", "Registrar", this::add).created().body("NewRegistrar").errors(404, 409, 415, 422),
                Route.get(one, "A registrar", "Registrar", this::get),
                Route.patch(one, "Change a registrar; null takes a value away", "Registrar", this::change).body("RegistrarChange").errors(404, 409, 415, 422),
                Route.delete(one, "Delete a registrar with its accounts", this::delete).errors(404, 409));
    }

    private void list(Context context) {
        Answer.list(context, registrars.list(requests.project(context).id()).stream().map(RegistrarRoutes::json).toList());
    }

    private void get(Context context) {
        Answer.data(context, json(registrar(context, registrars, requests)));
    }

    private void add(Context context) {
        Project project = requests.project(context);
        Body body = Body.of(context).require("name");
        RegistrarDraft draft = RegistrarFields.read(body, new RegistrarDraft(null, Kind.SIP, null, null, "UDP", null, null, Verification.SYSTEM, null, null, null, null));
        body.done();
        List<String> warnings = RegistrarFields.check(draft);
        Registrar added = registrars.add(project.id(), draft).orElseThrow(() -> taken(draft));
        context.header("Location", context.path() + "/" + PublicId.text(added.id()));
        Answer.data(context, json(added), warnings);
    }

    private void change(Context context) {
        Registrar before = registrar(context, registrars, requests);
        Body body = Body.of(context);
        RegistrarDraft draft = RegistrarFields.read(body, before.draft());
        body.done();
        List<String> warnings = RegistrarFields.check(draft);
        if (!draft.name().equals(before.draft().name())) {
            refuseWhenUsed(before, "be called otherwise");
        }
        Registrar changed = registrars.change(before.projectId(), before.id(), draft).orElseThrow(() -> taken(draft));
        Answer.data(context, json(changed), warnings);
    }

    private void delete(Context context) {
        Registrar registrar = registrar(context, registrars, requests);
        refuseWhenUsed(registrar, "be deleted");
        if (registrar.leased() > 0) {
            throw ApiException.conflict("a run uses " + registrar.leased() + " of its accounts just now");
        }
        registrars.delete(registrar.projectId(), registrar.id());
    }

    private void refuseWhenUsed(Registrar registrar, String what) {
        List<String> using = tests.using(registrar.projectId(), Tests.Used.REGISTRAR, registrar.draft().name());
        if (!using.isEmpty()) {
            throw ApiException.conflict("the registrar cannot " + what + ": tests use it (" + String.join(", ", using) + ")");
        }
    }

    private static ApiException taken(RegistrarDraft draft) {
        return ApiException.conflict("the project has a registrar called " + draft.name());
    }

    /** The registrar in the path, of the project in the path. */
    static Registrar registrar(Context context, Registrars registrars, Requests requests) {
        Project project = requests.project(context);
        OptionalLong id = PublicId.parse(context.pathParam("registrar"));
        return (id.isEmpty() ? java.util.Optional.<Registrar>empty() : registrars.byId(project.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("registrar"));
    }

    private static Map<String, Object> json(Registrar registrar) {
        RegistrarDraft draft = registrar.draft();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(registrar.id()));
        json.put("name", draft.name());
        json.put("kind", draft.kind().name());
        json.put("domain", draft.domain());
        json.put("port", draft.port());
        json.put("transport", draft.transport());
        json.put("outboundProxy", draft.outboundProxy());
        json.put("expiresS", draft.expiresS());
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put("verification", draft.verification().name());
        tls.put("serverName", draft.serverName());
        tls.put("ca", draft.ca());
        tls.put("certificate", draft.certificate());
        tls.put("hasKey", draft.key() != null);
        json.put("tls", tls);
        json.put("accounts", registrar.accounts());
        json.put("accountsInUse", registrar.leased());
        json.put("createdAt", registrar.createdAt().toString());
        json.put("updatedAt", registrar.updatedAt().toString());
        return json;
    }
}
