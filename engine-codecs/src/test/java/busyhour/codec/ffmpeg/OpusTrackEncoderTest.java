package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioDecoder;
import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.OpusPacket;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libopus makes of the built-in speech is looked at packet by packet, and decoded by ffmpeg. */
class OpusTrackEncoderTest {

    private static final short[] MONO = SpeechSignal.samples(48_000, 1);
    private static final short[] STEREO = SpeechSignal.samples(48_000, 2);

    private final OpusPacket packet = new OpusPacket();

    @ParameterizedTest
    @CsvSource({"10, 1, 32000", "20, 1, 6000", "20, 1, 32000", "40, 1, 24000", "60, 1, 16000", "20, 2, 96000", "20, 2, 510000"})
    void shouldKeepPacketTimeChannelsAndBitRate(final int ptimeMs, final int channels, final int bitrateBps) {
        final EncodedTrack track = encode(AudioEncoding.opus(ptimeMs, channels, bitrateBps, false, false));
        assertThat(track.frameCount()).isEqualTo(12_000 / ptimeMs);
        assertThat(track.timestampUnitsPerFrame()).isEqualTo(48 * ptimeMs);
        long octets = 0;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            assertThat(look(track, frame)).isTrue();
            assertThat(packet.durationMs()).isEqualTo(ptimeMs);
            assertThat(packet.isStereo()).isEqualTo(channels == 2);
            octets += track.frameLength(frame);
        }
        assertThat(octets * 8 / 12.0).isBetween(bitrateBps * 0.6, bitrateBps * 1.1);
        final short[] heard = FfmpegOpus.decode(track);
        assertThat(heard).hasSize(12 * 48_000 * channels);
        assertThat(levelDbov(heard)).isCloseTo(levelDbov(channels == 1 ? MONO : STEREO), org.assertj.core.api.Assertions.within(2.0));
    }

    @Test
    void shouldGiveOneChannelAllThatItCanUse() {
        final EncodedTrack track = encode(AudioEncoding.opus(20, 1, AudioEncoding.MAX_OPUS_BPS, false, false));
        assertThat(track.maxFrameLength()).isBetween(500, 1_276);
    }

    @Test
    void shouldCarryCopiesOfSpeechOnlyWithFec() {
        final AudioEncoding with = AudioEncoding.opus(20, 1, 24_000, true, false);
        assertThat(copies(encode(with))).isGreaterThan(200);
        assertThat(copies(encode(AudioEncoding.opus(20, 1, 24_000, false, false)))).isZero();
    }

    @Test
    void shouldSendNextToNothingInSilenceWithDtx() {
        final short[] pcm = MONO.clone();
        Arrays.fill(pcm, 3 * 48_000, 7 * 48_000, (short) 0);
        final EncodedTrack track = OpusTrackEncoder.encode(pcm, AudioEncoding.opus(20, 1, 24_000, false, true), percent -> { });
        int empty = 0;
        int longest = 0;
        int run = 0;
        for (int frame = 180; frame < 340; frame++) {
            run = track.frameLength(frame) == 0 ? run + 1 : 0;
            empty += track.frameLength(frame) == 0 ? 1 : 0;
            longest = Math.max(longest, run);
        }
        assertThat(empty).as("frames without a packet of 160").isGreaterThan(140);
        assertThat(longest).as("packet times until a sign of life").isBetween(15, 20);
        for (int frame = 20; frame < 120; frame++) {
            assertThat(track.frameLength(frame)).as("speech, frame " + frame).isGreaterThan(2);
        }
        assertThat(track.isComfortNoise(200)).isFalse();
    }

    @Test
    void shouldTellItsProgressOncePerPercent() {
        final List<Integer> told = new ArrayList<>();
        OpusTrackEncoder.encode(MONO, AudioEncoding.opus(60, 1, 16_000, false, false), told::add);
        assertThat(told).isSorted().doesNotHaveDuplicates().endsWith(100);
    }

    @Test
    void shouldComeBackFromOctetsAsItWas() {
        final AudioEncoding encoding = AudioEncoding.opus(20, 1, 24_000, true, true);
        final EncodedTrack track = encode(encoding);
        final byte[] octets = TrackBytes.write(track);
        final EncodedTrack read = TrackBytes.read(encoding, octets);
        assertThat(read.frameCount()).isEqualTo(track.frameCount());
        assertThat(TrackBytes.write(read)).isEqualTo(octets);
        assertThat(read.frameLargestSquare(100)).isEqualTo(track.frameLargestSquare(100)).isPositive();
        assertThat(TrackBytes.read(encoding, Arrays.copyOf(octets, octets.length - 1))).isNull();
        assertThat(TrackBytes.read(encoding, new byte[3])).isNull();
    }

    @Test
    void shouldKnowHowLoudItsFramesAre() {
        final EncodedTrack track = encode(AudioEncoding.opus(20, 1, 32_000, false, false));
        final short[] heard = new short[960];
        final AudioDecoder decoder = AudioDecoder.of(AudioCodec.OPUS, 1);
        for (int frame = 0; frame < 100; frame++) {
            decoder.decode(track.buffer(), track.frameOffset(frame), track.frameLength(frame), heard, 0);
            long sum = 0;
            for (final short sample : heard) {
                sum += sample * sample;
            }
            assertThat(track.frameSumOfSquares(frame)).isEqualTo(sum);
        }
    }

    private static EncodedTrack encode(final AudioEncoding encoding) {
        return OpusTrackEncoder.encode(encoding.channels() == 1 ? MONO : STEREO, encoding, percent -> { });
    }

    private boolean look(final EncodedTrack track, final int frame) {
        return packet.wrap(track.buffer(), track.frameOffset(frame), track.frameLength(frame));
    }

    private int copies(final EncodedTrack track) {
        int copies = 0;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            copies += look(track, frame) && packet.hasFec() ? 1 : 0;
        }
        return copies;
    }

    private static double levelDbov(final short[] samples) {
        double sum = 0;
        for (final short sample : samples) {
            sum += (double) sample * sample;
        }
        return 10 * Math.log10(sum / samples.length / 32_768 / 32_768);
    }
}
