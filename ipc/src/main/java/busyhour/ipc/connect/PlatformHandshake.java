package busyhour.ipc.connect;

import busyhour.ipc.WorkerSettings;
import busyhour.ipc.link.LinkAgreement;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.LinkRefusedException;
import busyhour.ipc.link.LinkSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the platform over HTTPS, with the worker's token, where its link is, and agrees with it on keys. Any thread. */
public final class PlatformHandshake implements LinkSource {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformHandshake.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int OK = 200;
    private static final int MANY = 429;
    private static final int SERVER_FAULT = 500;
    private static final int HEX = 16;

    private final WorkerSettings settings;
    private final Supplier<Integer> capacity;
    private final String version;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param capacity in endpoints, as it is when it is asked for; null = not known.
     * @param version  of this worker.
     */
    public PlatformHandshake(final WorkerSettings settings, final Supplier<Integer> capacity, final String version) {
        this.settings = settings;
        this.capacity = capacity;
        this.version = version;
    }

    /**
     * Asks until the platform is there.
     *
     * @throws LinkRefusedException when it does not want this worker.
     * @throws IOException when the certificates of this side cannot be read, or the thread was interrupted.
     */
    public LinkGrant await() throws IOException {
        String told = null;
        while (true) {
            try {
                return connect();
            } catch (final LinkRefusedException e) {
                throw e;
            } catch (final IOException e) {
                final String reason = String.valueOf(e.getMessage());
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (!reason.equals(told)) {
                    LOG.warn("the platform at {} is not there ({}): trying again", settings.cloudUrl(), reason);
                    told = reason;
                }
                LockSupport.parkNanos(AGAIN_NS);
            }
        }
    }

    @Override
    public LinkGrant connect() throws IOException {
        final LinkAgreement agreement = new LinkAgreement();
        final ObjectNode body = json.createObjectNode().put("key", agreement.publicKey()).put("protocol", LinkContext.PROTOCOL)
                .put("name", settings.name()).put("named", settings.isNamed()).put("version", version)
                .put("cores", Runtime.getRuntime().availableProcessors());
        final Integer endpoints = capacity.get();
        if (endpoints != null) {
            body.put("capacity", endpoints);
        }
        final HttpRequest request = HttpRequest.newBuilder(settings.cloudUrl().resolve("/api/v1/workers/connect"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + settings.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try (HttpClient client = client()) {
            final HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == OK) {
                return grant(json.readTree(response.body()).path("data"), agreement);
            }
            final String reason = response.statusCode() + " " + message(response.body());
            if (response.statusCode() < SERVER_FAULT && response.statusCode() != MANY) {
                throw new LinkRefusedException("the platform at " + settings.cloudUrl() + " refuses this worker: " + reason);
            }
            throw new IOException(reason);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpClient client() throws IOException {
        final HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(TIMEOUT).version(HttpClient.Version.HTTP_1_1);
        if (settings.cloudCa() != null) {
            client.sslContext(TrustedAuthority.context(settings.cloudCa()));
        }
        return client.build();
    }

    private String message(final String body) {
        try {
            return json.readTree(body).path("error").path("message").asText("");
        } catch (final IOException e) {
            return "";
        }
    }

    private LinkGrant grant(final JsonNode link, final LinkAgreement agreement) throws IOException {
        if (!link.path("dataPort").isInt() || !link.path("controlPort").isInt() || !link.path("key").isTextual()
                || !link.path("connection").asText("").matches("[0-9a-f]{1,16}") || link.path("worker").asText("").isEmpty()) {
            throw new IOException("the platform at " + settings.cloudUrl() + " answered without a link");
        }
        final long connection = Long.parseUnsignedLong(link.path("connection").textValue(), HEX);
        final String host = link.path("host").isTextual() ? link.path("host").textValue() : settings.cloudUrl().getHost();
        try {
            return new LinkGrant(link.path("worker").textValue(), link.path("name").asText(""), InetAddress.getByName(host).getHostAddress(),
                    link.path("dataPort").intValue(), link.path("controlPort").intValue(), connection,
                    agreement.asWorker(link.path("key").textValue(), LinkAgreement.tokenHash(settings.token()), connection),
                    link.path("capacity").isInt() ? Integer.valueOf(link.path("capacity").intValue()) : null,
                    link.path("licence").isTextual() ? link.path("licence").textValue() : null);
        } catch (final IllegalArgumentException e) {
            throw new IOException("the platform at " + settings.cloudUrl() + " answered with a key that is none", e);
        }
    }
}
