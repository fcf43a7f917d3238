package busyhour.codec.video;

import org.agrona.DirectBuffer;

/** Holds an encoder's key frames to what we promise: SPS and PPS in band before each IDR picture, and the size that was asked for. */
final class ParameterSets {

    private final VideoEncoding encoding;
    private final AnnexBReader reader = new AnnexBReader();
    private final H264Sps sps = new H264Sps();
    private final Vp8KeyFrameHeader vp8 = new Vp8KeyFrameHeader();

    ParameterSets(final VideoEncoding encoding) {
        this.encoding = encoding;
    }

    /** Of the last SPS, 0 for VP8. */
    int profileLevelId() {
        return sps.profileLevelId();
    }

    /** @throws VideoException when the key frame cannot be decoded by somebody who begins with it. */
    void check(final DirectBuffer buffer, final int offset, final int length) {
        if (encoding.codec() == VideoCodec.VP8) {
            require(vp8.parse(buffer, offset, length) == Vp8KeyFrameHeader.OK, "a key frame header");
            requireSize(vp8.width(), vp8.height());
            return;
        }
        boolean hasSps = false;
        boolean hasPps = false;
        boolean hasIdr = false;
        reader.wrap(buffer, offset, length);
        while (reader.next()) {
            final int type = H264Nal.type(buffer.getByte(reader.nalOffset()));
            if (type == H264Nal.SPS) {
                hasSps = sps.parse(buffer, reader.nalOffset(), reader.nalLength()) == H264Sps.OK;
            } else if (type == H264Nal.PPS) {
                hasPps = true;
            } else if (type == H264Nal.IDR) {
                require(hasSps && hasPps, "SPS and PPS before an IDR picture");
                hasIdr = true;
            }
        }
        require(hasIdr, "an IDR picture in a key frame");
        requireSize(sps.width(), sps.height());
    }

    private void requireSize(final int width, final int height) {
        require(width == encoding.width() && height == encoding.height(),
                encoding.width() + "x" + encoding.height() + " and not " + width + "x" + height);
    }

    private void require(final boolean isRight, final String expected) {
        if (!isRight) {
            throw new VideoException(encoding.codec().encodingName() + " encoder: expected " + expected);
        }
    }
}
