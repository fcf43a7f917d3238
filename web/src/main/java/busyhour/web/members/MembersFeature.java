package busyhour.web.members;

import java.util.List;
import java.util.stream.Stream;

import busyhour.web.access.Accounts;
import busyhour.web.access.ApiKeys;
import busyhour.web.access.AuditLog;
import busyhour.web.access.Invitations;
import busyhour.web.access.Members;
import busyhour.web.access.Organisations;
import busyhour.web.access.Sessions;
import busyhour.web.access.Users;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.Database;

/** Who belongs to an organisation and may do what in it. */
public final class MembersFeature implements Feature {

    private final List<Route> routes;

    public MembersFeature(Database database, Accounts accounts, Requests requests, Sessions sessions, Users users, Invitations invitations, AuditLog audit) {
        Organisations organisations = new Organisations(database);
        Members members = new Members(database, sessions);
        routes = Stream.of(
                new MeRoutes(accounts, organisations, users, sessions).routes(),
                new OrganisationRoutes(accounts, organisations, requests).routes(),
                new MemberRoutes(accounts, members).routes(),
                new InvitationRoutes(accounts, invitations, sessions, audit).routes(),
                new KeyRoutes(new ApiKeys(database)).routes(),
                new AuditRoutes(audit).routes()).flatMap(List::stream).toList();
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/members", "Members", "members"), new Page("/keys", "API keys", "keys"), new Page("/audit", "Audit log", "audit"),
                new Page("/organisation", "Organisation", "organisation"), new Page("/me", "Account", "me"));
    }
}
