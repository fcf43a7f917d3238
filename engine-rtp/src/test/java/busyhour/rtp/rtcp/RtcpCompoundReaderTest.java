package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpCompoundReaderTest {

    private final RtcpCompoundReader reader = new RtcpCompoundReader();
    private final ReportFlyweight report = new ReportFlyweight();
    private final ReportBlockFlyweight block = new ReportBlockFlyweight();
    private final SdesFlyweight sdes = new SdesFlyweight();
    private final ByeFlyweight bye = new ByeFlyweight();

    private int wrap(final String hex) {
        final byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        return reader.wrap(new UnsafeBuffer(octets), 0, octets.length);
    }

    @TestFactory
    List<DynamicTest> shouldReadTheSinglePacketsAsExpected() throws IOException {
        final JsonNode all = Vectors.json("03-rtp-srtp/packets/expected.json").get("rtcp");
        final List<DynamicTest> tests = new ArrayList<>();
        for (final Map.Entry<String, JsonNode> entry : all.properties()) {
            final byte[] octets =
                    Files.readAllBytes(Vectors.path("03-rtp-srtp/packets/rtcp/" + entry.getKey()));
            for (final int offset : new int[] {0, 3}) {
                final byte[] placed = new byte[offset + octets.length];
                System.arraycopy(octets, 0, placed, offset, octets.length);
                tests.add(DynamicTest.dynamicTest(entry.getKey() + " at " + offset,
                        () -> read(new UnsafeBuffer(placed), offset, octets.length, entry.getValue())));
            }
        }
        assertThat(tests).hasSizeGreaterThan(80);
        return tests;
    }

    private void read(final UnsafeBuffer buffer, final int offset, final int length, final JsonNode expected) {
        final int outcome = reader.wrap(buffer, offset, length);
        assertThat(outcome >= 0).as("outcome %d, %s", outcome, expected.path("reason")).isEqualTo(
                expected.get("valid").asBoolean());
        if (outcome < 0) {
            assertThat(reader.next()).isFalse();
            return;
        }
        int packets = 0;
        for (final JsonNode packet : expected.get("packets")) {
            assertThat(reader.next()).isTrue();
            packets++;
            assertThat(reader.type()).isEqualTo(packet.get("pt").asInt());
            assertThat(reader.count()).isEqualTo(packet.get("count_or_fmt").asInt());
            switch (reader.type()) {
                case RtcpHeaderFlyweight.SENDER_REPORT, RtcpHeaderFlyweight.RECEIVER_REPORT ->
                        readReport(buffer, packet);
                case RtcpHeaderFlyweight.SOURCE_DESCRIPTION -> readChunks(buffer, packet);
                case RtcpHeaderFlyweight.GOODBYE -> readSources(buffer, packet);
                default -> { }
            }
        }
        assertThat(packets).isPositive();
        assertThat(reader.next()).isFalse();
    }

    private void readReport(final UnsafeBuffer buffer, final JsonNode expected) {
        report.wrap(buffer, reader.packetOffset());
        assertThat(report.senderSsrc()).isEqualTo((int) expected.get("ssrc").asLong());
        if (report.isSenderReport()) {
            assertThat(report.ntpTime() >>> 32).isEqualTo(expected.get("ntp_msw").asLong());
            assertThat(report.ntpTime() & 0xFFFF_FFFFL).isEqualTo(expected.get("ntp_lsw").asLong());
            assertThat(report.rtpTimestamp()).isEqualTo((int) expected.get("rtp_timestamp").asLong());
            assertThat(report.packetCount()).isEqualTo(expected.get("packet_count").asLong());
            assertThat(report.octetCount()).isEqualTo(expected.get("octet_count").asLong());
        }
        assertThat(report.blockCount()).isEqualTo(expected.get("reports").size());
        for (int i = 0; i < report.blockCount(); i++) {
            final JsonNode fields = expected.get("reports").get(i);
            block.wrap(buffer, report.blockOffset(i));
            assertThat(block.ssrc()).isEqualTo((int) fields.get("ssrc").asLong());
            assertThat(block.fractionLost()).isEqualTo(fields.get("fraction_lost").asInt());
            assertThat(block.cumulativeLost()).isEqualTo(fields.get("cumulative_lost").asInt());
            assertThat(block.extendedHighestSequence()).isEqualTo((int) fields.get("ext_highest_seq").asLong());
            assertThat(block.jitter()).isEqualTo(fields.get("jitter").asLong());
            assertThat(block.lastSenderReport()).isEqualTo((int) fields.get("lsr").asLong());
            assertThat(block.delaySinceLastSenderReport()).isEqualTo(fields.get("dlsr").asLong());
        }
    }

    private void readChunks(final UnsafeBuffer buffer, final JsonNode expected) {
        sdes.wrap(buffer, reader.packetOffset(), reader.packetLength());
        for (final JsonNode chunk : expected.get("chunks")) {
            for (final JsonNode item : chunk.get("items")) {
                assertThat(sdes.nextItem()).isTrue();
                assertThat(sdes.ssrc()).isEqualTo((int) chunk.get("ssrc").asLong());
                assertThat(sdes.itemType()).isEqualTo(item.get(0).asInt());
                final byte[] text = new byte[sdes.textLength()];
                buffer.getBytes(sdes.textOffset(), text);
                assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(item.get(1).asText());
            }
        }
        assertThat(sdes.nextItem()).isFalse();
        assertThat(sdes.isTruncated()).isFalse();
    }

    private void readSources(final UnsafeBuffer buffer, final JsonNode expected) {
        bye.wrap(buffer, reader.packetOffset(), reader.packetLength());
        assertThat(bye.sourceCount()).isEqualTo(expected.get("sources").size());
        for (int i = 0; i < bye.sourceCount(); i++) {
            assertThat(bye.ssrc(i)).isEqualTo((int) expected.get("sources").get(i).asLong());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', -1",
        "80c900, -1",
        "80c90001 00000001 80, -1",
        "40c90001 00000001, -2",
        "80bf0001 00000001, -3",
        "80e00001 00000001, -3",
        "80c90002 00000001, -4",
        "a0c90001 00000001 80c90001 00000001, -5",
        "a0c90002 00000001 00000000, -5",
        "a0c90002 00000001 00000009, -5",
        "81c90001 00000001, -7",
        "80c80005 00000001 00000000 00000000 00000000 00000000, -7",
        "81cb0000, -7",
        "80cc0001 00000001, -7",
        "81ca0002 00000001 01ff6100, -7",
        "81cd0001 00000001, -7",
    })
    void shouldSayWhatIsWrong(final String hex, final int outcome) {
        assertThat(wrap(hex)).isEqualTo(outcome);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void shouldTellReducedSizeFromACompound() {
        assertThat(wrap("80c90001 00000001")).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(wrap("81ce0002 00000001 00000002")).isEqualTo(RtcpCompoundReader.REDUCED_SIZE);
    }

    @Test
    void shouldLeavePaddingOutOfTheLastPacket() {
        assertThat(wrap("80c90001 00000001 a1cb0002 00000001 00000004")).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.packetLength()).isEqualTo(8);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void shouldBoundTheDepth() {
        final String packet = "80c90001 00000001 ";
        assertThat(wrap(packet.repeat(RtcpCompoundReader.MAX_PACKETS))).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(wrap(packet.repeat(RtcpCompoundReader.MAX_PACKETS + 1))).isEqualTo(RtcpCompoundReader.TOO_DEEP);
    }

    @Test
    void shouldReadApplicationPacketsAndReasons() {
        assertThat(wrap("85cc0003 00000001 50494e47 01020304 81cb0002 00000009 02627965"))
                .isEqualTo(RtcpCompoundReader.REDUCED_SIZE);
        final UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(
                "85cc00030000000150494e470102030481cb00020000000902627965"));
        reader.wrap(buffer, 0, buffer.capacity());
        reader.next();
        final AppFlyweight app = new AppFlyweight().wrap(buffer, reader.packetOffset(), reader.packetLength());
        assertThat(app.subtype()).isEqualTo(5);
        assertThat(app.ssrc()).isEqualTo(1);
        assertThat(app.name()).isEqualTo(0x50494e47);
        assertThat(app.dataLength()).isEqualTo(4);
        assertThat(buffer.getByte(app.dataOffset())).isEqualTo((byte) 1);
        reader.next();
        bye.wrap(buffer, reader.packetOffset(), reader.packetLength());
        assertThat(bye.reasonLength()).isEqualTo(2);
        assertThat(buffer.getByte(bye.reasonOffset())).isEqualTo((byte) 'b');
    }
}
