package busyhour.web.worker;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** What workers come with. Any thread. */
final class WorkerTokens {

    private static final String SELECT = "SELECT id, organisation_id, name, shared, revoked_at IS NOT NULL AS revoked, created_at, used_at FROM worker_tokens ";
    private static final RowMapper<Token> TOKEN = (row, context) -> new Token(row.getLong("id"), row.getLong("organisation_id"), row.getString("name"),
            row.getBoolean("shared"), row.getBoolean("revoked"), row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("used_at") == null ? null : row.getTimestamp("used_at").toInstant());

    private final Jdbi jdbi;

    WorkerTokens(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A token.
     *
     * @param shared lets in any number of workers by the names that they give themselves.
     * @param usedAt null = never.
     */
    record Token(long id, long organisationId, String name, boolean shared, boolean revoked, Instant createdAt, Instant usedAt) {
    }

    /** Made just now: the secret is known only now. */
    record Made(long id, String secret) {
    }

    /** One that was revoked too. */
    Optional<Token> bySecret(String secret) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE hash = :hash").bind("hash", Secrets.hash(secret)).map(TOKEN).findOne());
    }

    Optional<Token> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE id = :id AND revoked_at IS NULL").bind("id", id).map(TOKEN).findOne());
    }

    /** Shared ones that are good. */
    List<Token> shared(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE organisation_id = :org AND shared AND revoked_at IS NULL ORDER BY created_at, id")
                .bind("org", organisationId).map(TOKEN).list());
    }

    Made makeShared(long organisationId, String name) {
        return jdbi.withHandle(handle -> make(handle, organisationId, name, true));
    }

    static Made make(Handle handle, long organisationId, String name, boolean shared) {
        Made made = new Made(Secrets.newId(), Secrets.newWorkerToken());
        handle.execute("INSERT INTO worker_tokens (id, organisation_id, name, hash, shared) VALUES (?, ?, ?, ?, ?)",
                made.id, organisationId, name, Secrets.hash(made.secret), shared);
        return made;
    }

    /** @return whether there was one to revoke. */
    boolean revoke(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle.execute("UPDATE worker_tokens SET revoked_at = now() WHERE id = ? AND organisation_id = ? AND revoked_at IS NULL",
                id, organisationId)) == 1;
    }

    /**
     * The row of a worker that comes with a shared token under a name of its own: made when it comes first. Its id follows from token and
     * name, so that a worker whose row was deleted comes back with its journals known.
     *
     * @return empty when the name belongs to another token's worker.
     */
    Optional<Long> rowOf(Token token, String name) {
        long id = idOf(token.id, name);
        return jdbi.inTransaction(handle -> {
            handle.execute("INSERT INTO workers (id, organisation_id, token_id, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    id, token.organisationId, token.id, name);
            long there = handle.createQuery("SELECT count(*) FROM workers WHERE id = :id AND token_id = :token")
                    .bind("id", id).bind("token", token.id).mapTo(Long.class).one();
            return there == 1 ? Optional.of(id) : Optional.empty();
        });
    }

    private static long idOf(long token, String name) {
        return ByteBuffer.wrap(Secrets.hash(token + "." + name)).getLong() & Long.MAX_VALUE | 1;
    }
}
