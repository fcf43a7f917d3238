package busyhour.rtp.receive;

/** What {@link RtpReceiveStream#onPacket} found a datagram to be. */
public final class PacketOutcome {

    /** A packet of the negotiated codec. */
    public static final int MEDIA = 0;
    /** A telephone-event packet (RFC 4733). */
    public static final int TELEPHONE_EVENT = 1;
    /** A comfort noise packet (RFC 3389). */
    public static final int COMFORT_NOISE = 2;
    /** A packet whose extended sequence number was already seen. */
    public static final int DUPLICATE = 3;
    /** RTCP on the media port (RFC 5761): counted nowhere here, the caller hands it to RTCP. */
    public static final int RTCP = 4;
    /** Valid RTP of a payload type that was not negotiated. */
    public static final int UNEXPECTED_PAYLOAD_TYPE = 5;
    /** Out of sequence or on probation (RFC 3550 A.1): held back until the next packet confirms it. */
    public static final int UNCONFIRMED = 6;
    /** Neither RTP nor RTCP. */
    public static final int MALFORMED = 7;

    private PacketOutcome() {
    }
}
