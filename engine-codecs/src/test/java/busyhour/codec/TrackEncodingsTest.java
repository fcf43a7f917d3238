package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** L16, comfort noise, levels, and what is made up for lost packets. */
class TrackEncodingsTest {

    @ParameterizedTest
    @CsvSource({"L16, 20, 640, 320", "L16_8000, 30, 480, 240", "L16_44100, 10, 882, 441"})
    void shouldWriteLinearSamplesInNetworkOrder(final AudioCodec codec, final int ptimeMs, final int octets, final int units) {
        final short[] pcm = SpeechSignal.samples(codec.sampleRateHz(), 1);
        final EncodedTrack track = TrackEncoder.encode(pcm, codec, ptimeMs);
        assertThat(track.frameLength(0)).isEqualTo(octets);
        assertThat(track.timestampUnitsPerFrame()).isEqualTo(units);
        assertThat(track.buffer().getByte(2 * 40_001)).isEqualTo((byte) (pcm[40_001] >> 8));
        assertThat(track.buffer().getByte(2 * 40_001 + 1)).isEqualTo((byte) pcm[40_001]);
        final short[] heard = new short[track.frameCount() * units];
        final AudioDecoder decoder = AudioDecoder.of(codec, 1);
        for (int frame = 0; frame < track.frameCount(); frame++) {
            assertThat(decoder.decode(track.buffer(), track.frameOffset(frame), octets, heard, frame * units)).isEqualTo(units);
        }
        assertThat(Arrays.copyOf(heard, pcm.length)).isEqualTo(pcm);
        assertThat(decoder.decode(track.buffer(), 0, 3, heard, 0)).isEqualTo(AudioDecoder.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(value = AudioCodec.class, names = {"PCMU", "PCMA", "G722", "L16", "L16_8000", "L16_44100"})
    void shouldKnowHowLoudWhatIsHeardIs(final AudioCodec codec) {
        final EncodedTrack track = TrackEncoder.encode(SpeechSignal.samples(codec.sampleRateHz(), 1), codec, 40);
        final AudioDecoder decoder = AudioDecoder.of(codec, 1);
        final short[] heard = new short[track.samplesPerFrame()];
        for (int frame = 0; frame < track.frameCount(); frame++) {
            decoder.decode(track.buffer(), track.frameOffset(frame), track.frameLength(frame), heard, 0);
            long sum = 0;
            int largest = 0;
            for (final short sample : heard) {
                sum += sample * sample;
                largest = Math.max(largest, sample * sample);
            }
            assertThat(track.frameSumOfSquares(frame)).isEqualTo(sum);
            assertThat(track.frameLargestSquare(frame)).isEqualTo(largest);
        }
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 20", "PCMA, 60", "G722, 10", "L16, 40"})
    void shouldDescribeTheNoiseOfPausesAtItsLevel(final AudioCodec codec, final int ptimeMs) {
        final int rateHz = codec.sampleRateHz();
        final short[] pcm = SpeechSignal.samples(rateHz, 1);
        final Random random = new Random(5);
        for (int i = 2 * rateHz; i < 9 * rateHz; i++) { // even noise of -54 dBov, then of -60
            pcm[i] = (short) Math.round((2 * random.nextDouble() - 1) * Math.sqrt(3) * 32_768 * (i < 5 * rateHz ? 0.002 : 0.001));
        }
        final EncodedTrack track = TrackEncoder.encode(pcm, AudioEncoding.of(codec, ptimeMs).withComfortNoise(true));
        final EncodedTrack plain = TrackEncoder.encode(pcm, AudioEncoding.of(codec, ptimeMs));
        int descriptions = 0;
        int last = -1_000;
        for (int frame = 2_300 / ptimeMs; frame < 8_900 / ptimeMs; frame++) {
            assertThat(track.frameLength(frame)).as("frame " + frame).isLessThanOrEqualTo(1);
            assertThat(track.isComfortNoise(frame)).isEqualTo(track.frameLength(frame) == 1);
            if (track.isComfortNoise(frame)) {
                final int atMs = frame * ptimeMs;
                final int level = track.buffer().getByte(track.frameOffset(frame));
                if (atMs > 5_600) {
                    assertThat(level).as("-dBov at " + atMs).isBetween(59, 61);
                } else if (atMs < 4_500) {
                    assertThat(level).as("-dBov at " + atMs).isBetween(53, 55);
                }
                assertThat(atMs - last).as("time between descriptions").isLessThan(last < 0 ? 100_000 : 500 + ptimeMs);
                last = atMs;
                descriptions++;
            }
        }
        assertThat(descriptions).isBetween(13, 20);
        for (int frame = 0; frame < track.frameCount(); frame++) {
            if (track.frameLength(frame) > 1) {
                assertThat(track.frameLength(frame)).isEqualTo(plain.frameLength(frame));
                assertThat(new UnsafeBuffer(track.buffer(), track.frameOffset(frame), 8))
                        .isEqualTo(new UnsafeBuffer(plain.buffer(), plain.frameOffset(frame), 8));
            }
        }
    }

    @Test
    void shouldNeverTakeSpeechForSilence() {
        final EncodedTrack track = TrackEncoder.encode(
                SpeechSignal.samples(), AudioEncoding.of(AudioCodec.PCMA, 20).withComfortNoise(true));
        final EncodedTrack plain = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMA, 20);
        int silent = 0;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            if (track.frameLength(frame) <= 1) {
                silent++;
                assertThat(Math.sqrt(plain.frameSumOfSquares(frame) / 160.0)).isLessThan(330); // -40 dBov
            }
        }
        assertThat(silent).isBetween(30, 200);
    }

    @ParameterizedTest
    @CsvSource({"PCMA, 8000", "G722, 16000", "L16, 16000"})
    void shouldGoOnWithTheLastPitchAndFade(final AudioCodec codec, final int rateHz) {
        final short[] tone = new short[rateHz / 5];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(8_000 * Math.sin(2 * Math.PI * 125 * i / rateHz));
        }
        final EncodedTrack track = TrackEncoder.encode(tone, codec, 20);
        final AudioDecoder decoder = AudioDecoder.of(codec, 1);
        final int perFrame = track.samplesPerFrame();
        final short[] heard = new short[8 * perFrame];
        for (int frame = 0; frame < 4; frame++) {
            decoder.decode(track.buffer(), track.frameOffset(frame), track.frameLength(frame), heard, frame * perFrame);
        }
        assertThat(decoder.conceal(perFrame, heard, 4 * perFrame)).isEqualTo(perFrame);
        decoder.conceal(3 * perFrame, heard, 5 * perFrame);
        final double before = rms(heard, 3 * perFrame, perFrame);
        assertThat(rms(heard, 4 * perFrame, perFrame / 2)).as("first 10 ms").isBetween(0.85 * before, 1.15 * before);
        assertThat(rms(heard, 5 * perFrame, perFrame)).isBetween(0.2 * before, 0.8 * before);
        assertThat(rms(heard, 7 * perFrame + 1, perFrame - 1)).as("after 60 ms").isZero();
        for (int i = 4 * perFrame - 4; i < 5 * perFrame; i++) {
            assertThat(Math.abs(heard[i] - heard[i - 1])).as("no click").isLessThan(1_500);
        }
    }

    @Test
    void shouldRefuseEncodingsThatThereAreNot() {
        assertThatThrownBy(() -> AudioEncoding.of(AudioCodec.G729, 20)).hasMessageContaining("received only");
        assertThatThrownBy(() -> AudioEncoding.of(AudioCodec.PCMU, 25)).hasMessageContaining("not 25");
        assertThatThrownBy(() -> AudioEncoding.opus(30, 1, 32_000, false, false)).hasMessageContaining("not 30");
        assertThatThrownBy(() -> AudioEncoding.opus(20, 1, 5_999, false, false)).hasMessageContaining("5999");
        assertThatThrownBy(() -> AudioEncoding.opus(20, 3, 32_000, false, false)).hasMessageContaining("3 channels");
        assertThatThrownBy(() -> AudioEncoding.opus(20, 1, 32_000, false, false).withComfortNoise(true)).hasMessageContaining("DTX");
        assertThatThrownBy(() -> TrackEncoder.encode(new short[10], AudioEncoding.opus(20, 1, 32_000, false, false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(AudioDecoder.of(AudioCodec.AMR, 1)).isNull();
    }

    private static double rms(final short[] samples, final int from, final int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / count);
    }
}
