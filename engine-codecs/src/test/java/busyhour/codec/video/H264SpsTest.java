package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class H264SpsTest {

    private final H264Sps sps = new H264Sps();

    private int parse(final String hex, final int odd) {
        final byte[] nal = HexFormat.of().parseHex(hex);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[nal.length + odd + 7]);
        buffer.putBytes(odd, nal);
        return sps.parse(buffer, odd, nal.length);
    }

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#h264Clips")
    void shouldReadEveryClips(final String clip) throws IOException {
        final JsonNode expected = VideoVectors.expected(clip);
        for (final JsonNode hex : expected.path("sps")) {
            for (final int offset : new int[] {0, 3}) {
                assertThat(parse(hex.asText(), offset)).isEqualTo(H264Sps.OK);
                assertThat(sps.width()).isEqualTo(expected.path("width").asInt());
                assertThat(sps.height()).isEqualTo(expected.path("height").asInt());
                assertThat(sps.profileLevelId()).isEqualTo(Integer.parseInt(hex.asText().substring(2, 8), 16));
            }
        }
    }

    /** High profile beside baseline, usage information, 1,088 coded lines of which 1,080 are shown. */
    @ParameterizedTest
    @CsvSource({
        "6764001facd9405005bb011000000300100000030320f18319608e, 1280, 720, 100, 0, 31",
        "6742c01f8c8d240a00b6403c221192, 1280, 720, 66, 192, 31",
        "67640028acd940780227e5c044000003000400000300f03c60c658, 1920, 1080, 100, 0, 40",
    })
    void shouldReadOtherProfilesAndSizes(final String hex, final int width, final int height, final int profile, final int constraints,
            final int level) {
        assertThat(parse(hex, 1)).isEqualTo(H264Sps.OK);
        assertThat(sps.width()).isEqualTo(width);
        assertThat(sps.height()).isEqualTo(height);
        assertThat(sps.profileIdc()).isEqualTo(profile);
        assertThat(sps.constraintFlags()).isEqualTo(constraints);
        assertThat(sps.levelIdc()).isEqualTo(level);
    }

    /** Written bit by bit: high profile 4:4:4 with a scaling matrix, picture order count type 1, fields, cropping. */
    @Test
    void shouldReadWhatIsSeldom() {
        final String bits = "01100111" + "11110100" + "00000000" + "00101000"  // header, profile 244, no constraints, level 40
                + ue(0) + ue(3) + "0" + ue(0) + ue(0) + "0"                        // id, 4:4:4, one colour space, 8 bits, no bypass
                + "1" + "1" + se(-8) + "00000000000"                              // a matrix: one list that ends at once, eleven absent
                + ue(4) + ue(1) + "0" + se(-3) + se(5) + ue(2) + se(1) + se(-1)    // frame_num of 8 bits, order count by a cycle of 2
                + ue(2) + "0" + ue(119) + ue(33) + "0" + "0" + "1"                // 2 references, 120 x 34 map units, fields
                + "1" + ue(1) + ue(2) + ue(0) + ue(4) + "0" + "1";                // cropping in units of 1 x 2 for 4:4:4 fields
        final byte[] nal = bytes(bits);
        assertThat(sps.parse(new UnsafeBuffer(nal), 0, nal.length)).isEqualTo(H264Sps.OK);
        assertThat(sps.width()).isEqualTo(120 * 16 - 3);
        assertThat(sps.height()).isEqualTo(34 * 32 - 2 * 4);
        assertThat(sps.frameNumBits()).isEqualTo(8);
        assertThat(sps.maxReferenceFrames()).isEqualTo(2);
    }

    @Test
    void shouldTellFaultsAsCodesAndKeepTheLastGoodValues() {
        final String good = "6742c00cd901419f9f0110000003001000000301e0f142a480";
        assertThat(parse(good, 0)).isEqualTo(H264Sps.OK);
        for (int octets = 0; octets < 8; octets++) {
            assertThat(parse(good.substring(0, 2 * octets), 0)).isEqualTo(H264Sps.TRUNCATED);
        }
        assertThat(parse("68" + good.substring(2), 0)).isEqualTo(H264Sps.NOT_SPS);
        assertThat(parse("6742c00c" + "00000000000000000000", 0)).isEqualTo(H264Sps.TRUNCATED);
        assertThat(sps.width()).isEqualTo(320);
        assertThat(sps.height()).isEqualTo(180);
    }

    @Test
    void shouldRefuseSizesThatNobodySends() {
        final byte[] wide = bytes("01100111" + "01000010" + "11000000" + "00011110" + ue(0) + ue(0) + ue(2) + ue(1) + "0"
                + ue(1_000_000) + ue(9) + "1" + "0" + "0" + "0" + "1");
        assertThat(sps.parse(new UnsafeBuffer(wide), 0, wide.length)).isEqualTo(H264Sps.IMPLAUSIBLE);
        final byte[] cropped = bytes("01100111" + "01000010" + "11000000" + "00011110" + ue(0) + ue(0) + ue(2) + ue(1) + "0"
                + ue(9) + ue(9) + "1" + "0" + "1" + ue(200) + ue(200) + ue(0) + ue(0) + "0" + "1");
        assertThat(sps.parse(new UnsafeBuffer(cropped), 0, cropped.length)).isEqualTo(H264Sps.IMPLAUSIBLE);
    }

    private static String ue(final int value) {
        final String binary = Integer.toBinaryString(value + 1);
        return "0".repeat(binary.length() - 1) + binary;
    }

    private static String se(final int value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** With emulation prevention. */
    private static byte[] bytes(final String bits) {
        final String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        final java.io.ByteArrayOutputStream nal = new java.io.ByteArrayOutputStream();
        int zeros = 0;
        for (int i = 0; i < padded.length(); i += 8) {
            final int octet = Integer.parseInt(padded.substring(i, i + 8), 2);
            if (zeros >= 2 && octet <= 3) {
                nal.write(3);
                zeros = 0;
            }
            nal.write(octet);
            zeros = octet == 0 ? zeros + 1 : 0;
        }
        return nal.toByteArray();
    }
}
