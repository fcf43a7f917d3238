package busyhour.web.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import busyhour.web.store.Vault;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/** Registrars of projects. Any thread. */
public final class Registrars {

    private static final String COLUMNS = "r.id, r.project_id, r.name, r.kind, r.domain, r.port, r.transport, r.outbound_proxy, r.expires_s,"
            + " r.tls_verification, r.tls_server_name, r.tls_ca, r.tls_certificate, r.tls_key, r.created_at, r.updated_at,"
            + " (SELECT count(*) FROM sip_accounts a WHERE a.registrar_id = r.id),"
            + " (SELECT count(*) FROM sip_accounts a JOIN account_leases l ON l.account_id = a.id JOIN runs u ON u.id = l.run_id"
            + "   WHERE a.registrar_id = r.id AND u.status IN " + SipAccounts.UNFINISHED + ")";

    private final Jdbi jdbi;
    private final Vault vault;
    private final SipAccounts accounts;

    public Registrars(Database database, Vault vault) {
        this.jdbi = database.jdbi();
        this.vault = vault;
        this.accounts = new SipAccounts(database, vault);
    }

    /** One registrar as it is kept. @param accounts how many it has. @param leased how many of them running runs use. */
    public record Registrar(long id, long projectId, RegistrarDraft draft, Instant createdAt, Instant updatedAt, int accounts, int leased) {
    }

    public SipAccounts accounts() {
        return accounts;
    }

    /** By name. */
    public List<Registrar> list(long projectId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM registrars r WHERE r.project_id = :project ORDER BY lower(r.name), r.id")
                .bind("project", projectId).map((row, context) -> read(row)).list());
    }

    public Optional<Registrar> byId(long projectId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM registrars r WHERE r.project_id = :project AND r.id = :id")
                .bind("project", projectId).bind("id", id).map((row, context) -> read(row)).findOne());
    }

    public Optional<Registrar> byName(long projectId, String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM registrars r WHERE r.project_id = :project AND r.name = :name")
                .bind("project", projectId).bind("name", name).map((row, context) -> read(row)).findOne());
    }

    String nameOf(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT name FROM registrars WHERE id = :id").bind("id", id).mapTo(String.class)
                .findOne().orElse("(deleted)"));
    }

    /** Empty when the project has one of that name. */
    public Optional<Registrar> add(long projectId, RegistrarDraft draft) {
        long id = Secrets.newId();
        int added = jdbi.withHandle(handle -> bound(handle.createUpdate("INSERT INTO registrars (id, project_id, name, kind, domain, port, transport,"
                + " outbound_proxy, expires_s, tls_verification, tls_server_name, tls_ca, tls_certificate, tls_key) VALUES (:id, :project, :name, :kind,"
                + " :domain, :port, :transport, :proxy, :expires, :verification, :server, :ca, :certificate, :key) ON CONFLICT (project_id, name) DO NOTHING"),
                id, draft).bind("project", projectId).execute());
        return added == 0 ? Optional.empty() : byId(projectId, id);
    }

    /** Puts a draft in the place of what was there. Empty when another one has the name. */
    public Optional<Registrar> change(long projectId, long id, RegistrarDraft draft) {
        boolean taken = byName(projectId, draft.name()).filter(other -> other.id() != id).isPresent();
        if (taken) {
            return Optional.empty();
        }
        jdbi.useHandle(handle -> bound(handle.createUpdate("UPDATE registrars SET name = :name, kind = :kind, domain = :domain, port = :port,"
                + " transport = :transport, outbound_proxy = :proxy, expires_s = :expires, tls_verification = :verification, tls_server_name = :server,"
                + " tls_ca = :ca, tls_certificate = :certificate, tls_key = :key, updated_at = now() WHERE id = :id AND project_id = :project"),
                id, draft).bind("project", projectId).execute());
        return byId(projectId, id);
    }

    public void delete(long projectId, long id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM registrars WHERE project_id = ? AND id = ?", projectId, id));
    }

    private <S extends SqlStatement<S>> S bound(S statement, long id, RegistrarDraft draft) {
        return statement.bind("id", id).bind("name", draft.name()).bind("kind", draft.kind().name()).bind("domain", draft.domain())
                .bind("port", draft.port()).bind("transport", draft.transport()).bind("proxy", draft.outboundProxy()).bind("expires", draft.expiresS())
                .bind("verification", draft.verification().name()).bind("server", draft.serverName()).bind("ca", draft.ca())
                .bind("certificate", draft.certificate()).bind("key", draft.key() == null ? null : vault.seal(draft.key(), context(id)));
    }

    private static String context(long id) {
        return "key of registrar " + id;
    }

    private Registrar read(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        byte[] key = row.getBytes(14);
        RegistrarDraft draft = new RegistrarDraft(row.getString(3), RegistrarDraft.Kind.valueOf(row.getString(4)), row.getString(5),
                row.getObject(6, Integer.class), row.getString(7), row.getString(8), row.getObject(9, Integer.class),
                RegistrarDraft.Verification.valueOf(row.getString(10)), row.getString(11), row.getString(12), row.getString(13),
                key == null ? null : vault.open(key, context(id)));
        return new Registrar(id, row.getLong(2), draft, row.getTimestamp(15).toInstant(), row.getTimestamp(16).toInstant(), row.getInt(17), row.getInt(18));
    }
}
