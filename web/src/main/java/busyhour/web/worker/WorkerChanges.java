package busyhour.web.worker;

import busyhour.web.http.ApiException;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What people do with workers. Any thread. */
final class WorkerChanges {

    private final Jdbi jdbi;

    WorkerChanges(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Makes one with a token of its own.
     *
     * @param region   null = none.
     * @param capacity endpoints, null = what it says itself.
     * @throws ApiException 409 when the name is taken.
     */
    Made make(long organisationId, String name, String region, Integer capacity) {
        return jdbi.inTransaction(handle -> {
            WorkerTokens.Made token = WorkerTokens.make(handle, organisationId, name, false);
            long id = Secrets.newId();
            int made = handle.execute("INSERT INTO workers (id, organisation_id, token_id, name, region, configured_capacity) VALUES (?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING", id, organisationId, token.id(), name, region, capacity);
            if (made == 0) {
                throw taken(name);
            }
            return new Made(id, token.secret());
        });
    }

    /** @param token known only now. */
    record Made(long id, String token) {
    }

    private static ApiException taken(String name) {
        return ApiException.conflict("another worker is called '" + name + "'");
    }

    /** @throws ApiException 409 when the name is taken. */
    void change(WorkerState worker, String name, String region, Integer capacity) {
        jdbi.useTransaction(handle -> {
            boolean free = handle.createQuery("SELECT count(*) FROM workers WHERE organisation_id = :org AND name = :name AND id <> :id")
                    .bind("org", worker.organisationId()).bind("name", name).bind("id", worker.id()).mapTo(Long.class).one() == 0;
            if (!free) {
                throw taken(name);
            }
            handle.execute("UPDATE workers SET name = ?, region = ?, configured_capacity = ? WHERE id = ?", name, region, capacity, worker.id());
        });
    }

    void drain(WorkerState worker, boolean draining) {
        jdbi.useHandle(handle -> handle.execute("UPDATE workers SET draining = ? WHERE id = ?", draining, worker.id()));
    }

    /** Gives a worker another token, and the one that it had is good for nothing any more. @return known only now. */
    String rotate(WorkerState worker) {
        return jdbi.inTransaction(handle -> {
            revoke(handle, worker);
            WorkerTokens.Made token = WorkerTokens.make(handle, worker.organisationId(), worker.name(), false);
            handle.execute("UPDATE workers SET token_id = ? WHERE id = ?", token.id(), worker.id());
            return token.secret();
        });
    }

    /** One that came with a shared token may come again. */
    void delete(WorkerState worker) {
        jdbi.useTransaction(handle -> {
            revoke(handle, worker);
            handle.execute("DELETE FROM workers WHERE id = ?", worker.id());
        });
    }

    private static void revoke(Handle handle, WorkerState worker) {
        handle.execute("UPDATE worker_tokens SET revoked_at = now() WHERE NOT shared AND revoked_at IS NULL"
                + " AND id = (SELECT token_id FROM workers WHERE id = ?)", worker.id());
    }

    /** What a worker says when it connects. @param name null = the one that it has. */
    void connecting(long id, String name, String address, Integer capacity, int cores, String version) {
        jdbi.useHandle(handle -> {
            handle.execute("UPDATE workers SET address = ?, announced_capacity = ?, cores = ?, version = ?, fault = NULL WHERE id = ?",
                    address, capacity, cores, version, id);
            handle.execute("UPDATE worker_tokens SET used_at = now() WHERE id = (SELECT token_id FROM workers WHERE id = ?)", id);
            if (name != null) {
                handle.execute("UPDATE workers w SET name = ? WHERE w.id = ? AND NOT EXISTS (SELECT FROM workers o"
                        + " WHERE o.organisation_id = w.organisation_id AND o.name = ?)", name, id, name);
            }
        });
    }

    /** It is there and of no use. */
    void fault(long id, String fault) {
        jdbi.useHandle(handle -> handle.execute("UPDATE workers SET fault = ? WHERE id = ?", fault, id));
    }
}
