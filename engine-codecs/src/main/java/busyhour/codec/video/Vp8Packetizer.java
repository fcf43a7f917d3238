package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * VP8 frames to RTP payloads (RFC 7741 4): each has a descriptor of four octets with a 15-bit PictureID; the packets of a frame are
 * equally long to within an octet. The frame goes through as one partition (4.4 leaves that to the sender), so only its first packet
 * has the S bit.
 */
public final class Vp8Packetizer implements VideoPacketizer {

    /** X, then I, then the PictureID with its M bit. */
    static final int DESCRIPTOR_LENGTH = 4;
    static final int PICTURE_ID_OFFSET = 2;

    private final int maxPayload;

    public Vp8Packetizer(final int maxPayload) {
        this.maxPayload = maxPayload;
    }

    @Override
    public void packetize(final DirectBuffer buffer, final int offset, final int length, final EncodedVideoBuilder video) {
        if (length < 1) {
            throw new VideoException("VP8 frame " + video.frame() + ": found no octet, expected at least one");
        }
        final int room = maxPayload - DESCRIPTOR_LENGTH;
        final int packets = (length + room - 1) / room;
        for (int i = 0; i < packets; i++) {
            final int from = (int) ((long) length * i / packets);
            final int to = (int) ((long) length * (i + 1) / packets);
            video.beginPacket()
                    .append(i == 0 ? 0x90 : 0x80)
                    .append(0x80)
                    .append(0x80 | video.frame() >> 8 & 0x7f)
                    .append(video.frame() & 0xff)
                    .append(buffer, offset + from, to - from);
        }
    }
}
