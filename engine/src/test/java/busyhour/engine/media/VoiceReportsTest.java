package busyhour.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.DatagramIo;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.rtcp.RtcpCompoundWriter;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.sip.TransportAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RTCP brings two endpoints of ours about each other's voice, and what happens when somebody has our SSRC. */
class VoiceReportsTest {

    private static final TransportAddress SOURCE = new TransportAddress().setIpv4(0x7F000001, 9);

    private final MediaRig rig = new MediaRig();

    @Test
    void shouldKnowOneWayDelayAndThePeersScores() {
        rig.descriptions[MediaRig.ALICE].audio().feedback().reports(true, true);
        rig.descriptions[MediaRig.BOB].audio().feedback().reports(true, true);
        rig.negotiate(MediaRig.ALICE);
        rig.run(16_000);
        for (int endpoint = MediaRig.ALICE; endpoint <= MediaRig.BOB; endpoint++) {
            final AudioStream stream = rig.streams.audio(endpoint);
            assertThat(stream.receive().quality().oneWayDelayMs()).as("a network without delay, polled each millisecond").isBetween(-0.5, 2.0);
            assertThat(stream.session().remoteMosLq()).isCloseTo(4.4, within(0.01));
            assertThat(stream.session().remoteMosCq()).isBetween(4.2, 4.4);
            assertThat(stream.session().remoteRFactor()).isBetween(88.0, 94.0);
            assertThat(stream.session().received().extendedReports()).isPositive();
        }
    }

    @Test
    void shouldSendNoExtendedReportsThatNobodyAgreedOn() {
        rig.descriptions[MediaRig.ALICE].audio().feedback().reports(true, false);
        rig.descriptions[MediaRig.BOB].audio().feedback().reports(true, false);
        rig.negotiate(MediaRig.ALICE);
        rig.run(10_000);
        assertThat(rig.streams.audio(MediaRig.BOB).session().received().extendedReports()).isZero();
        assertThat(rig.streams.audio(MediaRig.BOB).session().remoteMosLq()).isNaN();
    }

    /** A report with Alice's SSRC and a CNAME comes to Alice. */
    private void reportToAlice(final String name) {
        final AudioStream alice = rig.streams.audio(MediaRig.ALICE);
        final UnsafeBuffer compound = new UnsafeBuffer(new byte[200]);
        final int length = new RtcpCompoundWriter().wrap(compound, 0)
                .senderReport(alice.send().ssrc(), RtpArithmetic.ntpFromEpochNs(0), 1, 2, 3)
                .cname(alice.send().ssrc(), name.getBytes(StandardCharsets.US_ASCII)).length();
        rig.streams.cycle().onDatagram(alice.rtcp.socket(), SOURCE, compound, 0, length, DatagramIo.NO_TIMESTAMP, -1);
    }

    @Test
    void shouldTakeAnotherSsrcWhenSomebodyElseHasOurs() {
        rig.negotiate(MediaRig.ALICE);
        rig.run(1_000);
        final AudioStream alice = rig.streams.audio(MediaRig.ALICE);
        final int before = alice.send().ssrc();
        final long reports = alice.session().rtcpPacketsSent();
        reportToAlice("somebody@else");
        assertThat(alice.send().ssrc()).isNotEqualTo(before);
        assertThat(alice.session().rtcpPacketsSent()).as("BYE under the old one").isEqualTo(reports + 1);
        rig.run(8_000);
        assertThat(rig.lastSsrc[MediaRig.BOB]).isEqualTo(alice.send().ssrc());
        assertThat(rig.streams.audio(MediaRig.BOB).receive().quality().ssrcSwitches()).isEqualTo(1);
        assertThat(rig.streams.audio(MediaRig.BOB).receive().quality().packetsLost()).isZero();
        assertThat(alice.session().rtcpPacketsSent()).as("reports go on").isGreaterThan(reports + 1);
        assertThat(alice.session().rttMs()).isNotNaN();
        for (int i = 0; i < 20; i++) {
            final int ssrc = alice.send().ssrc();
            reportToAlice("somebody@else");
            assertThat(alice.send().ssrc() == ssrc).as("collision %d", i).isEqualTo(i >= 3);
        }
    }

    @Test
    void shouldTakeAnEchoForNoCollision() {
        rig.negotiate(MediaRig.ALICE);
        rig.run(1_000);
        final int before = rig.streams.audio(MediaRig.ALICE).send().ssrc();
        final AudioStream alice = rig.streams.audio(MediaRig.ALICE);
        final UnsafeBuffer compound = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
        final int length = alice.session().writeReport(compound, 0, rig.nowNs);
        rig.streams.cycle().onDatagram(alice.rtcp.socket(), SOURCE, compound, 0, length, DatagramIo.NO_TIMESTAMP, -1);
        assertThat(alice.session().received().ownSsrcReports()).isEqualTo(1);
        assertThat(rig.streams.audio(MediaRig.ALICE).send().ssrc()).isEqualTo(before);
    }

    @Test
    void shouldNameTheHostByItsKernel(@TempDir final Path directory) throws IOException {
        final Path first = Files.writeString(directory.resolve("a"), "9d21a6b4-77d0-4b1e-a5c5-a5f2f4c1cbb1\n");
        final Path second = Files.writeString(directory.resolve("b"), "9d21a6b4-77d0-4b1e-a5c5-a5f2f4c1cbb2\n");
        assertThat(HostMark.suffix(first)).matches("@[0-9a-f]{16}").isEqualTo(HostMark.suffix(first)).isNotEqualTo(HostMark.suffix(second));
        assertThat(HostMark.suffix(directory.resolve("none"))).isEmpty();
    }
}
