package busyhour.ipc.link;

import busyhour.ipc.run.CalibrationState;

/**
 * What a worker's heartbeats say of measuring its host: again and again, so that no platform misses it. Immutable.
 *
 * @param id       number of what a platform asked for last since the worker's process started, 0 = nothing.
 * @param state    of that.
 * @param measured endpoints by the last such calibration on this host, of an earlier process too; null = there was none.
 * @param message  what was found, or why it failed; never null.
 */
public record CalibrationReport(long id, CalibrationState state, Integer measured, String message) {
    /** Longest message, in characters. */
    public static final int MESSAGE_LIMIT = 300;

    public CalibrationReport {
        message = message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT - 1) + "…";
    }

    /** Nobody has asked since the process started. */
    public static CalibrationReport none(final Integer measured) {
        return new CalibrationReport(0, CalibrationState.NONE, measured, "");
    }

    /** Whether a platform asked for something. */
    public boolean isOfSome() {
        return id > 0;
    }
}
