package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Indices, replays, several SSRCs and what is refused. */
class SrtpStreamsTest {

    private final SrtpEnds ends = new SrtpEnds(SrtpSuite.AES_CM_128_HMAC_SHA1_80);

    private int pass(final int sequence) {
        return ends.receiveRtp(ends.protectRtp(SrtpEnds.rtp(sequence)), SrtpEnds.rtp(sequence));
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassPacketsOverTwoWrapsOfTheSequence(final SrtpSuite suite) {
        final SrtpEnds both = new SrtpEnds(suite);
        for (int i = 60_000; i < 200_000; i += 997) {
            final byte[] plain = SrtpEnds.rtp(i & 0xFFFF);
            assertThat(both.receiveRtp(both.protectRtp(plain), plain)).isEqualTo(plain.length);
            final byte[] report = SrtpEnds.rtcp(SrtpEnds.SSRC, 32 + i % 64);
            assertThat(both.receiveRtcp(both.protectRtcp(report), report)).isEqualTo(report.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatWasChangedAnywhere(final SrtpSuite suite) {
        final SrtpEnds both = new SrtpEnds(suite);
        final byte[] plain = SrtpEnds.rtp(7);
        final byte[] wire = both.protectRtp(plain);
        final byte[] report = SrtpEnds.rtcp(SrtpEnds.SSRC, 60);
        final byte[] reportWire = both.protectRtcp(report);
        for (int bit = 2; bit < 8 * wire.length; bit += 5) {
            final byte[] changed = wire.clone();
            changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
            assertThat(both.receiveRtp(changed, plain)).as("bit %d", bit).isIn(SrtpResult.AUTH_FAILED, SrtpResult.MALFORMED);
        }
        for (int bit = 2; bit < 8 * reportWire.length; bit += 5) {
            final byte[] changed = reportWire.clone();
            changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
            assertThat(both.receiveRtcp(changed, report)).as("bit %d", bit).isEqualTo(SrtpResult.AUTH_FAILED);
        }
        assertThat(both.receiveRtp(wire, plain)).isEqualTo(plain.length);
        assertThat(both.receiveRtcp(reportWire, report)).isEqualTo(report.length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverPassAPlainPacketOrThatOfAnotherKey(final SrtpSuite suite) {
        final SrtpEnds both = new SrtpEnds(suite);
        final SrtpEnds others = new SrtpEnds(suite, SrtpEnds.key(suite, 2));
        assertThat(both.receiveRtp(SrtpEnds.rtp(1), null)).isEqualTo(SrtpResult.AUTH_FAILED);
        assertThat(both.receiveRtcp(SrtpEnds.rtcp(SrtpEnds.SSRC, 60), null)).isEqualTo(SrtpResult.AUTH_FAILED);
        assertThat(both.receiveRtp(others.protectRtp(SrtpEnds.rtp(1)), null)).isEqualTo(SrtpResult.AUTH_FAILED);
        assertThat(both.receiveRtcp(others.protectRtcp(SrtpEnds.rtcp(SrtpEnds.SSRC, 60)), null)).isEqualTo(SrtpResult.AUTH_FAILED);
    }

    @Test
    void shouldRefuseAPacketThatCameAlready() {
        final byte[] wire = ends.protectRtp(SrtpEnds.rtp(9));
        final byte[] report = ends.protectRtcp(SrtpEnds.rtcp(SrtpEnds.SSRC, 40));
        assertThat(ends.receiveRtp(wire, SrtpEnds.rtp(9))).isPositive();
        assertThat(ends.receiveRtp(wire, null)).isEqualTo(SrtpResult.REPLAYED);
        assertThat(ends.receiveRtcp(report, SrtpEnds.rtcp(SrtpEnds.SSRC, 40))).isPositive();
        assertThat(ends.receiveRtcp(report, null)).isEqualTo(SrtpResult.REPLAYED);
    }

    @Test
    void shouldTakeReorderedPacketsWithinTheWindowOnly() {
        final byte[] first = ends.protectRtp(SrtpEnds.rtp(100));
        final byte[] second = ends.protectRtp(SrtpEnds.rtp(101));
        assertThat(pass(1124)).isPositive();
        assertThat(ends.receiveRtp(second, SrtpEnds.rtp(101))).isPositive();
        assertThat(ends.receiveRtp(first, null)).isEqualTo(SrtpResult.REPLAYED); // 1024 packets behind: nobody knows any more
    }

    @Test
    void shouldTakeAPacketOfBeforeTheWrapAfterIt() {
        final byte[] late = ends.protectRtp(SrtpEnds.rtp(65_535));
        assertThat(pass(65_530)).isPositive();
        assertThat(pass(3)).isPositive();
        assertThat(ends.receiveRtp(late, SrtpEnds.rtp(65_535))).isPositive();
        assertThat(ends.receiveRtp(late, null)).isEqualTo(SrtpResult.REPLAYED);
    }

    /** The sender began before we listened, and its sequence number wrapped in between. */
    @Test
    void shouldFindASenderThatHasWrappedOnceBeforeItWasHeard() {
        ends.protectRtp(SrtpEnds.rtp(65_000));
        ends.protectRtp(SrtpEnds.rtp(10));
        assertThat(pass(11)).isPositive();
        assertThat(pass(12)).isPositive();
    }

    @Test
    void shouldSendARepeatedSequenceNumberAsItWas() {
        final byte[] first = ends.protectRtp(SrtpEnds.rtp(65_535));
        ends.protectRtp(SrtpEnds.rtp(2));
        assertThat(ends.protectRtp(SrtpEnds.rtp(65_535))).isEqualTo(first);
    }

    @Test
    void shouldKeepManySsrcsApart() {
        for (int round = 0; round < 3; round++) {
            for (int ssrc = 1; ssrc <= 8; ssrc++) {
                final byte[] plain = SrtpEnds.rtp(ssrc, 65_534 + round & 0xFFFF, 20);
                assertThat(ends.receiveRtp(ends.protectRtp(plain), plain)).as("SSRC %d round %d", ssrc, round).isPositive();
            }
        }
    }

    @Test
    void shouldForgetTheSsrcThatWasNotHeardLongest() {
        for (int ssrc = 1; ssrc <= 8; ssrc++) {
            assertThat(ends.receiveRtp(ends.protectRtp(SrtpEnds.rtp(ssrc, 1, 20)), SrtpEnds.rtp(ssrc, 1, 20))).isPositive();
        }
        assertThat(ends.receiveRtp(ends.protectRtp(SrtpEnds.rtp(1, 2, 20)), SrtpEnds.rtp(1, 2, 20))).isPositive();
        assertThat(ends.receiveRtp(ends.protectRtp(SrtpEnds.rtp(9, 1, 20)), SrtpEnds.rtp(9, 1, 20))).isPositive();
        assertThat(ends.receiveRtp(ends.protectRtp(SrtpEnds.rtp(1, 2, 20)), null)).isEqualTo(SrtpResult.REPLAYED); // 1 was heard, 2 went
        assertThat(ends.receiveRtp(new SrtpEnds(ends.suite).protectRtp(SrtpEnds.rtp(2, 1, 20)), SrtpEnds.rtp(2, 1, 20))).isPositive();
    }

    @Test
    void shouldNotRememberAnSsrcThatNobodyAuthenticated() {
        final byte[] kept = ends.protectRtp(SrtpEnds.rtp(5));
        assertThat(ends.receiveRtp(kept, SrtpEnds.rtp(5))).isPositive();
        for (int ssrc = 100; ssrc < 200; ssrc++) {
            assertThat(ends.receiveRtp(SrtpEnds.rtp(ssrc, 1, 40), null)).isEqualTo(SrtpResult.AUTH_FAILED);
        }
        assertThat(ends.receiveRtp(kept, null)).isEqualTo(SrtpResult.REPLAYED);
    }

    @Test
    void shouldCountFromZeroAgainWithANewKey() {
        assertThat(pass(65_535)).isPositive();
        assertThat(pass(0)).isPositive();
        final byte[] other = SrtpEnds.key(SrtpSuite.AEAD_AES_256_GCM, 3);
        ends.sender.key(SrtpSuite.AEAD_AES_256_GCM, other);
        ends.receiver.key(SrtpSuite.AEAD_AES_256_GCM, other);
        assertThat(ends.sender.suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
        assertThat(pass(0)).isPositive();
        assertThat(ends.protectRtp(SrtpEnds.rtp(1))).isEqualTo(new SrtpEnds(SrtpSuite.AEAD_AES_256_GCM, other).protectRtp(SrtpEnds.rtp(1)));
    }

    @Test
    void shouldRefuseWithoutAKey() {
        ends.sender.clear();
        ends.receiver.clear();
        final UnsafeBuffer packet = new UnsafeBuffer(SrtpEnds.rtp(1));
        assertThat(ends.sender.protectRtp(packet, 0, 100)).isEqualTo(SrtpResult.NO_KEY);
        assertThat(ends.sender.protectRtcp(packet, 0, 100)).isEqualTo(SrtpResult.NO_KEY);
        assertThat(ends.receiver.unprotectRtp(packet, 0, 100, packet, 0)).isEqualTo(SrtpResult.NO_KEY);
        assertThat(ends.receiver.unprotectRtcp(packet, 0, 100, packet, 0)).isEqualTo(SrtpResult.NO_KEY);
        assertThat(packet.byteArray()).isEqualTo(SrtpEnds.rtp(1));
    }

    @Test
    void shouldRefuseAKeyThatProtectedAllItMay() {
        ends.sender.resume(SrtpEnds.SSRC, (1L << 48) - 2, (1L << 31) - 1);
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[300]);
        packet.putBytes(0, SrtpEnds.rtp(65_535));
        assertThat(ends.sender.protectRtp(packet, 0, 172)).isPositive();
        packet.putBytes(0, SrtpEnds.rtp(0));
        assertThat(ends.sender.protectRtp(packet, 0, 172)).isEqualTo(SrtpResult.KEY_WORN);
        packet.putBytes(0, SrtpEnds.rtcp(SrtpEnds.SSRC, 60));
        assertThat(ends.sender.protectRtcp(packet, 0, 60)).isPositive();
        packet.putBytes(0, SrtpEnds.rtcp(SrtpEnds.SSRC, 60));
        assertThat(ends.sender.protectRtcp(packet, 0, 60)).isEqualTo(SrtpResult.KEY_WORN);
    }

    @Test
    void shouldRefuseWhatIsNoPacket() {
        final UnsafeBuffer big = new UnsafeBuffer(new byte[2 * SrtpWorkspace.MAX_PACKET_LENGTH]);
        big.putByte(0, (byte) 0x80);
        for (final int length : new int[] {0, 1, 11, 12, 21, SrtpWorkspace.MAX_PACKET_LENGTH + 1}) {
            assertThat(ends.receiver.unprotectRtp(big, 0, length, big, 0)).as("%d octets", length).isEqualTo(SrtpResult.MALFORMED);
            assertThat(ends.receiver.unprotectRtcp(big, 0, length, big, 0)).as("%d octets", length).isEqualTo(SrtpResult.MALFORMED);
        }
        big.putByte(0, (byte) 0x9F); // more CSRCs, and an extension longer than the packet
        big.putShort(12 + 15 * 4 + 2, (short) 0x7FFF);
        assertThat(ends.receiver.unprotectRtp(big, 0, 200, big, 0)).isEqualTo(SrtpResult.MALFORMED);
        assertThat(ends.sender.protectRtp(big, 0, 200)).isEqualTo(SrtpResult.MALFORMED);
        assertThat(ends.sender.protectRtp(big, 0, 11)).isEqualTo(SrtpResult.MALFORMED);
        assertThat(ends.sender.protectRtcp(big, 0, 7)).isEqualTo(SrtpResult.MALFORMED);
    }

    @Test
    void shouldSupportAesGcmOnlyWithACipherForIt() {
        assertThat(SrtpCrypto.JDK.supports(SrtpSuite.AES_256_CM_HMAC_SHA1_80)).isTrue();
        assertThat(SrtpCrypto.JDK.supports(SrtpSuite.AEAD_AES_128_GCM)).isFalse();
        assertThat(SrtpSuite.of("aead_aes_128_gcm")).isEqualTo(SrtpSuite.AEAD_AES_128_GCM);
        assertThat(SrtpSuite.of("F8_128_HMAC_SHA1_80")).isNull();
    }
}
