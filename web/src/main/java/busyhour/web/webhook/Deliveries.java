package busyhour.web.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import busyhour.web.http.Answer;
import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.Secrets;
import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The log of deliveries, in the database. Any thread. */
final class Deliveries {

    private static final String COLUMNS = "id, webhook_id, event, body, state, attempts, created_at, next_at";

    private final Jdbi jdbi;

    Deliveries(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Adds one that is due; empty when the same event was told before. */
    Optional<Long> add(Handle handle, long webhookId, WebhookEvent event, String eventKey, String body) {
        return handle.createQuery("INSERT INTO webhook_deliveries (id, webhook_id, event, event_key, body, next_at) VALUES (:id, :webhook, :event, :key, :body, now())"
                        + " ON CONFLICT DO NOTHING RETURNING id")
                .bind("id", Secrets.newId()).bind("webhook", webhookId).bind("event", event.word()).bind("key", eventKey).bind("body", body)
                .mapTo(Long.class).findOne();
    }

    Optional<Delivery> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM webhook_deliveries WHERE id = :id").bind("id", id)
                .map((row, context) -> read(row)).findOne());
    }

    /** Newest first. */
    Page<Delivery> list(long webhookId, int page, int perPage) {
        return jdbi.withHandle(handle -> new Page<>(
                handle.createQuery("SELECT " + COLUMNS + " FROM webhook_deliveries WHERE webhook_id = :webhook ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset")
                        .bind("webhook", webhookId).bind("limit", perPage).bind("offset", (page - 1L) * perPage).map((row, context) -> read(row)).list(),
                page, perPage,
                handle.createQuery("SELECT count(*) FROM webhook_deliveries WHERE webhook_id = :webhook").bind("webhook", webhookId).mapTo(Long.class).one()));
    }

    Optional<Delivery> last(long webhookId) {
        return list(webhookId, 1, 1).rows().stream().findFirst();
    }

    /** @param nextAt null unless it stays PENDING. */
    void tried(Delivery delivery, Delivery.Attempt attempt, Delivery.State state, Instant nextAt) {
        List<Delivery.Attempt> attempts = new ArrayList<>(delivery.attempts());
        attempts.add(attempt);
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE webhook_deliveries SET state = :state, attempts = :attempts, next_at = :next WHERE id = :id")
                .bind("id", delivery.id()).bind("state", state.name()).bind("next", nextAt)
                .bind("attempts", Answer.JSON.valueToTree(attempts.stream().map(Deliveries::json).toList()).toString()).execute());
    }

    /** One that was given up, or went through, is to be tried again now. Returns false when it waits for its turn already. */
    boolean again(long id) {
        return jdbi.withHandle(handle -> handle.execute("UPDATE webhook_deliveries SET state = 'PENDING', next_at = now() WHERE id = ? AND state <> 'PENDING'", id)) > 0;
    }

    /** Those whose time went by and that nobody tried. */
    List<Long> overdue(Instant before) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM webhook_deliveries WHERE state = 'PENDING' AND next_at < :before")
                .bind("before", before).mapTo(Long.class).list());
    }

    void forgetBefore(Instant time) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM webhook_deliveries WHERE created_at < ? AND state <> 'PENDING'", time));
    }

    static Map<String, Object> json(Delivery.Attempt attempt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", attempt.at().toString());
        json.put("status", attempt.status());
        json.put("tookMs", attempt.tookMs());
        json.put("error", attempt.error());
        json.put("answer", attempt.answer());
        return json;
    }

    private static Delivery read(ResultSet row) throws SQLException {
        List<Delivery.Attempt> attempts = new ArrayList<>();
        for (JsonNode attempt : Answer.parsed(row.getString(6))) {
            attempts.add(new Delivery.Attempt(Instant.parse(attempt.path("at").asText()), attempt.path("status").isNull() ? null : attempt.path("status").asInt(),
                    attempt.path("tookMs").asLong(), attempt.path("error").textValue(), attempt.path("answer").textValue()));
        }
        return new Delivery(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), Delivery.State.valueOf(row.getString(5)), attempts,
                row.getTimestamp(7).toInstant(), row.getTimestamp(8) == null ? null : row.getTimestamp(8).toInstant());
    }
}
