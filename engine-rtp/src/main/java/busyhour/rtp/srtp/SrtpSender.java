package busyhour.rtp.srtp;

import busyhour.rtp.RtpArithmetic;
import org.agrona.MutableDirectBuffer;

/**
 * Protects what a stream sends: RTP and RTCP of all its SSRCs, under one master key (RFC 3711 3.3, 3.4). The rollover counter
 * of each SSRC begins at 0 with its first packet, so the first sequence number is best below 2^15 (3.3.1); a sequence number
 * that was sent before, as a retransmission or because the network refused it, gets the index that it had.
 *
 * <p>A master key protects at most 2^48 packets of RTP and 2^31 of RTCP for each SSRC; then packets are refused. At 50 packets
 * a second that takes 178,000 years, and 340 years with a report each 5 s.
 *
 * <p>One thread. Allocates nothing but for a suite that it has not used before, and for new keys of the JDK's AES.
 */
public final class SrtpSender {

    private static final int MAX_SSRCS = 8;
    private static final long MAX_RTP_INDEX = (1L << 48) - 1;
    private static final long MAX_RTCP_INDEX = (1L << 31) - 1;
    private static final long NONE = -1;

    private final SrtpWorkspace work;
    private final SrtpKeys keys;
    private final SsrcSlots slots = new SsrcSlots(MAX_SSRCS);
    private final long[] highestIndex = new long[MAX_SSRCS];
    private final long[] nextRtcpIndex = new long[MAX_SSRCS];

    public SrtpSender(final SrtpWorkspace work) {
        this.work = work;
        keys = new SrtpKeys(work, true);
    }

    /** @param keyAndSalt master key and salt, one after the other; copied. */
    public void key(final SrtpSuite suite, final byte[] keyAndSalt) {
        key(suite, keyAndSalt, 0);
    }

    /**
     * A new master key: all indices begin anew.
     *
     * @param keyAndSalt holds {@link SrtpSuite#keyAndSaltLength} octets from {@code offset} on; copied.
     */
    public void key(final SrtpSuite suite, final byte[] keyAndSalt, final int offset) {
        keys.key(suite, keyAndSalt, offset);
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
     * Protects an RTP packet in place.
     *
     * @param length the buffer has {@link SrtpSuite#rtpOverhead} octets of room behind it.
     * @return the length of the protected packet, or a code of {@link SrtpResult}; then the buffer is as it was.
     */
    public int protectRtp(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (!hasKey()) {
            return SrtpResult.NO_KEY;
        }
        final int headerLength = SrtpHeader.rtpLength(buffer, offset, length);
        if (headerLength < 0) {
            return headerLength;
        }
        final int ssrc = SrtpHeader.rtpSsrc(buffer, offset);
        final int sequence = SrtpHeader.sequence(buffer, offset);
        final int slot = slot(ssrc);
        final long index = highestIndex[slot] == NONE ? sequence : RtpArithmetic.extendSequence(highestIndex[slot], sequence);
        if (index < 0) {
            return SrtpResult.MALFORMED; // older than the stream's first packet
        }
        if (index > MAX_RTP_INDEX) {
            return SrtpResult.KEY_WORN;
        }
        buffer.getBytes(offset, work.packet, 0, length);
        final int protectedLength = keys.rtp().sealRtp(work, headerLength, length, ssrc, index);
        buffer.putBytes(offset + headerLength, work.packet, headerLength, protectedLength - headerLength);
        highestIndex[slot] = Math.max(highestIndex[slot], index);
        return protectedLength;
    }

    /**
     * Protects a compound RTCP packet in place; it gets the next index of its SSRC.
     *
     * @param length the buffer has {@link SrtpSuite#rtcpOverhead} octets of room behind it.
     * @return the length of the protected packet, or a code of {@link SrtpResult}; then the buffer is as it was.
     */
    public int protectRtcp(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (!hasKey()) {
            return SrtpResult.NO_KEY;
        }
        if (!SrtpHeader.isRtcp(buffer, offset, length)) {
            return SrtpResult.MALFORMED;
        }
        final int ssrc = SrtpHeader.rtcpSsrc(buffer, offset);
        final int slot = slot(ssrc);
        if (nextRtcpIndex[slot] > MAX_RTCP_INDEX) {
            return SrtpResult.KEY_WORN;
        }
        buffer.getBytes(offset, work.packet, 0, length);
        final int protectedLength = keys.rtcp().sealRtcp(work, length, ssrc, (int) nextRtcpIndex[slot]++);
        buffer.putBytes(offset, work.packet, 0, protectedLength);
        return protectedLength;
    }

    private int slot(final int ssrc) {
        final int slot = slots.find(ssrc);
        return slot != SsrcSlots.NONE ? slot : fresh(slots.add(ssrc), NONE, 0);
    }

    private int fresh(final int slot, final long highest, final long rtcpIndex) {
        highestIndex[slot] = highest;
        nextRtcpIndex[slot] = rtcpIndex;
        return slot;
    }

    /** Goes on where another sender of the key stopped. */
    void resume(final int ssrc, final long highest, final long rtcpIndex) {
        fresh(slot(ssrc), highest, rtcpIndex);
    }
}
