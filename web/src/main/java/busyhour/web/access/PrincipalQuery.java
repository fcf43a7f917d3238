package busyhour.web.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * How a {@link Principal} is read: columns of a person's membership ({@code m}, {@code u}) and of a key ({@code k}), either of which may
 * be missing in a row.
 */
final class PrincipalQuery {

    /** After {@code FROM api_keys k}. */
    static final String MEMBER_OF_KEY = " LEFT JOIN members m ON m.organisation_id = k.organisation_id AND m.user_id = k.user_id"
            + " LEFT JOIN users u ON u.id = m.user_id";

    /** That the key may be used now. */
    static final String KEY_HOLDS = " k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND (k.user_id IS NULL OR m.user_id IS NOT NULL)";

    static final String KEY_COLUMNS = "k.organisation_id AS key_organisation, k.id AS key_id, k.name AS key_name, k.role AS key_role";

    static final String MEMBER_COLUMNS = "m.organisation_id AS organisation, u.id AS user_id, u.name AS user_name, m.role AS member_role, m.all_projects,"
            + " (SELECT string_agg(p.project_id || ':' || coalesce(p.role, m.role), ',') FROM member_projects p"
            + " WHERE p.organisation_id = m.organisation_id AND p.user_id = m.user_id) AS grants";

    private PrincipalQuery() {
    }

    static Principal member(ResultSet row) throws SQLException {
        Map<Long, Role> projects = new HashMap<>();
        String grants = row.getString("grants");
        if (grants != null) {
            for (String grant : grants.split(",")) {
                int colon = grant.indexOf(':');
                projects.put(Long.parseLong(grant.substring(0, colon)), Role.valueOf(grant.substring(colon + 1)));
            }
        }
        long user = row.getLong("user_id");
        return new Principal(Principal.Kind.USER, row.getLong("organisation"), user, row.getString("user_name"), Role.valueOf(row.getString("member_role")),
                row.getBoolean("all_projects"), projects, user);
    }

    /** With what its creator may still do, and no more than its own role. */
    static Principal key(ResultSet row) throws SQLException {
        String role = row.getString("key_role");
        long id = row.getLong("key_id");
        String name = row.getString("key_name");
        row.getLong("user_id");
        if (row.wasNull()) {
            return new Principal(Principal.Kind.API_KEY, row.getLong("key_organisation"), id, name, Role.valueOf(role), true, Map.of(), 0);
        }
        Principal creator = member(row).atMost(role == null ? null : Role.valueOf(role));
        return new Principal(Principal.Kind.API_KEY, creator.organisationId(), id, name, creator.role(), creator.allProjects(), creator.projects(),
                creator.userId());
    }
}
