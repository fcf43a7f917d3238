package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** RFC 3611: what goes out, to whom, and what is read of a peer's. */
class ExtendedReportsTest {

    private static final long MS = 1_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
    private final TestSources ours = new TestSources();
    private final TestSources theirs = new TestSources();
    private final RtcpSession us = new RtcpSession();
    private final RtcpSession peer = new RtcpSession();

    ExtendedReportsTest() {
        theirs.ssrc = 0x2000_0002;
        connect(ours, theirs);
        connect(theirs, ours);
        ours.start(us);
        theirs.start(peer);
    }

    private static void connect(final TestSources to, final TestSources from) {
        to.hasSource = true;
        to.sourceSsrc = from.ssrc;
        to.expected = 100;
        to.received = 95;
    }

    /** @return its length; it arrives {@code delayNs} later. */
    private int send(final RtcpSession from, final RtcpSession to, final long nowNs, final long delayNs) {
        final int length = from.writeReport(buffer, 0, nowNs);
        from.onSent(nowNs);
        assertThat(to.onCompound(buffer, 0, length, nowNs + delayNs)).isEqualTo(RtcpCompoundReader.COMPOUND);
        return length;
    }

    @Test
    void shouldTellThePeerHowItsVoiceSounds() {
        ours.packets = 100;
        us.extendedReports(new TestVoice(), true, true);
        send(us, peer, 0, 0);
        assertThat(peer.remoteMosLq()).isEqualTo(4.1);
        assertThat(peer.remoteMosCq()).isEqualTo(4.1);
        assertThat(peer.remoteRFactor()).isEqualTo(82);
        assertThat(peer.received().extendedReports()).isEqualTo(1);
        assertThat(us.remoteMosLq()).isNaN();
        final TestVoice unknown = new TestVoice();
        unknown.rFactor = Double.NaN;
        unknown.mosLq = Double.NaN;
        unknown.mosCq = 1;
        us.extendedReports(unknown, true, false);
        send(us, peer, 5_000 * MS, 0);
        assertThat(peer.remoteMosLq()).as("127 is no score").isNaN();
        assertThat(peer.remoteMosCq()).isEqualTo(1);
        assertThat(peer.remoteRFactor()).isNaN();
    }

    @Test
    void shouldWriteTheFieldsOfTheBlock() {
        us.extendedReports(new TestVoice(), true, false);
        ours.packets = 1;
        final int length = us.writeReport(buffer, 0, 0);
        final int block = length - VoipMetricsFlyweight.LENGTH;
        assertThat(buffer.getByte(block)).isEqualTo((byte) 7);
        assertThat(buffer.getShort(block + 2, ByteOrder.BIG_ENDIAN)).isEqualTo((short) 8);
        assertThat(buffer.getInt(block + 4, ByteOrder.BIG_ENDIAN)).isEqualTo(theirs.ssrc);
        assertThat(buffer.getByte(block + 8)).as("5 % in 1/256").isEqualTo((byte) 12);
        assertThat(buffer.getByte(block + 9)).isEqualTo((byte) 2);
        assertThat(buffer.getByte(block + 10)).isEqualTo((byte) 128);
        assertThat(buffer.getByte(block + 11)).as("not known").isZero();
        assertThat(buffer.getShort(block + 12, ByteOrder.BIG_ENDIAN)).isEqualTo((short) 60);
        assertThat(buffer.getShort(block + 14, ByteOrder.BIG_ENDIAN)).as("70 s do not fit").isEqualTo((short) 0xFFFF);
        assertThat(buffer.getShort(block + 18, ByteOrder.BIG_ENDIAN)).isEqualTo((short) 61);
        assertThat(buffer.getByte(block + 20)).as("-26 dBov in dBm0").isEqualTo((byte) -20);
        assertThat(buffer.getByte(block + 21)).isEqualTo((byte) 127);
        assertThat(buffer.getByte(block + 23)).as("Gmin").isEqualTo((byte) 16);
        assertThat(buffer.getByte(block + 24)).isEqualTo((byte) 82);
        assertThat(buffer.getByte(block + 26)).isEqualTo((byte) 41);
        assertThat(buffer.getByte(block + 28)).as("enhanced PLC, adaptive").isEqualTo((byte) 0xB0);
        assertThat(buffer.getShort(block + 34, ByteOrder.BIG_ENDIAN)).isEqualTo((short) 500);
    }

    @Test
    void shouldMeasureTheRoundTripOfASideThatOnlyReceives() {
        ours.packets = 0; // we receive only
        us.extendedReports(null, false, true);
        theirs.packets = 100;
        send(us, peer, 1_000 * MS, 30 * MS);
        theirs.packets = 200;
        send(peer, us, 3_000 * MS, 50 * MS);
        assertThat(us.rttMs()).isCloseTo(80, within(0.05));
        assertThat(us.received().implausible()).isZero();
        assertThat(peer.rttMs()).as("it has sent reports, but nobody answered yet").isNaN();
        ours.received++;
        send(us, peer, 6_000 * MS, 30 * MS);
        assertThat(peer.rttMs()).isCloseTo(80, within(0.05));
    }

    @Test
    void shouldAnswerInKindAPeerThatSendsThemUnasked() {
        us.extendedReports(new TestVoice(), false, false);
        ours.packets = 10;
        final int before = us.writeReport(buffer, 0, 0);
        us.onSent(0);
        peer.extendedReports(null, false, true);
        send(peer, us, 1_000 * MS, 0);
        ours.packets = 20;
        ours.received++;
        final int after = us.writeReport(buffer, 0, 2_000 * MS);
        us.onSent(2_000 * MS);
        assertThat(after - before).isEqualTo(8 + 16 + 36); // header, DLRR, VoIP metrics
        assertThat(peer.onCompound(buffer, 0, after, 2_000 * MS)).isEqualTo(RtcpCompoundReader.COMPOUND);
        assertThat(peer.remoteMosLq()).isEqualTo(4.1);
    }

    @Test
    void shouldBelieveNoAnswerToAQuestionThatWasNotAsked() {
        final int length = 8 + 16;
        ExtendedReportFlyweight.writeHeader(buffer, 0, theirs.ssrc, length);
        ExtendedReportFlyweight.writeDlrr(buffer, 8, ours.ssrc, 0x1234_5678, 0);
        assertThat(us.onCompound(buffer, 0, length, 0)).isEqualTo(RtcpCompoundReader.REDUCED_SIZE);
        assertThat(us.rttMs()).isNaN();
        assertThat(us.received().implausible()).isEqualTo(1);
    }

    @Test
    void shouldWalkOverWhatItDoesNotKnowAndCountWhatIsCutOff() {
        final int length = 8 + 8 + 36;
        ExtendedReportFlyweight.writeHeader(buffer, 0, theirs.ssrc, length);
        ExtendedReportFlyweight.writeBlockHeader(buffer, 8, 200, 8);
        VoipMetricsFlyweight.write(buffer, 16, ours.ssrc, new TestVoice(), 12);
        us.onCompound(buffer, 0, length, 0);
        assertThat(us.remoteMosLq()).isEqualTo(4.1);
        assertThat(us.received().truncatedExtendedReports()).isZero();
        buffer.putShort(18, (short) 40, ByteOrder.BIG_ENDIAN); // the block says that it goes on
        us.onCompound(buffer, 0, length, 0);
        assertThat(us.received().truncatedExtendedReports()).isEqualTo(1);
        buffer.putShort(18, (short) 2, ByteOrder.BIG_ENDIAN); // a VoIP metrics block too short to be one
        us.onCompound(buffer, 0, length, 0);
        assertThat(us.received().truncatedExtendedReports()).isGreaterThan(1);
    }

    @Test
    void shouldSurviveAnything() {
        final Random random = new Random(3);
        us.extendedReports(new TestVoice(), true, true);
        for (int i = 0; i < 20_000; i++) {
            final int length = 8 + 4 * random.nextInt(20);
            for (int at = 8; at < length; at++) {
                buffer.putByte(at, (byte) (random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(9)));
            }
            ExtendedReportFlyweight.writeHeader(buffer, 0, random.nextInt(3) == 0 ? ours.ssrc : theirs.ssrc, length);
            us.onCompound(buffer, 0, length, i * MS);
            final int written = us.writeReport(buffer, 0, i * MS);
            assertThat(written).isLessThanOrEqualTo(RtcpSession.MAX_LENGTH);
        }
        assertThat(us.received().truncatedExtendedReports()).isPositive();
        assertThat(Double.isNaN(us.remoteMosLq()) || us.remoteMosLq() >= 1 && us.remoteMosLq() <= 5).isTrue();
    }
}
