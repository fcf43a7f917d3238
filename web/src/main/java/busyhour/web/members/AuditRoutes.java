package busyhour.web.members;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.AuditLog;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** Who did what. */
final class AuditRoutes {

    private final AuditLog audit;

    AuditRoutes(AuditLog audit) {
        this.audit = audit;
    }

    List<Route> routes() {
        return List.of(Route.get("/audit", "Who did what, or was refused, newest first", "AuditEntry[]", this::list).needing(Access.Need.ADMIN)
                .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise", "actor", "part of who did it", "action", "part of what or where",
                        "refused", "true: only what failed", "from", "a time", "to", "a time")).errors(400));
    }

    private void list(Context context) {
        AuditLog.Filter filter = new AuditLog.Filter(Requests.word(context, "actor"), Requests.word(context, "action"), time(context, "from"),
                time(context, "to"), "true".equals(Requests.word(context, "refused")));
        Answer.page(context, audit.list(Access.principal(context).organisationId(), filter, Requests.page(context), Requests.perPage(context)),
                AuditRoutes::json);
    }

    private static Instant time(Context context, String name) {
        String text = Requests.word(context, name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(name + ": found '" + text + "', expected a time such as 2030-01-31T00:00:00Z");
        }
    }

    private static Object json(AuditLog.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", entry.at().toString());
        json.put("actorKind", entry.actorKind());
        json.put("actorId", PublicId.text(entry.actorId()));
        json.put("actor", entry.actor());
        json.put("action", entry.action());
        json.put("subject", entry.subject());
        json.put("status", entry.status());
        json.put("address", entry.address());
        json.put("requestId", entry.requestId());
        return json;
    }
}
