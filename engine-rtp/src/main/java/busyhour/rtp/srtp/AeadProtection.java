package busyhour.rtp.srtp;

import busyhour.rtp.srtp.SrtpCrypto.AeadCipher;
import java.util.Arrays;

/**
 * AES-GCM (RFC 7714).
 *
 * <pre>
 *   RTP    header | payload, encrypted | tag | MKI          authenticated besides: header
 *   RTCP   header | rest, encrypted | tag | E, index | MKI  authenticated besides: header, E and index;
 *                                                           of a packet that is not encrypted all of it
 * </pre>
 */
final class AeadProtection extends PacketProtection {

    private static final int SSRC_OFFSET = 2;
    private static final int TAG_LENGTH = AeadCipher.TAG_LENGTH;
    private static final int SALT_LENGTH = 12;

    private final AeadCipher cipher;
    private final byte[] salt = new byte[SrtpWorkspace.IV_LENGTH];

    AeadProtection(final SrtpCrypto crypto, final boolean seals) {
        cipher = crypto.aeadCipher(seals);
    }

    @Override
    void key(final SrtpWorkspace work, final SrtpSuite suite, final int firstLabel) {
        work.derivation.derive(firstLabel + KeyDerivation.RTP_SALT, salt, suite.saltLength());
        work.derivation.derive(firstLabel + KeyDerivation.RTP_ENCRYPTION, work.derived, suite.keyLength());
        sessionKey(work.derived, suite.keyLength(), salt);
        Arrays.fill(work.derived, (byte) 0);
    }

    void sessionKey(final byte[] key, final int keyLength, final byte[] sessionSalt) {
        cipher.key(key, 0, keyLength);
        System.arraycopy(sessionSalt, 0, salt, 0, SALT_LENGTH);
    }

    @Override
    int sealRtp(final SrtpWorkspace work, final int headerLength, final int length, final int ssrc, final long index) {
        iv(work.iv, salt, SSRC_OFFSET, ssrc, index);
        System.arraycopy(work.packet, 0, work.aad, 0, headerLength);
        cipher.seal(work.iv, work.aad, headerLength, work.packet, headerLength, length - headerLength);
        return length + TAG_LENGTH;
    }

    @Override
    int sealRtcp(final SrtpWorkspace work, final int length, final int ssrc, final int index) {
        iv(work.iv, salt, SSRC_OFFSET, ssrc, index);
        System.arraycopy(work.packet, 0, work.aad, 0, RTCP_HEADER_LENGTH);
        putInt(work.aad, RTCP_HEADER_LENGTH, ENCRYPTED | index);
        cipher.seal(work.iv, work.aad, RTCP_HEADER_LENGTH + Integer.BYTES, work.packet, RTCP_HEADER_LENGTH, length - RTCP_HEADER_LENGTH);
        putInt(work.packet, length + TAG_LENGTH, ENCRYPTED | index);
        return length + TAG_LENGTH + Integer.BYTES;
    }

    @Override
    int openRtp(
            final SrtpWorkspace work, final int headerLength, final int length, final int mkiLength, final int ssrc, final long index) {
        final int end = length - mkiLength - TAG_LENGTH;
        iv(work.iv, salt, SSRC_OFFSET, ssrc, index);
        System.arraycopy(work.packet, 0, work.aad, 0, headerLength);
        return cipher.open(work.iv, work.aad, headerLength, work.packet, headerLength, end - headerLength) ? end : SrtpResult.AUTH_FAILED;
    }

    @Override
    int openRtcp(final SrtpWorkspace work, final int length, final int mkiLength, final int ssrc) {
        final int wordOffset = rtcpIndexOffset(length, mkiLength);
        final int word = getInt(work.packet, wordOffset);
        final int end = wordOffset - TAG_LENGTH;
        final int clear = (word & ENCRYPTED) != 0 ? RTCP_HEADER_LENGTH : end;
        iv(work.iv, salt, SSRC_OFFSET, ssrc, word & ~ENCRYPTED);
        System.arraycopy(work.packet, 0, work.aad, 0, clear);
        putInt(work.aad, clear, word);
        return cipher.open(work.iv, work.aad, clear + Integer.BYTES, work.packet, clear, end - clear) ? end : SrtpResult.AUTH_FAILED;
    }

    @Override
    int rtcpIndexOffset(final int length, final int mkiLength) {
        return length - mkiLength - Integer.BYTES;
    }

    @Override
    int rtpTagLength() {
        return TAG_LENGTH;
    }
}
