package busyhour.web.probe;

/** How well a probed system does. */
public enum Health {
    /** All limits were kept. */
    HEALTHY,
    /** Nothing can be said: it did not run, or what has a limit was not measured. */
    UNKNOWN,
    /** A warning limit was broken. */
    DEGRADED,
    /** A critical limit was broken, or nobody answered. */
    UNHEALTHY;

    /** The one that decides: the worst that is known, else that it is not known. */
    public Health or(Health other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
