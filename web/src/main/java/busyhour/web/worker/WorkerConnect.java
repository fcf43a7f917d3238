package busyhour.web.worker;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

import busyhour.ipc.CapacityFile;
import busyhour.ipc.link.LinkAgreement;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.LinkKeys;
import busyhour.ipc.link.PlatformLink;
import busyhour.web.access.Principal;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.store.Secrets;
import io.javalin.http.Context;

/**
 * {@code POST /workers/connect}: a worker comes with its token, both sides agree on the keys of one connection, and it is told where the
 * link is. Any thread.
 */
public final class WorkerConnect {

    private static final int MAX_NAME = 64;
    private static final int MAX_VERSION = 100;
    private static final int KEY_DIGITS = 64;
    private static final String BEARER = "Bearer ";

    private final Workers workers;
    private final Licensing licensing;
    private final String publicAddress;
    private final SecureRandom random = new SecureRandom();

    /** @param publicAddress by which workers reach the link, null = the one by which they reach us. */
    public WorkerConnect(Workers workers, Licensing licensing, String publicAddress) {
        this.workers = workers;
        this.licensing = licensing;
        this.publicAddress = publicAddress;
    }

    /** Somebody came with a token that is none, or not any more. */
    public void refused(Context context) {
        String header = context.header("Authorization");
        String secret = header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
        WorkerTokens.Token token = secret.startsWith(Secrets.WORKER_TOKEN_PREFIX) ? workers.tokens().bySecret(secret).orElse(null) : null;
        if (token == null) {
            workers.refusals().add(null, null, Refusals.TOKEN, context.ip(), "a token that nobody was given");
        } else {
            workers.refusals().add(token.organisationId(), null, Refusals.TOKEN_REVOKED, context.ip(), "the token '" + token.name() + "', which was revoked");
        }
    }

    void handle(Context context) {
        Body body = Body.of(context).require("key", "name");
        String key = body.text("key", KEY_DIGITS, KEY_DIGITS, "");
        String name = body.text("name", 1, MAX_NAME, "");
        boolean named = body.flag("named", true);
        int protocol = body.integer("protocol", 0, Integer.MAX_VALUE, LinkContext.PROTOCOL);
        Integer capacity = body.integer("capacity", 0, CapacityFile.MOST_ENDPOINTS, null);
        int cores = body.integer("cores", 0, Short.MAX_VALUE, 0);
        String version = body.text("version", 1, MAX_VERSION, "");
        if (!key.isEmpty() && !key.matches("[0-9a-f]+")) {
            body.fault("key", key, "64 hexadecimal digits");
        }
        body.done();
        PlatformLink link = workers.link();
        if (link == null) {
            throw new ApiException(503, "NO_WORKERS", "this platform takes no workers: it shows a local run");
        }
        Principal principal = Access.principal(context);
        WorkerTokens.Token token = workers.tokens().byId(principal.id()).orElseThrow(ApiException::unauthorized);
        WorkerState worker = worker(context, token, name);
        if (protocol != LinkContext.PROTOCOL) {
            throw refusal(context, worker, Refusals.PROTOCOL, 409, "it speaks version " + protocol + " of the link, the platform " + LinkContext.PROTOCOL);
        }
        licensing.refusal(worker.id()).ifPresent(reason -> {
            throw refusal(context, worker, Refusals.LICENCE, 403, reason);
        });
        long connection = random.nextLong();
        LinkAgreement agreement = new LinkAgreement();
        LinkKeys keys;
        try {
            keys = agreement.asPlatform(key, Secrets.hash(context.header("Authorization").substring(BEARER.length()).strip()), connection);
        } catch (IllegalArgumentException e) {
            body.fault("key", key, "an X25519 key");
            body.done();
            return;
        }
        workers.changes().connecting(worker.id(), named && !token.shared() && !name.equals(worker.name()) ? name : null, address(context), capacity, cores, version);
        link.admit(worker.linkName(), connection, keys);
        WorkerState now = workers.rows().byId(worker.id()).orElse(worker);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protocol", LinkContext.PROTOCOL);
        json.put("worker", now.linkName());
        json.put("name", now.name());
        json.put("host", publicAddress);
        json.put("dataPort", link.dataPort());
        json.put("controlPort", link.controlPort());
        json.put("connection", Long.toHexString(connection));
        json.put("key", agreement.publicKey());
        json.put("capacity", now.capacity());
        json.put("licence", licensing.text(worker.id()));
        Answer.data(context, json);
    }

    /** Who came by a proxy on this machine is not on this machine. */
    private static String address(Context context) {
        return context.header("X-Forwarded-For") == null && context.header("Forwarded") == null ? context.ip() : "by way of " + context.ip();
    }

    private WorkerState worker(Context context, WorkerTokens.Token token, String name) {
        if (!token.shared()) {
            return workers.rows().byToken(token.id()).orElseThrow(ApiException::unauthorized);
        }
        return workers.tokens().rowOf(token, name).flatMap(workers.rows()::byId).orElseThrow(() -> {
            workers.refusals().add(token.organisationId(), null, Refusals.NAME, context.ip(), "the name '" + name + "' belongs to a worker with another token");
            return ApiException.conflict("another worker is called '" + name + "'");
        });
    }

    private ApiException refusal(Context context, WorkerState worker, String reason, int status, String detail) {
        workers.refusals().add(worker.organisationId(), worker.id(), reason, context.ip(), detail);
        workers.changes().fault(worker.id(), detail);
        return new ApiException(status, reason, detail);
    }
}
