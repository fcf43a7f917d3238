package busyhour.engine;

import busyhour.ipc.WorkerSettings;
import busyhour.ipc.link.LinkContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the platform over HTTPS, with the worker's token, where its link is: {@code POST /api/v1/workers/connect}. A platform
 * that is away is asked again every few seconds; one that refuses the token ends the worker.
 */
final class PlatformHandshake {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformHandshake.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int SERVER_FAULT = 500;

    private final WorkerSettings settings;
    private final Integer capacity;
    private final ObjectMapper json = new ObjectMapper();

    /** @param capacity in endpoints, null = not known. */
    PlatformHandshake(final WorkerSettings settings, final Integer capacity) {
        this.settings = settings;
        this.capacity = capacity;
    }

    /** @throws IOException when the platform does not want this worker. */
    LinkContext connect() throws IOException {
        final HttpRequest request = HttpRequest.newBuilder(settings.cloudUrl().resolve("/api/v1/workers/connect"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + settings.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.createObjectNode().put("name", settings.name()).put("capacity", capacity).toString()))
                .build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            while (true) {
                String reason;
                try {
                    final HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() == OK || response.statusCode() == CREATED) {
                        return link(json.readTree(response.body()).path("data"));
                    }
                    reason = response.statusCode() + " " + message(response.body());
                    if (response.statusCode() < SERVER_FAULT) {
                        throw new IOException("the platform at " + settings.cloudUrl() + " refuses this worker: " + reason);
                    }
                } catch (final java.net.ConnectException | java.net.http.HttpTimeoutException e) {
                    reason = String.valueOf(e.getMessage());
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
                LOG.warn("the platform at {} is not there ({}): trying again", settings.cloudUrl(), reason);
                LockSupport.parkNanos(AGAIN_NS);
            }
        }
    }

    private String message(final String body) {
        try {
            return json.readTree(body).path("error").path("message").asText("");
        } catch (final IOException e) {
            return "";
        }
    }

    private LinkContext link(final JsonNode link) throws IOException {
        if (!link.path("dataPort").isInt() || !link.path("controlPort").isInt()) {
            throw new IOException("the platform at " + settings.cloudUrl() + " answered without a link");
        }
        return new LinkContext()
                .host(link.path("host").asText(settings.cloudUrl().getHost()))
                .dataPort(link.path("dataPort").intValue())
                .controlPort(link.path("controlPort").intValue())
                .workerName(link.path("worker").asText(""))
                .ticket(link.path("ticket").asText(""));
    }
}
