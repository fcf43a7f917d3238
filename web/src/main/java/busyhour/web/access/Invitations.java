package busyhour.web.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Invitations into an organisation: a link that is shown once to whoever invites, worth one membership within {@link #LIFETIME}. Any
 * thread.
 */
public final class Invitations {

    public static final Duration LIFETIME = Duration.ofDays(7);
    private static final int SECRET_BYTES = 24;
    private static final String COLUMNS = "SELECT i.id, i.organisation_id, o.name, i.email, i.role, i.all_projects, i.projects, i.invited_by, i.created_at,"
            + " i.expires_at FROM invitations i JOIN organisations o ON o.id = i.organisation_id";
    private static final String PENDING = " i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()";

    private final Jdbi jdbi;
    private final Users users;

    public Invitations(Database database, Users users) {
        this.jdbi = database.jdbi();
        this.users = users;
    }

    /** @param email null for the first owner's, who names it. */
    public record Invitation(long id, long organisationId, String organisation, String email, Scope scope, String invitedBy, Instant createdAt,
            Instant expiresAt) {
    }

    /** An invitation and its secret, known only now. */
    public record Fresh(Invitation invitation, String token) {
    }

    /** An earlier one for the same email is worth nothing any more. @param email null for the first owner's. */
    public Fresh add(long organisationId, String email, Scope scope, String invitedBy) {
        String token = Secrets.randomHex(SECRET_BYTES);
        long id = Secrets.newId();
        return jdbi.inTransaction(handle -> {
            handle.execute("UPDATE invitations SET revoked_at = now() WHERE organisation_id = ? AND accepted_at IS NULL AND revoked_at IS NULL"
                    + " AND lower(email) IS NOT DISTINCT FROM ?", organisationId, email == null ? null : Users.normal(email));
            handle.execute("INSERT INTO invitations (id, organisation_id, email, role, all_projects, projects, hash, invited_by, expires_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 s')", id, organisationId, email == null ? null : email.strip(),
                    scope.role().name(), scope.allProjects(), written(scope.projects()), Secrets.hash(token), invitedBy, LIFETIME.toSeconds());
            return new Fresh(handle.createQuery(COLUMNS + " WHERE i.id = :id").bind("id", id).map((row, context) -> read(row)).one(), token);
        });
    }

    /** Those that can still be accepted, newest first. */
    public List<Invitation> pending(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + " WHERE i.organisation_id = :org AND" + PENDING + " ORDER BY i.created_at DESC, i.id")
                .bind("org", organisationId).map((row, context) -> read(row)).list());
    }

    public Optional<Invitation> byId(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + " WHERE i.organisation_id = :org AND i.id = :id AND" + PENDING)
                .bind("org", organisationId).bind("id", id).map((row, context) -> read(row)).findOne());
    }

    /** Empty when it is none, was accepted or revoked, or is too old. */
    public Optional<Invitation> byToken(String token) {
        return jdbi.withHandle(handle -> byToken(handle, token, ""));
    }

    private static Optional<Invitation> byToken(Handle handle, String token, String lock) {
        return handle.createQuery(COLUMNS + " WHERE i.hash = :hash AND" + PENDING + lock).bind("hash", Secrets.hash(token))
                .map((row, context) -> read(row)).findOne();
    }

    public boolean revoke(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle.execute("UPDATE invitations i SET revoked_at = now() WHERE organisation_id = ? AND id = ? AND" + PENDING,
                organisationId, id)) == 1;
    }

    /** Whether somebody of that email is a user already, who then gives their own password. */
    public boolean isKnown(String email) {
        return email != null && users.exists(email);
    }

    /** Why an invitation was not accepted. */
    public enum Refusal {
        GONE, WRONG_PASSWORD, ALREADY_MEMBER
    }

    /** Either who is a member now, or why nobody is. */
    public record Accepted(Principal principal, Refusal refusal) {
    }

    /**
     * Makes a member of whoever has the token: somebody new with the password, or a user of that email when it is theirs.
     *
     * @param email taken where the invitation names none.
     */
    public Accepted accept(String token, String email, String name, String password) {
        Optional<Invitation> looked = byToken(token);
        if (looked.isEmpty()) {
            return new Accepted(null, Refusal.GONE);
        }
        String address = looked.get().email() == null ? email : looked.get().email();
        Optional<Users.User> known = users.verified(address, password);
        if (known.isEmpty() && users.exists(address)) {
            return new Accepted(null, Refusal.WRONG_PASSWORD);
        }
        return jdbi.inTransaction(handle -> {
            Optional<Invitation> invitation = byToken(handle, token, " FOR UPDATE OF i");
            if (invitation.isEmpty()) {
                return new Accepted(null, Refusal.GONE);
            }
            long organisation = invitation.get().organisationId();
            long user = known.isPresent() ? known.get().id() : Users.add(handle, address, name, password);
            if (handle.createQuery("SELECT EXISTS (SELECT FROM members WHERE organisation_id = :org AND user_id = :user)").bind("org", organisation)
                    .bind("user", user).mapTo(Boolean.class).one()) {
                return new Accepted(null, Refusal.ALREADY_MEMBER);
            }
            Members.add(handle, organisation, user, invitation.get().scope());
            handle.execute("UPDATE invitations SET accepted_at = now() WHERE id = ?", invitation.get().id());
            Scope scope = invitation.get().scope();
            return new Accepted(new Principal(Principal.Kind.USER, organisation, user, known.map(Users.User::name).orElse(name), scope.role(),
                    scope.allProjects(), java.util.Map.of(), user), null);
        });
    }

    private static String written(List<Scope.Grant> grants) {
        return String.join(",", grants.stream().map(grant -> grant.projectId() + ":" + (grant.role() == null ? "" : grant.role())).toList());
    }

    private static Invitation read(java.sql.ResultSet row) throws java.sql.SQLException {
        List<Scope.Grant> grants = Stream.of(row.getString(7).split(",")).filter(text -> !text.isEmpty()).map(text -> {
            int colon = text.indexOf(':');
            return new Scope.Grant(Long.parseLong(text.substring(0, colon)), colon == text.length() - 1 ? null : Role.valueOf(text.substring(colon + 1)));
        }).toList();
        return new Invitation(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), new Scope(Role.valueOf(row.getString(5)),
                row.getBoolean(6), grants), row.getString(8), row.getTimestamp(9).toInstant(), row.getTimestamp(10).toInstant());
    }
}
