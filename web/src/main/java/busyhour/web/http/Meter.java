package busyhour.web.http;

import java.util.Map;

/** What a part of the platform has for Prometheus. Any thread. */
public interface Meter {

    /** Takes one value. */
    @FunctionalInterface
    interface Sink {
        void add(String name, String help, Map<String, String> labels, double value);
    }

    /** @param organisationId of whoever asks, null for all. */
    void measure(Long organisationId, Sink sink);

    /** Whether a run that goes on may be shown to an organisation, null being all. */
    boolean shows(Long organisationId, long runId);
}
