package busyhour.web.access;

import java.time.Duration;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Jdbi;

/**
 * Browsers that are signed in: by a password, by an API key, or by a one-time token of a printed address. The id lies in a cookie that
 * scripts cannot read, its hash in the database: sessions outlive a start, and all processes on one database know them. Any thread.
 */
public final class Sessions {

    /** Without a request. */
    public static final Duration IDLE = Duration.ofHours(12);
    public static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration TOKEN = Duration.ofHours(12);
    private static final int SECRET_BYTES = 24;
    private static final String HOLDS = " s.seen_at > now() - interval '12 hours' AND s.created_at > now() - interval '30 days'";

    private final Jdbi jdbi;

    public Sessions(Database database) {
        this.jdbi = database.jdbi();
    }

    /** A token that opens one session on this machine, as the organisation's owner. */
    public String newToken(long organisationId) {
        String token = Secrets.randomHex(SECRET_BYTES);
        jdbi.useHandle(handle -> handle.execute("INSERT INTO session_tokens (hash, organisation_id, expires_at) VALUES (?, ?, now() + ? * interval '1 s')",
                Secrets.hash(token), organisationId, TOKEN.toSeconds()));
        return token;
    }

    /** Opens a session with a token, which is worth nothing afterwards. */
    public Optional<String> openWithToken(String token) {
        Optional<Long> organisation = jdbi.withHandle(handle -> {
            handle.execute("DELETE FROM session_tokens WHERE expires_at < now()");
            return handle.createQuery("DELETE FROM session_tokens WHERE hash = :hash RETURNING organisation_id").bind("hash", Secrets.hash(token))
                    .mapTo(Long.class).findOne();
        });
        return organisation.map(id -> open(id, null, null));
    }

    /** Returns the id of a new session of whoever signed in. */
    public String open(Principal principal) {
        return switch (principal.kind()) {
            case USER -> open(principal.organisationId(), principal.userId(), null);
            case API_KEY -> open(principal.organisationId(), null, principal.id());
            default -> throw new IllegalArgumentException(principal.kind() + " opens no session");
        };
    }

    private String open(long organisation, Long user, Long key) {
        String id = Secrets.randomHex(SECRET_BYTES);
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM sessions s WHERE NOT (" + HOLDS + ")");
            handle.execute("INSERT INTO sessions (hash, organisation_id, user_id, api_key_id) VALUES (?, ?, ?, ?)", Secrets.hash(id), organisation, user, key);
            if (user != null) {
                handle.execute("UPDATE users SET last_seen_at = now() WHERE id = ?", user);
            }
        });
        return id;
    }

    /** Whose session this is, with what they may do now. */
    public Optional<Principal> byId(String id) {
        return jdbi.withHandle(handle -> {
            Optional<Principal> principal = handle.createQuery("SELECT s.organisation_id, s.user_id AS of_user, s.api_key_id AS of_key, "
                    + PrincipalQuery.KEY_COLUMNS + ", " + PrincipalQuery.MEMBER_COLUMNS + " FROM sessions s LEFT JOIN api_keys k ON k.id = s.api_key_id"
                    + " LEFT JOIN members m ON m.organisation_id = s.organisation_id AND m.user_id = coalesce(s.user_id, k.user_id)"
                    + " LEFT JOIN users u ON u.id = m.user_id WHERE s.hash = :hash AND" + HOLDS
                    + " AND (s.user_id IS NULL OR m.user_id IS NOT NULL) AND (s.api_key_id IS NULL OR" + PrincipalQuery.KEY_HOLDS + ")")
                    .bind("hash", Secrets.hash(id))
                    .map((row, context) -> row.getObject("of_key") != null ? PrincipalQuery.key(row)
                            : row.getObject("of_user") != null ? PrincipalQuery.member(row)
                            : new Principal(row.getLong("organisation_id"), 0, "local", Role.OWNER))
                    .findOne();
            if (principal.isPresent()) {
                handle.execute("WITH seen AS (UPDATE sessions SET seen_at = now() WHERE hash = ? AND seen_at < now() - interval '1 minute' RETURNING user_id)"
                        + " UPDATE users SET last_seen_at = now() FROM seen WHERE users.id = seen.user_id", Secrets.hash(id));
            }
            return principal;
        });
    }

    public void close(String id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM sessions WHERE hash = ?", Secrets.hash(id)));
    }

    /** Ends a person's sessions, in one organisation or all. @param organisationId null for all. @param but the id of one that stays, or null. */
    void closeOf(long userId, Long organisationId, String but) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM sessions WHERE user_id = ? AND (?::bigint IS NULL OR organisation_id = ?) AND hash <> ?",
                userId, organisationId, organisationId, Secrets.hash(but == null ? "" : but)));
    }
}
