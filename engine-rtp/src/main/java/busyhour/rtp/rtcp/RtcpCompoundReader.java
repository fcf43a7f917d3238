package busyhour.rtp.rtcp;

import org.agrona.DirectBuffer;

/**
 * Checks a datagram of RTCP as a whole, then walks its packets.
 * <p>
 * {@link #wrap} applies RFC 3550 A.2 (version, lengths that add up, padding on the last packet only) and looks
 * whether each known type holds what its count promises, so that the flyweights need no checks and a datagram is
 * taken as a whole or not at all. A first packet that is no report is tolerated (RFC 5506) and said. Types that
 * are not known are walked over by their length. Faults are codes, never exceptions.
 */
public final class RtcpCompoundReader {

    /** Begins with SR or RR. */
    public static final int COMPOUND = 0;
    /** Begins with something else (RFC 5506). */
    public static final int REDUCED_SIZE = 1;
    /** Octets are left that hold no header. */
    public static final int TOO_SHORT = -1;
    public static final int WRONG_VERSION = -2;
    /** A type that is no RTCP (RFC 5761 4). */
    public static final int WRONG_TYPE = -3;
    /** A packet's length runs past the datagram. */
    public static final int BAD_LENGTH = -4;
    /** Padding before the last packet, or more of it than the packet has. */
    public static final int BAD_PADDING = -5;
    /** More than {@link #MAX_PACKETS} packets. */
    public static final int TOO_DEEP = -6;
    /** A packet is shorter than its type and count demand. */
    public static final int BAD_BODY = -7;

    /** Packets in one compound. */
    public static final int MAX_PACKETS = 16;

    private static final int WORD = 4;
    private static final int FEEDBACK_LENGTH = 12; // header, SSRC of sender, SSRC of media source

    private final SdesFlyweight sdes = new SdesFlyweight();
    private DirectBuffer buffer;
    private int end;
    private int nextOffset;
    private int packetOffset;
    private int packetLength;

    /**
     * Looks at a datagram.
     *
     * @return {@link #COMPOUND}, {@link #REDUCED_SIZE} or a negative code; the walk stands before the first packet.
     */
    public int wrap(final DirectBuffer datagram, final int offset, final int length) {
        buffer = datagram;
        end = offset + length;
        nextOffset = offset;
        final int outcome = validate(datagram, offset, length);
        if (outcome < 0) {
            nextOffset = end;
        }
        return outcome;
    }

    /** Steps to the next packet. */
    public boolean next() {
        if (nextOffset >= end) {
            return false;
        }
        packetOffset = nextOffset;
        final int whole = RtcpHeaderFlyweight.packetLength(buffer, packetOffset);
        nextOffset += whole;
        packetLength = whole - paddingLength(packetOffset, whole);
        return true;
    }

    public int type() {
        return RtcpHeaderFlyweight.type(buffer, packetOffset);
    }

    /** Blocks, chunks, sources, feedback format or subtype. */
    public int count() {
        return RtcpHeaderFlyweight.count(buffer, packetOffset);
    }

    public int packetOffset() {
        return packetOffset;
    }

    /** Octets from the header to the end of the content, padding excluded. */
    public int packetLength() {
        return packetLength;
    }

    private int validate(final DirectBuffer datagram, final int offset, final int length) {
        int at = offset;
        int packets = 0;
        while (at < end || packets == 0) {
            if (end - at < RtcpHeaderFlyweight.LENGTH) {
                return TOO_SHORT;
            }
            if (RtcpHeaderFlyweight.version(datagram, at) != 2) {
                return WRONG_VERSION;
            }
            final int type = RtcpHeaderFlyweight.type(datagram, at);
            if (type < RtcpHeaderFlyweight.FIRST_TYPE || type > RtcpHeaderFlyweight.LAST_TYPE) {
                return WRONG_TYPE;
            }
            final int whole = RtcpHeaderFlyweight.packetLength(datagram, at);
            if (whole > end - at) {
                return BAD_LENGTH;
            }
            if (++packets > MAX_PACKETS) {
                return TOO_DEEP;
            }
            final int padding = paddingLength(at, whole);
            if (RtcpHeaderFlyweight.hasPadding(datagram, at)
                    && (at + whole != end || padding == 0 || padding > whole - RtcpHeaderFlyweight.LENGTH)) {
                return BAD_PADDING;
            }
            if (!holdsItsBody(at, whole - padding, type)) {
                return BAD_BODY;
            }
            at += whole;
        }
        final int first = RtcpHeaderFlyweight.type(datagram, offset);
        return first == RtcpHeaderFlyweight.SENDER_REPORT || first == RtcpHeaderFlyweight.RECEIVER_REPORT
                ? COMPOUND : REDUCED_SIZE;
    }

    private int paddingLength(final int at, final int whole) {
        return RtcpHeaderFlyweight.hasPadding(buffer, at) ? buffer.getByte(at + whole - 1) & 0xFF : 0;
    }

    private boolean holdsItsBody(final int at, final int length, final int type) {
        final int count = RtcpHeaderFlyweight.count(buffer, at);
        return switch (type) {
            case RtcpHeaderFlyweight.SENDER_REPORT ->
                    length >= ReportFlyweight.SENDER_REPORT_LENGTH + count * ReportBlockFlyweight.LENGTH;
            case RtcpHeaderFlyweight.RECEIVER_REPORT ->
                    length >= ReportFlyweight.RECEIVER_REPORT_LENGTH + count * ReportBlockFlyweight.LENGTH;
            case RtcpHeaderFlyweight.SOURCE_DESCRIPTION -> holdsItsChunks(at, length);
            case RtcpHeaderFlyweight.GOODBYE -> length >= RtcpHeaderFlyweight.LENGTH + count * WORD;
            case RtcpHeaderFlyweight.APPLICATION -> length >= AppFlyweight.FIXED_LENGTH;
            case RtcpHeaderFlyweight.RTPFB, RtcpHeaderFlyweight.PSFB -> length >= FEEDBACK_LENGTH;
            case RtcpHeaderFlyweight.EXTENDED_REPORT -> length >= RtcpHeaderFlyweight.LENGTH + WORD;
            default -> true;
        };
    }

    private boolean holdsItsChunks(final int at, final int length) {
        sdes.wrap(buffer, at, length);
        while (sdes.nextItem()) {
            // only walks: the end tells whether all was there
        }
        return !sdes.isTruncated();
    }
}
