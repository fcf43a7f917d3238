package busyhour.jmh.calibrate;

/**
 * One thing that a host has only so much of.
 *
 * @param name       for files and tables.
 * @param endpoints  that it suffices for; {@link #UNBOUNDED} when it sets no limit.
 * @param arithmetic how that comes about, for people.
 */
record Bound(String name, long endpoints, String arithmetic) {

    static final long UNBOUNDED = Long.MAX_VALUE;

    boolean isBounding() {
        return endpoints < UNBOUNDED;
    }
}
