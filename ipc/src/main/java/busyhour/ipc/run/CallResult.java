package busyhour.ipc.run;

import java.util.Locale;

/**
 * How a call ended for its caller, as the metric call_result and the result's {@code calls.results} name it. New results go
 * to the end.
 */
public enum CallResult {
    /** 2xx. */
    ANSWERED,
    /** 486 or 600. */
    BUSY,
    /** 403 or 603. */
    REJECTED,
    /** No final answer: 408, Timer B. */
    TIMEOUT,
    /** 487 after our CANCEL. */
    CANCELLED,
    /** 480 or 503. */
    UNAVAILABLE,
    /** Every other final answer, 404 and 410 too. */
    FAILED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As results and the metric write it. */
    public String word() {
        return word;
    }

    /** 0 as wanted, 1 ended by ourselves before an answer, 10 not answered. */
    public int severity() {
        return this == ANSWERED ? 0 : this == CANCELLED ? 1 : 10;
    }

    /** The result of several calls after another one ended: the worst, the first of equals; either may be null. */
    public static CallResult worse(final CallResult first, final CallResult then) {
        if (first == null || then == null) {
            return first == null ? then : first;
        }
        return then.severity() > first.severity() ? then : first;
    }

    private static final CallResult[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static CallResult of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
