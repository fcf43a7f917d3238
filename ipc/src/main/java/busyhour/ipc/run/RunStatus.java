package busyhour.ipc.run;

/**
 * How a run stands. New states go to the end.
 */
public enum RunStatus {
    /** Taken, not yet looked at. */
    PENDING(false),
    /** Endpoints are being given to workers. */
    QUEUED(false),
    /** Calls and metrics are live. */
    RUNNING(false),
    /** Calls are being ended. */
    STOPPING(false),
    /** All endpoints are done; also a stopped run with partial results. */
    COMPLETED(true),
    /** It could not be done; the detail says why. */
    FAILED(true),
    /** No worker or no room for it. */
    CANNOT_RUN_FOR_NOW(true);

    private final boolean terminal;

    RunStatus(final boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether it stays so. */
    public boolean isTerminal() {
        return terminal;
    }

    private static final RunStatus[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static RunStatus of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
