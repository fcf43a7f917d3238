package busyhour.rtp.video;

import busyhour.codec.video.H264Payload;
import busyhour.codec.video.H264Sps;
import busyhour.codec.video.VideoCodec;
import busyhour.codec.video.Vp8Descriptor;
import busyhour.codec.video.Vp8KeyFrameHeader;
import org.agrona.DirectBuffer;

/** What a received payload says about its frame, without decoding: bits for {@link FrameAssembler}, and the picture's size. */
final class VideoPayload {

    /** Holds (a part of) the picture and not only what goes with it. */
    static final int PICTURE = 1;
    /** Of a key frame. */
    static final int KEY = 2;
    /** A frame begins here for certain, whatever is missing before. */
    static final int START = 4;
    /** Goes on with something that began in another packet: no frame begins here. */
    static final int CONTINUES = 8;
    /** Nothing refers to this frame. */
    static final int DISPOSABLE = 16;
    /** Not of the codec's format. */
    static final int MALFORMED = 32;

    private static final int ACCESS_UNIT_DELIMITER = 9;

    private final H264Payload h264 = new H264Payload();
    private final H264Sps sps = new H264Sps();
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp8KeyFrameHeader vp8Header = new Vp8KeyFrameHeader();
    private int width;
    private int height;

    /** @return the bits above; {@link #width()} tells whether it named a size. */
    int read(final VideoCodec codec, final DirectBuffer buffer, final int offset, final int length) {
        width = 0;
        height = 0;
        return codec == VideoCodec.VP8 ? readVp8(buffer, offset, length) : readH264(buffer, offset, length);
    }

    private int readH264(final DirectBuffer buffer, final int offset, final int length) {
        if (h264.wrap(buffer, offset, length) != H264Payload.OK) {
            return MALFORMED;
        }
        final boolean hasSps = h264.spsOffset() >= 0;
        if (hasSps && sps.parse(buffer, h264.spsOffset(), h264.spsLength()) == H264Sps.OK) {
            width = sps.width();
            height = sps.height();
        }
        int bits = h264.hasSlice() ? PICTURE : 0;
        bits |= h264.isKeyFrame() ? KEY : 0;
        bits |= h264.isNalStart() ? 0 : CONTINUES;
        bits |= h264.hasSlice() && h264.isDisposable() ? DISPOSABLE : 0;
        // an IDR slice may follow parameter sets that were lost with the gap: only those are a beginning then
        final boolean begins = hasSps || h264.nalType() == ACCESS_UNIT_DELIMITER
                || h264.isNalStart() && h264.isFirstSlice() && !h264.isKeyFrame();
        return bits | (begins ? START : 0);
    }

    private int readVp8(final DirectBuffer buffer, final int offset, final int length) {
        if (vp8.wrap(buffer, offset, length) != Vp8Descriptor.OK) {
            return MALFORMED;
        }
        int bits = PICTURE | (vp8.isDisposable() ? DISPOSABLE : 0) | (vp8.isFrameStart() ? START : CONTINUES);
        if (vp8.isKeyFrame()) {
            bits |= KEY;
            if (vp8Header.parse(buffer, offset + vp8.length(), length - vp8.length()) == Vp8KeyFrameHeader.OK) {
                width = vp8Header.width();
                height = vp8Header.height();
            }
        }
        return bits;
    }

    /** Pixels, 0 when the payload named no size. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
