package busyhour.engine.media;

import static busyhour.engine.media.MediaRig.ALICE;
import static busyhour.engine.media.MediaRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramOptions;
import busyhour.ipc.plan.MediaSpec;
import busyhour.sip.TransportAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Alice's socket is one that others of her group have too; Bob's is his own. */
class SharedSocketsTest {

    private final MediaRig rig = new MediaRig(MediaSpec.PLAIN.withSharedSockets(true), MediaSpec.PLAIN);

    @Test
    void shouldKeepMediaThatOvertakesTheAnswer() {
        rig.negotiate(ALICE, 60);
        assertThat(rig.received[ALICE]).as("nobody knows yet that they are hers").isZero();
        rig.run(1_000);
        assertThat(rig.received[ALICE]).isBetween(52, 54);
        final double sent = rig.streams.audio(BOB).send().packetsSent();
        assertThat(rig.streams.audio(ALICE).receive().network().packetsReceived()).as("all but what is on its way").isBetween(sent - 1, sent);
        assertThat(rig.streams.audio(ALICE).receive().quality().packetsLost()).isZero();
        assertThat(rig.streams.audio(ALICE).unexpectedSource()).isZero();
        assertThat(rig.received[BOB]).isBetween(49, 51);
    }

    @Test
    void shouldGiveUpWhatBelongsToNobodyAndCountIt() {
        rig.negotiate(ALICE);
        rig.run(100);
        final int before = rig.received[ALICE];
        final TransportAddress here = new TransportAddress().setIpv4(0x7F000001, 30_000);
        final int stranger = rig.io.open(here, DatagramOptions.media(), -7);
        final TransportAddress alice = new TransportAddress().setIpv4(0x7F000001, rig.streams.audio(ALICE).port());
        for (int i = 0; i < ParkedDatagrams.PLACES + 6; i++) {
            rig.io.sendTo(stranger, alice, new UnsafeBuffer(new byte[172]), 0, 172);
        }
        rig.run(100);
        assertThat(rig.streams.audio(ALICE).unexpectedSource()).as("no room").isEqualTo(6);
        rig.run(200);
        assertThat(rig.streams.audio(ALICE).unexpectedSource()).isEqualTo(ParkedDatagrams.PLACES + 6);
        assertThat(rig.received[ALICE] - before).isBetween(14, 16);
    }

    @Test
    void shouldHearNobodyAfterTheCall() {
        rig.negotiate(ALICE);
        rig.run(500);
        final int before = rig.received[ALICE];
        rig.streams.close(ALICE, rig.nowNs);
        rig.run(500);
        assertThat(rig.received[ALICE]).isEqualTo(before);
        assertThat(rig.io.openSockets()).as("kept for the next").isEqualTo(4);
    }
}
