package busyhour.rtp.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The session keys of RTP or of RTCP in one direction, and what they do to the packet in a {@link SrtpWorkspace}.
 *
 * <p>One thread. Allocates nothing but for new keys.
 */
abstract class PacketProtection {

    /** Fixed part of an RTCP packet, which stays readable (RFC 3711 3.4). */
    static final int RTCP_HEADER_LENGTH = 8;
    /** In front of the SRTCP index: the packet is encrypted. */
    static final int ENCRYPTED = 1 << 31;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Takes the keys whose first label of {@link KeyDerivation} is given: those of RTP or of RTCP. */
    abstract void key(SrtpWorkspace work, SrtpSuite suite, int firstLabel);

    /** @param index rollover counter and sequence number, 48 bits. @return the packet's new length. */
    abstract int sealRtp(SrtpWorkspace work, int headerLength, int length, int ssrc, long index);

    /** @param index of SRTCP, 31 bits. @return the packet's new length. */
    abstract int sealRtcp(SrtpWorkspace work, int length, int ssrc, int index);

    /**
     * @param mkiLength octets of a master key identifier, which are passed over.
     * @return the packet's new length, or {@link SrtpResult#AUTH_FAILED}: the packet may be destroyed then.
     */
    abstract int openRtp(SrtpWorkspace work, int headerLength, int length, int mkiLength, int ssrc, long index);

    /** @return the packet's new length, or {@link SrtpResult#AUTH_FAILED}: the packet may be destroyed then. */
    abstract int openRtcp(SrtpWorkspace work, int length, int mkiLength, int ssrc);

    /** Where the word of E flag and SRTCP index stands in a protected packet, negative when it is too short. */
    abstract int rtcpIndexOffset(int length, int mkiLength);

    /** Octets that protection adds to RTP at least. */
    abstract int rtpTagLength();

    /** Salt, SSRC and index in their places, which differ between the two kinds of suites by where they begin. */
    static void iv(final byte[] iv, final byte[] salt, final int ssrcOffset, final int ssrc, final long index) {
        System.arraycopy(salt, 0, iv, 0, SrtpWorkspace.IV_LENGTH);
        xorInt(iv, ssrcOffset, ssrc);
        xorInt(iv, ssrcOffset + 4, (int) (index >>> 16));
        iv[ssrcOffset + 8] ^= (byte) (index >>> 8);
        iv[ssrcOffset + 9] ^= (byte) index;
    }

    private static void xorInt(final byte[] data, final int offset, final int value) {
        INTS.set(data, offset, (int) INTS.get(data, offset) ^ value);
    }

    static void putInt(final byte[] data, final int offset, final int value) {
        INTS.set(data, offset, value);
    }

    static int getInt(final byte[] data, final int offset) {
        return (int) INTS.get(data, offset);
    }
}
