package busyhour.web.worker;

import java.time.Instant;

import busyhour.ipc.run.CalibrationState;

/**
 * How the last measuring of a worker's host stands that somebody asked for. Immutable.
 *
 * @param requestedAt null = nobody asked.
 * @param endedAt     null = not yet.
 * @param message     what was found, or why it failed; null = nothing to say.
 * @param capacity    endpoints that it found, null = none.
 */
public record Calibration(CalibrationState state, Instant requestedAt, Instant endedAt, String message, Integer capacity) {

    static final Calibration NONE = new Calibration(CalibrationState.NONE, null, null, null, null);
}
