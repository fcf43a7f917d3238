package busyhour.web.http;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import busyhour.web.access.AuditLog;
import busyhour.web.run.HttpSettings;
import busyhour.web.store.FaultLine;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with all its routes. Start, then close; any thread. */
public final class HttpServer implements AutoCloseable {

    private static final long MAX_BODY_BYTES = 2L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Javalin javalin;
    private final List<Feature> features;
    private final Access access;
    private final Pages pages;
    private final Handler metrics;
    private final Audit audit;
    private final TlsIdentity tls;
    private ServerConnector local;

    /**
     * Listens.
     *
     * @param port     0 = a free one.
     * @param settings with a certificate the port speaks TLS, and a second, free one on loopback plain HTTP: for this host's worker.
     * @param features closed with the server.
     * @param metrics  answers Prometheus.
     * @throws IOException with one line for a person.
     */
    public HttpServer(String bind, int port, HttpSettings settings, Access access, Pages pages, AuditLog auditLog, List<Feature> features, Handler metrics)
            throws IOException {
        this.access = access;
        this.audit = new Audit(auditLog, access);
        this.tls = settings.isTls() ? new TlsIdentity(settings.certificate(), settings.key()) : null;
        this.pages = pages;
        this.metrics = metrics;
        this.features = new ArrayList<>(features);
        this.features.add(this::ownRoutes);
        this.javalin = Javalin.create(config -> configure(config, bind, port));
        try {
            if (tls == null) {
                javalin.start(bind, port);
            } else {
                javalin.start();
            }
        } catch (RuntimeException e) {
            closeFeatures();
            if (tls != null) {
                tls.close();
            }
            throw new IOException(causedBy(e, BindException.class) || String.valueOf(e.getMessage()).contains("already in use")
                    ? "port " + port + " on " + bind + " is in use or not ours: choose another one with --port"
                    : "cannot listen on " + bind + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    public int port() {
        return javalin.port();
    }

    /** Of plain HTTP on loopback. */
    public int localPort() {
        return local == null ? port() : local.getLocalPort();
    }

    private List<Route> ownRoutes() {
        return List.of(Route.get("/openapi.json", "This document", "OpenApi",
                context -> context.contentType("application/json").result(new OpenApi().document(features).toString()))
                .needing(Access.Need.NOTHING));
    }

    private void closeFeatures() {
        features.forEach(Feature::close);
    }

    private void secure(JavalinConfig config, String bind, int port) {
        config.jetty.addConnector((server, http) -> {
            HttpConfiguration secure = new HttpConfiguration(http);
            secure.addCustomizer(new SecureRequestCustomizer(false));
            ServerConnector connector = new ServerConnector(server, tls.factory(), new HttpConnectionFactory(secure));
            connector.setHost(bind);
            connector.setPort(port);
            return connector;
        });
        config.jetty.addConnector((server, http) -> {
            local = new ServerConnector(server, new HttpConnectionFactory(http));
            local.setHost("127.0.0.1");
            return local;
        });
    }

    private void configure(JavalinConfig config, String bind, int port) {
        if (tls != null) {
            secure(config, bind, port);
        }
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = MAX_BODY_BYTES;
        config.http.prefer405over404 = true;
        config.http.asyncTimeout = 0;
        config.routes.before(context -> {
            Access.nameRequest(context);
            Pages.guard(context);
        });
        for (Route route : features.stream().flatMap(feature -> Stream.concat(feature.routes().stream(), feature.openPages().stream())).toList()) {
            config.routes.addEndpoint(new io.javalin.router.Endpoint(route.method(), route.path(), context -> {
                audit.watch(context, route, () -> {
                    access.check(context, route.need());
                    features.forEach(feature -> feature.guard(context, route));
                    context.header("Cache-Control", "no-store").status(route.success());
                    route.handler().handle(context);
                });
            }));
        }
        boolean loopback = bind.startsWith("127.") || bind.equals("::1") || bind.equals("localhost");
        config.routes.get("/metrics", context -> {
            access.check(context, loopback ? Access.Need.NOTHING : Access.Need.VIEWER);
            metrics.handle(context);
        });
        config.routes.get("/health", context -> context.json(Map.of("status", "up")));
        pages.addTo(config.routes, access, audit, features.stream().flatMap(feature -> feature.pages().stream()).toList());
        errors(config);
    }

    private static void errors(JavalinConfig config) {
        config.routes.exception(ApiException.class,
                (e, context) -> Answer.error(context, e.status(), e.code(), e.getMessage(), e.faults()));
        config.routes.exception(HttpResponseException.class, (e, context) -> fromJavalin(context, e.getStatus(), e.getMessage()));
        config.routes.exception(JdbiException.class, (e, context) -> {
            LOG.warn("request {} found no database: {}", context.path(), FaultLine.of(e));
            context.header("Retry-After", "5");
            Answer.error(context, 503, "DATABASE_AWAY", "the database does not answer; try again in a few seconds", List.of());
        });
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("request {} {} failed", context.method(), context.path(), e);
            Answer.error(context, 500, "INTERNAL", "a fault of ours; the log has it under the request's id", List.of());
        });
    }

    private static void fromJavalin(Context context, int status, String message) {
        String code = switch (status) {
            case 404 -> "NOT_FOUND";
            case 405 -> "METHOD_NOT_ALLOWED";
            case 413 -> "CONTENT_TOO_LARGE";
            case 400 -> "BAD_REQUEST";
            default -> "HTTP_" + status;
        };
        Answer.error(context, status, code, status == 404 ? "there is nothing at " + context.path()
                : status == 413 ? "a body may have " + MAX_BODY_BYTES + " bytes" : message, List.of());
    }

    @Override
    public void close() {
        closeFeatures();
        javalin.stop();
        if (tls != null) {
            tls.close();
        }
    }
}
