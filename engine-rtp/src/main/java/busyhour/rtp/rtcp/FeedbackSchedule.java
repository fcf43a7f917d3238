package busyhour.rtp.rtcp;

import busyhour.rtp.SplitMix64;

/**
 * When feedback may leave between two parties (RFC 4585 3.5): at once (T_dither_max is 0), once ahead of the regular time tn; a
 * second time not before tn. The regular times are T_rr apart, which follows from the bandwidth alone (3.4: no minimum); reports at
 * them are suppressed for as long as the session's report interval says (T_rr_interval, {@link ReportSchedule}).
 * <pre>
 *   tp ............. tn ............. tn' = tp + 2 T_rr
 *      ^ early: now     ^ the next one waits until tn'
 * </pre>
 */
final class FeedbackSchedule {

    private static final double UDP_IP_LENGTH = 28;
    private static final double FIRST_GUESS_LENGTH = 80 + UDP_IP_LENGTH;
    private static final double AVERAGE_SHARE = 1.0 / 16;
    private static final double RTCP_SHARE_OCTETS = 0.05 / 8;
    private static final int PARTIES = 2;

    private double octetsPerSecond;
    private double averageLength;
    private long random;
    private boolean allowEarly;
    private long lastNs;
    private long nextNs;

    void start(final double sessionBandwidthBps, final long seed) {
        octetsPerSecond = sessionBandwidthBps * RTCP_SHARE_OCTETS;
        averageLength = FIRST_GUESS_LENGTH;
        random = seed;
        allowEarly = true;
        lastNs = Long.MIN_VALUE / 2;
        nextNs = Long.MIN_VALUE / 2;
    }

    /** When feedback that is wanted at {@code wantedNs} may leave. */
    long allowedNs(final long wantedNs) {
        return allowEarly ? wantedNs : Math.max(wantedNs, nextNs);
    }

    void onSent(final int length, final long nowNs) {
        averageLength += (length + UDP_IP_LENGTH - averageLength) * AVERAGE_SHARE;
        final long intervalNs = drawNs();
        if (nowNs >= nextNs) { // in its regular time
            allowEarly = true;
            lastNs = nowNs;
            nextNs = nowNs + intervalNs;
        } else { // ahead of it
            allowEarly = false;
            final long followingNs = Math.max(nextNs, lastNs + 2 * intervalNs);
            lastNs = nextNs;
            nextNs = followingNs;
        }
    }

    private long drawNs() {
        final double ns = RtcpInterval.deterministicNs(PARTIES, PARTIES, octetsPerSecond, true, averageLength, false, 0);
        random += SplitMix64.GAMMA;
        return RtcpInterval.randomisedNs(ns, SplitMix64.unit(SplitMix64.mix(random)));
    }
}
