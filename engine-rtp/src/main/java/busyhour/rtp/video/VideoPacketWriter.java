package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Builds the packets of a sent video stream: header, perhaps the transport-wide sequence number, the stored payload with its own
 * PictureID; and retransmissions, as a stream of their own (RFC 4588 4) or as the packet was.
 * <pre>
 *   media  |RTP header| extension |            payload |
 *   RTX    |RTP header| extension | OSN (16)|  payload |    OSN = the media packet's sequence number
 * </pre>
 * Writing looks only; {@link #onMedia} and {@link #onSentAgain} move the numbers.
 */
final class VideoPacketWriter {

    private static final int OSN_LENGTH = 2;
    private static final int NONE = -1;
    private static final int LONG_PICTURE_ID = 0x8000;
    private static final int TWO_TO_16 = 0xFFFF;

    private final VideoContent content;
    private final SentPackets history;
    private int ssrc;
    private int sequence;
    private int payloadType;
    private int rtxPayloadType;
    private int rtxSsrc;
    private int rtxSequence;
    private int extensionId;
    private int transportSequence;
    private int payloadLength;

    VideoPacketWriter(final VideoContent content, final SentPackets history) {
        this.content = content;
        this.history = history;
    }

    void start(final int streamSsrc, final int firstSequence, final int mediaType, final int rtxType, final int retransmissionSsrc) {
        ssrc = streamSsrc;
        sequence = firstSequence & TWO_TO_16;
        rtxSsrc = retransmissionSsrc;
        rtxSequence = retransmissionSsrc >>> 17; // random as the SSRC is; below 2^15 as SRTP wants it (RFC 3711 3.3.1)
        extensionId = NONE;
        transportSequence = 1;
        change(mediaType, rtxType);
    }

    void change(final int mediaType, final int rtxType) {
        payloadType = mediaType;
        rtxPayloadType = rtxType;
    }

    void transportExtension(final int id) {
        extensionId = id >= 1 && id <= TransportSequence.MAX_ID ? id : NONE;
    }

    int writeMedia(final MutableDirectBuffer buffer, final int offset, final int timestamp) {
        RtpHeaderFlyweight.write(buffer, offset, content.isLastOfFrame(), payloadType, sequence, timestamp, ssrc);
        final int at = offset + extended(buffer, offset, transportSequence);
        return at - offset + copyPayload(buffer, at, content.packet(), content.pictureId());
    }

    /** A packet of the history once more. */
    int writeAgain(final MutableDirectBuffer buffer, final int offset, final int sent) {
        final boolean marker = history.marker(sent);
        if (!hasRtx()) {
            RtpHeaderFlyweight.write(buffer, offset, marker, payloadType, sent, history.timestamp(sent), ssrc);
            // octet for octet what it was, so that a cipher's nonce is never used for two texts
            final int at = offset + extended(buffer, offset, history.transportSequence(sent));
            return at - offset + copyPayload(buffer, at, history.packet(sent), history.pictureId(sent));
        }
        RtpHeaderFlyweight.write(buffer, offset, marker, rtxPayloadType, rtxSequence, history.timestamp(sent), rtxSsrc);
        final int at = offset + extended(buffer, offset, transportSequence);
        buffer.putShort(at, (short) sent, ByteOrder.BIG_ENDIAN);
        final int length = copyPayload(buffer, at + OSN_LENGTH, history.packet(sent), history.pictureId(sent));
        payloadLength = OSN_LENGTH + length;
        return at - offset + payloadLength;
    }

    private int extended(final MutableDirectBuffer buffer, final int offset, final int transport) {
        if (extensionId == NONE) {
            return RtpHeaderFlyweight.HEADER_LENGTH;
        }
        TransportSequence.write(buffer, offset, extensionId, transport);
        return RtpHeaderFlyweight.HEADER_LENGTH + TransportSequence.LENGTH;
    }

    private int copyPayload(final MutableDirectBuffer buffer, final int at, final int packet, final int pictureId) {
        final EncodedVideo video = content.video();
        final int length = video.packetLength(packet);
        buffer.putBytes(at, video.buffer(), video.packetOffset(packet), length);
        if (video.pictureIdOffset() >= 0) {
            buffer.putShort(at + video.pictureIdOffset(), (short) (LONG_PICTURE_ID | pictureId), ByteOrder.BIG_ENDIAN);
        }
        payloadLength = length;
        return length;
    }

    /** The media packet written last is out; {@code sent} false: it was given up, and its number is missing at the peer. */
    void onMedia(final int timestamp, final boolean sent) {
        if (sent) {
            history.add(sequence, content.packet(), content.isLastOfFrame(), timestamp, content.pictureId(), transportSequence);
            onTransport();
        }
        sequence = RtpArithmetic.nextSequence(sequence);
    }

    /** The retransmission written last left. */
    void onSentAgain() {
        if (hasRtx()) {
            rtxSequence = RtpArithmetic.nextSequence(rtxSequence);
            onTransport();
        }
    }

    private void onTransport() {
        transportSequence = extensionId == NONE ? transportSequence : RtpArithmetic.nextSequence(transportSequence);
    }

    /** Whether retransmissions are a stream of their own. */
    boolean hasRtx() {
        return rtxPayloadType >= 0;
    }

    /** Payload of the packet written last. */
    int payloadLength() {
        return payloadLength;
    }

    int ssrc() {
        return ssrc;
    }

    void ssrc(final int other) {
        ssrc = other;
        history.clear();
    }

    int nextSequence() {
        return sequence;
    }
}
