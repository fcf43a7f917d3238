package busyhour.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpHeaderFlyweightTest {

    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void shouldReadWhatItWrote(int offset) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        RtpHeaderFlyweight.write(buffer, offset, true, 101, 65_535, -2, 0xDEADBEEF);
        assertThat(header.wrap(buffer, offset, 12 + 20)).isEqualTo(RtpHeaderFlyweight.VALID);
        assertThat(header.marker()).isTrue();
        assertThat(header.payloadType()).isEqualTo(101);
        assertThat(header.sequence()).isEqualTo(65_535);
        assertThat(header.timestamp()).isEqualTo(-2);
        assertThat(header.ssrc()).isEqualTo(0xDEADBEEF);
        assertThat(header.csrcCount()).isZero();
        assertThat(header.hasExtension()).isFalse();
        assertThat(header.payloadOffset()).isEqualTo(offset + 12);
        assertThat(header.payloadLength()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shouldFindThePayloadBehindCsrcExtensionAndPadding(int offset) {
        final byte[] packet = java.util.HexFormat.of().parseHex("b2080102" + "00000003" + "00000004"
                + "0000000a" + "0000000b" + "bede0001" + "11223344" + "aabbcc" + "000003");
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[offset + packet.length]);
        buffer.putBytes(offset, packet);
        assertThat(header.wrap(buffer, offset, packet.length)).isEqualTo(RtpHeaderFlyweight.VALID);
        assertThat(header.csrcCount()).isEqualTo(2);
        assertThat(header.csrc(1)).isEqualTo(11);
        assertThat(header.extensionProfile()).isEqualTo(0xBEDE);
        assertThat(header.extensionLength()).isEqualTo(4);
        assertThat(buffer.getByte(header.extensionOffset())).isEqualTo((byte) 0x11);
        assertThat(header.paddingLength()).isEqualTo(3);
        assertThat(header.payloadLength()).isEqualTo(3);
        assertThat(buffer.getByte(header.payloadOffset())).isEqualTo((byte) 0xAA);
        assertThat(header.wrap(buffer, offset, 11)).isEqualTo(RtpHeaderFlyweight.TOO_SHORT);
        assertThat(header.wrap(buffer, offset, 19)).isEqualTo(RtpHeaderFlyweight.CSRC_TRUNCATED);
        assertThat(header.wrap(buffer, offset, 23)).isEqualTo(RtpHeaderFlyweight.EXTENSION_TRUNCATED);
        assertThat(header.wrap(buffer, offset, 27)).isEqualTo(RtpHeaderFlyweight.EXTENSION_TRUNCATED);
        buffer.putByte(offset + packet.length - 1, (byte) 0);
        assertThat(header.wrap(buffer, offset, packet.length)).isEqualTo(RtpHeaderFlyweight.BAD_PADDING);
        buffer.putByte(offset + packet.length - 1, (byte) 7);
        assertThat(header.wrap(buffer, offset, packet.length)).isEqualTo(RtpHeaderFlyweight.BAD_PADDING);
        buffer.putByte(offset, (byte) 0x32);
        assertThat(header.wrap(buffer, offset, packet.length)).isEqualTo(RtpHeaderFlyweight.WRONG_VERSION);
    }

    @Test
    void shouldTellRtcpFromRtpOnASharedPort() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[12]);
        for (int second = 0; second < 256; second++) {
            buffer.putByte(0, (byte) 0x80);
            buffer.putByte(1, (byte) second);
            assertThat(RtpHeaderFlyweight.isRtcp(buffer, 0, 12)).as("%d", second).isEqualTo(second >= 192 && second < 224);
        }
        buffer.putByte(1, (byte) 200);
        assertThat(RtpHeaderFlyweight.isRtcp(buffer, 0, 3)).isFalse();
        buffer.putByte(0, (byte) 0x40);
        assertThat(RtpHeaderFlyweight.isRtcp(buffer, 0, 12)).isFalse();
    }

    @Test
    void shouldAgreeWithAStrictParserOnThePacketCorpus() throws IOException {
        final Path folder = Vectors.path("03-rtp-srtp/packets/rtp");
        int compared = 0;
        for (final Map.Entry<String, JsonNode> entry : Vectors.json("03-rtp-srtp/packets/expected.json").get("rtp").properties()) {
            final UnsafeBuffer packet = new UnsafeBuffer(Files.readAllBytes(folder.resolve(entry.getKey())));
            final JsonNode expected = entry.getValue();
            final int verdict = header.wrap(packet, 0, packet.capacity());
            assertThat(verdict == RtpHeaderFlyweight.VALID).as(entry.getKey()).isEqualTo(expected.get("valid").asBoolean());
            if (verdict == RtpHeaderFlyweight.VALID) {
                assertThat(header.payloadType()).isEqualTo(expected.get("payload_type").asInt());
                assertThat(header.marker()).isEqualTo(expected.get("marker").asInt() == 1);
                assertThat(header.sequence()).isEqualTo(expected.get("sequence").asInt());
                assertThat(header.timestamp() & 0xFFFFFFFFL).isEqualTo(expected.get("timestamp").asLong());
                assertThat(header.ssrc() & 0xFFFFFFFFL).isEqualTo(expected.get("ssrc").asLong());
                assertThat(header.csrcCount()).isEqualTo(expected.get("csrc").size());
                assertThat(header.hasExtension()).isEqualTo(expected.get("extension").asBoolean());
                assertThat(header.payloadLength()).as(entry.getKey()).isEqualTo(expected.get("payload_octets").asInt());
                assertThat(header.paddingLength()).isEqualTo(expected.path("padding_octets").asInt(0));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
    }
}
