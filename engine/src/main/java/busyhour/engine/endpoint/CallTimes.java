package busyhour.engine.endpoint;

/**
 * The instants of one call, from which its one-shot metrics follow (catalogue category call_timing). All monotonic
 * nanoseconds. Latencies of the caller count from the intended time of the call, not from the moment at which the
 * generator came round to it.
 */
final class CallTimes {

    /** The instant has not come. No clock of ours runs back to it. */
    static final long NEVER = Long.MIN_VALUE;

    long intendedNs;
    long inviteNs;
    long tryingNs;
    long ringingNs;
    long progressNs;
    long answeredNs;
    long acknowledgedNs;
    long firstMediaNs;
    long hangUpNs;
    long endedNs;
    boolean cancelled;

    CallTimes() {
        clear(NEVER);
    }

    void clear(final long intended) {
        intendedNs = intended;
        inviteNs = NEVER;
        tryingNs = NEVER;
        ringingNs = NEVER;
        progressNs = NEVER;
        answeredNs = NEVER;
        acknowledgedNs = NEVER;
        firstMediaNs = NEVER;
        hangUpNs = NEVER;
        endedNs = NEVER;
        cancelled = false;
    }

    boolean isAnswered() {
        return answeredNs != NEVER;
    }

    double timeToTryingMs() {
        return betweenMs(intendedNs, tryingNs);
    }

    double timeToRingingMs() {
        return betweenMs(intendedNs, ringingNs);
    }

    /** RFC 6076 4.3.1: the first sign for the caller's ear. */
    double postDialDelayMs() {
        return betweenMs(intendedNs, progressNs);
    }

    double callSetupTimeMs() {
        return betweenMs(intendedNs, answeredNs);
    }

    double ringTimeMs() {
        return betweenMs(ringingNs, answeredNs);
    }

    double answerToAckMs() {
        return betweenMs(answeredNs, acknowledgedNs);
    }

    double timeToFirstMediaMs() {
        return firstMediaNs != NEVER && answeredNs != NEVER && firstMediaNs < answeredNs
                ? 0 : betweenMs(answeredNs, firstMediaNs);
    }

    double callDurationMs() {
        return betweenMs(answeredNs, hangUpNs);
    }

    double disconnectDelayMs() {
        return cancelled ? Double.NaN : betweenMs(hangUpNs, endedNs);
    }

    double cancelDelayMs() {
        return cancelled ? betweenMs(hangUpNs, endedNs) : Double.NaN;
    }

    private static double betweenMs(final long fromNs, final long toNs) {
        return fromNs == NEVER || toNs == NEVER ? Double.NaN : (toNs - fromNs) / 1e6;
    }
}
