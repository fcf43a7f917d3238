package busyhour.web.webhook;

import java.util.Arrays;
import java.util.Optional;

/** What webhooks tell of. */
public enum WebhookEvent {
    /** A probe's state became another one, recovery included. */
    PROBE_STATUS_CHANGED("probe.status_changed"),
    /** A run's calls have begun; runs of probes are told by their probe alone. */
    RUN_STARTED("run.started"),
    /** A run has ended with a result. */
    RUN_FINISHED("run.finished"),
    /** A run failed, or could not run. */
    RUN_FAILED("run.failed"),
    /** Somebody pressed the button. */
    TEST("test");

    private final String word;

    WebhookEvent(String word) {
        this.word = word;
    }

    /** As in bodies and REST. */
    public String word() {
        return word;
    }

    static Optional<WebhookEvent> of(String word) {
        return Arrays.stream(values()).filter(event -> event.word.equals(word)).findFirst();
    }
}
