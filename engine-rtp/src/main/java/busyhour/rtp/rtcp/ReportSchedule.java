package busyhour.rtp.rtcp;

import busyhour.rtp.SplitMix64;

/**
 * When the next report leaves: the timer rules of RFC 3550 6.3, between two parties.
 * <p>
 * At expiry the interval is drawn anew and counted from the last report (reconsideration, 6.3.6); only if that
 * still lies in the past the report is due, and then stays due until it was sent.
 */
final class ReportSchedule {

    private static final double UDP_IP_LENGTH = 28;
    private static final double FIRST_GUESS_LENGTH = 100 + UDP_IP_LENGTH;
    private static final double AVERAGE_SHARE = 1.0 / 16; // 6.3.3

    private final double rtcpOctetsPerSecond;
    private long minIntervalNs;
    private long random;
    private boolean running;
    private boolean initial;
    private boolean due;
    private long lastNs;
    private long nextNs;
    private double averageLength;
    private boolean peerKnown;
    private boolean peerSends;
    private boolean weSent;

    ReportSchedule(final double rtcpOctetsPerSecond) {
        this.rtcpOctetsPerSecond = rtcpOctetsPerSecond;
    }

    void start(final long sessionMinIntervalNs, final long seed, final long nowNs) {
        minIntervalNs = sessionMinIntervalNs;
        random = seed;
        averageLength = FIRST_GUESS_LENGTH;
        peerKnown = false;
        peerSends = false;
        weSent = false;
        resume(nowNs);
    }

    /** Begins anew with the first report's half interval. */
    void resume(final long nowNs) {
        running = true;
        initial = true;
        due = false;
        lastNs = nowNs;
        nextNs = nowNs + drawNs();
    }

    void stop() {
        running = false;
        due = false;
    }

    boolean isRunning() {
        return running;
    }

    /** What the interval depends on, kept up to date before {@link #isDue}. */
    void participants(final boolean peerIsKnown, final boolean peerIsSending, final boolean weAreSending) {
        peerKnown = peerIsKnown;
        peerSends = peerIsSending;
        weSent = weAreSending;
    }

    long nextNs() {
        return running ? nextNs : Long.MAX_VALUE;
    }

    boolean isDue(final long nowNs) {
        if (!running || nowNs < nextNs) {
            return false;
        }
        if (!due) {
            nextNs = lastNs + drawNs();
            due = nextNs <= nowNs;
        }
        return due;
    }

    void onSent(final int length, final long nowNs) {
        averageLength += (length + UDP_IP_LENGTH - averageLength) * AVERAGE_SHARE;
        due = false;
        initial = false;
        lastNs = nowNs;
        nextNs = nowNs + drawNs();
    }

    void onReceived(final int length) {
        averageLength += (length + UDP_IP_LENGTH - averageLength) * AVERAGE_SHARE;
    }

    private long drawNs() {
        final int members = peerKnown ? 2 : 1;
        final int senders = (peerSends ? 1 : 0) + (weSent ? 1 : 0);
        final double ns = RtcpInterval.deterministicNs(
                members, senders, rtcpOctetsPerSecond, weSent, averageLength, initial, minIntervalNs);
        random += SplitMix64.GAMMA;
        return RtcpInterval.randomisedNs(ns, SplitMix64.unit(SplitMix64.mix(random)));
    }
}
