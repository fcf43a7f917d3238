package busyhour.rtp.rtcp;

import org.agrona.MutableDirectBuffer;

/**
 * What a receiver wants to ask of the peer, when, and how it is written. {@link RtcpSession} decides when it may (RFC 4585 3.5).
 * Called on the shard's thread.
 */
public interface FeedbackSource {

    /** Room that {@link #writeFeedback} is given. */
    int MAX_LENGTH = 640;

    /** Nothing is ever asked for. */
    FeedbackSource NONE = new FeedbackSource() {

        @Override
        public long nextFeedbackNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public int writeFeedback(final MutableDirectBuffer buffer, final int offset, final int ssrc, final long nowNs) {
            return 0;
        }

        @Override
        public void onFeedbackSent(final long nowNs) {
        }
    };

    /** When there is something to ask for, {@link Long#MAX_VALUE} when nothing is in sight. */
    long nextFeedbackNs();

    /**
     * Writes the feedback packets that are due, nothing around them. Changes nothing that counts.
     *
     * @param ssrc ours, as the sender of the packets.
     * @return their length, at most {@link #MAX_LENGTH}; 0 when nothing is due.
     */
    int writeFeedback(MutableDirectBuffer buffer, int offset, int ssrc, long nowNs);

    /** What was written last left. */
    void onFeedbackSent(long nowNs);
}
