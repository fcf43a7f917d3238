package busyhour.web.http;

import java.util.Optional;
import java.util.UUID;

import busyhour.web.access.Accounts.Project;
import busyhour.web.access.Accounts;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.store.Secrets;
import io.javalin.http.Context;

/** Who asks, and how often. */
public final class Access {

    private static final String PRINCIPAL = "principal";
    private static final String PROJECT = "project";
    private static final String BEARER = "Bearer ";
    private static final int BURST = 200;
    private static final int PER_SECOND = 50;
    private static final int STRANGERS_BURST = 30;
    private static final int STRANGERS_PER_SECOND = 2;

    private final Accounts accounts;
    private final Sessions sessions;
    private final RateLimiter known = new RateLimiter(BURST, PER_SECOND, System::nanoTime);
    private final RateLimiter open = new RateLimiter(BURST, PER_SECOND, System::nanoTime);
    private final RateLimiter strangers = new RateLimiter(STRANGERS_BURST, STRANGERS_PER_SECOND, System::nanoTime);

    public Access(Accounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** What a route asks for: nothing, a worker's token, or a role of whoever asks. */
    public enum Need {
        NOTHING(null), WORKER_TOKEN(null), VIEWER(Role.VIEWER), TESTER(Role.TESTER), EDITOR(Role.EDITOR), ADMIN(Role.ADMIN), OWNER(Role.OWNER);

        private final Role role;

        Need(Role role) {
            this.role = role;
        }

        /** Null where no role is asked for. */
        public Role role() {
            return role;
        }
    }

    static void nameRequest(Context context) {
        String id = UUID.randomUUID().toString();
        context.attribute(Answer.REQUEST_ID, id);
        context.header("X-Request-Id", id);
    }

    /** @throws ApiException 401, 403 or 429. */
    void check(Context context, Need need) {
        if (need == Need.NOTHING) {
            limit(context, open, context.ip());
            return;
        }
        String header = context.header("Authorization");
        Optional<Principal> principal = header == null ? bySession(context, need) : byHeader(header, need);
        if (principal.isEmpty()) {
            limit(context, strangers, context.ip());
            context.header("WWW-Authenticate", "Bearer");
            throw ApiException.unauthorized();
        }
        limit(context, known, (need == Need.WORKER_TOKEN ? "worker " : "") + principal.get().id());
        authorise(context, principal.get(), need.role());
        context.attribute(PRINCIPAL, principal.get());
    }

    /** By the role in the project of the path, which does not exist for whoever has none there; else by that in the organisation. */
    private void authorise(Context context, Principal principal, Role needed) {
        Role role = principal.role();
        if (context.pathParamMap().containsKey("project")) {
            Project project = accounts.project(principal.organisationId(), context.pathParam("project")).orElse(null);
            role = project == null ? null : principal.roleIn(project.id()).orElse(null);
            if (role == null) {
                throw ApiException.notFound("project");
            }
            context.attribute(PROJECT, project);
        }
        if (needed != null && !role.includes(needed)) {
            throw ApiException.forbidden("this needs the role " + needed + ", " + principal.name() + " has " + role);
        }
    }

    private Optional<Principal> byHeader(String header, Need need) {
        if (!header.startsWith(BEARER)) {
            return Optional.empty();
        }
        String secret = header.substring(BEARER.length()).strip();
        boolean worker = secret.startsWith(Secrets.WORKER_TOKEN_PREFIX);
        Optional<Principal> principal = worker ? accounts.byWorkerToken(secret) : accounts.byApiKey(secret);
        if (principal.isPresent() && worker != (need == Need.WORKER_TOKEN)) {
            throw ApiException.forbidden(worker ? "a worker's token opens nothing but /workers/connect" : "this needs a worker's token");
        }
        return principal;
    }

    private Optional<Principal> bySession(Context context, Need need) {
        String id = need != Need.WORKER_TOKEN ? context.cookie(cookieName(context)) : null;
        if (id == null) {
            return Optional.empty();
        }
        Optional<Principal> principal = sessions.byId(id);
        if (principal.isPresent() && !isOwnPage(context)) {
            throw ApiException.forbidden("only our own pages may do this with a session");
        }
        return principal;
    }

    /** Whether the browser says that one of our pages asks. Belongs to the cookie's SameSite: neither is trusted alone. */
    private static boolean isOwnPage(Context context) {
        String origin = context.header("Origin");
        return origin == null || origin.substring(origin.indexOf("//") + 2).equals(context.header("Host"));
    }

    private static void limit(Context context, RateLimiter limiter, String key) {
        long retryAfterS = limiter.take(key);
        if (retryAfterS > 0) {
            context.header("Retry-After", Long.toString(retryAfterS));
            throw new ApiException(429, "TOO_MANY_REQUESTS", "too many requests; try again in " + retryAfterS + " s");
        }
    }

    /** Cookies know no ports: two platforms on one host must not overwrite each other's. */
    static String cookieName(Context context) {
        return "busyhour_" + context.req().getLocalPort();
    }

    /** The project in the path; only behind {@link #check}. */
    static Project project(Context context) {
        return context.attribute(PROJECT);
    }

    /** Who asks; only behind {@link #check}. */
    public static Principal principal(Context context) {
        return context.attribute(PRINCIPAL);
    }
}
