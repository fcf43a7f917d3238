package busyhour.web.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import busyhour.web.access.Accounts;
import busyhour.web.access.AuditLog;
import busyhour.web.access.Invitations;
import busyhour.web.access.Role;
import busyhour.web.access.Scope;
import busyhour.web.access.Sessions;
import busyhour.web.access.Users;
import busyhour.web.http.Feature;
import busyhour.web.http.Requests;
import busyhour.web.members.MembersFeature;
import busyhour.web.store.Database;

/** Organisations and who belongs to them, put together. */
final class People {

    final Accounts accounts;
    final Sessions sessions;
    final Users users;
    final AuditLog audit;
    private final Database database;
    private final Invitations invitations;
    private final List<String> firstLines = new ArrayList<>();
    private boolean setUpShown;

    /** Makes the first organisation when there is none. */
    People(Database database) {
        this.database = database;
        accounts = new Accounts(database);
        sessions = new Sessions(database);
        users = new Users(database, sessions);
        invitations = new Invitations(database, users);
        audit = new AuditLog(database);
        Optional<Accounts.FirstSecrets> first = accounts.createFirst();
        first.ifPresent(secrets -> firstLines.addAll(List.of("API key: " + secrets.apiKey(), "Worker token: " + secrets.workerToken())));
    }

    Feature feature(Requests requests) {
        return new MembersFeature(database, accounts, requests, sessions, users, invitations, audit);
    }

    /** What a first start tells, once; with a link for the owner as long as nobody has an account. */
    List<String> firstStartLines(String root, boolean localRun) {
        List<String> lines = new ArrayList<>(firstLines);
        firstLines.clear();
        if (!localRun && !setUpShown && !users.any()) {
            setUpShown = true;
            Invitations.Fresh first = invitations.add(accounts.firstOrganisation(), null, new Scope(Role.OWNER, true, List.of()), "the platform");
            lines.add("Set-up link for the owner: " + root + "/invitation#" + first.token());
        }
        return List.copyOf(lines);
    }
}
