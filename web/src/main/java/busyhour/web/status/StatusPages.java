package busyhour.web.status;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Status pages in the database. Any thread. */
final class StatusPages {

    private static final String COLUMNS = "id, project_id, slug, name, description, colour, logo_type, published, created_at";

    private final Jdbi jdbi;

    StatusPages(Database database) {
        this.jdbi = database.jdbi();
    }

    /** A picture. */
    record Logo(String type, byte[] bytes) {
    }

    /** What a person decides. @param logo null leaves what is there; one without bytes takes it away. */
    record Settings(String slug, String name, String description, String colour, boolean published, List<StatusPage.Component> components, Logo logo) {
    }

    long add(long projectId, Settings settings) {
        long id = Secrets.newId();
        jdbi.useTransaction(handle -> {
            handle.createUpdate("INSERT INTO status_pages (id, project_id, slug, name, description, colour, published)"
                            + " VALUES (:id, :project, :slug, :name, :description, :colour, :published)")
                    .bind("id", id).bind("project", projectId).bind("slug", settings.slug()).bind("name", settings.name())
                    .bind("description", settings.description()).bind("colour", settings.colour()).bind("published", settings.published()).execute();
            rest(handle, id, settings);
        });
        return id;
    }

    void change(long id, Settings settings) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("UPDATE status_pages SET slug = :slug, name = :name, description = :description, colour = :colour, published = :published WHERE id = :id")
                    .bind("id", id).bind("slug", settings.slug()).bind("name", settings.name()).bind("description", settings.description())
                    .bind("colour", settings.colour()).bind("published", settings.published()).execute();
            rest(handle, id, settings);
        });
    }

    private static void rest(Handle handle, long id, Settings settings) {
        handle.execute("DELETE FROM status_components WHERE page_id = ?", id);
        for (int i = 0; i < settings.components().size(); i++) {
            StatusPage.Component component = settings.components().get(i);
            handle.execute("INSERT INTO status_components (page_id, probe_id, name, position) VALUES (?, ?, ?, ?)", id, component.probeId(), component.name(), i);
        }
        if (settings.logo() != null) {
            handle.createUpdate("UPDATE status_pages SET logo = :logo, logo_type = :type WHERE id = :id").bind("id", id)
                    .bind("logo", settings.logo().bytes()).bind("type", settings.logo().type()).execute();
        }
    }

    void delete(long id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM status_pages WHERE id = ?", id));
    }

    Optional<StatusPage> byId(long projectId, long id) {
        return one("id = :key AND project_id = " + projectId, id);
    }

    /** Those that strangers see. */
    Optional<StatusPage> published(String slug) {
        return one("slug = :key AND published", slug);
    }

    private Optional<StatusPage> one(String where, Object key) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM status_pages WHERE " + where).bind("key", key)
                .map((row, context) -> read(handle, row)).findOne());
    }

    /** By name. */
    List<StatusPage> list(long projectId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM status_pages WHERE project_id = :project ORDER BY lower(name), id")
                .bind("project", projectId).map((row, context) -> read(handle, row)).list());
    }

    Optional<Logo> logo(String slug) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT logo_type, logo FROM status_pages WHERE slug = :slug AND published AND logo IS NOT NULL")
                .bind("slug", slug).map((row, context) -> new Logo(row.getString(1), row.getBytes(2))).findOne());
    }

    private static StatusPage read(Handle handle, ResultSet row) throws SQLException {
        long id = row.getLong(1);
        List<StatusPage.Component> components = handle.createQuery("SELECT probe_id, name FROM status_components WHERE page_id = :page ORDER BY position")
                .bind("page", id).map((component, context) -> new StatusPage.Component(component.getLong(1), component.getString(2))).list();
        return new StatusPage(id, row.getLong(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getBoolean(8),
                row.getTimestamp(9).toInstant(), components);
    }
}
