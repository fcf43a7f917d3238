package busyhour.web.probe;

import java.time.Instant;

/**
 * A probe's state became another one.
 *
 * @param execution that decided it; null when the probe was paused or changed.
 */
public record ProbeChange(Probe probe, Health before, Health now, Instant at, String reason, Execution execution) {
}
