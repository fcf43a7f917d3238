package busyhour.web.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Where events of a project are sent.
 *
 * @param format how the body looks.
 * @param hasKey whether the key that the receiving service asks for is there.
 * @param probes ids of those that it tells of; null for all.
 */
public record Webhook(long id, long projectId, String name, URI url, BodyFormat format, boolean hasKey, Set<WebhookEvent> events, List<Long> probes,
        boolean paused, Instant createdAt) {

    public Webhook {
        events = Set.copyOf(events);
        probes = probes == null ? null : List.copyOf(probes);
    }
}
