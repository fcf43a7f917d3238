package busyhour.codec.video;

import org.agrona.DirectBuffer;

/** Tells key frames from others by their first octets. Reusable, allocates nothing, takes any input. One thread. */
final class FrameKind {

    private final boolean isVp8;
    private final AnnexBReader nalUnits = new AnnexBReader();
    private final Vp8KeyFrameHeader header = new Vp8KeyFrameHeader();

    FrameKind(final VideoCodec codec) {
        this.isVp8 = codec == VideoCodec.VP8;
    }

    /** @param buffer H.264: an access unit with start codes; VP8: a frame. */
    boolean isKeyFrame(final DirectBuffer buffer, final int offset, final int length) {
        if (isVp8) {
            return header.parse(buffer, offset, length) == Vp8KeyFrameHeader.OK;
        }
        nalUnits.wrap(buffer, offset, length);
        while (nalUnits.next()) {
            final int type = H264Nal.type(buffer.getByte(nalUnits.nalOffset()));
            if (H264Nal.isSlice(type)) {
                return type == H264Nal.IDR;
            }
        }
        return false;
    }
}
