package busyhour.rtp.srtp;

import busyhour.rtp.RtpArithmetic;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Authenticates and decrypts what comes on a stream: RTP and RTCP of all SSRCs, under one master key (RFC 3711 3.3, 3.4). An
 * SSRC is remembered with its first authentic packet; the rollover counter is then guessed as in 3.3.1 and appendix A. A sender
 * may have wrapped its sequence number before it was heard: the first packet of an SSRC may also be of rollover counter 1.
 *
 * <p>One thread. Allocates nothing but for a suite that it has not used before, and for new keys of the JDK's AES.
 */
public final class SrtpReceiver {

    private static final int MAX_SSRCS = 8;
    /** As wide as WebRTC's: retransmissions in the stream itself come late. */
    private static final int RTP_WINDOW = 1024;
    private static final int RTCP_WINDOW = 128;
    private static final long MAX_RTP_INDEX = (1L << 48) - 1;

    private final SrtpWorkspace work;
    private final SrtpKeys keys;
    private final SsrcSlots slots = new SsrcSlots(MAX_SSRCS);
    private final ReplayWindow[] rtpSeen = new ReplayWindow[MAX_SSRCS];
    private final ReplayWindow[] rtcpSeen = new ReplayWindow[MAX_SSRCS];
    private int mkiLength;

    public SrtpReceiver(final SrtpWorkspace work) {
        this.work = work;
        keys = new SrtpKeys(work, false);
        for (int i = 0; i < MAX_SSRCS; i++) {
            rtpSeen[i] = new ReplayWindow(RTP_WINDOW);
            rtcpSeen[i] = new ReplayWindow(RTCP_WINDOW);
        }
    }

    /** @param keyAndSalt master key and salt, one after the other; copied. */
    public void key(final SrtpSuite suite, final byte[] keyAndSalt) {
        key(suite, keyAndSalt, 0, 0);
    }

    /**
     * A new master key: all indices begin anew.
     *
     * @param keyAndSalt      holds {@link SrtpSuite#keyAndSaltLength} octets from {@code offset} on; copied.
     * @param identifierLength octets of the master key identifier that the peer sends with each packet, mostly 0. With one key
     *                        there is nothing to choose by it: it is passed over.
     */
    public void key(final SrtpSuite suite, final byte[] keyAndSalt, final int offset, final int identifierLength) {
        keys.key(suite, keyAndSalt, offset);
        mkiLength = identifierLength;
        slots.clear();
    }

    /** Without a key from now on. */
    public void clear() {
        keys.clear();
        slots.clear();
    }

    public boolean hasKey() {
        return keys.suite() != null;
    }

    /** Null without a key. */
    public SrtpSuite suite() {
        return keys.suite();
    }

    /**
     * Authenticates and decrypts an RTP packet.
     *
     * @param into takes the packet, may be the same memory, and is not written to when there is none.
     * @return the length of the packet, or a code of {@link SrtpResult}.
     */
    public int unprotectRtp(
            final DirectBuffer buffer, final int offset, final int length, final MutableDirectBuffer into, final int intoOffset) {
        if (!hasKey()) {
            return SrtpResult.NO_KEY;
        }
        final int headerLength = SrtpHeader.rtpLength(buffer, offset, length);
        if (headerLength < 0 || headerLength > length - keys.rtp().rtpTagLength() - mkiLength) {
            return SrtpResult.MALFORMED;
        }
        final int ssrc = SrtpHeader.rtpSsrc(buffer, offset);
        final int sequence = SrtpHeader.sequence(buffer, offset);
        final int slot = slots.find(ssrc);
        final long highest = slot == SsrcSlots.NONE ? ReplayWindow.NONE : rtpSeen[slot].highest();
        final boolean first = highest == ReplayWindow.NONE;
        long index = first ? sequence : RtpArithmetic.extendSequence(highest, sequence);
        if (!first && index >= 0 && rtpSeen[slot].isReplay(index)) {
            return SrtpResult.REPLAYED;
        }
        if (index < 0 || index > MAX_RTP_INDEX) {
            return SrtpResult.AUTH_FAILED;
        }
        int opened = open(buffer, offset, length, headerLength, ssrc, index);
        if (opened < 0 && first && sequence < RtpArithmetic.SEQUENCE_MODULUS / 2) {
            index += RtpArithmetic.SEQUENCE_MODULUS;
            opened = open(buffer, offset, length, headerLength, ssrc, index);
        }
        if (opened >= 0) {
            rtpSeen[slot == SsrcSlots.NONE ? add(ssrc) : slot].accept(index);
            into.putBytes(intoOffset, work.packet, 0, opened);
        }
        return opened;
    }

    private int open(
            final DirectBuffer buffer, final int offset, final int length, final int headerLength, final int ssrc, final long index) {
        buffer.getBytes(offset, work.packet, 0, length);
        return keys.rtp().openRtp(work, headerLength, length, mkiLength, ssrc, index);
    }

    /**
     * Authenticates and decrypts a compound RTCP packet.
     *
     * @param into takes the packet, may be the same memory, and is not written to when there is none.
     * @return the length of the packet, or a code of {@link SrtpResult}.
     */
    public int unprotectRtcp(
            final DirectBuffer buffer, final int offset, final int length, final MutableDirectBuffer into, final int intoOffset) {
        if (!hasKey()) {
            return SrtpResult.NO_KEY;
        }
        final PacketProtection protection = keys.rtcp();
        if (!SrtpHeader.isRtcp(buffer, offset, length)
                || length < PacketProtection.RTCP_HEADER_LENGTH + keys.suite().rtcpOverhead() + mkiLength) {
            return SrtpResult.MALFORMED;
        }
        buffer.getBytes(offset, work.packet, 0, length);
        final int ssrc = SrtpHeader.rtcpSsrc(buffer, offset);
        final int index = PacketProtection.getInt(work.packet, protection.rtcpIndexOffset(length, mkiLength)) & ~PacketProtection.ENCRYPTED;
        final int slot = slots.find(ssrc);
        if (slot != SsrcSlots.NONE && rtcpSeen[slot].isReplay(index)) {
            return SrtpResult.REPLAYED;
        }
        final int opened = protection.openRtcp(work, length, mkiLength, ssrc);
        if (opened >= 0) {
            rtcpSeen[slot == SsrcSlots.NONE ? add(ssrc) : slot].accept(index);
            into.putBytes(intoOffset, work.packet, 0, opened);
        }
        return opened;
    }

    private int add(final int ssrc) {
        final int slot = slots.add(ssrc);
        rtpSeen[slot].clear();
        rtcpSeen[slot].clear();
        return slot;
    }
}
