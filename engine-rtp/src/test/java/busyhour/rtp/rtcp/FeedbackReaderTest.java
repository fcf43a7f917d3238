package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feedback of foreign stacks, as tshark 4.0 reads it; and our own. */
class FeedbackReaderTest {

    private final RtcpSession session = new RtcpSession();
    private final FeedbackLog log = new FeedbackLog();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);

    private void start() {
        new TestSources().start(session);
        session.feedback(log, FeedbackSource.NONE, true, 1_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "aiortc-rtcp_rtpfb.bin | nack f71deee4 12,nack f71deee4 32,nack f71deee4 39,nack f71deee4 54,nack f71deee4 76,"
                + "nack f71deee4 110,nack f71deee4 123,nack f71deee4 142,nack f71deee4 183,nack f71deee4 187,nack f71deee4 223,"
                + "nack f71deee4 236,nack f71deee4 271,nack f71deee4 292",
        "meetecho-nacks.rtcp | nack b075af13 43087,nack b075af13 43091",
        "meetecho-fir.rtcp | fir 8c08a05d f310a866 10",
        "meetecho-remb.rtcp | remb f310a866 128000.0",
        "pjsip-seed-rtcp-fb-pli.bin | pli 87654321",
        "pjsip-seed-rtcp-fb-sli.bin | sli 87654321 100 5 1"})
    void shouldReadWhatOthersSend(final String file, final String said) throws IOException {
        start();
        final byte[] octets = Files.readAllBytes(Vectors.path("03-rtp-srtp/packets/rtcp/" + file));
        assertThat(session.onCompound(new UnsafeBuffer(octets), 0, octets.length, 1)).isEqualTo(RtcpCompoundReader.REDUCED_SIZE);
        assertThat(log.said).containsExactly(said.split(","));
        assertThat(session.received().malformedFeedback()).isZero();
    }

    @Test
    void shouldReadTransportWideFeedback() throws IOException {
        start();
        final byte[] octets = Files.readAllBytes(Vectors.path("03-rtp-srtp/packets/rtcp/meetecho-twcc-feedback.rtcp"));
        session.onCompound(new UnsafeBuffer(octets), 0, octets.length, 1);
        final double base = 343_896 * 64.0;
        final StringBuilder expected = new StringBuilder("twcc ae657257 #187");
        final double[] deltas = {56, 0, 1, 0, 0, 0, 0, 0, 5, 0};
        double at = base;
        for (int i = 0; i < deltas.length; i++) {
            at += deltas[i];
            expected.append(' ').append(2676 + i).append('@').append(at);
        }
        assertThat(log.said).containsExactly(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void shouldReadWhatWeWrite(final int offset) {
        start();
        final FeedbackWriter writer = new FeedbackWriter().wrap(buffer, offset, 0xABCD);
        writer.nack(1, 65_530).nack(1, 65_535).nack(1, 2).nack(1, 10).nack(1, 11).nack(1, 27);
        writer.pictureLoss(2).fullIntraRequest(3, 255).maximumBitrate(4, 987_654_321).maximumBitrate(4, 0).maximumBitrate(4, 262_143);
        assertThat(session.onCompound(buffer, offset, writer.length(), 1)).isEqualTo(RtcpCompoundReader.REDUCED_SIZE);
        assertThat(log.said).containsExactly("nack 1 65530", "nack 1 65535", "nack 1 2", "nack 1 10", "nack 1 11", "nack 1 27", "pli 2",
                "fir abcd 3 255", "remb 4 9.87652096E8", "remb 4 0.0", "remb 4 262143.0");
        assertThat(session.received().feedback()).isEqualTo(6);
    }

    @Test
    void shouldNotTakeAnEchoOfOurOwnWords() {
        start();
        final FeedbackWriter writer = new FeedbackWriter().wrap(buffer, 0, new TestSources().ssrc).pictureLoss(2);
        session.onCompound(buffer, 0, writer.length(), 1);
        assertThat(log.said).isEmpty();
    }

    @Test
    void shouldRefuseItemsThatDoNotFit() {
        start();
        final int[][] packets = {
            {0x81, 205, 0, 2}, // a NACK of nothing
            {0x84, 206, 0, 3}, // half a FIR
            {0x82, 206, 0, 2}, // SLI of nothing
            {0x8F, 206, 0, 4}, // REMB with more SSRCs than octets
            {0x8F, 205, 0, 4}, // transport feedback without chunks for what it counts
        };
        for (final int[] packet : packets) {
            final int length = (packet[3] + 1) * 4;
            buffer.setMemory(0, length, (byte) 0);
            for (int i = 0; i < 4; i++) {
                buffer.putByte(i, (byte) packet[i]);
            }
            buffer.putInt(4, 77);
            if (packet[1] == 206 && packet[0] == 0x8F) {
                buffer.putInt(12, FeedbackReader.REMB_NAME, java.nio.ByteOrder.BIG_ENDIAN);
                buffer.putByte(16, (byte) 9);
            } else if (packet[0] == 0x8F) {
                buffer.putByte(15, (byte) 9);
            }
            session.onCompound(buffer, 0, length, 1);
        }
        assertThat(log.said).isEmpty();
        assertThat(session.received().malformedFeedback()).isEqualTo(5);
    }
}
