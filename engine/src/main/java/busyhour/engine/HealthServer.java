package busyhour.engine;

import busyhour.engine.run.WorkerAgent;
import busyhour.ipc.link.WorkerLink;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code GET /health}: whether the platform is there and whether a run is played, how many endpoints it takes. For probes of whoever runs the worker. */
final class HealthServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private HealthServer(final HttpServer server) {
        this.server = server;
    }

    /**
     * @param port     0 = no server.
     * @param capacity in endpoints, null = not known.
     * @throws IOException when the port cannot be had, in one sentence.
     */
    static HealthServer start(final int port, final WorkerLink link, final WorkerAgent worker, final Integer capacity) throws IOException {
        if (port == 0) {
            return new HealthServer(null);
        }
        final HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (final IOException e) {
            throw new IOException("HEALTH_PORT " + port + ": " + e.getMessage(), e);
        }
        server.createContext("/health", exchange -> {
            try (exchange) {
                final boolean connected = link.isConnected();
                final byte[] body = ("{\"connected\": " + connected + ", \"running\": " + !worker.isIdle() + ", \"capacity\": " + capacity + "}\n")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(connected ? OK : UNAVAILABLE, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return new HealthServer(server);
    }

    boolean isRunning() {
        return server != null;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
