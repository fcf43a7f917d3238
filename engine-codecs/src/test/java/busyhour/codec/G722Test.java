package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G.722 against the recommendation's own sequences and the ITU-T Software Tool Library. */
class G722Test {

    private static final Path VECTORS =
            Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs");
    /** Words that mark a reset of the codec carry this bit. */
    private static final int RESET = 1;

    @Test
    void shouldEncodeTheBandsOfAppendixTwo() throws IOException {
        final ShortBuffer signal = words("bt1c1.xmt");
        final ShortBuffer codes = words("bt2r1.cod");
        final G722Encoder encoder = new G722Encoder();
        int compared = 0;
        for (int i = 0; i < signal.limit(); i++) {
            if ((signal.get(i) & RESET) != 0) {
                encoder.resetBands();
                continue;
            }
            final int sample = signal.get(i) >> 1;
            final int word = codes.get(i) & 0xFFFF;
            assertThat(encoder.encodeLow(sample)).as("lower band, word " + i).isEqualTo(word >> 8 & 0x3F);
            assertThat(encoder.encodeHigh(sample)).as("upper band, word " + i).isEqualTo(word >> 14);
            compared++;
        }
        assertThat(compared).isGreaterThan(16_000);
    }

    @ParameterizedTest
    @CsvSource({"bt3l1.rc1, true", "bt3h1.rc0, false"})
    void shouldDecodeTheBandsOfAppendixTwo(final String expected, final boolean low) throws IOException {
        final ShortBuffer codes = words("bt2r1.cod");
        final ShortBuffer levels = words(expected);
        G722Decoder decoder = new G722Decoder();
        int compared = 0;
        for (int i = 0; i < codes.limit(); i++) {
            if ((codes.get(i) & RESET) != 0) {
                decoder = new G722Decoder();
                continue;
            }
            final int word = codes.get(i) & 0xFFFF;
            final int level = low ? decoder.decodeLow(word >> 8 & 0x3F) : decoder.decodeHigh(word >> 14);
            assertThat(level).as("word " + i).isEqualTo(levels.get(i) >> 1);
            compared++;
        }
        assertThat(compared).isGreaterThan(16_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void shouldEncodeAndDecodeSpeechAsTheSoftwareToolLibraryDoes(final int ptimeMs) throws IOException {
        final short[] speech = samples("g722/stl/inpsp_16k_s16le.raw");
        final byte[] coded = Files.readAllBytes(file("g722/stl/inpsp.g722"));
        final short[] heard = samples("g722/stl/outsp1_mode1_s16le.raw");
        final EncodedTrack track = TrackEncoder.encode(speech, AudioCodec.G722, ptimeMs);
        final byte[] octets = new byte[coded.length];
        track.buffer().getBytes(0, octets);
        assertThat(octets).isEqualTo(coded);
        final G722Decoder decoder = new G722Decoder();
        final short[] samples = new short[track.frameCount() * track.samplesPerFrame()];
        int at = 0;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            at += decoder.decode(track.buffer(), track.frameOffset(frame), track.frameLength(frame), samples, at);
        }
        assertThat(java.util.Arrays.copyOf(samples, heard.length)).isEqualTo(heard);
    }

    @Test
    void shouldRefuseWhatIsNoPacketAndGoOn() {
        final G722Decoder decoder = new G722Decoder();
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[4_000]);
        final short[] into = new short[8_000];
        assertThat(decoder.decode(payload, 0, 0, into, 0)).isEqualTo(AudioDecoder.MALFORMED);
        assertThat(decoder.decode(payload, 0, 961, into, 0)).isEqualTo(AudioDecoder.MALFORMED);
        assertThat(decoder.decode(payload, 7, 960, into, 0)).isEqualTo(1_920);
        assertThat(decoder.decode(payload, 7, 1, into, 3)).isEqualTo(2);
    }

    private static Path file(final String name) {
        assumeTrue(Files.isDirectory(VECTORS), "no codec vectors beside the project");
        return VECTORS.resolve(name);
    }

    private static ShortBuffer words(final String name) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file("g722/itu-appendix2/" + name))).order(ByteOrder.BIG_ENDIAN).asShortBuffer();
    }

    private static short[] samples(final String name) throws IOException {
        final ShortBuffer words = ByteBuffer.wrap(Files.readAllBytes(file(name))).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        final short[] samples = new short[words.remaining()];
        words.get(samples);
        return samples;
    }
}
