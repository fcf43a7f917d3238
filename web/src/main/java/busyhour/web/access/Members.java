package busyhour.web.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import busyhour.web.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who belongs to an organisation, and what they may do in it. Any thread. */
public final class Members {

    private static final String SELECT = "SELECT m.user_id, u.email, u.name, m.role, m.all_projects, m.created_at, u.last_seen_at, p.project_id, p.role"
            + " FROM members m JOIN users u ON u.id = m.user_id LEFT JOIN member_projects p ON p.organisation_id = m.organisation_id AND p.user_id = m.user_id"
            + " WHERE m.organisation_id = :org";

    private final Jdbi jdbi;
    private final Sessions sessions;

    public Members(Database database, Sessions sessions) {
        this.jdbi = database.jdbi();
        this.sessions = sessions;
    }

    /** @param lastSeenAt null when never. */
    public record Member(long userId, String email, String name, Scope scope, Instant createdAt, Instant lastSeenAt) {
    }

    /** What became of a change. */
    public enum Outcome {
        DONE, MISSING, LAST_OWNER
    }

    /** By name. */
    public List<Member> list(long organisationId) {
        return jdbi.withHandle(handle -> read(handle.createQuery(SELECT + " ORDER BY lower(u.name), m.user_id, p.project_id").bind("org", organisationId)));
    }

    public Optional<Member> byId(long organisationId, long userId) {
        return jdbi.withHandle(handle -> read(handle.createQuery(SELECT + " AND m.user_id = :user ORDER BY p.project_id").bind("org", organisationId)
                .bind("user", userId)).stream().findFirst());
    }

    private static List<Member> read(org.jdbi.v3.core.statement.Query query) {
        Map<Long, Member> members = new LinkedHashMap<>();
        Map<Long, List<Scope.Grant>> grants = new LinkedHashMap<>();
        query.map((row, context) -> {
            long user = row.getLong(1);
            List<Scope.Grant> its = grants.computeIfAbsent(user, id -> new ArrayList<>());
            long project = row.getLong(8);
            if (!row.wasNull()) {
                its.add(new Scope.Grant(project, row.getString(9) == null ? null : Role.valueOf(row.getString(9))));
            }
            members.put(user, new Member(user, row.getString(2), row.getString(3), new Scope(Role.valueOf(row.getString(4)), row.getBoolean(5), its),
                    row.getTimestamp(6).toInstant(), row.getTimestamp(7) == null ? null : row.getTimestamp(7).toInstant()));
            return user;
        }).list();
        return List.copyOf(members.values());
    }

    /** Takes the place of what they might do so far. An organisation keeps an owner, when it has one. */
    public Outcome change(long organisationId, long userId, Scope scope) {
        return jdbi.inTransaction(handle -> {
            Outcome outcome = check(handle, organisationId, userId, scope.role() != Role.OWNER);
            if (outcome == Outcome.DONE) {
                handle.execute("UPDATE members SET role = ?, all_projects = ? WHERE organisation_id = ? AND user_id = ?", scope.role().name(),
                        scope.allProjects(), organisationId, userId);
                grant(handle, organisationId, userId, scope);
            }
            return outcome;
        });
    }

    /** Their sessions and keys in the organisation end. */
    public Outcome remove(long organisationId, long userId) {
        Outcome outcome = jdbi.inTransaction(handle -> {
            Outcome possible = check(handle, organisationId, userId, true);
            if (possible == Outcome.DONE) {
                handle.execute("DELETE FROM members WHERE organisation_id = ? AND user_id = ?", organisationId, userId);
                handle.execute("UPDATE api_keys SET revoked_at = now() WHERE organisation_id = ? AND user_id = ? AND revoked_at IS NULL", organisationId, userId);
            }
            return possible;
        });
        if (outcome == Outcome.DONE) {
            sessions.closeOf(userId, organisationId, null);
        }
        return outcome;
    }

    private static Outcome check(Handle handle, long organisationId, long userId, boolean losesOwner) {
        handle.execute("SELECT FROM organisations WHERE id = ? FOR UPDATE", organisationId); // one change at a time
        Optional<String> role = handle.createQuery("SELECT role FROM members WHERE organisation_id = :org AND user_id = :user").bind("org", organisationId)
                .bind("user", userId).mapTo(String.class).findOne();
        if (role.isEmpty()) {
            return Outcome.MISSING;
        }
        if (losesOwner && role.get().equals(Role.OWNER.name())) {
            int others = handle.createQuery("SELECT count(*) FROM members WHERE organisation_id = :org AND user_id <> :user AND role = 'OWNER'")
                    .bind("org", organisationId).bind("user", userId).mapTo(Integer.class).one();
            return others == 0 ? Outcome.LAST_OWNER : Outcome.DONE;
        }
        return Outcome.DONE;
    }

    static void add(Handle handle, long organisationId, long userId, Scope scope) {
        handle.execute("INSERT INTO members (organisation_id, user_id, role, all_projects) VALUES (?, ?, ?, ?)", organisationId, userId, scope.role().name(),
                scope.allProjects());
        grant(handle, organisationId, userId, scope);
    }

    private static void grant(Handle handle, long organisationId, long userId, Scope scope) {
        handle.execute("DELETE FROM member_projects WHERE organisation_id = ? AND user_id = ?", organisationId, userId);
        scope.projects().forEach(grant -> handle.execute("INSERT INTO member_projects (organisation_id, user_id, project_id, role)"
                + " SELECT organisation_id, ?, id, ? FROM projects WHERE id = ? AND organisation_id = ?", userId,
                grant.role() == null ? null : grant.role().name(), grant.projectId(), organisationId));
    }
}
