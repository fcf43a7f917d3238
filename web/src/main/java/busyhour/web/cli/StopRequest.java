package busyhour.web.cli;

/** Whether somebody asked for the run's end. Any thread. */
final class StopRequest {
    private volatile boolean requested;

    /** Asks for it. */
    void request() {
        requested = true;
    }

    boolean isRequested() {
        return requested;
    }
}
