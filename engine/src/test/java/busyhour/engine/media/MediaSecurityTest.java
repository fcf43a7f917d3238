package busyhour.engine.media;

import static busyhour.engine.media.MediaRig.ALICE;
import static busyhour.engine.media.MediaRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.crypto.LibcryptoSrtp;
import busyhour.rtp.srtp.SrtpReceiver;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.rtp.srtp.SrtpWorkspace;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.CryptoSuite;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.KeyStream;
import busyhour.sip.sdp.SrtpKeying;
import busyhour.sip.sdp.SrtpPolicy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Streams whose keys stand in their descriptions: what is on the wire, what passes, what is counted. */
class MediaSecurityTest {

    private final MediaRig rig = new MediaRig();

    private void talk(final SrtpPolicy alice, final SrtpPolicy bob, final CryptoSuite... suites) {
        rig.streams.secure(new ShardSecurity(LibcryptoSrtp.crypto(), null),
                new boolean[] {alice != SrtpPolicy.NONE, bob != SrtpPolicy.NONE});
        want(ALICE, alice, suites);
        want(BOB, bob, suites);
        rig.negotiate(ALICE);
        rig.run(1_000);
    }

    private void want(final int endpoint, final SrtpPolicy policy, final CryptoSuite... suites) {
        final SrtpKeying[] keying = policy == SrtpPolicy.NONE ? new SrtpKeying[0] : new SrtpKeying[] {SrtpKeying.SDES};
        rig.descriptions[endpoint].audio().security().policy(policy, keying, suites, new KeyStream(new byte[KeyStream.SEED_LENGTH]));
    }

    private AudioStream bob() {
        return rig.streams.audio(BOB);
    }

    private void arrives(final byte[] datagram, final boolean rtcp) {
        final UnsafeBuffer buffer = new UnsafeBuffer(datagram);
        final PeerSocket socket = rtcp ? bob().rtcp : bob().rtp;
        rig.streams.cycle().onDatagram(socket.socket(), new TransportAddress().copyFrom(socket.peer()), buffer, 0, datagram.length, 0, -1);
    }

    @Test
    void shouldSendWhatOnlyThePeerCanRead() {
        talk(SrtpPolicy.REQUIRED, SrtpPolicy.REQUIRED, CryptoSuite.AES_CM_128_HMAC_SHA1_32);
        assertThat(rig.received[BOB]).isBetween(49, 51);
        assertThat(bob().srtpDecryptFailures()).isZero();
        assertThat(rig.wire[BOB]).hasSize(12 + 160 + 4);
        final SrtpReceiver judge = new SrtpReceiver(new SrtpWorkspace(LibcryptoSrtp.crypto()));
        judge.key(SrtpSuite.AES_CM_128_HMAC_SHA1_32, rig.terms[BOB].audio().security().remoteKey());
        final UnsafeBuffer packet = new UnsafeBuffer(rig.wire[BOB]);
        assertThat(judge.unprotectRtp(packet, 0, packet.capacity(), packet, 0)).isEqualTo(172);
        assertThat(rig.lastSequence[BOB]).as("no wrap soon").isLessThan(0x7FFF + 60);
        rig.run(10_000);
        assertThat(bob().session().rtcpPacketsReceived()).isGreaterThanOrEqualTo(1);
        assertThat(bob().session().malformedPackets()).isZero();
        assertThat(bob().srtpDecryptFailures()).isZero();
    }

    @Test
    void shouldNeverPassWhatIsNotAuthentic() {
        talk(SrtpPolicy.REQUIRED, SrtpPolicy.PREFERRED, CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        final double before = bob().receive().network().packetsReceived();
        final byte[] replay = rig.wire[BOB].clone();
        final byte[] plain = java.util.Arrays.copyOf(replay, 172);
        plain[3]++;
        arrives(plain, false);
        arrives(replay, false);
        arrives(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1}, true);
        arrives(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1}, false);
        arrives(new byte[] {20, 1, 2, 3}, false); // a handshake that nobody wants
        assertThat(bob().receive().network().packetsReceived()).isEqualTo(before);
        assertThat(bob().srtpDecryptFailures()).isEqualTo(3);
        assertThat(bob().srtpReplayDrops()).isEqualTo(1);
        assertThat(bob().dtlsRehandshakes()).isZero();
        assertThat(bob().session().rtcpPacketsReceived()).isZero();
    }

    @Test
    void shouldGoOnWithTheSameKeysWhenTermsChange() {
        talk(SrtpPolicy.REQUIRED, SrtpPolicy.REQUIRED, CryptoSuite.AEAD_AES_128_GCM, CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        final byte[] replay = rig.wire[BOB].clone();
        final byte[] key = rig.terms[BOB].audio().security().remoteKey().clone();
        rig.descriptions[BOB].audio().propose(Direction.SENDONLY, null);
        rig.negotiate(BOB);
        rig.run(1_000);
        rig.descriptions[BOB].audio().propose(Direction.SENDRECV, null);
        rig.negotiate(BOB);
        rig.run(1_000);
        assertThat(rig.terms[BOB].audio().security().remoteKey()).isEqualTo(key);
        arrives(replay, false);
        assertThat(bob().srtpReplayDrops()).as("the window stayed").isEqualTo(1);
        assertThat(bob().srtpDecryptFailures()).isZero();
        assertThat(bob().receive().network().packetsReceived()).isBetween(98.0, 102.0);
    }

    @Test
    void shouldBePlainWithAPeerThatHasNoSrtp() {
        talk(SrtpPolicy.PREFERRED, SrtpPolicy.NONE, CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(rig.received[BOB]).isBetween(49, 51);
        assertThat(rig.received[ALICE]).isBetween(49, 51);
        assertThat(rig.wire[BOB]).hasSize(172);
        assertThat(bob().srtpDecryptFailures()).as("the plan wants none").isNaN();
        assertThat(rig.streams.audio(ALICE).srtpDecryptFailures()).isZero();
    }

    @Test
    void shouldForgetTheKeysOfTheCallBefore() {
        talk(SrtpPolicy.REQUIRED, SrtpPolicy.REQUIRED, CryptoSuite.AES_256_CM_HMAC_SHA1_80);
        final byte[] old = rig.wire[BOB].clone();
        rig.streams.close(BOB, rig.nowNs);
        rig.streams.open(BOB, new TransportAddress().setIpv4(0x7F000001, 0), rig.nowNs);
        arrives(old, false);
        assertThat(bob().hasPackets()).isFalse();
        assertThat(bob().srtpDecryptFailures()).as("nothing is agreed on yet").isZero();
    }
}
