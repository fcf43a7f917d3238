package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Fragments in and out of their places. */
class FrameAssemblerTest {

    private static final String START = "7c85 1111";
    private static final String MIDDLE = "7c05 2222";
    private static final String END = "7c45 3333";

    private final FrameAssembler h264 = new FrameAssembler(VideoCodec.H264);
    private final FrameAssembler vp8 = new FrameAssembler(VideoCodec.VP8);

    private static int append(final FrameAssembler assembler, final String hex) {
        final byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        return assembler.append(new UnsafeBuffer(octets), 0, octets.length);
    }

    private static String frame(final FrameAssembler assembler) {
        final byte[] octets = new byte[assembler.length()];
        assembler.buffer().getBytes(0, octets);
        return HexFormat.of().formatHex(octets);
    }

    @Test
    void shouldJoinFragmentsUnderTheHeaderThatTheyCarry() {
        h264.begin();
        assertThat(append(h264, "78 0002 6742 0002 68ce")).isEqualTo(FrameAssembler.OK);
        assertThat(append(h264, START)).isEqualTo(FrameAssembler.OK);
        assertThat(append(h264, MIDDLE)).isEqualTo(FrameAssembler.OK);
        assertThat(h264.isComplete()).isFalse();
        assertThat(append(h264, END)).isEqualTo(FrameAssembler.OK);
        assertThat(h264.isComplete()).isTrue();
        assertThat(frame(h264)).isEqualTo("000000016742" + "0000000168ce" + "0000000165111122223333");
    }

    @Test
    void shouldDropAUnitWhoseMiddleIsMissing() {
        h264.begin();
        append(h264, "419a");
        append(h264, START);
        h264.skip();
        assertThat(append(h264, END)).isEqualTo(FrameAssembler.OUT_OF_PLACE);
        assertThat(h264.isComplete()).isFalse();
        assertThat(frame(h264)).isEqualTo("00000001419a");
    }

    @Test
    void shouldDropAUnitThatNeverEnds() {
        h264.begin();
        append(h264, START);
        assertThat(append(h264, START)).isEqualTo(FrameAssembler.OUT_OF_PLACE);
        assertThat(append(h264, "419a")).isEqualTo(FrameAssembler.OUT_OF_PLACE);
        assertThat(h264.isComplete()).isFalse();
        assertThat(frame(h264)).isEqualTo("00000001419a");
        h264.begin();
        append(h264, "419a");
        assertThat(h264.isComplete()).as("begun anew").isTrue();
    }

    @Test
    void shouldLeaveOutWhatIsMalformed() {
        h264.begin();
        assertThat(append(h264, "78 0009 67")).isEqualTo(FrameAssembler.MALFORMED);
        assertThat(append(h264, "419a")).isEqualTo(FrameAssembler.OK);
        assertThat(h264.isComplete()).isFalse();
        vp8.begin();
        assertThat(append(vp8, "90")).isEqualTo(FrameAssembler.MALFORMED);
        assertThat(vp8.isComplete()).isFalse();
    }

    @Test
    void shouldWantTheStartOfAVp8FrameFirstAndOnce() {
        vp8.begin();
        assertThat(append(vp8, "00 aa")).isEqualTo(FrameAssembler.OUT_OF_PLACE);
        assertThat(append(vp8, "10 bb")).isEqualTo(FrameAssembler.OK);
        assertThat(append(vp8, "00 cc")).isEqualTo(FrameAssembler.OK);
        assertThat(append(vp8, "11 dd")).as("start of another partition").isEqualTo(FrameAssembler.OK);
        assertThat(frame(vp8)).isEqualTo("bbccdd");
        assertThat(append(vp8, "10 ee")).isEqualTo(FrameAssembler.OUT_OF_PLACE);
        assertThat(vp8.isComplete()).isFalse();
    }

    @Test
    void shouldStopAtTheLargestFrame() {
        final UnsafeBuffer slice = new UnsafeBuffer(new byte[60_000]);
        slice.putByte(0, (byte) 0x41);
        h264.begin();
        int result = FrameAssembler.OK;
        for (int i = 0; i < 1_000 && result == FrameAssembler.OK; i++) {
            result = h264.append(slice, 0, slice.capacity());
        }
        assertThat(result).isEqualTo(FrameAssembler.TOO_LARGE);
        assertThat(h264.length()).isLessThanOrEqualTo(FrameAssembler.MAX_FRAME_OCTETS);
        assertThat(h264.isComplete()).isFalse();
    }
}
