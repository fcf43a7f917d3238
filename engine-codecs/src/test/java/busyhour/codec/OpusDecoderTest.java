package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that libopus made, and the samples that libopus made of them. */
class OpusDecoderTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs/opus");
    private static final int FRAME = 960;
    /** Packets that are lost in the vector with losses. */
    private static final Set<Integer> LOST = Set.of(10, 25, 26, 40, 77, 100);

    @ParameterizedTest
    @CsvSource({"silk-nb-12k-20ms, 1, 0", "silk-wb-24k-20ms, 1, 0", "hybrid-fb-32k-20ms, 1, 32", "celt-fb-96k-20ms-stereo, 2, 16"})
    void shouldDecodeWhatLibopusDecodes(final String name, final int channels, final int rounding) throws IOException {
        final List<UnsafeBuffer> packets = packets(name);
        final short[] expected = samples(name);
        final AudioDecoder decoder = AudioDecoder.of(AudioCodec.OPUS, channels);
        final short[] heard = new short[expected.length];
        int at = 0;
        for (final UnsafeBuffer packet : packets) {
            at += channels * decoder.decode(packet, 0, packet.capacity(), heard, at);
        }
        assertThat(at).isEqualTo(expected.length);
        int largest = 0;
        for (int i = 0; i < at; i++) {
            largest = Math.max(largest, Math.abs(heard[i] - expected[i]));
        }
        assertThat(largest).as("largest difference of 32,768").isLessThanOrEqualTo(rounding);
    }

    @Test
    void shouldRebuildLostPacketsFromTheNextAndMakeUpForTheOthers() throws IOException {
        final List<UnsafeBuffer> packets = packets("silk-wb-24k-20ms-fec-loss");
        final short[] expected = samples("silk-wb-24k-20ms-fec-loss");
        final short[] heard = new short[expected.length];
        final short[] whole = new short[expected.length];
        final AudioDecoder decoder = AudioDecoder.of(AudioCodec.OPUS, 1);
        final AudioDecoder lossless = AudioDecoder.of(AudioCodec.OPUS, 1);
        int recovered = 0;
        for (int i = 0; i < packets.size(); i++) {
            final int at = i * FRAME;
            lossless.decode(packets.get(i), 0, packets.get(i).capacity(), whole, at);
            if (!LOST.contains(i)) {
                assertThat(decoder.decode(packets.get(i), 0, packets.get(i).capacity(), heard, at)).isEqualTo(FRAME);
                continue;
            }
            final UnsafeBuffer next = packets.get(i + 1);
            final int made = LOST.contains(i + 1) ? 0 : decoder.recover(next, 0, next.capacity(), FRAME, heard, at);
            assertThat(made == 0 ? decoder.conceal(FRAME, heard, at) : made).isEqualTo(FRAME);
            recovered += made == 0 ? 0 : 1;
        }
        assertThat(recovered).as("losses within speech; libopus copies no pauses").isEqualTo(2);
        assertThat(java.util.Arrays.copyOf(heard, 40 * FRAME)).as("10 and 26 rebuilt, 25 made up for")
                .isEqualTo(java.util.Arrays.copyOf(expected, 40 * FRAME));
        assertThat(noiseDb(heard, expected)).as("against libopus with the same losses").isLessThan(-35);
        assertThat(noiseDb(heard, whole)).as("against no losses").isBetween(-35.0, -5.0);
    }

    @Test
    void shouldRefuseWhatIsNoPacketAndLiveOnWithAnythingElse() {
        final Random random = new Random(42);
        final AudioDecoder decoder = AudioDecoder.of(AudioCodec.OPUS, 2);
        final short[] into = new short[2 * 5_760];
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[1_500]);
        assertThat(decoder.decode(octets, 0, 0, into, 0)).isEqualTo(AudioDecoder.MALFORMED);
        assertThat(decoder.decode(octets, 0, 1_500, into, 0)).isEqualTo(AudioDecoder.MALFORMED);
        int decoded = 0;
        for (int round = 0; round < 1_500; round++) {
            final int length = 1 + random.nextInt(round % 10 == 0 ? 1_400 : 60);
            random.nextBytes(octets.byteArray());
            final int samples = decoder.decode(octets, 0, length, into, 0);
            assertThat(samples).as("seed 42, round " + round).isBetween(-1, 5_760);
            decoded += samples > 0 ? 1 : 0;
            assertThat(decoder.recover(octets, 0, length, FRAME, into, 0)).isBetween(0, FRAME);
            assertThat(decoder.conceal(1 + random.nextInt(3_000), into, 0)).isPositive();
        }
        assertThat(decoded).isGreaterThan(500);
    }

    /** Power of the difference against that of the signal. */
    private static double noiseDb(final short[] heard, final short[] expected) {
        double noise = 1;
        double signal = 1;
        for (int i = 0; i < expected.length; i++) {
            final double difference = heard[i] - expected[i];
            noise += difference * difference;
            signal += (double) expected[i] * expected[i];
        }
        return 10 * Math.log10(noise / signal);
    }

    /** The format of opus_demo: length, final range, packet. */
    private static List<UnsafeBuffer> packets(final String name) throws IOException {
        assumeTrue(Files.isDirectory(VECTORS), "no Opus vectors beside the project");
        final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(VECTORS.resolve(name + ".bit")));
        final List<UnsafeBuffer> packets = new ArrayList<>();
        while (file.remaining() >= 8) {
            final byte[] packet = new byte[file.getInt()];
            file.getInt();
            file.get(packet);
            packets.add(new UnsafeBuffer(packet));
        }
        return packets;
    }

    private static short[] samples(final String name) throws IOException {
        final byte[] file = Files.readAllBytes(VECTORS.resolve(name + ".dec.wav"));
        final ShortBuffer words = ByteBuffer.wrap(file, 44, file.length - 44).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        final short[] samples = new short[words.remaining()];
        words.get(samples);
        return samples;
    }
}
