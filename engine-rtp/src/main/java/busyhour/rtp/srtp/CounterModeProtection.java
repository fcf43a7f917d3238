package busyhour.rtp.srtp;

import busyhour.rtp.srtp.SrtpCrypto.CounterCipher;
import java.util.Arrays;

/**
 * AES-CM and HMAC-SHA1 (RFC 3711 4.1.1, 4.2.1; RFC 6188).
 *
 * <pre>
 *   RTP    header | payload, encrypted | MKI | tag          authenticated: header and payload, then the rollover counter
 *   RTCP   header | rest, encrypted | E, index | MKI | tag  authenticated: all in front of the MKI
 * </pre>
 */
final class CounterModeProtection extends PacketProtection {

    private static final int SSRC_OFFSET = 4;

    private final CounterCipher cipher;
    private final HmacSha1 hmac = new HmacSha1();
    private final byte[] salt = new byte[SrtpWorkspace.IV_LENGTH];
    private int rtpTagLength;
    private int rtcpTagLength;

    CounterModeProtection(final SrtpCrypto crypto) {
        cipher = crypto.counterCipher();
    }

    @Override
    void key(final SrtpWorkspace work, final SrtpSuite suite, final int firstLabel) {
        final KeyDerivation derivation = work.derivation;
        rtpTagLength = suite.rtpTagLength();
        rtcpTagLength = suite.rtcpTagLength();
        derivation.derive(firstLabel + KeyDerivation.RTP_ENCRYPTION, work.derived, suite.keyLength());
        cipher.key(work.derived, 0, suite.keyLength());
        derivation.derive(firstLabel + KeyDerivation.RTP_AUTHENTICATION, work.derived, HmacSha1.KEY_LENGTH);
        hmac.key(work.derived, 0);
        derivation.derive(firstLabel + KeyDerivation.RTP_SALT, salt, suite.saltLength());
        Arrays.fill(work.derived, (byte) 0);
    }

    @Override
    int sealRtp(final SrtpWorkspace work, final int headerLength, final int length, final int ssrc, final long index) {
        apply(work, headerLength, length, ssrc, index);
        putInt(work.packet, length, (int) (index >>> 16));
        hmac.sign(work.sha1, work.packet, length + Integer.BYTES, work.tag);
        System.arraycopy(work.tag, 0, work.packet, length, rtpTagLength);
        return length + rtpTagLength;
    }

    @Override
    int sealRtcp(final SrtpWorkspace work, final int length, final int ssrc, final int index) {
        apply(work, RTCP_HEADER_LENGTH, length, ssrc, index);
        final int end = length + Integer.BYTES;
        putInt(work.packet, length, ENCRYPTED | index);
        hmac.sign(work.sha1, work.packet, end, work.tag);
        System.arraycopy(work.tag, 0, work.packet, end, rtcpTagLength);
        return end + rtcpTagLength;
    }

    @Override
    int openRtp(
            final SrtpWorkspace work, final int headerLength, final int length, final int mkiLength, final int ssrc, final long index) {
        final int end = length - rtpTagLength - mkiLength;
        System.arraycopy(work.packet, length - rtpTagLength, work.expectedTag, 0, rtpTagLength);
        putInt(work.packet, end, (int) (index >>> 16));
        hmac.sign(work.sha1, work.packet, end + Integer.BYTES, work.tag);
        if (!isTagRight(work, rtpTagLength)) {
            return SrtpResult.AUTH_FAILED;
        }
        apply(work, headerLength, end, ssrc, index);
        return end;
    }

    @Override
    int openRtcp(final SrtpWorkspace work, final int length, final int mkiLength, final int ssrc) {
        final int end = rtcpIndexOffset(length, mkiLength);
        final int word = getInt(work.packet, end);
        System.arraycopy(work.packet, length - rtcpTagLength, work.expectedTag, 0, rtcpTagLength);
        hmac.sign(work.sha1, work.packet, end + Integer.BYTES, work.tag);
        if (!isTagRight(work, rtcpTagLength)) {
            return SrtpResult.AUTH_FAILED;
        }
        if ((word & ENCRYPTED) != 0) {
            apply(work, RTCP_HEADER_LENGTH, end, ssrc, word & ~ENCRYPTED);
        }
        return end;
    }

    @Override
    int rtcpIndexOffset(final int length, final int mkiLength) {
        return length - rtcpTagLength - mkiLength - Integer.BYTES;
    }

    @Override
    int rtpTagLength() {
        return rtpTagLength;
    }

    private void apply(final SrtpWorkspace work, final int from, final int end, final int ssrc, final long index) {
        iv(work.iv, salt, SSRC_OFFSET, ssrc, index);
        cipher.apply(work.iv, work.packet, from, end - from);
    }

    /** In the same time whatever differs. */
    private static boolean isTagRight(final SrtpWorkspace work, final int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= work.tag[i] ^ work.expectedTag[i];
        }
        return difference == 0;
    }
}
