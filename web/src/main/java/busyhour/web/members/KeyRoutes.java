package busyhour.web.members;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.ApiKeys;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** API keys: an editor's own, and for an admin all of the organisation. */
final class KeyRoutes {

    private final ApiKeys keys;

    KeyRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api-keys", "API keys, newest first: one's own, an admin's all", "ApiKey[]", this::list).needing(Access.Need.EDITOR).query(Map.of()),
                Route.post("/api-keys", "Make an API key; the answer holds it, once", "NewApiKey", this::add).created().body("ApiKeyRequest").errors(415, 422),
                Route.delete("/api-keys/{key}", "Revoke an API key", this::revoke));
    }

    /** Whose keys the asker sees: null for all. */
    private static Long seen(Principal asker) {
        return asker.role().includes(Role.ADMIN) ? null : (Long) asker.userId();
    }

    private void list(Context context) {
        Principal asker = Access.principal(context);
        Answer.list(context, keys.list(asker.organisationId(), seen(asker)).stream().map(KeyRoutes::json).toList());
    }

    private void add(Context context) {
        Principal asker = Access.principal(context);
        Body body = Body.of(context).require("name");
        String name = body.text("name", 1, 100, null);
        Role role = body.choice("role", Role.class, null);
        if (role != null && !asker.role().includes(role)) {
            body.fault("role", role, "no more than " + asker.role() + ", which its creator has");
        }
        Instant expiresAt = expiresAt(body);
        body.done();
        ApiKeys.Fresh fresh = keys.add(asker, name, asker.kind() == Principal.Kind.API_KEY && role == null ? asker.role() : role, expiresAt);
        Map<String, Object> json = json(fresh.key());
        json.put("key", fresh.secret());
        Answer.data(context, json);
    }

    private static Instant expiresAt(Body body) {
        String text = body.text("expiresAt", 1, 40, null);
        if (text == null) {
            return null;
        }
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.isAfter(Instant.now())) {
                return at;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        body.fault("expiresAt", "'" + text + "'", "a time to come such as 2030-01-31T00:00:00Z");
        return null;
    }

    private void revoke(Context context) {
        Principal asker = Access.principal(context);
        ApiKeys.ApiKey key = keys.byId(asker.organisationId(), Json.id(context.pathParam("key"), "key"))
                .filter(found -> seen(asker) == null || seen(asker).equals(found.userId())).orElseThrow(() -> ApiException.notFound("key"));
        if (!asker.role().includes(key.role())) {
            throw ApiException.forbidden("only an owner revokes an owner's key");
        }
        keys.revoke(asker.organisationId(), key.id());
    }

    private static Map<String, Object> json(ApiKeys.ApiKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(key.id()));
        json.put("name", key.name());
        json.put("hint", key.hint());
        json.put("role", key.role());
        json.put("createdBy", key.createdBy());
        json.put("createdAt", Json.text(key.createdAt()));
        json.put("lastUsedAt", Json.text(key.lastUsedAt()));
        json.put("expiresAt", Json.text(key.expiresAt()));
        return json;
    }
}
