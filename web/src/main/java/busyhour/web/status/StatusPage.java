package busyhour.web.status;

import java.time.Instant;
import java.util.List;

/**
 * A public page that shows how probes do.
 *
 * @param slug   its address below {@code /status/}, unique among all pages of the platform.
 * @param colour {@code #rrggbb}.
 * @param logoType media type of its logo, null without one.
 * @param published whether strangers see it.
 */
public record StatusPage(long id, long projectId, String slug, String name, String description, String colour, String logoType, boolean published,
        Instant createdAt, List<Component> components) {

    public StatusPage {
        components = List.copyOf(components);
    }

    /** A probe under the name that the public knows. */
    public record Component(long probeId, String name) {
    }
}
