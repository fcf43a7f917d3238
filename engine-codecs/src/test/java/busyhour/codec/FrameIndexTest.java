package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FrameIndexTest {

    private static final AudioEncoding PCMU = AudioEncoding.of(AudioCodec.PCMU, 20);

    private static EncodedTrack track(final FrameIndex frames) {
        return new EncodedTrack(PCMU, new UnsafeBuffer(new byte[1_024]), frames);
    }

    @Test
    void shouldKeepFramesApartUpToTheLargestFigures() {
        final FrameIndex frames = new FrameIndex(3);
        frames.frame(0, Integer.MAX_VALUE, 0);
        frames.frame(1, 0, Integer.MAX_VALUE);
        frames.frame(2, 7, 11);
        frames.energy(0, Long.MAX_VALUE, 1 << 30);
        frames.energy(1, 0, Integer.MAX_VALUE);
        frames.energy(2, 5, 3);

        assertThat(frames.count()).isEqualTo(3);
        assertThat(frames.start(0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(frames.length(0)).isZero();
        assertThat(frames.sumOfSquares(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(frames.largestSquare(0)).isEqualTo(1 << 30);
        assertThat(frames.start(1)).isZero();
        assertThat(frames.length(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(frames.sumOfSquares(1)).isZero();
        assertThat(frames.largestSquare(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(frames.start(2)).isEqualTo(7);
        assertThat(frames.length(2)).isEqualTo(11);
        assertThat(frames.isComfortNoise(2)).isFalse();
    }

    @Test
    void shouldFindFramesOfOneLengthWithoutTheirTable() {
        final FrameIndex frames = new FrameIndex(4);
        for (int i = 0; i < 4; i++) {
            frames.frame(i, 160 * i, 160);
        }

        final EncodedTrack track = track(frames);

        assertThat(track.isUnbroken()).isTrue();
        assertThat(track.maxFrameLength()).isEqualTo(160);
        for (int i = 0; i < 4; i++) {
            assertThat(track.frameOffset(i)).isEqualTo(160 * i);
            assertThat(track.frameLength(i)).isEqualTo(160);
            assertThat(track.isComfortNoise(i)).isFalse();
        }
    }

    @Test
    void shouldFindFramesOfOneLengthThatDoNotLieOneBehindTheOther() {
        final FrameIndex frames = new FrameIndex(3);
        frames.frame(0, 0, 10);
        frames.frame(1, 30, 10);
        frames.frame(2, 10, 10);

        final EncodedTrack track = track(frames);

        assertThat(track.isUnbroken()).isTrue();
        assertThat(track.frameOffset(1)).isEqualTo(30);
        assertThat(track.frameOffset(2)).isEqualTo(10);
    }

    @Test
    void shouldFindFramesThatDiffer() {
        final FrameIndex frames = new FrameIndex(3);
        frames.frame(0, 0, 10);
        frames.frame(1, 10, 20);
        frames.frame(2, 30, 5);

        final EncodedTrack track = track(frames);

        assertThat(track.isUnbroken()).isTrue();
        assertThat(track.maxFrameLength()).isEqualTo(20);
        assertThat(track.frameOffset(2)).isEqualTo(30);
        assertThat(track.frameLength(0)).isEqualTo(10);
        assertThat(track.frameLength(1)).isEqualTo(20);
        assertThat(track.frameLength(2)).isEqualTo(5);
    }

    @Test
    void shouldTellSilenceFromNoiseAndBoth() {
        final FrameIndex frames = new FrameIndex(3);
        frames.frame(0, 0, 160);
        frames.frame(1, 160, 160);
        frames.energy(1, 9, 9);
        frames.frame(2, 320, 160);
        frames.silence(1, 500, 1);
        frames.silence(2, 501, 0);

        final EncodedTrack track = track(frames);

        assertThat(track.isUnbroken()).isFalse();
        assertThat(track.isComfortNoise(0)).isFalse();
        assertThat(track.isComfortNoise(1)).isTrue();
        assertThat(track.frameOffset(1)).isEqualTo(500);
        assertThat(track.frameLength(1)).isEqualTo(1);
        assertThat(track.frameSumOfSquares(1)).isZero();
        assertThat(track.frameLargestSquare(1)).isZero();
        assertThat(track.isComfortNoise(2)).isFalse();
        assertThat(track.frameLength(2)).isZero();
    }

    @Test
    void shouldCallATrackOfNothingButSilenceBroken() {
        final FrameIndex frames = new FrameIndex(2);

        final EncodedTrack track = track(frames);

        assertThat(track.isUnbroken()).isFalse();
        assertThat(track.maxFrameLength()).isZero();
        assertThat(track.frameLength(1)).isZero();
    }
}
