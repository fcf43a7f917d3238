package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.sip.sdp.CodecTable;

/** Which codec each row of {@link CodecTable} is. Immutable. */
final class AudioRows {

    private static final AudioCodec[] CODECS = new AudioCodec[CodecTable.size()];

    static {
        for (int row = 0; row < CODECS.length; row++) {
            CODECS[row] = AudioCodec.byName(CodecTable.row(row).planName());
        }
    }

    private AudioRows() {
    }

    /** @return the codec, null for a row of video. */
    static AudioCodec codec(final int row) {
        return CODECS[row];
    }
}
