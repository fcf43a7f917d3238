package busyhour.rtp.rtcp;

/**
 * What the peer asks of our sender (RFC 4585, RFC 5104, the REMB and transport-wide congestion control drafts). Called on the
 * shard's thread from within {@link RtcpSession#onCompound}, once for each item; a stream looks itself whether the SSRC is its own.
 */
public interface FeedbackListener {

    /** Nobody listens. */
    FeedbackListener NONE = new FeedbackListener() {
    };

    /** A packet is missing (generic NACK, RFC 4585 6.2.1): once for each sequence number. */
    default void onNack(int mediaSsrc, int sequence, long nowNs) {
    }

    /** A picture was lost (PLI, RFC 4585 6.3.1). */
    default void onPictureLoss(int mediaSsrc, long nowNs) {
    }

    /**
     * A key frame is wanted (FIR, RFC 5104 4.3.1).
     *
     * @param requestNumber of the sender's request: the same number again is the same request.
     */
    default void onFullIntraRequest(int senderSsrc, int mediaSsrc, int requestNumber, long nowNs) {
    }

    /** Macroblocks were lost (SLI, RFC 4585 6.3.2): once for each item. */
    default void onSliceLoss(int mediaSsrc, int firstMacroblock, int macroblocks, int pictureId, long nowNs) {
    }

    /** The peer wants no more than this bit rate (REMB). Once for each SSRC that it names. */
    default void onMaximumBitrate(int mediaSsrc, double bitsPerSecond, long nowNs) {
    }

    /** When the peer received what (transport-wide congestion control). The view holds during the call only. */
    default void onTransportFeedback(TransportFeedbackFlyweight feedback, long nowNs) {
    }
}
