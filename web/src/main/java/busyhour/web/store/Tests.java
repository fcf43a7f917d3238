package busyhour.web.store;

import java.time.Instant;
import java.util.Optional;

import org.jdbi.v3.core.Jdbi;

/** Plans that were posted, to be run again and again. Any thread. */
public final class Tests {

    private final Jdbi jdbi;

    public Tests(Database database) {
        this.jdbi = database.jdbi();
    }

    /** @param plan JSON as it was posted. */
    public record Test(long id, long projectId, String name, String plan, Instant createdAt) {
    }

    public Test add(long projectId, String name, String plan) {
        long id = Secrets.newId();
        return jdbi.withHandle(handle -> handle
                .createQuery("INSERT INTO tests (id, project_id, name, plan) VALUES (:id, :project, :name, :plan)"
                        + " RETURNING id, project_id, name, plan, created_at")
                .bind("id", id).bind("project", projectId).bind("name", name).bind("plan", plan)
                .map((row, context) -> read(row)).one());
    }

    public Optional<Test> byId(long projectId, long id) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT id, project_id, name, plan, created_at FROM tests WHERE id = :id AND project_id = :project")
                .bind("id", id).bind("project", projectId)
                .map((row, context) -> read(row)).findOne());
    }

    /** Newest first. */
    public Page<Test> list(long projectId, int page, int perPage) {
        return jdbi.withHandle(handle -> new Page<>(
                handle.createQuery("SELECT id, project_id, name, plan, created_at FROM tests WHERE project_id = :project"
                                + " ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset")
                        .bind("project", projectId).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                        .map((row, context) -> read(row)).list(),
                page, perPage,
                handle.createQuery("SELECT count(*) FROM tests WHERE project_id = :project").bind("project", projectId)
                        .mapTo(Long.class).one()));
    }

    private static Test read(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Test(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getTimestamp(5).toInstant());
    }
}
