package busyhour.engine.media;

import busyhour.codec.video.VideoCodec;
import busyhour.sip.sdp.CodecTable;

/** Which rows of {@link CodecTable} are video, and which codec each of them is. Immutable. */
public final class VideoRows {

    private static final VideoCodec[] CODECS = new VideoCodec[CodecTable.size()];

    static {
        for (int row = 0; row < CODECS.length; row++) {
            CODECS[row] = VideoCodec.byName(CodecTable.row(row).encodingName());
        }
    }

    private VideoRows() {
    }

    /** @return the codec, null for a row of audio. */
    public static VideoCodec codec(final int row) {
        return CODECS[row];
    }

    /**
     * Set-up.
     *
     * @param name              in a plan.
     * @param packetizationMode of H.264 (RFC 6184 5.4).
     * @return the row, -1 for a codec that is not known.
     */
    public static int of(final String name, final int packetizationMode) {
        final VideoCodec codec = VideoCodec.byName(name);
        return codec == null ? -1 : codec == VideoCodec.VP8 ? CodecTable.VP8
                : packetizationMode == 0 ? CodecTable.H264_MODE_0 : CodecTable.H264;
    }
}
