package busyhour.web.access;

import java.time.Instant;
import java.time.Duration;

import busyhour.web.store.Database;
import busyhour.web.store.Page;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who did what in an organisation, or was refused. Every request that changes something is written by the HTTP server. Any thread. */
public final class AuditLog {

    public static final Duration KEPT = Duration.ofDays(400);
    private static final int MAX_TEXT = 300;
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String WHERE = " FROM audit_log WHERE organisation_id = :org AND (:actor::text IS NULL OR actor ILIKE :actor)"
            + " AND (:action::text IS NULL OR action ILIKE :action OR subject ILIKE :action) AND (NOT :refused OR status >= 400)"
            + " AND (:from::timestamptz IS NULL OR at >= :from) AND (:until::timestamptz IS NULL OR at < :until)";

    private final Jdbi jdbi;

    public AuditLog(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * An entry.
     *
     * @param at        null when it is written: now.
     * @param actorKind as {@link Principal.Kind}, or PLATFORM.
     * @param action    in words: "Keep a plan as a test".
     * @param subject   what it was done to: the path.
     * @param status    of HTTP: what became of it.
     * @param address   where it came from.
     * @param requestId null when no request did it.
     */
    public record Entry(Instant at, String actorKind, long actorId, String actor, String action, String subject, int status, String address, String requestId) {

        public static Entry of(Principal actor, String action, String subject, int status, String address, String requestId) {
            return new Entry(null, actor.kind().name(), actor.id(), actor.name(), action, subject, status, address, requestId);
        }
    }

    /** @param actor part of the name. @param action part of the action or subject. @param refused only what failed. All but the last may be null. */
    public record Filter(String actor, String action, Instant from, Instant until, boolean refused) {
    }

    /** Never fails: what cannot be written stands in the process's log. */
    public void write(long organisationId, Entry entry) {
        try {
            jdbi.useHandle(handle -> handle.execute("INSERT INTO audit_log (organisation_id, actor_kind, actor_id, actor, action, subject, status, address,"
                    + " request_id) SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM organisations WHERE id = ?", entry.actorKind(), entry.actorId(), cut(entry.actor()),
                    cut(entry.action()), cut(entry.subject()), entry.status(), entry.address(), entry.requestId(), organisationId));
        } catch (JdbiException e) {
            LOG.warn("not in the audit log: {} by {} ({}): {}", entry.action(), entry.actor(), entry.subject(), entry.status());
        }
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }

    /** Newest first. */
    public Page<Entry> list(long organisationId, Filter filter, int page, int perPage) {
        return jdbi.withHandle(handle -> new Page<>(
                bound(handle.createQuery("SELECT at, actor_kind, actor_id, actor, action, subject, status, address, request_id" + WHERE
                        + " ORDER BY id DESC LIMIT :limit OFFSET :offset"), organisationId, filter).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                        .map((row, context) -> new Entry(row.getTimestamp(1).toInstant(), row.getString(2), row.getLong(3), row.getString(4), row.getString(5),
                                row.getString(6), row.getInt(7), row.getString(8), row.getString(9))).list(),
                page, perPage, bound(handle.createQuery("SELECT count(*)" + WHERE), organisationId, filter).mapTo(Long.class).one()));
    }

    private static Query bound(Query query, long organisationId, Filter filter) {
        return query.bind("org", organisationId).bind("actor", like(filter.actor())).bind("action", like(filter.action())).bind("refused", filter.refused())
                .bind("from", filter.from() == null ? null : java.sql.Timestamp.from(filter.from()))
                .bind("until", filter.until() == null ? null : java.sql.Timestamp.from(filter.until()));
    }

    private static String like(String part) {
        return part == null ? null : "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** Deletes what is older than {@link #KEPT}. */
    public void purge() {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM audit_log WHERE at < now() - ? * interval '1 s'", KEPT.toSeconds()));
    }
}
