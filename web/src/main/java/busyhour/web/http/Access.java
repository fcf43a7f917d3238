package busyhour.web.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import busyhour.web.access.Accounts.Project;
import busyhour.web.access.Accounts;
import busyhour.web.access.Principal;
import busyhour.web.access.Role;
import busyhour.web.access.Sessions;
import busyhour.web.store.Secrets;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;

/** Who asks, and how often. */
public final class Access {

    private static final String PRINCIPAL = "principal";
    private static final String PROJECT = "project";
    private static final String BEARER = "Bearer ";
    private static final int BURST_SECONDS = 4;
    /** Of what a key may, a stranger may this part. */
    private static final int STRANGERS_PART = 25;
    private static final int STRANGERS_BURST_SECONDS = 15;
    private static final int SIGN_INS = 10;
    private static final int SIGN_INS_OF_ADDRESS = 60;
    private static final Duration SIGN_INS_WITHIN = Duration.ofMinutes(5);
    /** How long another process's change of rights may go unnoticed here. */
    private static final long RECENT_NS = 1_000_000_000L;
    /** What scripts of other sites cannot send along without being asked first. */
    private static final String OWN_HEADER = "X-Busyhour";
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private final Accounts accounts;
    private final Sessions sessions;
    private final RateLimiter known;
    private final RateLimiter open;
    private final RateLimiter strangers;
    private final RateLimiter signIns = new RateLimiter(SIGN_INS, SIGN_INS, SIGN_INS_WITHIN);
    private final RateLimiter signInsOfAddress = new RateLimiter(SIGN_INS_OF_ADDRESS, SIGN_INS_OF_ADDRESS, SIGN_INS_WITHIN);
    private final Recent<Principal> keys = new Recent<>(RECENT_NS, System::nanoTime);
    private final Recent<Principal> cookies = new Recent<>(RECENT_NS, System::nanoTime);
    private final Recent<Project> projects = new Recent<>(RECENT_NS, System::nanoTime);

    private Consumer<Context> onWorkerRefused = context -> { };

    /** @param requestsPerSecond of one key, session or (where no key is needed) address; four times as many at once. */
    public Access(Accounts accounts, Sessions sessions, int requestsPerSecond) {
        this.accounts = accounts;
        this.sessions = sessions;
        known = RateLimiter.perSecond(BURST_SECONDS * (long) requestsPerSecond, requestsPerSecond);
        open = RateLimiter.perSecond(BURST_SECONDS * (long) requestsPerSecond, requestsPerSecond);
        long few = Math.max(1, requestsPerSecond / STRANGERS_PART);
        strangers = RateLimiter.perSecond(STRANGERS_BURST_SECONDS * few, few);
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

    /** Who is told of attempts to connect as a worker without a valid token. Before requests come. */
    public void onWorkerRefused(Consumer<Context> listener) {
        onWorkerRefused = listener;
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
            if (need == Need.WORKER_TOKEN) {
                onWorkerRefused.accept(context);
            }
            limit(context, strangers, context.ip());
            context.header("WWW-Authenticate", "Bearer");
            throw ApiException.unauthorized();
        }
        context.attribute(PRINCIPAL, principal.get());
        limit(context, known, principal.get().kind() + " " + principal.get().id());
        authorise(context, principal.get(), need.role());
    }

    /** A try to sign in, with a key or a password; @param whom the name that was given. Nobody can shut out somebody at another address. */
    void checkSignIn(Context context, String whom) {
        limit(context, signInsOfAddress, context.ip());
        limit(context, signIns, context.ip() + " " + whom.strip().toLowerCase(java.util.Locale.ROOT));
    }

    /** Rights may have changed. */
    void forget() {
        keys.forget();
        cookies.forget();
        projects.forget();
    }

    /** Whose session the browser's cookie names. */
    Optional<Principal> bySession(Context context) {
        String id = context.cookie(cookieName(context));
        return id == null || id.isEmpty() ? Optional.empty() : cookies.get(id, sessions::byId);
    }

    /** By the role in the project of the path, which does not exist for whoever has none there; else by that in the organisation. */
    private void authorise(Context context, Principal principal, Role needed) {
        Role role = principal.role();
        if (context.pathParamMap().containsKey("project")) {
            Project project = project(principal.organisationId(), context.pathParam("project"));
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

    /** Null when the organisation has none of that name. */
    private Project project(long organisationId, String idOrSlug) {
        return projects.get(organisationId + "/" + idOrSlug, key -> accounts.project(organisationId, idOrSlug)).orElse(null);
    }

    private Optional<Principal> byHeader(String header, Need need) {
        if (!header.startsWith(BEARER)) {
            return Optional.empty();
        }
        String secret = header.substring(BEARER.length()).strip();
        boolean worker = secret.startsWith(Secrets.WORKER_TOKEN_PREFIX);
        Optional<Principal> principal = worker ? accounts.byWorkerToken(secret) : keys.get(secret, accounts::byApiKey);
        if (principal.isPresent() && worker != (need == Need.WORKER_TOKEN)) {
            throw ApiException.forbidden(worker ? "a worker's token opens nothing but /workers/connect" : "this needs a worker's token");
        }
        return principal;
    }

    private Optional<Principal> bySession(Context context, Need need) {
        if (need == Need.WORKER_TOKEN) {
            return Optional.empty();
        }
        Optional<Principal> principal = bySession(context);
        if (principal.isPresent() && !isOwnPage(context)) {
            throw ApiException.forbidden("only our own pages may do this with a session");
        }
        return principal;
    }

    /**
     * Whether one of our pages asks: the browser says so, or a header is there that another site's page could not send. Belongs to the
     * cookie's SameSite=Strict: neither is trusted alone. What only reads needs no proof, for no other site can read the answer.
     */
    static boolean isOwnPage(Context context) {
        if (!isOwnOrigin(context)) {
            return false;
        }
        String site = context.header("Sec-Fetch-Site");
        boolean readsOnly = SAFE.contains(context.method());
        if (site != null && !site.equals("same-origin") && !(readsOnly && site.equals("none"))) {
            return false;
        }
        return readsOnly || site != null || context.header(OWN_HEADER) != null;
    }

    /** @throws ApiException 403 when a page of another site asks. */
    public static void needOwnOrigin(Context context) {
        if (!isOwnOrigin(context)) {
            throw ApiException.forbidden("only our own pages may do this");
        }
    }

    /** Hands a session's id to the browser, in a cookie that no script reads and no other site's page sends. */
    public static void signIn(Context context, String sessionId) {
        context.cookie(new Cookie(cookieName(context), sessionId, "/", (int) Sessions.LONGEST.toSeconds(), context.scheme().equals("https"), true, null,
                SameSite.STRICT));
    }

    /** The browser's session, null when there is none. */
    public static String sessionId(Context context) {
        return context.cookie(cookieName(context));
    }

    /** Unless the browser says that a page of another site asks. */
    static boolean isOwnOrigin(Context context) {
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
