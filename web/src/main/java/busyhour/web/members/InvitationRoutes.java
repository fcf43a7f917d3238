package busyhour.web.members;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.Accounts;
import busyhour.web.access.AuditLog;
import busyhour.web.access.Invitations;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.access.Scope;
import busyhour.web.access.Sessions;
import busyhour.web.access.Users;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** Invitations: made by an admin, accepted by whoever has the link. */
final class InvitationRoutes {

    private static final int CREATED = 201;

    private final Accounts accounts;
    private final Invitations invitations;
    private final Sessions sessions;
    private final AuditLog audit;

    InvitationRoutes(Accounts accounts, Invitations invitations, Sessions sessions, AuditLog audit) {
        this.accounts = accounts;
        this.invitations = invitations;
        this.sessions = sessions;
        this.audit = audit;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/invitations", "Invitations that can still be accepted", "Invitation[]", this::list).needing(Access.Need.ADMIN).query(Map.of()),
                Route.post("/invitations", "Invite somebody; the answer holds the link, once", "NewInvitation", this::add).needing(Access.Need.ADMIN).created()
                        .body("InvitationRequest").errors(415, 422),
                Route.delete("/invitations/{invitation}", "Revoke an invitation", this::revoke).needing(Access.Need.ADMIN),
                Route.post("/invitations/look", "What a link invites to", "InvitationView", this::look).needing(Access.Need.NOTHING).body("InvitationToken")
                        .errors(404, 415, 422),
                Route.post("/invitations/accept", "Become a member, and sign in", "Accepted", this::accept).needing(Access.Need.NOTHING).created()
                        .body("Acceptance").errors(404, 409, 415, 422));
    }

    private void list(Context context) {
        Answer.list(context, invitations.pending(Access.principal(context).organisationId()).stream().map(InvitationRoutes::json).toList());
    }

    private void add(Context context) {
        Principal asker = Access.principal(context);
        Body body = Body.of(context).require("email", "role");
        String email = Json.email(body, "email");
        Scope scope = Json.scope(body, new Scope(Role.VIEWER, !body.has("projects"), List.of()), accounts, asker.organisationId());
        body.done();
        MeRoutes.checkHandOut(asker, scope.role());
        Invitations.Fresh fresh = invitations.add(asker.organisationId(), email, scope, asker.name());
        Map<String, Object> json = json(fresh.invitation());
        json.put("token", fresh.token());
        json.put("link", context.scheme() + "://" + context.host() + "/invitation#" + fresh.token());
        Answer.data(context, json);
    }

    private void revoke(Context context) {
        if (!invitations.revoke(Access.principal(context).organisationId(), Json.id(context.pathParam("invitation"), "invitation"))) {
            throw ApiException.notFound("invitation");
        }
    }

    private void look(Context context) {
        Body body = Body.of(context).require("token");
        String token = body.secret("token", 1, 100);
        body.done();
        Invitations.Invitation invitation = invitations.byToken(token).orElseThrow(() -> ApiException.notFound("invitation"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("organisation", invitation.organisation());
        json.put("email", invitation.email());
        json.put("role", invitation.scope().role());
        json.put("expiresAt", Json.text(invitation.expiresAt()));
        json.put("known", invitations.isKnown(invitation.email()));
        Answer.data(context, json);
    }

    private void accept(Context context) {
        Access.needOwnOrigin(context);
        Body body = Body.of(context).require("token", "password");
        String token = body.secret("token", 1, 100);
        String name = body.text("name", 1, 100, null);
        String email = Json.email(body, "email");
        String password = body.secret("password", Users.MIN_PASSWORD, Users.MAX_PASSWORD);
        body.done();
        Invitations.Invitation invitation = invitations.byToken(token).orElseThrow(() -> ApiException.notFound("invitation"));
        String address = invitation.email() == null ? email : invitation.email();
        if (address == null) {
            body.require("email").done();
        }
        if (name == null && !invitations.isKnown(address)) {
            body.require("name").done();
        }
        Invitations.Accepted accepted = invitations.accept(token, email, name, password);
        if (accepted.refusal() == Invitations.Refusal.WRONG_PASSWORD) {
            body.fault("password", "another one", "the password of " + address);
            body.done();
        }
        if (accepted.refusal() == Invitations.Refusal.ALREADY_MEMBER) {
            throw ApiException.conflict(address + " is a member already");
        }
        if (accepted.refusal() != null) {
            throw ApiException.notFound("invitation");
        }
        Principal member = accepted.principal();
        Access.signIn(context, sessions.open(member));
        audit.write(member.organisationId(), AuditLog.Entry.of(member, "Accept an invitation", "/invitations/" + PublicId.text(invitation.id()), CREATED,
                context.ip(), null));
        Answer.data(context, Map.of("id", PublicId.text(member.userId()), "name", member.name(), "role", member.role()));
    }

    private static Map<String, Object> json(Invitations.Invitation invitation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(invitation.id()));
        json.put("email", invitation.email());
        Json.put(json, invitation.scope());
        json.put("invitedBy", invitation.invitedBy());
        json.put("createdAt", Json.text(invitation.createdAt()));
        json.put("expiresAt", Json.text(invitation.expiresAt()));
        return json;
    }
}
