package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class G711Test {

    private static Path vectors() {
        final Path folder = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs/g711");
        assumeTrue(Files.isDirectory(folder), "no G.711 vectors beside the project");
        return folder;
    }

    @Test
    void shouldDecodeExactlyAsTheTables() throws IOException {
        final JsonNode tables = new ObjectMapper().readTree(vectors().resolve("g711_tables.json").toFile());
        for (int code = 0; code < 256; code++) {
            assertThat(G711.decodeALaw((byte) code)).as("A-law %02x", code).isEqualTo((short) tables.get("alaw_decode").get(code).asInt());
            assertThat(G711.decodeMuLaw((byte) code)).as("mu-law %02x", code).isEqualTo((short) tables.get("ulaw_decode").get(code).asInt());
        }
    }

    @Test
    void shouldEncodeAllSamplesExactly() throws Exception {
        final JsonNode tables = new ObjectMapper().readTree(vectors().resolve("g711_tables.json").toFile());
        final MessageDigest aLaw = MessageDigest.getInstance("SHA-256");
        final MessageDigest muLaw = MessageDigest.getInstance("SHA-256");
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            aLaw.update(G711.encodeALaw((short) sample));
            muLaw.update(G711.encodeMuLaw((short) sample));
        }
        assertThat(HexFormat.of().formatHex(aLaw.digest())).isEqualTo(tables.get("alaw_encode_sha256").asText());
        assertThat(HexFormat.of().formatHex(muLaw.digest())).isEqualTo(tables.get("ulaw_encode_sha256_itu_stl").asText());
    }

    @Test
    void shouldAgreeWithTheSweepOfTheItu() throws IOException {
        final ByteBuffer source = shorts("itu-stl-sweep.src");
        final ByteBuffer decoded = shorts("itu-stl-sweep-r.a-a");
        while (source.hasRemaining()) {
            final short sample = source.getShort();
            assertThat(G711.decodeALaw(G711.encodeALaw(sample))).as("sample %d", sample).isEqualTo(decoded.getShort());
        }
    }

    @Test
    void shouldGiveTheSameCodeBackAfterDecoding() {
        for (int code = 0; code < 256; code++) {
            assertThat(G711.encodeALaw(G711.decodeALaw((byte) code))).isEqualTo((byte) code);
            // mu-law knows two zeros: the negative one comes back as the positive
            assertThat(G711.encodeMuLaw(G711.decodeMuLaw((byte) code))).isEqualTo((byte) (code == 0x7F ? 0xFF : code));
        }
    }

    @Test
    void shouldMeasureTheEnergyOfAPayloadAsDecodingDoes() {
        final G711Energy energy = new G711Energy();
        for (final AudioCodec codec : List.of(AudioCodec.PCMU, AudioCodec.PCMA)) {
            for (int length = 0; length < 300; length += 7) {
                final UnsafeBuffer payload = new UnsafeBuffer(new byte[length + 3]);
                long sum = 0;
                int clipped = 0;
                for (int i = 0; i < length; i++) {
                    final byte code = (byte) (i * 37 + length);
                    payload.putByte(3 + i, code);
                    final int sample = codec == AudioCodec.PCMA ? G711.decodeALaw(code) : G711.decodeMuLaw(code);
                    sum += (long) sample * sample;
                    clipped += Math.abs(sample) == (codec == AudioCodec.PCMA ? 32_256 : 32_124) ? 1 : 0;
                }
                energy.measure(codec, payload, 3, length);
                assertThat(energy.sumOfSquares()).isEqualTo(sum);
                assertThat(energy.clippedSamples()).isEqualTo(clipped);
            }
        }
    }

    private static ByteBuffer shorts(String file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(vectors().resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
    }
}
