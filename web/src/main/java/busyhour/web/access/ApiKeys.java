package busyhour.web.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Jdbi;

/**
 * API keys {@code cmk_…}: shown once, kept as a hash. A key may what its creator may at that moment, or less when it was made with a lower
 * role; when the creator leaves the organisation it opens nothing. Any thread.
 */
public final class ApiKeys {

    private static final String COLUMNS = "SELECT k.id, k.name, k.hint, k.role, k.user_id, k.created_by, k.created_at, k.last_used_at, k.expires_at, m.role"
            + " FROM api_keys k" + PrincipalQuery.MEMBER_OF_KEY + " WHERE k.organisation_id = :org AND";

    private final Jdbi jdbi;

    public ApiKeys(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * A key without itself.
     *
     * @param hint   how it begins.
     * @param role   what it may do now.
     * @param userId its creator, null when no person made it.
     */
    public record ApiKey(long id, String name, String hint, Role role, Long userId, String createdBy, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {
    }

    /** A key and its secret, known only now. */
    public record Fresh(ApiKey key, String secret) {
    }

    /** @param role no more than the creator's; null = always what the creator may. @param expiresAt null for never. */
    public Fresh add(Principal creator, String name, Role role, Instant expiresAt) {
        String secret = Secrets.newApiKey();
        long id = Secrets.newId();
        Long user = creator.userId() == 0 ? null : creator.userId();
        Role kept = role == null && user == null ? creator.role() : role;
        return jdbi.withHandle(handle -> {
            handle.execute("INSERT INTO api_keys (id, organisation_id, name, hash, hint, role, user_id, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    id, creator.organisationId(), name, Secrets.hash(secret), secret.substring(0, Accounts.HINT_LENGTH), kept == null ? null : kept.name(), user,
                    creator.name(), expiresAt == null ? null : java.sql.Timestamp.from(expiresAt));
            return new Fresh(byId(creator.organisationId(), id).orElseThrow(), secret);
        });
    }

    /** Those that open something, newest first. @param userId only of this person; null = all. */
    public List<ApiKey> list(long organisationId, Long userId) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + PrincipalQuery.KEY_HOLDS
                + " AND (:user::bigint IS NULL OR k.user_id = :user) ORDER BY k.created_at DESC, k.id").bind("org", organisationId).bind("user", userId)
                .map((row, context) -> read(row)).list());
    }

    public Optional<ApiKey> byId(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + PrincipalQuery.KEY_HOLDS + " AND k.id = :id").bind("org", organisationId).bind("id", id)
                .map((row, context) -> read(row)).findOne());
    }

    public boolean revoke(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle.execute("UPDATE api_keys SET revoked_at = now() WHERE organisation_id = ? AND id = ? AND revoked_at IS NULL",
                organisationId, id)) == 1;
    }

    private static ApiKey read(java.sql.ResultSet row) throws java.sql.SQLException {
        Role own = row.getString(4) == null ? Role.OWNER : Role.valueOf(row.getString(4));
        Role creators = row.getString(10) == null ? Role.OWNER : Role.valueOf(row.getString(10));
        return new ApiKey(row.getLong(1), row.getString(2), row.getString(3), creators.includes(own) ? own : creators, row.getObject(5, Long.class),
                row.getString(6), row.getTimestamp(7).toInstant(), at(row.getTimestamp(8)), at(row.getTimestamp(9)));
    }

    private static Instant at(java.sql.Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
