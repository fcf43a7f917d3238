package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets exchanged with jitsi-srtp, which knows nothing of our code: both ways, lost and reordered ones and wraps among them. */
class JitsiSrtpTest {

    private static final int PACKETS = 400;

    @ParameterizedTest
    @EnumSource
    void shouldBeReadByJitsi(final SrtpSuite suite) throws GeneralSecurityException {
        final SplittableRandom random = new SplittableRandom(suite.ordinal());
        final SrtpEnds ours = new SrtpEnds(suite, SrtpEnds.key(suite, 11));
        final SrtpContextFactory factory = factory(suite, ours.keyAndSalt, false);
        final SrtpCryptoContext rtp = factory.deriveContext(SrtpEnds.SSRC, 0);
        final SrtcpCryptoContext rtcp = factory.deriveControlContext(SrtpEnds.SSRC);
        int sequence = 32_000;
        for (int i = 0; i < PACKETS; i++) {
            sequence += random.nextInt(1, 500);
            final byte[] plain = SrtpEnds.rtp(SrtpEnds.SSRC, sequence & 0xFFFF, random.nextInt(1, 1_200));
            final Packet packet = new Packet(ours.protectRtp(plain));
            assertThat(rtp.reverseTransformPacket(packet, false)).as("packet %d", i).isEqualTo(SrtpErrorStatus.OK);
            assertThat(packet.octets()).isEqualTo(plain);
            final byte[] report = SrtpEnds.rtcp(SrtpEnds.SSRC, 4 * random.nextInt(2, 60));
            final Packet reportPacket = new Packet(ours.protectRtcp(report));
            assertThat(rtcp.reverseTransformPacket(reportPacket)).as("report %d", i).isEqualTo(SrtpErrorStatus.OK);
            assertThat(reportPacket.octets()).isEqualTo(report);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatJitsiSends(final SrtpSuite suite) throws GeneralSecurityException {
        final SplittableRandom random = new SplittableRandom(suite.ordinal());
        final SrtpEnds ours = new SrtpEnds(suite, SrtpEnds.key(suite, 12));
        final SrtpContextFactory factory = factory(suite, ours.keyAndSalt, true);
        final SrtpCryptoContext rtp = factory.deriveContext(SrtpEnds.SSRC, 0);
        final SrtcpCryptoContext rtcp = factory.deriveControlContext(SrtpEnds.SSRC);
        byte[] held = null;
        byte[] heldPlain = null;
        for (int i = 0; i < PACKETS; i++) {
            final byte[] plain = SrtpEnds.rtp(SrtpEnds.SSRC, 65_300 + i & 0xFFFF, random.nextInt(0, 1_200));
            final Packet packet = new Packet(plain);
            assertThat(rtp.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
            if (random.nextInt(10) == 0) {
                held = packet.octets();
                heldPlain = plain;
                continue;
            }
            assertThat(ours.receiveRtp(packet.octets(), plain)).as("packet %d", i).isEqualTo(plain.length);
            if (held != null) {
                assertThat(ours.receiveRtp(held, heldPlain)).as("late before packet %d", i).isEqualTo(heldPlain.length);
                assertThat(ours.receiveRtp(held, null)).isEqualTo(SrtpResult.REPLAYED);
                held = null;
            }
            final byte[] report = SrtpEnds.rtcp(SrtpEnds.SSRC, 4 * random.nextInt(2, 60));
            final Packet reportPacket = new Packet(report);
            assertThat(rtcp.transformPacket(reportPacket)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(ours.receiveRtcp(reportPacket.octets(), report)).as("report %d", i).isEqualTo(report.length);
        }
    }

    private static SrtpContextFactory factory(final SrtpSuite suite, final byte[] keyAndSalt, final boolean sender) {
        final byte[] key = Arrays.copyOf(keyAndSalt, suite.keyLength());
        final byte[] salt = Arrays.copyOfRange(keyAndSalt, suite.keyLength(), keyAndSalt.length);
        return new SrtpContextFactory(sender, key, salt, policy(suite, suite.rtpOverhead()),
                policy(suite, suite.rtcpOverhead() - Integer.BYTES), new LoggerImpl("jitsi"));
    }

    private static SrtpPolicy policy(final SrtpSuite suite, final int tagLength) {
        return suite.isAead()
                ? new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, suite.keyLength(), SrtpPolicy.NULL_AUTHENTICATION, 0, tagLength, suite.saltLength())
                : new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, suite.keyLength(), SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, tagLength, suite.saltLength());
    }

    private static final class Packet implements ByteArrayBuffer {

        private byte[] buffer;
        private int length;

        Packet(final byte[] octets) {
            buffer = Arrays.copyOf(octets, octets.length + 64);
            length = octets.length;
        }

        byte[] octets() {
            return Arrays.copyOf(buffer, length);
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(final int value) {
            length = value;
        }

        @Override
        public void setOffset(final int value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(final int offset, final int count, final byte[] into) {
            System.arraycopy(buffer, offset, into, 0, count);
        }

        @Override
        public void grow(final int count) {
            buffer = Arrays.copyOf(buffer, buffer.length + count);
        }

        @Override
        public void append(final byte[] data, final int count) {
            System.arraycopy(data, 0, buffer, length, count);
            length += count;
        }

        @Override
        public void shrink(final int count) {
            length -= count;
        }
    }
}
