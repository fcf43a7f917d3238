package busyhour.rtp.send;

/**
 * The media clock of one outgoing stream against the monotonic clock: what timestamp belongs to an instant. Set by the
 * schedule of the packets, not by their lateness (RFC 3550 6.4.1).
 */
final class SendClock {

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private boolean running;
    private long anchorNs;       // intended time of a packet
    private int anchorTimestamp; // and its timestamp

    void stop() {
        running = false;
    }

    boolean isRunning() {
        return running;
    }

    /** A packet with this timestamp was intended for this instant. */
    void start(final long intendedNs, final int timestamp) {
        running = true;
        anchorNs = intendedNs;
        anchorTimestamp = timestamp;
    }

    int timestampAt(final long nowNs, final int clockRateHz) {
        final long sinceNs = nowNs - anchorNs;
        final long units = Math.floorDiv(sinceNs, NS_PER_SECOND) * clockRateHz
                + Math.floorMod(sinceNs, NS_PER_SECOND) * clockRateHz / NS_PER_SECOND;
        return anchorTimestamp + (int) units;
    }
}
