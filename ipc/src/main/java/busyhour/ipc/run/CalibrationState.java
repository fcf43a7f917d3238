package busyhour.ipc.run;

/**
 * How the measuring of a worker's host stands. New states go to the end.
 *
 * <pre>
 *   NONE --asked--> WAITING --the worker began--> RUNNING --> DONE
 *                      +-------------------------------+----> FAILED
 * </pre>
 */
public enum CalibrationState {
    /** Nobody has asked for it. */
    NONE,
    /** Asked for; the worker has not said that it began. */
    WAITING,
    /** The worker measures, and plays nothing meanwhile. */
    RUNNING,
    /** The worker knows what its host carries. */
    DONE,
    /** Nothing came of it; the message says why. */
    FAILED;

    private static final CalibrationState[] BY_CODE = values();

    /** Whether there is more to come. */
    public boolean isUnderWay() {
        return this == WAITING || this == RUNNING;
    }

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static CalibrationState of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
