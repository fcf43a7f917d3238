package busyhour.ipc.run;

/**
 * What the values of a sample stand for. A counter's last value, in either scope, is its final one. New scopes go to the end.
 */
public enum SampleScope {
    /** Gauges of the second, counters as they stand after it. */
    SECOND,
    /** One-shots, each once when it is known; each value is one observation. */
    CALL;

    private static final SampleScope[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static SampleScope of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
