package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpCompoundWriterTest {

    private final RtcpCompoundWriter writer = new RtcpCompoundWriter();
    private final RtcpCompoundReader reader = new RtcpCompoundReader();

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shouldWriteTheOctetsOfTheRfc(final int offset) {
        final byte[] memory = new byte[256];
        Arrays.fill(memory, (byte) 0xEE);
        final UnsafeBuffer buffer = new UnsafeBuffer(memory);
        final int length = writer.wrap(buffer, offset)
                .senderReport(0x11223344, 0xB44DB705_20000000L, 0x01020304, 50, 8_000)
                .reportBlock(0x55667788, 64, -6, 0x0001FFFE, 77, 0xB7052000, 0x00054000)
                .cname(0x11223344, "a@b".getBytes(StandardCharsets.UTF_8))
                .bye(0x11223344)
                .length();
        assertThat(HexFormat.of().formatHex(memory, offset, offset + length)).isEqualTo(
                "81c8000c" + "11223344" + "b44db70520000000" + "01020304" + "00000032" + "00001f40"
                + "55667788" + "40fffffa" + "0001fffe" + "0000004d" + "b7052000" + "00054000"
                + "81ca0003" + "11223344" + "0103614062" + "000000"
                + "81cb0001" + "11223344");
        assertThat(memory[offset + length]).isEqualTo((byte) 0xEE);
        assertThat(reader.wrap(buffer, offset, length)).isEqualTo(RtcpCompoundReader.COMPOUND);
    }

    @Test
    void shouldTerminateEveryLengthOfName() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
        final SdesFlyweight sdes = new SdesFlyweight();
        for (int chars = 1; chars <= 255; chars++) {
            final byte[] cname = "x".repeat(chars).getBytes(StandardCharsets.UTF_8);
            buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
            final int length = writer.wrap(buffer, 0)
                    .senderReport(1, 2, 3, 4, 5).reportBlock(6, 0, 0, 0, 0, 0, 0).cname(1, cname).bye(1).length();
            assertThat(length).isLessThanOrEqualTo(RtcpSession.MAX_LENGTH);
            assertThat(length % 4).isZero();
            assertThat(reader.wrap(buffer, 0, length)).isEqualTo(RtcpCompoundReader.COMPOUND);
            assertThat(reader.next() && reader.next()).isTrue();
            sdes.wrap(buffer, reader.packetOffset(), reader.packetLength());
            assertThat(sdes.nextItem()).isTrue();
            assertThat(sdes.itemType()).isEqualTo(SdesFlyweight.CNAME);
            assertThat(sdes.textLength()).isEqualTo(chars);
            assertThat(buffer.getByte(sdes.textOffset() + chars)).isZero();
            assertThat(sdes.nextItem()).isFalse();
            assertThat(sdes.isTruncated()).isFalse();
        }
    }

    @Test
    void shouldWriteAtMostTheBlocksThatTheCountCanSay() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
        writer.wrap(buffer, 0).receiverReport(1);
        for (int i = 0; i < 40; i++) {
            writer.reportBlock(i, i, i, i, i, i, i);
        }
        assertThat(writer.length()).isEqualTo(8 + 31 * 24);
        assertThat(reader.wrap(buffer, 0, writer.length())).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(reader.next()).isTrue();
        assertThat(reader.count()).isEqualTo(31);
    }
}
