package busyhour.rtp.rtcp;

/**
 * How long until the next report: {@code rtcp_interval()} of RFC 3550 A.7 and 6.3.1.
 * <p>
 * Between two parties the configured minimum decides nearly always; the bandwidth rule matters for slow codecs
 * and for many members.
 */
public final class RtcpInterval {

    /** RFC 3550 6.2. */
    public static final long MIN_INTERVAL_NS = 5_000_000_000L;

    private static final double SENDER_SHARE = 0.25;
    private static final double RECEIVER_SHARE = 1 - SENDER_SHARE;
    /** e - 3/2: timer reconsideration converges to a lower value than the interval asked for (6.3.1). */
    private static final double COMPENSATION = 2.71828 - 1.5;
    private static final double NS_PER_SECOND = 1e9;

    private RtcpInterval() {
    }

    /**
     * Interval before randomisation.
     *
     * @param members             known participants, we included.
     * @param senders             of them, those that send.
     * @param rtcpOctetsPerSecond bandwidth for RTCP, 5 % of the session's.
     * @param weSent              whether we sent since the second-last report.
     * @param averageLength       mean size of compounds with UDP and IP headers, octets.
     * @param initial             no report has been sent: half of the minimum.
     * @param minIntervalNs       {@link #MIN_INTERVAL_NS} unless configured.
     */
    static double deterministicNs(
            final int members,
            final int senders,
            final double rtcpOctetsPerSecond,
            final boolean weSent,
            final double averageLength,
            final boolean initial,
            final long minIntervalNs) {
        double bandwidth = rtcpOctetsPerSecond;
        int sharing = members;
        if (senders <= members * SENDER_SHARE) {
            if (weSent) {
                bandwidth *= SENDER_SHARE;
                sharing = senders;
            } else {
                bandwidth *= RECEIVER_SHARE;
                sharing -= senders;
            }
        }
        final double minNs = initial ? minIntervalNs / 2.0 : minIntervalNs;
        return Math.max(minNs, averageLength * sharing / bandwidth * NS_PER_SECOND);
    }

    /** The interval used: even random over 0.5 to 1.5 of the given one, compensated. @param uniform in [0, 1). */
    static long randomisedNs(final double deterministicNs, final double uniform) {
        return (long) (deterministicNs * (uniform + 0.5) / COMPENSATION);
    }
}
