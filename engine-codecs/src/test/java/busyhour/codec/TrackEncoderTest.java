package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackEncoderTest {

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void shouldCutSpeechIntoWholeFrames(int ptimeMs) {
        final short[] pcm = SpeechSignal.samples();
        for (final AudioCodec codec : List.of(AudioCodec.PCMU, AudioCodec.PCMA)) {
            final EncodedTrack track = TrackEncoder.encode(pcm, codec, ptimeMs);
            assertThat(track.durationMs()).isEqualTo(12_000);
            assertThat(track.samplesPerFrame()).isEqualTo(8 * ptimeMs);
            assertThat(track.timestampUnitsPerFrame()).isEqualTo(8 * ptimeMs);
            assertThat(track.buffer().byteBuffer().isDirect()).isTrue();
            int sample = 0;
            for (int frame = 0; frame < track.frameCount(); frame++) {
                assertThat(track.frameLength(frame)).isEqualTo(8 * ptimeMs);
                long energy = 0;
                for (int i = 0; i < track.frameLength(frame); i++, sample++) {
                    final byte code = track.buffer().getByte(track.frameOffset(frame) + i);
                    assertThat(code).isEqualTo(codec == AudioCodec.PCMA ? G711.encodeALaw(pcm[sample]) : G711.encodeMuLaw(pcm[sample]));
                    energy += codec == AudioCodec.PCMA ? G711.squareALaw(code) : G711.squareMuLaw(code);
                }
                assertThat(track.frameSumOfSquares(frame)).isEqualTo(energy);
            }
            assertThat(sample).isEqualTo(pcm.length);
        }
    }

    @Test
    void shouldFillTheLastFrameWithSilenceAndThenBeginAnew() {
        final EncodedTrack track = TrackEncoder.encode(new short[]{1_000, 2_000}, AudioCodec.PCMA, 20);
        assertThat(track.frameCount()).isEqualTo(1);
        assertThat(track.buffer().getByte(0)).isEqualTo(G711.encodeALaw((short) 1_000));
        assertThat(track.buffer().getByte(2)).isEqualTo(G711.SILENCE_A_LAW);
        assertThat(track.nextFrame(0)).isZero();
        assertThat(TrackEncoder.encode(new short[1], AudioCodec.PCMU, 20).buffer().getByte(1)).isEqualTo(G711.SILENCE_MU_LAW);
    }

    @Test
    void shouldRefusePacketTimesThatNobodySpeaks() {
        assertThatThrownBy(() -> TrackEncoder.encode(new short[160], AudioCodec.PCMU, 25))
                .hasMessageContaining("25");
        assertThatThrownBy(() -> TrackEncoder.encode(new short[0], AudioCodec.PCMU, 20))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
