package busyhour.web.webhook;

import java.time.Instant;
import java.util.List;

/**
 * An event on its way to a webhook.
 *
 * @param body   the event as JSON in our own form, whatever the webhook's is.
 * @param nextAt when it is tried again; null when it is not.
 */
public record Delivery(long id, long webhookId, String event, String body, State state, List<Attempt> attempts, Instant createdAt, Instant nextAt) {

    public Delivery {
        attempts = List.copyOf(attempts);
    }

    /** Of a delivery. */
    public enum State {
        /** To be tried, or tried again. */
        PENDING,
        /** Answered with 2xx. */
        DELIVERED,
        /** Given up. */
        FAILED
    }

    /**
     * One try.
     *
     * @param status of the answer, null without one.
     * @param error  why it counts as failed; null when it does not.
     * @param answer the first characters of the answer's body.
     */
    public record Attempt(Instant at, Integer status, long tookMs, String error, String answer) {
    }
}
