package busyhour.engine;

import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.WorkerLink;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * {@code GET /health} (200 while the platform is there, else 503) and {@code GET /metrics} for Prometheus: for probes of whoever runs the
 * worker.
 */
final class HealthServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private HealthServer(final HttpServer server) {
        this.server = server;
    }

    /**
     * @param port     0 = no server.
     * @param name     of the worker, as the platform knows it.
     * @param capacity in endpoints, null = not known.
     * @param load     of the host, as it was measured last.
     * @throws IOException when the port cannot be had, in one sentence.
     */
    static HealthServer start(
            final int port, final WorkerLink link, final Supplier<String> name, final Supplier<Integer> capacity, final Supplier<HostLoad> load)
            throws IOException {
        if (port == 0) {
            return new HealthServer(null);
        }
        final HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (final IOException e) {
            throw new IOException("HEALTH_PORT " + port + ": " + e.getMessage(), e);
        }
        server.createContext("/health", exchange -> answer(exchange, link.isConnected() ? OK : UNAVAILABLE, "application/json",
                WorkerStatusText.json(link, name.get(), capacity.get(), load.get())));
        server.createContext("/metrics", exchange -> answer(exchange, OK, "text/plain; version=0.0.4; charset=utf-8",
                WorkerStatusText.metrics(link, capacity.get(), load.get())));
        server.start();
        return new HealthServer(server);
    }

    private static void answer(final HttpExchange exchange, final int status, final String type, final String text) throws IOException {
        try (exchange) {
            final byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
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
