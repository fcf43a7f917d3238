package busyhour.web.worker;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.store.PublicId;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** {@code POST /workers/connect}: a worker comes with its token and is told where the link is. */
public final class WorkerConnect {

    private static final int MAX_NAME = 64;

    private final Workers workers;
    private volatile PlatformLink link;

    public WorkerConnect(Workers workers) {
        this.workers = workers;
    }

    /** Where workers connect to; without one none can. */
    public void link(PlatformLink itsLink) {
        link = itsLink;
    }

    void handle(Context context) {
        Requests.needJson(context);
        JsonNode body;
        try {
            body = Answer.JSON.readTree(context.bodyAsBytes());
        } catch (IOException e) {
            throw ApiException.badRequest("the body is no JSON");
        }
        String name = body == null ? "" : body.path("name").asText("").strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badRequest("name: found '" + name + "', expected 1 to " + MAX_NAME + " characters");
        }
        PlatformLink itsLink = link;
        if (itsLink == null) {
            throw new ApiException(503, "NO_WORKERS", "this platform takes no workers: it shows a local run");
        }
        WorkerTokens.Token token = workers.tokens().bySecret(context.header("Authorization").substring("Bearer ".length()).strip())
                .orElseThrow(ApiException::unauthorized);
        long id = workers.tokens().rowOf(token, name).orElseThrow(() -> ApiException.conflict("another worker is called '" + name + "'"));
        String linkName = PublicId.text(id);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protocol", LinkContext.PROTOCOL);
        json.put("worker", linkName);
        json.put("host", null);
        json.put("dataPort", itsLink.dataPort());
        json.put("controlPort", itsLink.controlPort());
        json.put("ticket", workers.tokens().ticket(linkName));
        Answer.data(context, json);
    }
}
