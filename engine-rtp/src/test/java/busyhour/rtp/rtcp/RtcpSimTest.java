package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.PriorityQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two parties over a link in virtual time: what each measures is what the link did. */
class RtcpSimTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private record Flight(long arrivalNs, Party to, byte[] datagram) {
    }

    private static final class Party {
        final TestSources sources = new TestSources();
        final RtcpSession session = new RtcpSession();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
        final StringBuilder log = new StringBuilder();
        Party peer;
        long delayNs;
        int refuseAttempt;
        int attempts;

        void sendWhenDue(final long nowNs, final PriorityQueue<Flight> link) {
            while (session.isDue(nowNs)) {
                final int length = session.writeReport(buffer, 0, nowNs);
                if (++attempts == refuseAttempt) {
                    session.onRefused();
                    continue;
                }
                session.onSent(nowNs);
                final byte[] datagram = new byte[length];
                buffer.getBytes(0, datagram);
                log.append(HexFormat.of().formatHex(datagram)).append('\n');
                link.add(new Flight(nowNs + delayNs, peer, datagram));
            }
        }
    }

    private final Party caller = new Party();
    private final Party callee = new Party();

    // One second of media is 50 packets each way; of the caller's every 20th is lost.
    private void play(final long forNs) {
        caller.peer = callee;
        callee.peer = caller;
        caller.sources.ssrc = 0xAAAA_0001;
        callee.sources.ssrc = 0xBBBB_0001;
        caller.sources.start(caller.session, 1, 0);
        callee.sources.start(callee.session, 2, 0);
        final PriorityQueue<Flight> link =
                new PriorityQueue<>((a, b) -> Long.compare(a.arrivalNs(), b.arrivalNs()));
        for (long nowNs = 0; nowNs <= forNs; nowNs += MS / 4) {
            final long packets = nowNs / (20 * MS);
            media(caller.sources, callee.sources, packets, packets / 20, 80);
            media(callee.sources, caller.sources, packets, 0, 16);
            while (!link.isEmpty() && link.peek().arrivalNs() <= nowNs) {
                final Flight flight = link.poll();
                assertThat(flight.to().session.onCompound(new UnsafeBuffer(flight.datagram()), 0,
                        flight.datagram().length, flight.arrivalNs())).isEqualTo(RtcpCompoundReader.COMPOUND);
            }
            caller.sendWhenDue(nowNs, link);
            callee.sendWhenDue(nowNs, link);
        }
    }

    private static void media(
            final TestSources from, final TestSources to, final long sent, final long lost, final int jitter) {
        from.packets = sent;
        from.octets = sent * 160;
        to.hasSource = sent > 0;
        to.sourceSsrc = from.ssrc;
        to.expected = sent;
        to.received = sent - lost;
        to.extendedHighest = (int) sent;
        to.jitter = jitter;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "40, 110", "500, 20"})
    void shouldMeasureTheLink(final long thereMs, final long backMs) {
        caller.delayNs = thereMs * MS;
        callee.delayNs = backMs * MS;
        play(60 * SECOND);
        assertThat(caller.session.rttMs()).isCloseTo(thereMs + backMs, within(0.06));
        assertThat(callee.session.rttMs()).isCloseTo(thereMs + backMs, within(0.06));
        assertThat(caller.session.remoteJitterMs()).isEqualTo(10);
        assertThat(callee.session.remoteJitterMs()).isEqualTo(2);
        assertThat(caller.session.remoteFractionLost()).isCloseTo(5, within(0.6));
        assertThat(callee.session.remoteFractionLost()).isZero();
        assertThat(caller.session.remotePacketsLost()).isBetween(125.0, 150.0);
        assertThat(caller.session.clockDriftEstimate()).isCloseTo(0, within(3.0)); // timestamps of 125 us over a minute
        assertThat(caller.session.rtcpPacketsSent()).isBetween(9L, 18L);
        assertThat(callee.session.rtcpPacketsReceived()).isBetween(
                caller.session.rtcpPacketsSent() - 1, caller.session.rtcpPacketsSent());
        assertThat(caller.session.sentReportIntervalMs()).isBetween(2_000.0, 6_200.0);
        assertThat(caller.session.receivedReportIntervalMs()).isBetween(2_000.0, 6_200.0);
        assertThat(caller.session.received().implausible()).isZero();
    }

    @Test
    void shouldEndAlikeWhicheverSendIsRefused() {
        caller.delayNs = 30 * MS;
        callee.delayNs = 30 * MS;
        play(40 * SECOND);
        final String log = caller.log.toString();
        final int attempts = caller.attempts;
        assertThat(attempts).isGreaterThan(5);
        for (int refused = 1; refused <= attempts; refused++) {
            final RtcpSimTest other = new RtcpSimTest();
            other.caller.delayNs = caller.delayNs;
            other.callee.delayNs = callee.delayNs;
            other.caller.refuseAttempt = refused;
            other.play(40 * SECOND);
            assertThat(other.caller.session.sendErrors()).isEqualTo(1);
            assertThat(other.caller.log.toString()).as("send %d refused", refused).isEqualTo(log);
            assertThat(other.caller.session.rttMs()).isEqualTo(caller.session.rttMs());
            assertThat(other.caller.session.nextReportNs()).isEqualTo(caller.session.nextReportNs());
        }
    }
}
