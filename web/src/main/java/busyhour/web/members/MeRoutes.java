package busyhour.web.members;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import busyhour.web.access.Accounts;
import busyhour.web.access.Organisations;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.access.Sessions;
import busyhour.web.access.Users;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** Whoever asks: what they may do, their name and password, and which of their organisations they look at. */
final class MeRoutes {

    private final Accounts accounts;
    private final Organisations organisations;
    private final Users users;
    private final Sessions sessions;

    MeRoutes(Accounts accounts, Organisations organisations, Users users, Sessions sessions) {
        this.accounts = accounts;
        this.organisations = organisations;
        this.users = users;
        this.sessions = sessions;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/me", "Who asks, and what they may do where", "Me", this::me),
                Route.patch("/me", "Change one's own name or password", "Me", this::change).needing(Access.Need.VIEWER).body("MeChange").errors(409, 415, 422),
                Route.post("/me/organisation", "Look at another of one's organisations", "Me", this::choose).needing(Access.Need.VIEWER).body("Choice")
                        .errors(404, 409, 415, 422));
    }

    private void me(Context context) {
        Answer.data(context, json(Access.principal(context)));
    }

    private Map<String, Object> json(Principal asker) {
        Optional<Users.User> user = users.byId(asker.userId());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", asker.kind());
        json.put("id", PublicId.text(asker.id()));
        json.put("name", asker.name());
        json.put("email", user.map(Users.User::email).orElse(null));
        json.put("role", asker.role());
        Organisations.Organisation organisation = organisations.byId(asker.organisationId());
        json.put("organisation", Map.of("id", PublicId.text(organisation.id()), "name", organisation.name()));
        json.put("projects", accounts.projects(asker.organisationId()).stream().flatMap(project -> asker.roleIn(project.id()).map(role -> {
            Map<String, Object> its = Json.project(project);
            its.put("role", role);
            return its;
        }).stream()).toList());
        json.put("organisations", asker.kind() != Principal.Kind.USER ? List.of() : users.memberships(asker.userId()).stream().map(membership -> {
            Map<String, Object> its = new LinkedHashMap<>();
            its.put("id", PublicId.text(membership.organisationId()));
            its.put("name", membership.name());
            its.put("role", membership.role());
            return its;
        }).toList());
        return json;
    }

    private static long person(Principal asker) {
        if (asker.kind() != Principal.Kind.USER) {
            throw ApiException.conflict("only somebody who signed in with a password has a name and a password of their own");
        }
        return asker.userId();
    }

    private void change(Context context) {
        Principal asker = Access.principal(context);
        Body body = Body.of(context);
        long user = person(asker);
        String name = body.text("name", 1, 100, null);
        String password = body.secret("password", Users.MIN_PASSWORD, Users.MAX_PASSWORD);
        String old = body.secret("oldPassword", 1, Users.MAX_PASSWORD);
        if (password != null && old == null) {
            body.fault("oldPassword", "nothing", "the password so far");
        }
        body.done();
        if (password != null && !users.changePassword(user, old, password, Access.sessionId(context))) {
            body.fault("oldPassword", "another one", "the password so far");
            body.done();
        }
        if (name != null) {
            users.rename(user, name);
        }
        Answer.data(context, json(users.principal(asker.organisationId(), user).orElse(asker)));
    }

    private void choose(Context context) {
        Principal asker = Access.principal(context);
        Body body = Body.of(context).require("organisation");
        long user = person(asker);
        String text = body.text("organisation", 1, 64, "");
        body.done();
        Principal there = users.principal(Json.id(text, "organisation"), user).orElseThrow(() -> ApiException.notFound("organisation"));
        sessions.close(Access.sessionId(context));
        Access.signIn(context, sessions.open(there));
        Answer.data(context, json(there));
    }

    /** Whether somebody may hand out a role. */
    static void checkHandOut(Principal asker, Role role) {
        if (role == Role.OWNER && asker.role() != Role.OWNER) {
            throw ApiException.forbidden("only an owner makes owners");
        }
    }
}
