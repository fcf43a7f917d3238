package busyhour.web.members;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.Accounts;
import busyhour.web.access.Members;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.access.Scope;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** Members of the organisation and what they may do. */
final class MemberRoutes {

    private final Accounts accounts;
    private final Members members;

    MemberRoutes(Accounts accounts, Members members) {
        this.accounts = accounts;
        this.members = members;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/members", "Members, by name", "Member[]", this::list).query(Map.of()),
                Route.get("/members/{member}", "A member", "Member", this::get),
                Route.patch("/members/{member}", "Change a member's role or projects", "Member", this::change).needing(Access.Need.ADMIN).body("MemberChange")
                        .errors(404, 409, 415, 422),
                Route.delete("/members/{member}", "Remove a member; their sessions and keys end", this::remove).needing(Access.Need.ADMIN).errors(404, 409));
    }

    private void list(Context context) {
        Answer.list(context, members.list(Access.principal(context).organisationId()).stream().map(MemberRoutes::json).toList());
    }

    private void get(Context context) {
        Answer.data(context, json(member(context)));
    }

    private Members.Member member(Context context) {
        return members.byId(Access.principal(context).organisationId(), Json.id(context.pathParam("member"), "member"))
                .orElseThrow(() -> ApiException.notFound("member"));
    }

    private void change(Context context) {
        Principal asker = Access.principal(context);
        Members.Member member = member(context);
        Body body = Body.of(context);
        Scope scope = Json.scope(body, member.scope(), accounts, asker.organisationId());
        body.done();
        checkOwner(asker, member);
        MeRoutes.checkHandOut(asker, scope.role());
        done(members.change(asker.organisationId(), member.userId(), scope));
        Answer.data(context, json(member(context)));
    }

    private void remove(Context context) {
        Principal asker = Access.principal(context);
        Members.Member member = member(context);
        checkOwner(asker, member);
        done(members.remove(asker.organisationId(), member.userId()));
    }

    private static void checkOwner(Principal asker, Members.Member member) {
        if (member.scope().role() == Role.OWNER && asker.role() != Role.OWNER) {
            throw ApiException.forbidden("only an owner changes owners");
        }
    }

    private static void done(Members.Outcome outcome) {
        switch (outcome) {
            case MISSING -> throw ApiException.notFound("member");
            case LAST_OWNER -> throw ApiException.conflict("this is the last owner: make another one first");
            case DONE -> { }
        }
    }

    private static Map<String, Object> json(Members.Member member) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(member.userId()));
        json.put("name", member.name());
        json.put("email", member.email());
        Json.put(json, member.scope());
        json.put("createdAt", Json.text(member.createdAt()));
        json.put("lastSeenAt", Json.text(member.lastSeenAt()));
        return json;
    }
}
