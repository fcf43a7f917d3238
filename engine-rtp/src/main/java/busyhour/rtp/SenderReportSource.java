package busyhour.rtp;

/**
 * What the send side knows about its own stream, as a sender report needs it (RFC 3550 6.4.1).
 * <p>
 * Read on the shard's thread.
 */
public interface SenderReportSource {

    /** Our SSRC. */
    int ssrc();

    /** RTP packets sent under this SSRC, modulo 2^32. */
    long reportPacketCount();

    /** Payload octets sent under this SSRC, modulo 2^32. */
    long reportOctetCount();

    /**
     * The media clock at an instant, on the schedule of the packets and not on their lateness.
     *
     * @param nowNs monotonic; before the first packet the first timestamp is returned.
     * @return RTP timestamp.
     */
    int rtpTimestampAt(long nowNs);
}
