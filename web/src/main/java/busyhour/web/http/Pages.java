package busyhour.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

import busyhour.web.access.Accounts;
import busyhour.web.access.Principal;
import busyhour.web.access.Sessions;
import busyhour.web.access.Users;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * The pages: HTML with nothing inside but its frame, ES modules and a style sheet, which then ask REST. Compressed once, kept in memory.
 * Whoever comes without a session gets the page that asks for a key.
 */
public final class Pages {

    private static final String FOLDER = "/busyhour/web/pages/";
    private static final Set<String> WITH_LADDER = Set.of("endpoint", "flow");
    private static final String LADDER_STYLE = "<link rel=\"stylesheet\" href=\"/assets/flow.css\">\n";
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.esm.min.mjs";
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self';"
            + " font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final int MAX_SECRET = 320;
    private static final int UNAUTHORIZED = 401;
    private static final int NO_CONTENT = 204;

    private final Accounts accounts;
    private final Runs runs;
    private final Sessions sessions;
    private final Users users;
    private Access access;
    private Audit audit;
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    public Pages(Accounts accounts, Runs runs, Sessions sessions, Users users) {
        this.users = users;
        this.accounts = accounts;
        this.runs = runs;
        this.sessions = sessions;
    }

    private record Asset(byte[] bytes, byte[] compressed, String tag, String type) {
    }

    void addTo(RoutesConfig routes, Access itsAccess, Audit itsAudit, List<Page> framed) {
        access = itsAccess;
        audit = itsAudit;
        routes.get("/invitation", context -> html(context, text("invitation.html"), Map.of()));
        framed.forEach(page -> routes.get(page.path(), context -> showBuilt(context, page)));
        routes.get("/runs/{run}", context -> showRun(context, "", "run"));
        routes.get("/runs/{run}/endpoints/{endpoint}", context -> showRun(context, "Endpoint · ", "endpoint"));
        routes.get("/runs/{run}/endpoints/{endpoint}/flow", context -> showRun(context, "Call flow · ", "flow"));
        routes.get("/assets/{name}", this::asset);
        routes.post("/session", this::openSession);
        routes.post("/session/end", this::endSession);
    }

    /** For every answer, pages or not. */
    static void guard(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer").header("X-Frame-Options", "DENY")
                .header("Content-Security-Policy", POLICY).header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin").header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (context.scheme().equals("https")) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** A page about a run: its module fills what stands in the HTML of the same name. */
    private void showRun(Context context, String titlePrefix, String module) {
        OptionalLong id = PublicId.parse(context.pathParam("run"));
        show(context, id.isEmpty() ? null : session(context)
                .flatMap(principal -> runs.ofOrganisation(principal.organisationId(), id.getAsLong())
                        .flatMap(run -> accounts.projects(principal.organisationId()).stream()
                                .filter(project -> project.id() == run.projectId() && principal.roleIn(project.id()).isPresent()).findFirst()
                                .map(project -> Map.of("content", module, "module", module, "title", titlePrefix + run.name(), "name", run.name(),
                                        "project", project.slug(), "run", PublicId.text(run.id()))))).orElse(null));
    }

    /** A page that its module builds from nothing. */
    private void showBuilt(Context context, Page page) {
        boolean missing = context.pathParamMap().containsKey("project") && session(context)
                .flatMap(principal -> accounts.project(principal.organisationId(), context.pathParam("project"))
                        .filter(project -> principal.roleIn(project.id()).isPresent())).isEmpty();
        show(context, missing ? null : Map.of("title", page.title(), "module", page.module()));
    }

    /** @param attributes null when what the page would show does not exist for whoever asks. */
    private void show(Context context, Map<String, String> attributes) {
        String token = context.queryParam("token");
        if (token != null) {
            sessions.openWithToken(token).ifPresent(id -> Access.signIn(context, id));
            context.redirect(context.path()); // the token does not stay in the address
            return;
        }
        if (session(context).isEmpty()) {
            context.status(401);
            html(context, text("login.html"), Map.of());
        } else if (attributes == null) {
            context.status(404);
            framed(context, Map.of("content", "missing", "module", "shell", "title", "Not here"));
        } else {
            framed(context, attributes);
        }
    }

    private Optional<Principal> session(Context context) {
        return access.bySession(context);
    }

    /** With an email and a password, or with an API key. */
    private void openSession(Context context) {
        Access.needOwnOrigin(context);
        Body body = Body.of(context);
        String key = body.secret("key", 1, MAX_SECRET);
        String email = body.text("email", 1, MAX_SECRET, null);
        String password = body.secret("password", 1, MAX_SECRET);
        body.done();
        access.checkSignIn(context, key == null ? String.valueOf(email) : "key");
        Optional<Principal> principal = key != null ? accounts.byApiKey(key.strip())
                : email == null || password == null ? Optional.empty() : users.signIn(email, password);
        if (principal.isEmpty()) {
            if (email != null) {
                users.byEmail(email).ifPresent(known -> users.memberships(known.id()).forEach(membership -> audit.write(
                        new Principal(Principal.Kind.USER, membership.organisationId(), known.id(), known.name(), membership.role(), true, Map.of(), known.id()),
                        context, "Sign in", "/session", UNAUTHORIZED)));
            }
            throw new ApiException(UNAUTHORIZED, "UNAUTHORIZED", key != null ? "this key opens nothing here" : "this email and password open nothing here");
        }
        Access.signIn(context, sessions.open(principal.get()));
        audit.write(principal.get(), context, "Sign in", "/session", NO_CONTENT);
        context.status(NO_CONTENT);
    }

    private void endSession(Context context) {
        Access.needOwnOrigin(context);
        String id = context.cookie(Access.cookieName(context));
        if (id != null) {
            sessions.close(id);
            access.forget();
        }
        context.removeCookie(Access.cookieName(context), "/");
        context.status(NO_CONTENT);
    }

    /** @param attributes content: name of the HTML inside, none where the module makes it all; the others stand in the text. */
    private static void framed(Context context, Map<String, String> attributes) {
        String content = attributes.get("content");
        Map<String, String> all = new HashMap<>(Map.of("project", "", "run", ""));
        all.putAll(attributes);
        html(context, text("frame.html").replace("{{styles}}", WITH_LADDER.contains(String.valueOf(content)) ? LADDER_STYLE : "")
                .replace("{{main}}", content == null ? "<main id=\"main\"></main>" : text(content + ".html").strip()), all);
    }

    private static String text(String page) {
        return new String(read(FOLDER + page), StandardCharsets.UTF_8);
    }

    private static void html(Context context, String page, Map<String, String> attributes) {
        String text = page;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            text = text.replace("{{" + attribute.getKey() + "}}", escaped(attribute.getValue()));
        }
        context.header("Cache-Control", "no-store").html(text);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    private void asset(Context context) {
        String name = context.pathParam("name");
        Asset asset = name.matches("[a-z][a-z0-9-]*\\.(js|css|svg)") ? assets.computeIfAbsent(name, Pages::load) : null;
        if (asset == null) {
            throw ApiException.notFound("file");
        }
        context.header("ETag", asset.tag()).header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding");
        if (asset.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(asset.type()).disableCompression();
        String accepted = context.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(asset.compressed());
        } else {
            context.result(asset.bytes());
        }
    }

    private static Asset load(String name) {
        byte[] bytes = read(name.equals("echarts.js") ? ECHARTS : FOLDER + name);
        if (bytes == null) {
            return null;
        }
        try {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(bytes);
            }
            String tag = '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12) + '"';
            return new Asset(bytes, compressed.toByteArray(), tag, TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
