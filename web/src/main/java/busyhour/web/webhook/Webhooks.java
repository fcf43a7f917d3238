package busyhour.web.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import busyhour.web.http.Answer;
import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import busyhour.web.store.Vault;
import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Webhooks in the database; what they sign with is sealed. Any thread. */
final class Webhooks {

    static final String SECRET_PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final String COLUMNS = "id, project_id, name, url, format, key IS NOT NULL, events, probes, paused, created_at";

    private final Jdbi jdbi;
    private final Vault vault;

    Webhooks(Database database, Vault vault) {
        this.jdbi = database.jdbi();
        this.vault = vault;
    }

    /** What a person decides. @param key null keeps the one that is there. */
    record Settings(String name, URI url, BodyFormat format, String key, Set<WebhookEvent> events, List<Long> probes, boolean paused) {

        @Override
        public String toString() {
            return "Settings[" + name + "]"; // a key never reaches a log
        }
    }

    /** Returns the new one's id. @param secret from {@link #newSecret}. */
    long add(long projectId, Settings settings, String secret) {
        long id = Secrets.newId();
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO webhooks (id, project_id, name, url, format, secret, key, events, probes, paused)"
                        + " VALUES (:id, :project, :name, :url, :format, :secret, :key, :events, :probes, :paused)")
                .bind("id", id).bind("project", projectId).bind("name", settings.name()).bind("url", settings.url().toString())
                .bind("format", settings.format().name()).bind("secret", vault.seal(secret, secretOf(id)))
                .bind("key", settings.key() == null ? null : vault.seal(settings.key(), keyOf(id)))
                .bind("events", words(settings.events())).bind("probes", ids(settings.probes())).bind("paused", settings.paused()).execute());
        return id;
    }

    void change(long id, Settings settings) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE webhooks SET name = :name, url = :url, format = :format, key = coalesce(:key, key),"
                        + " events = :events, probes = :probes, paused = :paused WHERE id = :id")
                .bind("id", id).bind("name", settings.name()).bind("url", settings.url().toString()).bind("format", settings.format().name())
                .bind("key", settings.key() == null ? null : vault.seal(settings.key(), keyOf(id)))
                .bind("events", words(settings.events())).bind("probes", ids(settings.probes())).bind("paused", settings.paused()).execute());
    }

    static String newSecret() {
        return SECRET_PREFIX + Secrets.randomHex(SECRET_BYTES);
    }

    void secret(long id, String secret) {
        jdbi.useHandle(handle -> handle.execute("UPDATE webhooks SET secret = ? WHERE id = ?", vault.seal(secret, secretOf(id)), id));
    }

    String secret(long id) {
        byte[] sealed = jdbi.withHandle(handle -> handle.createQuery("SELECT secret FROM webhooks WHERE id = :id").bind("id", id).mapTo(byte[].class).one());
        return vault.open(sealed, secretOf(id));
    }

    /** What the receiving service asks for, null when there is none. */
    String key(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT key FROM webhooks WHERE id = :id AND key IS NOT NULL").bind("id", id)
                .mapTo(byte[].class).findOne()).map(sealed -> vault.open(sealed, keyOf(id))).orElse(null);
    }

    private static String secretOf(long id) {
        return "webhook " + id;
    }

    private static String keyOf(long id) {
        return "webhook-key " + id;
    }

    void delete(long id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM webhooks WHERE id = ?", id));
    }

    Optional<Webhook> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM webhooks WHERE id = :id").bind("id", id)
                .map((row, context) -> read(row)).findOne());
    }

    /** By name. */
    List<Webhook> list(long projectId) {
        return jdbi.withHandle(handle -> list(handle, projectId));
    }

    List<Webhook> list(Handle handle, long projectId) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM webhooks WHERE project_id = :project ORDER BY lower(name), id").bind("project", projectId)
                .map((row, context) -> read(row)).list();
    }

    private static String words(Set<WebhookEvent> events) {
        return Answer.JSON.valueToTree(events.stream().sorted().map(WebhookEvent::word).toList()).toString();
    }

    private static String ids(List<Long> probes) {
        return probes == null ? null : Answer.JSON.valueToTree(probes).toString();
    }

    private static Webhook read(ResultSet row) throws SQLException {
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        Answer.parsed(row.getString(7)).forEach(word -> WebhookEvent.of(word.asText()).ifPresent(events::add));
        JsonNode ids = Answer.parsed(row.getString(8));
        List<Long> probes = ids == null ? null : new ArrayList<>();
        if (ids != null) {
            ids.forEach(id -> probes.add(id.asLong()));
        }
        return new Webhook(row.getLong(1), row.getLong(2), row.getString(3), URI.create(row.getString(4)), BodyFormat.valueOf(row.getString(5)),
                row.getBoolean(6), events, probes, row.getBoolean(9), row.getTimestamp(10).toInstant());
    }
}
