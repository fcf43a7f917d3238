package busyhour.codec.video;

import org.agrona.DirectBuffer;

/** Cuts encoded frames into RTP payloads. Set-up time, one thread. */
public sealed interface VideoPacketizer permits H264Packetizer, Vp8Packetizer {

    /** The packetizer of an encoding. */
    static VideoPacketizer of(final VideoEncoding encoding) {
        return encoding.codec() == VideoCodec.VP8
                ? new Vp8Packetizer(encoding.maxPayload())
                : new H264Packetizer(encoding.packetizationMode(), encoding.maxPayload());
    }

    /**
     * Appends the payloads of one frame to the frame that the builder began last.
     *
     * @param buffer H.264: an access unit with start codes (H.264 annex B); VP8: a frame.
     * @throws VideoException when the frame does not fit the payload format: no NAL unit in it, or one too large for mode 0.
     */
    void packetize(DirectBuffer buffer, int offset, int length, EncodedVideoBuilder video);
}
