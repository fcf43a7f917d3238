package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264PayloadTest {

    private static final int ODD = 5;

    private final H264Payload payload = new H264Payload();

    private int wrap(final String hex) {
        final byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[octets.length + ODD]);
        buffer.putBytes(ODD, octets);
        return payload.wrap(buffer, ODD, octets.length);
    }

    @Test
    void shouldReadASingleNalUnit() {
        assertThat(wrap("41 9a 00 11 22")).isEqualTo(H264Payload.OK);
        assertThat(payload.packetType()).isEqualTo(1);
        assertThat(payload.nalType()).isEqualTo(H264Nal.SLICE);
        assertThat(payload.nalCount()).isEqualTo(1);
        assertThat(payload.nalOffset(0)).isEqualTo(ODD);
        assertThat(payload.nalLength(0)).isEqualTo(5);
        assertThat(payload.isKeyFrame()).isFalse();
        assertThat(payload.isFirstSlice()).isTrue();
        assertThat(payload.isNalStart()).isTrue();
        assertThat(payload.isNalEnd()).isTrue();
        assertThat(payload.isDisposable()).isFalse();
        assertThat(payload.spsOffset()).isEqualTo(-1);
    }

    @Test
    void shouldTellFurtherSlicesAndDisposablePictures() {
        assertThat(wrap("01 40 00 11 22")).isEqualTo(H264Payload.OK);
        assertThat(payload.isFirstSlice()).isFalse();
        assertThat(payload.isDisposable()).isTrue();
    }

    @Test
    void shouldWalkAnAggregate() {
        assertThat(wrap("78 0004 67 42c01e 0002 68ce 0003 65 88 84")).isEqualTo(H264Payload.OK);
        assertThat(payload.packetType()).isEqualTo(H264Nal.STAP_A);
        assertThat(payload.nalCount()).isEqualTo(3);
        assertThat(payload.spsOffset()).isEqualTo(ODD + 3);
        assertThat(payload.spsLength()).isEqualTo(4);
        assertThat(payload.hasPps()).isTrue();
        assertThat(payload.nalType()).isEqualTo(H264Nal.IDR);
        assertThat(payload.isKeyFrame()).isTrue();
        assertThat(payload.isFirstSlice()).isTrue();
        assertThat(payload.isIntraSlice()).isTrue();
        assertThat(payload.nalOffset(2)).isEqualTo(ODD + 13);
        assertThat(payload.nalLength(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"7c 85 88 80, true, false, true", "7c 05 88 80, false, false, false", "7c 45 88 80, false, true, false"})
    void shouldReadFragments(final String hex, final boolean isStart, final boolean isEnd, final boolean isFirstSlice) {
        assertThat(wrap(hex)).isEqualTo(H264Payload.OK);
        assertThat(payload.isFragment()).isTrue();
        assertThat(payload.nalType()).isEqualTo(H264Nal.IDR);
        assertThat(payload.isKeyFrame()).isTrue();
        assertThat(payload.isNalStart()).isEqualTo(isStart);
        assertThat(payload.isNalEnd()).isEqualTo(isEnd);
        assertThat(payload.isFirstSlice()).isEqualTo(isFirstSlice);
        assertThat(payload.nalOffset(0)).isEqualTo(ODD + 2);
        assertThat(payload.nalLength(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "78", "78 00", "78 0004 67", "78 0000", "78 0001 67 00", "7c", "7c 85"})
    void shouldTellWhatIsTruncated(final String hex) {
        assertThat(wrap(hex)).isEqualTo(H264Payload.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1 00", "7c c5 88", "7c 80 88", "7c 9c 88", "78 0002 7800", "78 0002 7c85"})
    void shouldTellWhatIsMalformed(final String hex) {
        assertThat(wrap(hex)).isEqualTo(H264Payload.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60 00", "79 00 00 0001 41", "7a 00 00", "7b 00", "7d 85 00 00 11", "7e 00", "7f 00"})
    void shouldTellWhatIsNotSupported(final String hex) {
        assertThat(wrap(hex)).isEqualTo(H264Payload.UNSUPPORTED);
    }

    @Test
    void shouldEndWithinAnAggregateOfManyUnits() {
        assertThat(wrap("78" + "000109".repeat(H264Payload.MAX_NAL_UNITS))).isEqualTo(H264Payload.OK);
        assertThat(wrap("78" + "000109".repeat(H264Payload.MAX_NAL_UNITS + 1))).isEqualTo(H264Payload.MALFORMED);
    }
}
