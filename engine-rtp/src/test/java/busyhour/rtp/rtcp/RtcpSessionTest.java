package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.RtpArithmetic;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RtcpSessionTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private final TestSources sources = new TestSources();
    private final RtcpSession session = new RtcpSession();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
    private final RtcpCompoundReader reader = new RtcpCompoundReader();
    private final RtcpCompoundWriter writer = new RtcpCompoundWriter();
    private final ReportFlyweight report = new ReportFlyweight();
    private final ReportBlockFlyweight block = new ReportBlockFlyweight();

    private int firstType(final int length) {
        assertThat(reader.wrap(buffer, 0, length)).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(reader.next()).isTrue();
        report.wrap(buffer, reader.packetOffset());
        return reader.type();
    }

    @Test
    void shouldReportAsReceiverWhileNothingWasSent() {
        sources.start(session);
        assertThat(firstType(session.writeReport(buffer, 0, SECOND))).isEqualTo(RtcpHeaderFlyweight.RECEIVER_REPORT);
        assertThat(report.senderSsrc()).isEqualTo(sources.ssrc);
        assertThat(report.blockCount()).isZero();
        assertThat(reader.next()).isTrue();
        assertThat(reader.type()).isEqualTo(RtcpHeaderFlyweight.SOURCE_DESCRIPTION);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void shouldReportAsSenderUntilTwoReportsAfterTheLastPacket() {
        sources.start(session);
        sources.packets = 50;
        sources.octets = 8_000;
        final int[] types = new int[4];
        for (int n = 0; n < types.length; n++) {
            types[n] = firstType(session.writeReport(buffer, 0, n * 5 * SECOND));
            if (n == 1) {
                assertThat(report.ntpTime()).isEqualTo(
                        RtpArithmetic.ntpFromEpochNs(5 * SECOND + TestSources.EPOCH_OFFSET_NS));
                assertThat(report.rtpTimestamp()).isEqualTo(160 + 5 * 8_000);
                assertThat(report.packetCount()).isEqualTo(50);
                assertThat(report.octetCount()).isEqualTo(8_000);
            }
            session.onSent(n * 5 * SECOND);
        }
        assertThat(types).containsExactly(200, 200, 201, 201);
        sources.packets++;
        assertThat(firstType(session.writeReport(buffer, 0, 20 * SECOND))).isEqualTo(200);
    }

    @Test
    void shouldLeaveTheStateOfARefusedReport() {
        sources.start(session);
        sources.packets = 1;
        sources.hasSource = true;
        sources.sourceSsrc = 5;
        sources.expected = 100;
        sources.received = 50;
        final long nowNs = 100 * SECOND;
        assertThat(session.isDue(nowNs)).isTrue();
        for (int n = 0; n < 3; n++) {
            firstType(session.writeReport(buffer, 0, nowNs));
            assertThat(block.wrap(buffer, report.blockOffset(0)).fractionLost()).isEqualTo(128);
            session.onRefused();
            session.onSent(nowNs); // nothing is written: without effect
            assertThat(session.isDue(nowNs)).isTrue();
        }
        assertThat(session.rtcpPacketsSent()).isZero();
        assertThat(session.sendErrors()).isEqualTo(3);
        session.writeReport(buffer, 0, nowNs);
        session.onSent(nowNs);
        assertThat(session.isDue(nowNs)).isFalse();
        assertThat(session.rtcpPacketsSent()).isEqualTo(1);
        assertThat(session.nextReportNs()).isGreaterThan(nowNs + 2 * SECOND);
    }

    @Test
    void shouldTakeWhatThePeerReportsAboutUs() {
        sources.start(session);
        sources.packets = 500;
        session.writeReport(buffer, 0, SECOND);
        session.onSent(SECOND);
        final int lsr = RtpArithmetic.ntpMiddle(RtpArithmetic.ntpFromEpochNs(SECOND + TestSources.EPOCH_OFFSET_NS));
        // the peer answers 2 s after it got our report; 80 ms pass on the way there and back
        final int length = writer.wrap(buffer, 0).receiverReport(77)
                .reportBlock(1, 255, 9_999, 0, 9_999, lsr, 0)
                .reportBlock(sources.ssrc, 64, 12, 500, 40, lsr, 2 << 16)
                .length();
        assertThat(session.onCompound(buffer, 0, length, 3 * SECOND + 80 * MS)).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(session.rttMs()).isCloseTo(80, within(0.02));
        assertThat(session.remoteJitterMs()).isEqualTo(5);
        assertThat(session.remotePacketsLost()).isEqualTo(12);
        assertThat(session.remoteFractionLost()).isEqualTo(25);
        assertThat(session.rtcpPacketsReceived()).isEqualTo(1);
        assertThat(session.receivedReportIntervalMs()).isNaN();
        assertThat(session.clockDriftEstimate()).isNaN();
        session.onCompound(buffer, 0, length, 8 * SECOND + 80 * MS);
        assertThat(session.receivedReportIntervalMs()).isEqualTo(5_000);
    }

    @Test
    void shouldSayByeOnceAndEnd() {
        sources.start(session);
        assertThat(session.writeBye(buffer, 0, 0)).as("a silent participant leaves silently (6.3.7)").isZero();
        sources.packets = 3;
        final int length = session.writeBye(buffer, 0, 0);
        assertThat(firstType(length)).isEqualTo(RtcpHeaderFlyweight.SENDER_REPORT);
        assertThat(reader.next() && reader.next()).isTrue();
        assertThat(reader.type()).isEqualTo(RtcpHeaderFlyweight.GOODBYE);
        assertThat(new ByeFlyweight().wrap(buffer, reader.packetOffset(), 8).ssrc(0)).isEqualTo(sources.ssrc);
        session.onRefused();
        assertThat(session.writeBye(buffer, 0, 0)).isEqualTo(length);
        session.onSent(0);
        assertThat(session.writeBye(buffer, 0, 0)).isZero();
        assertThat(session.nextReportNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(session.isDue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldGoOnUnderANewSsrcAfterACollision() {
        sources.start(session);
        sources.packets = 30;
        session.writeBye(buffer, 0, SECOND);
        session.onSent(SECOND);
        sources.ssrc = 0x2000_0002;
        sources.packets = 0;
        session.resume(SECOND);
        assertThat(session.nextReportNs()).isBetween(2 * SECOND, 5 * SECOND);
        assertThat(session.rtcpPacketsSent()).isEqualTo(1);
        assertThat(firstType(session.writeReport(buffer, 0, SECOND))).isEqualTo(RtcpHeaderFlyweight.RECEIVER_REPORT);
        sources.packets = 1;
        assertThat(firstType(session.writeReport(buffer, 0, SECOND))).isEqualTo(RtcpHeaderFlyweight.SENDER_REPORT);
        assertThat(report.senderSsrc()).isEqualTo(0x2000_0002);
    }

    @Test
    void shouldNoticeThatThePeerLeft() {
        sources.start(session);
        int length = writer.wrap(buffer, 0).receiverReport(77).bye(78).length();
        session.onCompound(buffer, 0, length, 0);
        assertThat(session.peerLeft()).isFalse();
        length = writer.wrap(buffer, 0).receiverReport(77).bye(77).length();
        session.onCompound(buffer, 0, length, 0);
        assertThat(session.peerLeft()).isTrue();
    }

    @Test
    void shouldNotTakeAnEchoOfOurOwnReportsForThePeers() {
        sources.start(session);
        sources.packets = 50;
        sources.hasSource = true;
        sources.sourceSsrc = sources.ssrc;
        sources.expected = 50;
        sources.received = 50;
        for (int n = 1; n <= 4; n++) {
            sources.received++;
            final int length = session.writeReport(buffer, 0, n * 5 * SECOND);
            session.onSent(n * 5 * SECOND);
            session.onCompound(buffer, 0, length, n * 5 * SECOND + 25 * MS);
        }
        assertThat(session.received().ownSsrcReports()).isEqualTo(4);
        assertThat(session.rtcpPacketsReceived()).isEqualTo(4);
        assertThat(session.rttMs()).isNaN();
        assertThat(session.remoteJitterMs()).isNaN();
        assertThat(session.clockDriftEstimate()).isNaN();
        assertThat(session.receivedReportIntervalMs()).isNaN();
        assertThat(session.peerLeft()).isFalse();
    }

    @Test
    void shouldWalkOverFeedbackAndCountIt() {
        sources.start(session);
        final byte[] octets = HexFormat.of().parseHex(
                "80c9000100000007" + "81cd00030000000700000001ffff0000" + "81ce00020000000700000001"
                + "80cf000100000007" + "80cc00020000000741424344");
        assertThat(session.onCompound(new UnsafeBuffer(octets), 0, octets.length, 0))
                .isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(session.received().feedback()).isEqualTo(2);
        assertThat(session.received().extendedReports()).isEqualTo(1);
        assertThat(session.received().applicationPackets()).isEqualTo(1);
        assertThat(session.onCompound(new UnsafeBuffer(octets), 8, octets.length - 8, 0))
                .isEqualTo(RtcpCompoundReader.REDUCED_SIZE);
        assertThat(session.received().reducedSize()).isEqualTo(1);
        assertThat(session.onCompound(new UnsafeBuffer(octets), 0, octets.length - 1, 0)).isNegative();
        assertThat(session.malformedPackets()).isEqualTo(1);
        assertThat(session.rtcpPacketsReceived()).isEqualTo(2);
    }

    @Test
    void shouldAnswerNothingMeasuredBeforeTheFirstCall() {
        assertThat(session.rttMs()).isNaN();
        assertThat(session.remoteJitterMs()).isNaN();
        assertThat(session.remotePacketsLost()).isNaN();
        assertThat(session.remoteFractionLost()).isNaN();
        assertThat(session.sentReportIntervalMs()).isNaN();
        assertThat(session.receivedReportIntervalMs()).isNaN();
        assertThat(session.clockDriftEstimate()).isNaN();
        assertThat(session.nextReportNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(session.onCompound(buffer, 0, 0, 0)).isNegative();
        assertThatThrownBy(() -> session.start(sources, sources, 8_000, 8_000, new byte[0], 1, 0, 0, 0))
                .hasMessageContaining("0 octets");
    }
}
