package busyhour.web.capacity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.http.Answer;
import busyhour.web.planner.History;
import busyhour.web.planner.PlanJson;
import busyhour.web.planner.PlannerSettings;
import busyhour.web.planner.SettingsJson;
import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Jdbi;

/** An organisation's settings of the planner, and the histories of calls that it imported. Any thread. */
final class PlannerStore {

    private static final String COLUMNS = "id, name, summary, created_at";

    private final Jdbi jdbi;

    PlannerStore(Database database) {
        this.jdbi = database.jdbi();
    }

    record Imported(long id, String name, History history, Instant createdAt) {
    }

    PlannerSettings settings(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT settings FROM planner_settings WHERE organisation_id = :org").bind("org", organisationId)
                .mapTo(String.class).findOne()).map(text -> SettingsJson.read(tree(text), PlannerSettings.DEFAULTS)).orElse(PlannerSettings.DEFAULTS);
    }

    void settings(long organisationId, PlannerSettings settings) {
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO planner_settings (organisation_id, settings) VALUES (:org, :settings)"
                        + " ON CONFLICT (organisation_id) DO UPDATE SET settings = excluded.settings")
                .bind("org", organisationId).bind("settings", SettingsJson.tree(settings).toString()).execute());
    }

    /** Puts a history in the place of one with the same name. */
    Imported add(long organisationId, String name, History history) {
        return jdbi.withHandle(handle -> handle
                .createQuery("INSERT INTO call_histories (id, organisation_id, name, summary) VALUES (:id, :org, :name, :summary)"
                        + " ON CONFLICT (organisation_id, name) DO UPDATE SET summary = excluded.summary, created_at = now() RETURNING " + COLUMNS)
                .bind("id", Secrets.newId()).bind("org", organisationId).bind("name", name).bind("summary", PlanJson.tree(history).toString())
                .map((row, context) -> read(row)).one());
    }

    /** Newest first. */
    List<Imported> histories(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM call_histories WHERE organisation_id = :org ORDER BY created_at DESC, id")
                .bind("org", organisationId).map((row, context) -> read(row)).list());
    }

    Optional<Imported> history(long organisationId, long id) {
        return histories(organisationId).stream().filter(history -> history.id() == id).findFirst();
    }

    boolean delete(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM call_histories WHERE organisation_id = :org AND id = :id")
                .bind("org", organisationId).bind("id", id).execute()) > 0;
    }

    private static Imported read(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Imported(row.getLong(1), row.getString(2), PlanJson.history(tree(row.getString(3))), row.getTimestamp(4).toInstant());
    }

    private static JsonNode tree(String text) {
        try {
            return Answer.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
