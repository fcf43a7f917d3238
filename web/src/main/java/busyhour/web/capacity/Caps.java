package busyhour.web.capacity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Jdbi;

/** How much of a project may run at a time, of all its runs or of those with a label. Any thread. */
public final class Caps {

    private static final String COLUMNS = "id, project_id, label, endpoints, runs";

    private final Jdbi jdbi;

    public Caps(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * One cap.
     *
     * @param label     null: of all runs of the project.
     * @param endpoints held at a time, null = no limit.
     * @param runs      at a time, null = no limit.
     */
    public record Cap(long id, long projectId, String label, Integer endpoints, Integer runs) {
    }

    /** The one of all runs first, then by label. */
    public List<Cap> of(long projectId) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT " + COLUMNS + " FROM run_caps WHERE project_id = :project ORDER BY label NULLS FIRST")
                .bind("project", projectId).map((row, context) -> read(row)).list());
    }

    public Optional<Cap> byId(long projectId, long id) {
        return of(projectId).stream().filter(cap -> cap.id() == id).findFirst();
    }

    /** Empty when the project has one for that label. */
    public Optional<Cap> add(long projectId, String label, Integer endpoints, Integer runs) {
        return jdbi.withHandle(handle -> handle
                .createQuery("INSERT INTO run_caps (id, project_id, label, endpoints, runs) VALUES (:id, :project, :label, :endpoints, :runs)"
                        + " ON CONFLICT DO NOTHING RETURNING " + COLUMNS)
                .bind("id", Secrets.newId()).bind("project", projectId).bind("label", label).bind("endpoints", endpoints).bind("runs", runs)
                .map((row, context) -> read(row)).findOne());
    }

    /** Empty when it is no more. */
    public Optional<Cap> change(long projectId, long id, Integer endpoints, Integer runs) {
        return jdbi.withHandle(handle -> handle
                .createQuery("UPDATE run_caps SET endpoints = :endpoints, runs = :runs WHERE id = :id AND project_id = :project RETURNING " + COLUMNS)
                .bind("id", id).bind("project", projectId).bind("endpoints", endpoints).bind("runs", runs)
                .map((row, context) -> read(row)).findOne());
    }

    /** Whether there was one. */
    public boolean delete(long projectId, long id) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM run_caps WHERE id = :id AND project_id = :project")
                .bind("id", id).bind("project", projectId).execute()) > 0;
    }

    private static Cap read(ResultSet row) throws SQLException {
        return new Cap(row.getLong(1), row.getLong(2), row.getString(3), row.getObject(4, Integer.class), row.getObject(5, Integer.class));
    }
}
