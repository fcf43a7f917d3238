package busyhour.jmh.calibrate;

/**
 * How a load comes and goes. The ramp is also what the engine's compilation has for itself: on two cores it stands in a shard's way.
 *
 * @param rampS    from the first call to the last.
 * @param measureS that the result's steady part lasts.
 */
record LoadShape(int rampS, int measureS) {

    /** What the result leaves out behind the ramp, and the seconds that it cuts at either end. */
    private static final int SETTLE_S = 3;
    /** Start of two JVMs, registration, hang-ups, files. */
    private static final int AROUND_S = 5;
    /** Endpoints that register in a second, at least. */
    private static final int REGISTRATIONS_PER_SECOND = 2_500;

    /** A call's length from its answer so that the first one hangs up when the steady part is over. */
    int callS() {
        return rampS + SETTLE_S + measureS;
    }

    /** From the first look of a shard to the end of the steady part, seconds. */
    int playS(int endpoints) {
        return callS() + endpoints / REGISTRATIONS_PER_SECOND;
    }

    /** From the command to the result where the host keeps up. */
    int wholeS() {
        return callS() + AROUND_S;
    }
}
