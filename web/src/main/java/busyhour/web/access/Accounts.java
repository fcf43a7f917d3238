package busyhour.web.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Organisations, projects, and who may do something in their name. Any thread. */
public final class Accounts {

    /** Of a key, with its prefix: enough to tell it from others. */
    static final int HINT_LENGTH = 8;

    private final Jdbi jdbi;

    public Accounts(Database database) {
        this.jdbi = database.jdbi();
    }

    /** A place for tests and runs inside an organisation. */
    public record Project(long id, long organisationId, String slug, String name) {
    }

    /** The secrets of a first start: known only now. */
    public record FirstSecrets(String apiKey, String workerToken) {
    }

    /** Makes an organisation, a project, a key and a token when there are none; empty when there are. */
    public Optional<FirstSecrets> createFirst() {
        return jdbi.inTransaction(handle -> {
            handle.execute("LOCK TABLE organisations IN EXCLUSIVE MODE");
            if (handle.createQuery("SELECT count(*) FROM organisations").mapTo(Long.class).one() > 0) {
                return Optional.empty();
            }
            long organisation = Secrets.newId();
            handle.execute("INSERT INTO organisations (id, name) VALUES (?, ?)", organisation, "Busyhour");
            handle.execute("INSERT INTO projects (id, organisation_id, slug, name) VALUES (?, ?, ?, ?)",
                    Secrets.newId(), organisation, "default", "Default");
            return Optional.of(new FirstSecrets(newApiKey(handle, organisation, "first", Role.OWNER), newWorkerToken(handle, organisation, "first")));
        });
    }

    /** A further organisation with a project and an API key of its own; the key is known only now. */
    public String createOrganisation(String name, String projectSlug) {
        return jdbi.inTransaction(handle -> {
            long organisation = Secrets.newId();
            handle.execute("INSERT INTO organisations (id, name) VALUES (?, ?)", organisation, name);
            handle.execute("INSERT INTO projects (id, organisation_id, slug, name) VALUES (?, ?, ?, ?)",
                    Secrets.newId(), organisation, projectSlug, projectSlug);
            return newApiKey(handle, organisation, "first", Role.OWNER);
        });
    }

    /** A key that no person made, for all projects; known only now. */
    public String addApiKey(long organisationId, String name, Role role) {
        return jdbi.withHandle(handle -> newApiKey(handle, organisationId, name, role));
    }

    /** A worker token for the organisation that was made first: for a worker that this very process starts. */
    public String newWorkerToken(String name) {
        return jdbi.inTransaction(handle -> newWorkerToken(handle, firstOrganisation(handle), name));
    }

    /** A token that was needed only as long as its process ran. */
    public void revokeWorkerToken(String token) {
        jdbi.useHandle(handle -> handle.execute("UPDATE worker_tokens SET revoked_at = now() WHERE hash = ?", Secrets.hash(token)));
    }

    /** A secret of this platform that stays the same over restarts; made when it is asked for first. */
    public String secret(String name) {
        return jdbi.withHandle(handle -> {
            handle.execute("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, Secrets.randomHex(32));
            return handle.createQuery("SELECT value FROM settings WHERE name = :name").bind("name", name).mapTo(String.class).one();
        });
    }

    private static String newApiKey(Handle handle, long organisation, String name, Role role) {
        String key = Secrets.newApiKey();
        handle.execute("INSERT INTO api_keys (id, organisation_id, name, hash, role, hint) VALUES (?, ?, ?, ?, ?, ?)",
                Secrets.newId(), organisation, name, Secrets.hash(key), role.name(), key.substring(0, HINT_LENGTH));
        return key;
    }

    private static String newWorkerToken(Handle handle, long organisation, String name) {
        String token = Secrets.newWorkerToken();
        handle.execute("INSERT INTO worker_tokens (id, organisation_id, name, hash) VALUES (?, ?, ?, ?)",
                Secrets.newId(), organisation, name, Secrets.hash(token));
        return token;
    }

    /** Whose API key this is, with what it may do now. */
    public Optional<Principal> byApiKey(String key) {
        byte[] hash = Secrets.hash(key);
        return jdbi.withHandle(handle -> {
            Optional<Principal> principal = handle.createQuery("SELECT " + PrincipalQuery.KEY_COLUMNS + ", " + PrincipalQuery.MEMBER_COLUMNS
                    + " FROM api_keys k" + PrincipalQuery.MEMBER_OF_KEY + " WHERE k.hash = :hash AND" + PrincipalQuery.KEY_HOLDS)
                    .bind("hash", hash).map((row, context) -> PrincipalQuery.key(row)).findOne();
            if (principal.isPresent()) {
                handle.execute("UPDATE api_keys SET last_used_at = now() WHERE hash = ? AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')",
                        hash);
            }
            return principal;
        });
    }

    /** Whose worker token this is. */
    public Optional<Principal> byWorkerToken(String token) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT organisation_id, id, name FROM worker_tokens WHERE hash = :hash AND revoked_at IS NULL")
                .bind("hash", Secrets.hash(token))
                .map((row, context) -> new Principal(Principal.Kind.WORKER, row.getLong(1), row.getLong(2), row.getString(3),
                        Role.VIEWER, true, Map.of(), 0))
                .findOne());
    }

    /** The organisation of local runs and of who opens the pages on this machine. */
    public long firstOrganisation() {
        return jdbi.withHandle(Accounts::firstOrganisation);
    }

    private static long firstOrganisation(Handle handle) {
        return handle.createQuery("SELECT id FROM organisations ORDER BY created_at, id LIMIT 1").mapTo(Long.class).one();
    }

    /** In the order in which they were made. */
    public List<Project> projects(long organisationId) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT id, organisation_id, slug, name FROM projects WHERE organisation_id = :org ORDER BY created_at, id")
                .bind("org", organisationId)
                .map((row, context) -> new Project(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)))
                .list());
    }

    /** A project that is known to be there. */
    public Project project(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, organisation_id, slug, name FROM projects WHERE id = :id").bind("id", id)
                .map((row, context) -> new Project(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4))).one());
    }

    /** Of an organisation, by id or slug. */
    public Optional<Project> project(long organisationId, String idOrSlug) {
        OptionalLong id = PublicId.parse(idOrSlug);
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT id, organisation_id, slug, name FROM projects WHERE organisation_id = :org AND (slug = :slug OR id = :id)"
                        + " ORDER BY slug = :slug DESC LIMIT 1")
                .bind("org", organisationId).bind("slug", idOrSlug).bind("id", id.isEmpty() ? null : (Long) id.getAsLong())
                .map((row, context) -> new Project(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)))
                .findOne());
    }
}
