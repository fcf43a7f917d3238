package busyhour.web.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/** Plans that are kept, to be run again and again. Any thread. */
public final class Tests {

    private static final String COLUMNS = "t.id, t.project_id, t.name, t.plan, t.created_at, t.description, t.labels, t.endpoints, t.source, t.updated_at";

    private final Jdbi jdbi;

    public Tests(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * One test.
     *
     * @param plan        JSON, with passwords and keys sealed.
     * @param description null without one.
     * @param endpoints   of the plan; null for a test of an older version.
     * @param source      YAML as it was written, without passwords and keys; null when it came as JSON.
     */
    public record Test(long id, long projectId, String name, String plan, Instant createdAt, String description, List<String> labels, Integer endpoints,
            String source, Instant updatedAt) {
    }

    /** What is kept of a plan. @param registrars names of stored ones that it uses. @param media names of library files that it uses. */
    public record Draft(String name, String description, List<String> labels, int endpoints, String plan, String source, Collection<String> registrars,
            Collection<String> media) {
    }

    /** A test and its newest run, null when it never ran. */
    public record Listed(Test test, LastRun last) {
    }

    /** @param exitCode null until it ended. */
    public record LastRun(long id, String status, Integer exitCode, Instant createdAt) {
    }

    /** What a plan may use. */
    public enum Used { REGISTRAR, MEDIA }

    public Test add(long projectId, Draft draft) {
        return jdbi.inTransaction(handle -> {
            long id = Secrets.newId();
            Test test = bound(handle.createQuery("INSERT INTO tests AS t (id, project_id, name, plan, description, labels, endpoints, source)"
                    + " VALUES (:id, :project, :name, :plan, :description, :labels, :endpoints, :source) RETURNING " + COLUMNS), projectId, id, draft)
                    .map((row, context) -> read(row)).one();
            keepUses(handle, id, draft);
            return test;
        });
    }

    /** A test as a new one with another name. @param plan and source with that name. Empty when it is gone. */
    public Optional<Test> copy(Test test, String name, String plan, String source) {
        return jdbi.inTransaction(handle -> {
            long id = Secrets.newId();
            Optional<Test> copy = handle.createQuery("INSERT INTO tests AS t (id, project_id, name, plan, description, labels, endpoints, source)"
                            + " SELECT :id, project_id, :name, :plan, description, labels, endpoints, :source FROM tests WHERE id = :of RETURNING " + COLUMNS)
                    .bind("id", id).bind("of", test.id()).bind("name", name).bind("plan", plan).bind("source", source).map((row, context) -> read(row)).findOne();
            if (copy.isPresent()) {
                handle.execute("INSERT INTO test_uses (test_id, kind, name) SELECT ?, kind, name FROM test_uses WHERE test_id = ?", id, test.id());
            }
            return copy;
        });
    }

    /** Puts a draft in the place of what was there; empty when the test is gone. */
    public Optional<Test> change(long projectId, long id, Draft draft) {
        return jdbi.inTransaction(handle -> {
            Optional<Test> test = bound(handle.createQuery("UPDATE tests AS t SET name = :name, plan = :plan, description = :description, labels = :labels,"
                    + " endpoints = :endpoints, source = :source, updated_at = now() WHERE id = :id AND project_id = :project RETURNING " + COLUMNS),
                    projectId, id, draft).map((row, context) -> read(row)).findOne();
            if (test.isPresent()) {
                handle.execute("DELETE FROM test_uses WHERE test_id = ?", id);
                keepUses(handle, id, draft);
            }
            return test;
        });
    }

    private static <S extends SqlStatement<S>> S bound(S statement, long projectId, long id, Draft draft) {
        return statement.bind("id", id).bind("project", projectId).bind("name", draft.name()).bind("plan", draft.plan()).bind("description", draft.description())
                .bindArray("labels", String.class, draft.labels().toArray()).bind("endpoints", draft.endpoints()).bind("source", draft.source());
    }

    private static void keepUses(Handle handle, long id, Draft draft) {
        draft.registrars().forEach(name -> handle.execute("INSERT INTO test_uses (test_id, kind, name) VALUES (?, ?, ?)", id, Used.REGISTRAR.name(), name));
        draft.media().forEach(name -> handle.execute("INSERT INTO test_uses (test_id, kind, name) VALUES (?, ?, ?)", id, Used.MEDIA.name(), name));
    }

    /** Its runs stay. */
    public void delete(long projectId, long id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM tests WHERE project_id = ? AND id = ?", projectId, id));
    }

    /** Names of tests that use something, at most a few. */
    public List<String> using(long projectId, Used kind, String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT t.name FROM test_uses u JOIN tests t ON t.id = u.test_id"
                        + " WHERE t.project_id = :project AND u.kind = :kind AND u.name = :name ORDER BY t.created_at LIMIT 5")
                .bind("project", projectId).bind("kind", kind.name()).bind("name", name).mapTo(String.class).list());
    }

    public Optional<Test> byId(long projectId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM tests t WHERE t.id = :id AND t.project_id = :project")
                .bind("id", id).bind("project", projectId)
                .map((row, context) -> read(row)).findOne());
    }

    /** Newest first. @param label that they have, null for all. @param sought part of name or description, null for all. */
    public Page<Listed> list(long projectId, String label, String sought, int page, int perPage) {
        String where = " WHERE t.project_id = :project AND (:label::text IS NULL OR t.labels @> ARRAY[:label]::text[])"
                + " AND (:sought::text IS NULL OR position(lower(:sought) in lower(t.name || ' ' || coalesce(t.description, ''))) > 0)";
        return jdbi.withHandle(handle -> new Page<>(
                handle.createQuery("SELECT " + COLUMNS + ", r.id, r.status, r.exit_code, r.created_at FROM tests t LEFT JOIN LATERAL (SELECT * FROM runs u"
                                + " WHERE u.test_id = t.id ORDER BY u.created_at DESC LIMIT 1) r ON true" + where + " ORDER BY t.created_at DESC, t.id LIMIT :limit OFFSET :offset")
                        .bind("project", projectId).bind("label", label).bind("sought", sought).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                        .map((row, context) -> new Listed(read(row), row.getString(12) == null ? null
                                : new LastRun(row.getLong(11), row.getString(12), row.getObject(13, Integer.class), row.getTimestamp(14).toInstant()))).list(),
                page, perPage,
                handle.createQuery("SELECT count(*) FROM tests t" + where).bind("project", projectId).bind("label", label).bind("sought", sought)
                        .mapTo(Long.class).one()));
    }

    private static Test read(ResultSet row) throws SQLException {
        return new Test(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getTimestamp(5).toInstant(), row.getString(6),
                List.of((String[]) row.getArray(7).getArray()), row.getObject(8, Integer.class), row.getString(9), row.getTimestamp(10).toInstant());
    }
}
