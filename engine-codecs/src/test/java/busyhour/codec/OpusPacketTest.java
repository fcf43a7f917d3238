package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusPacketTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs/opus");

    private final OpusPacket packet = new OpusPacket();

    private boolean wrap(final String hex) {
        final byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[octets.length + 3]);
        buffer.putBytes(3, octets);
        return packet.wrap(buffer, 3, octets.length);
    }

    /** RFC 6716 table 2, from every row the first and last configuration. */
    @ParameterizedTest
    @CsvSource({"0, 4000, 480", "3, 4000, 2880", "4, 6000, 480", "7, 6000, 2880", "8, 8000, 480", "11, 8000, 2880",
        "12, 12000, 480", "13, 12000, 960", "14, 20000, 480", "15, 20000, 960", "16, 4000, 120", "19, 4000, 960",
        "20, 8000, 120", "23, 8000, 960", "24, 12000, 120", "27, 12000, 960", "28, 20000, 120", "31, 20000, 960"})
    void shouldKnowBandwidthAndDurationOfEachConfiguration(final int config, final int bandwidthHz, final int units) {
        assertThat(wrap(HexFormat.of().toHexDigits((byte) (config << 3)) + "0102")).isTrue();
        assertThat(packet.config()).isEqualTo(config);
        assertThat(packet.bandwidthHz()).isEqualTo(bandwidthHz);
        assertThat(packet.timestampUnits()).isEqualTo(units);
        assertThat(packet.durationMs()).isEqualTo(units / 48.0);
        assertThat(packet.isSilk()).isEqualTo(config < 12);
        assertThat(packet.isHybrid()).isEqualTo(config >= 12 && config < 16);
        assertThat(packet.isStereo()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4801, 1", "490101, 2", "4A010102, 2", "4B03010203, 3", "4B8301020AABBAAAAAAAAAAAAAAAAAAA, 3", "4BC20201AAAA0000, 2",
        "CC00, 1"})
    void shouldCountFrames(final String hex, final int frames) {
        assertThat(wrap(hex)).isTrue();
        assertThat(packet.frames()).isEqualTo(frames);
    }

    /** Each breaks one of the rules R1 to R7 of RFC 6716 3.4. */
    @ParameterizedTest
    @ValueSource(strings = {"", "4901", "4A", "4AFC", "4A0501", "4B", "4B00", "4B0301", "4B07010203040506", "4B4105", "4BC2FF", "4B820901",
        "5B03000000"})
    void shouldRefuseWhatIsNoPacket(final String hex) {
        assertThat(wrap(hex)).isFalse();
    }

    @Test
    void shouldRefuseFramesThatAreTooLong() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[3_000]);
        buffer.putByte(0, (byte) 0x78);
        assertThat(packet.wrap(buffer, 0, 1_276)).isTrue();
        assertThat(packet.wrap(buffer, 0, 1_277)).isFalse();
        buffer.putByte(0, (byte) 0x79);
        assertThat(packet.wrap(buffer, 0, 2_551)).isTrue();
        assertThat(packet.wrap(buffer, 0, 2_553)).isFalse();
    }

    @Test
    void shouldFindCopiesOfLostFrames() {
        assertThat(wrap("48 80 11") && packet.hasFec()).as("20 ms, only active").isFalse();
        assertThat(wrap("48 40 11") && packet.hasFec()).as("20 ms").isTrue();
        assertThat(wrap("58 10 11") && packet.hasFec()).as("60 ms: after three flags of activity").isTrue();
        assertThat(wrap("58 20 11") && packet.hasFec()).isFalse();
        assertThat(wrap("4C 10 11") && packet.hasFec()).as("stereo, of the side channel").isTrue();
        assertThat(wrap("78 40 11") && packet.hasFec()).as("hybrid").isTrue();
        assertThat(wrap("F8 40 11") && packet.hasFec()).as("CELT has none").isFalse();
        assertThat(wrap("48") && packet.hasFec()).isFalse();
        assertThat(packet.isSilence()).isTrue();
    }

    @Test
    void shouldReadTheVectorsPackets() throws IOException {
        assumeTrue(Files.isDirectory(VECTORS), "no Opus vectors beside the project");
        for (final JsonNode vector : new ObjectMapper().readTree(VECTORS.resolve("opus_vectors.json").toFile())) {
            final String id = vector.get("id").asText();
            final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(VECTORS.resolve(id + ".bit")));
            int packets = 0;
            int copies = 0;
            while (file.remaining() >= 8) {
                final int length = file.getInt();
                file.getInt();
                assertThat(packet.wrap(new UnsafeBuffer(file), file.position(), length)).as(id + " " + packets).isTrue();
                assertThat(packet.timestampUnits()).isEqualTo(vector.get("rtp_timestamp_increment").asInt());
                assertThat(packet.isStereo()).isEqualTo(vector.get("channels").asInt() == 2);
                final JsonNode configs = vector.get("toc_configs");
                assertThat(configs).as(id).anyMatch(config -> config.asInt() == packet.config());
                copies += packet.hasFec() ? 1 : 0;
                file.position(file.position() + length);
                packets++;
            }
            assertThat(packets).isEqualTo(vector.get("packets").asInt());
            assertThat(copies).as(id).matches(count -> vector.get("fec").asBoolean() ? count > 50 : count == 0);
        }
    }
}
