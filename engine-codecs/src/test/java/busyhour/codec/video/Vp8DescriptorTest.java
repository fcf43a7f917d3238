package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Vp8DescriptorTest {

    private static final int ODD = 7;

    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    private int wrap(final String hex) {
        return descriptor.wrap(buffer(hex), ODD, hex.replace(" ", "").length() / 2);
    }

    private static UnsafeBuffer buffer(final String hex) {
        final byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[octets.length + ODD]);
        buffer.putBytes(ODD, octets);
        return buffer;
    }

    /** The layouts of RFC 7741 4.2, and its examples 4.6. */
    @ParameterizedTest
    @CsvSource({
        // octets,                          length, picture id, wide,  tl0, tid, sync,  keyidx, frame start, key frame
        "10 00 00,                          1,      -1,         false, -1,  -1,  false, -1,     true,        true",
        "10 01 00,                          1,      -1,         false, -1,  -1,  false, -1,     true,        false",
        "00 00 00,                          1,      -1,         false, -1,  -1,  false, -1,     false,       false",
        "11 00 00,                          1,      -1,         false, -1,  -1,  false, -1,     false,       false",
        "90 80 17 00,                       3,      23,         false, -1,  -1,  false, -1,     true,        true",
        "90 80 91 11 00,                    4,      4369,       true,  -1,  -1,  false, -1,     true,        true",
        "90 00 00,                          2,      -1,         false, -1,  -1,  false, -1,     true,        true",
        "90 e0 81 00 05 a0 01,              6,      256,        true,  5,   2,   true,  -1,     true,        false",
        "90 f0 81 00 05 5f 01,              6,      256,        true,  5,   1,   false, 31,     true,        false",
        "90 10 1f 00,                       3,      -1,         false, -1,  -1,  false, 31,     true,        true",
    })
    void shouldReadEachLayout(final String hex, final int length, final int pictureId, final boolean isWide, final int tl0, final int tid,
            final boolean isSync, final int keyIdx, final boolean isFrameStart, final boolean isKeyFrame) {
        assertThat(wrap(hex)).isEqualTo(Vp8Descriptor.OK);
        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.hasWidePictureId()).isEqualTo(isWide);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0);
        assertThat(descriptor.temporalLayer()).isEqualTo(tid);
        assertThat(descriptor.isLayerSync()).isEqualTo(isSync);
        assertThat(descriptor.keyIdx()).isEqualTo(keyIdx);
        assertThat(descriptor.isFrameStart()).isEqualTo(isFrameStart);
        assertThat(descriptor.isKeyFrame()).isEqualTo(isKeyFrame);
    }

    @Test
    void shouldTellPartitionsAndDisposableFrames() {
        assertThat(wrap("33 00 00")).isEqualTo(Vp8Descriptor.OK);
        assertThat(descriptor.isPartitionStart()).isTrue();
        assertThat(descriptor.partition()).isEqualTo(3);
        assertThat(descriptor.isDisposable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "90", "90 80", "90 80 80", "90 80 80 01", "90 40 01", "90 f0 80 01 02", "90 f0 80 01 02 03"})
    void shouldTellWhatIsTruncated(final String hex) {
        assertThat(wrap(hex)).isEqualTo(Vp8Descriptor.TRUNCATED);
    }

    @Test
    void shouldReadAKeyFrameHeader() {
        final Vp8KeyFrameHeader header = new Vp8KeyFrameHeader();
        assertThat(header.parse(buffer("10 02 00 9d 01 2a 80 42 68 81 00"), ODD, 11)).isEqualTo(Vp8KeyFrameHeader.OK);
        assertThat(header.width()).as("14 bits, 2 of scale").isEqualTo(640);
        assertThat(header.height()).isEqualTo(360);
        assertThat(header.isShown()).isTrue();
        assertThat(header.version()).isZero();
        assertThat(header.firstPartitionLength()).isEqualTo(16);
        assertThat(header.parse(buffer("11 02 00"), ODD, 3)).isEqualTo(Vp8KeyFrameHeader.NOT_KEY_FRAME);
        assertThat(header.parse(buffer("10 02 00 9d 01 2a 80 02 68"), ODD, 9)).isEqualTo(Vp8KeyFrameHeader.TRUNCATED);
        assertThat(header.parse(buffer("10"), ODD, 0)).isEqualTo(Vp8KeyFrameHeader.TRUNCATED);
        assertThat(header.parse(buffer("10 02 00 9d 01 2b 80 02 68 01"), ODD, 10)).isEqualTo(Vp8KeyFrameHeader.MALFORMED);
        assertThat(header.parse(buffer("10 02 00 9d 01 2a 00 40 68 01"), ODD, 10)).isEqualTo(Vp8KeyFrameHeader.MALFORMED);
        assertThat(header.width()).as("the last good one").isEqualTo(640);
    }
}
