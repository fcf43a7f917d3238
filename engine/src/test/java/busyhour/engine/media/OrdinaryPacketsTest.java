package busyhour.engine.media;

import static busyhour.engine.media.MediaRig.ALICE;
import static busyhour.engine.media.MediaRig.BOB;
import static busyhour.engine.media.MediaRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.sip.TransportAddress;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets of connected streams that are noted and sent without asking their stream: what the stream must know all the same. */
class OrdinaryPacketsTest {

    private static final int EXPEDITED = 46 << 2; // as all packets of the rig
    private static final int BEST_EFFORT = 0;

    private final MediaRig rig = new MediaRig();
    private final TransportAddress alice = new TransportAddress();

    @BeforeEach
    void talk() {
        rig.negotiate(ALICE);
        rig.run(1_000);
        alice.copyFrom(bob().rtp.peer());
    }

    private AudioStream bob() {
        return rig.streams.audio(BOB);
    }

    private boolean isConnected(final int endpoint) {
        return rig.io.isConnected(rig.streams.audio(endpoint).rtp.socket());
    }

    /** The packet that follows the last one to Bob, from somewhere. */
    private void next(final TransportAddress source, final int tos) {
        final byte[] octets = rig.wire[BOB].clone();
        final UnsafeBuffer packet = new UnsafeBuffer(octets);
        RtpHeaderFlyweight.write(packet, 0, false, rig.lastPayloadType[BOB], ++rig.lastSequence[BOB] & 0xFFFF,
                packet.getInt(RtpHeaderFlyweight.TIMESTAMP_OFFSET, ByteOrder.BIG_ENDIAN) + 160, rig.lastSsrc[BOB]);
        rig.wire[BOB] = octets;
        rig.nowNs += 20 * MS;
        rig.streams.cycle().now(rig.nowNs);
        rig.streams.cycle().onDatagram(bob().rtp.socket(), source, packet, 0, octets.length, 0, tos);
    }

    @Test
    void shouldStayConnectedWhileTheyComeAndLetGoWhenTheyCease() {
        rig.run(5_000);
        assertThat(isConnected(ALICE) && isConnected(BOB)).isTrue();
        assertThat(rig.received[BOB]).isBetween(298, 302);
        assertThat(bob().receive().network().packetsReceived()).isEqualTo(rig.received[BOB]);
        rig.streams.pause(ALICE, true, rig.nowNs);
        rig.run(2_000);
        assertThat(isConnected(BOB)).as("Alice fell silent").isFalse();
        assertThat(isConnected(ALICE)).as("Bob still speaks").isTrue();
    }

    @Test
    void shouldSeeThatTheyComeByAnotherWay() {
        next(alice, EXPEDITED);
        next(alice, EXPEDITED);
        assertThat(bob().dscpReceived()).isEqualTo(46);
        next(alice, BEST_EFFORT);
        assertThat(bob().dscpReceived()).isZero();
        next(alice, BEST_EFFORT);
        assertThat(bob().receive().quality().packetsLost()).isZero();
    }

    @Test
    void shouldSeeThatAStrangerSendsThemOnceTheSocketIsOpenToAll() {
        rig.streams.pause(ALICE, true, rig.nowNs);
        rig.run(2_000);
        assertThat(isConnected(BOB)).isFalse();
        final long before = bob().unexpectedSource();
        next(new TransportAddress().copyFrom(alice).port(9), EXPEDITED);
        assertThat(bob().unexpectedSource()).isEqualTo(before + 1);
    }

    @Test
    void shouldTellEachOfThemToTheConversation() {
        rig.run(4_000);
        final double talk = bob().receive().audio().conversation().talkRatio(rig.nowNs);
        rig.streams.hearAtOnce(BOB); // as it would be without notes
        assertThat(bob().receive().audio().conversation().talkRatio(rig.nowNs)).isEqualTo(talk).isPositive();
        final long sent = bob().send().packetsSent();
        rig.run(1_000);
        assertThat(bob().send().packetsSent()).isEqualTo(sent + 50);
    }
}
