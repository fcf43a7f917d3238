package busyhour.web.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Organisations and their projects, made, changed and deleted. Any thread. */
public final class Organisations {

    /** Rows of runs that lie in partitions by day, which know nothing of runs that are deleted. */
    private static final List<String> BY_DAY = List.of("samples", "text_values", "call_events", "sip_messages", "action_results");

    private final Jdbi jdbi;

    public Organisations(Database database) {
        this.jdbi = database.jdbi();
    }

    public record Organisation(long id, String name, Instant createdAt) {
    }

    public Organisation byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, name, created_at FROM organisations WHERE id = :id").bind("id", id)
                .map((row, context) -> new Organisation(row.getLong(1), row.getString(2), row.getTimestamp(3).toInstant())).one());
    }

    /** With a project {@code default}. @param owner a user who owns it, null when only its key does. */
    public Organisation add(String name, Long owner) {
        long id = Secrets.newId();
        jdbi.useTransaction(handle -> {
            handle.execute("INSERT INTO organisations (id, name) VALUES (?, ?)", id, name);
            handle.execute("INSERT INTO projects (id, organisation_id, slug, name) VALUES (?, ?, 'default', 'Default')", Secrets.newId(), id);
            if (owner != null) {
                Members.add(handle, id, owner, new Scope(Role.OWNER, true, List.of()));
            }
        });
        return byId(id);
    }

    public void rename(long id, String name) {
        jdbi.useHandle(handle -> handle.execute("UPDATE organisations SET name = ? WHERE id = ?", name, id));
    }

    /** With all that is in it. False while something runs. */
    public boolean delete(long id) {
        return jdbi.inTransaction(handle -> deleteRuns(handle, "project_id IN (SELECT id FROM projects WHERE organisation_id = ?)", id)
                && handle.execute("DELETE FROM organisations WHERE id = ?", id) == 1);
    }

    /** Empty when the slug is taken. */
    public Optional<Project> addProject(long organisationId, String slug, String name) {
        long id = Secrets.newId();
        return jdbi.withHandle(handle -> handle.execute("INSERT INTO projects (id, organisation_id, slug, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                id, organisationId, slug, name)) == 1 ? Optional.of(new Project(id, organisationId, slug, name)) : Optional.empty();
    }

    /** False when the slug is taken. */
    public boolean changeProject(Project project, String slug, String name) {
        return jdbi.inTransaction(handle -> {
            boolean taken = handle.createQuery("SELECT EXISTS (SELECT FROM projects WHERE organisation_id = :org AND slug = :slug AND id <> :id)")
                    .bind("org", project.organisationId()).bind("slug", slug).bind("id", project.id()).mapTo(Boolean.class).one();
            return !taken && handle.execute("UPDATE projects SET slug = ?, name = ? WHERE id = ?", slug, name, project.id()) == 1;
        });
    }

    /** With its tests and runs. False while something runs. */
    public boolean deleteProject(long id) {
        return jdbi.inTransaction(handle -> deleteRuns(handle, "project_id = ?", id) && handle.execute("DELETE FROM projects WHERE id = ?", id) == 1);
    }

    private static boolean deleteRuns(Handle handle, String which, long id) {
        int running = handle.select("SELECT count(*) FROM runs WHERE ended_at IS NULL AND " + which, id).mapTo(Integer.class).one();
        if (running > 0) {
            return false;
        }
        BY_DAY.forEach(table -> handle.execute("DELETE FROM " + table + " t USING runs WHERE t.day = runs.day AND t.run_id = runs.id AND runs." + which, id));
        return true;
    }
}
