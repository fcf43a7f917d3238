package busyhour.rtp.rtcp;

import org.agrona.MutableDirectBuffer;

/** The feedback half of a session: what is asked of the peer, and whether it goes alone (RFC 5506) or behind a report. */
final class EarlyFeedback {

    private final FeedbackSchedule schedule = new FeedbackSchedule();
    private FeedbackSource source = FeedbackSource.NONE;
    private boolean reducedSize;
    private int writtenLength;

    /** No feedback is negotiated. */
    void stop() {
        source = FeedbackSource.NONE;
        writtenLength = 0;
    }

    void start(final FeedbackSource feedbackSource, final boolean withoutReports, final double sessionBandwidthBps, final long seed) {
        if (source == FeedbackSource.NONE) {
            schedule.start(sessionBandwidthBps, seed);
        }
        source = feedbackSource;
        reducedSize = withoutReports;
        writtenLength = 0;
    }

    boolean isReducedSize() {
        return reducedSize;
    }

    long nextNs() {
        final long wantedNs = source.nextFeedbackNs();
        return wantedNs == Long.MAX_VALUE ? wantedNs : schedule.allowedNs(wantedNs);
    }

    boolean isDue(final long nowNs) {
        return nextNs() <= nowNs;
    }

    /** @return length of the packets written, 0 when nothing is wanted. */
    int write(final MutableDirectBuffer buffer, final int offset, final int ssrc, final long nowNs) {
        writtenLength = source.nextFeedbackNs() <= nowNs ? source.writeFeedback(buffer, offset, ssrc, nowNs) : 0;
        return writtenLength;
    }

    boolean hasWritten() {
        return writtenLength > 0;
    }

    /** @param length of the whole datagram. */
    void onSent(final int length, final long nowNs) {
        if (writtenLength > 0) {
            writtenLength = 0;
            schedule.onSent(length, nowNs);
            source.onFeedbackSent(nowNs);
        }
    }

    void forget() {
        writtenLength = 0;
    }
}
