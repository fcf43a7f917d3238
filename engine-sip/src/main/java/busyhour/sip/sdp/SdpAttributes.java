package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** The attribute lines of one description, in their order, each with the media line that it belongs to. */
final class SdpAttributes {

    static final int MAX_ATTRIBUTES = 512;
    /** Index of the session level, before the first media line. */
    static final int SESSION = -1;

    static final byte OTHER = 0;
    static final byte RTPMAP = 1;
    static final byte FMTP = 2;
    static final byte PTIME = 3;
    static final byte MAXPTIME = 4;
    static final byte DIRECTION = 5;
    static final byte RTCP = 6;
    static final byte RTCP_MUX = 7;
    static final byte CRYPTO = 8;
    static final byte FINGERPRINT = 9;
    static final byte SETUP = 10;
    static final byte RTCP_FB = 11;
    static final byte EXTMAP = 12;
    static final byte SSRC = 13;
    static final byte RTCP_XR = 14;
    static final byte RTCP_RSIZE = 15;

    private static final byte[][] NAMES = {
        null, Ascii.bytes("rtpmap"), Ascii.bytes("fmtp"), Ascii.bytes("ptime"), Ascii.bytes("maxptime"), null,
        Ascii.bytes("rtcp"), Ascii.bytes("rtcp-mux"), Ascii.bytes("crypto"), Ascii.bytes("fingerprint"), Ascii.bytes("setup"),
        Ascii.bytes("rtcp-fb"), Ascii.bytes("extmap"), Ascii.bytes("ssrc"), Ascii.bytes("rtcp-xr"), Ascii.bytes("rtcp-rsize")};
    private static final byte[][] DIRECTIONS = {
        Ascii.bytes("inactive"), Ascii.bytes("sendonly"), Ascii.bytes("recvonly"), Ascii.bytes("sendrecv")};
    private static final int MAX_PAYLOAD_TYPE = 127;

    private final byte[] kinds = new byte[MAX_ATTRIBUTES];
    private final byte[] media = new byte[MAX_ATTRIBUTES];
    /** Payload type of rtpmap and fmtp, direction of a direction; else -1. */
    private final short[] numbers = new short[MAX_ATTRIBUTES];
    private final long[] names = new long[MAX_ATTRIBUTES];
    private final long[] values = new long[MAX_ATTRIBUTES];
    private int count;

    void clear() {
        count = 0;
    }

    /** @return false when there is no room for one more. */
    boolean add(final DirectBuffer buffer, final int start, final int end, final int mediaIndex) {
        if (count == MAX_ATTRIBUTES) {
            return false;
        }
        final int colon = SdpLine.find(buffer, start, end, ':');
        final byte kind = kindOf(buffer, start, colon - start);
        long value = colon == end ? Span.NONE : Span.between(colon + 1, end);
        int number = -1;
        if (kind == DIRECTION) {
            number = directionOf(buffer, start, colon - start);
        } else if ((kind == RTPMAP || kind == FMTP) && value >= 0) {
            final long payloadType = SdpLine.word(buffer, colon + 1, end);
            number = (int) SdpLine.number(buffer, payloadType, MAX_PAYLOAD_TYPE);
            value = number < 0 ? Span.NONE : rest(buffer, Span.end(payloadType), end);
        }
        kinds[count] = kind;
        media[count] = (byte) mediaIndex;
        numbers[count] = (short) number;
        names[count] = Span.between(start, colon);
        values[count] = value;
        count++;
        return true;
    }

    private static long rest(final DirectBuffer buffer, final int start, final int end) {
        final int from = Ascii.skipSpace(buffer, start, end);
        return Span.between(from, Ascii.trimEnd(buffer, from, end));
    }

    private static byte kindOf(final DirectBuffer buffer, final int offset, final int length) {
        for (byte kind = RTPMAP; kind < NAMES.length; kind++) {
            if (NAMES[kind] != null && Ascii.equals(buffer, offset, length, NAMES[kind])) {
                return kind;
            }
        }
        return directionOf(buffer, offset, length) >= 0 ? DIRECTION : OTHER;
    }

    private static int directionOf(final DirectBuffer buffer, final int offset, final int length) {
        if (length == 8) {
            for (int direction = 0; direction < DIRECTIONS.length; direction++) {
                if (Ascii.equals(buffer, offset, length, DIRECTIONS[direction])) {
                    return direction;
                }
            }
        }
        return -1;
    }

    /** @return the index of the first attribute of this kind at this media line, -1 when there is none. */
    int find(final int mediaIndex, final byte kind) {
        return next(mediaIndex, kind, 0);
    }

    /** @return the index of the first attribute of this kind at this media line from that index on, -1 when there is none. */
    int next(final int mediaIndex, final byte kind, final int from) {
        for (int i = from; i < count; i++) {
            if (kinds[i] == kind && media[i] == mediaIndex) {
                return i;
            }
        }
        return -1;
    }

    /** @return the index of the first attribute of this kind at this media line, else at the session level, -1 when there is none. */
    int findInherited(final int mediaIndex, final byte kind) {
        final int own = find(mediaIndex, kind);
        return own >= 0 ? own : find(SESSION, kind);
    }

    /** @return the value of the rtpmap or fmtp of one payload type without the type, {@link Span#NONE} without. */
    long find(final int mediaIndex, final byte kind, final int payloadType) {
        for (int i = 0; i < count; i++) {
            if (kinds[i] == kind && media[i] == mediaIndex && numbers[i] == payloadType) {
                return values[i];
            }
        }
        return Span.NONE;
    }

    /** @return the index of the first attribute with this name at this media line, -1 when there is none. */
    int findNamed(final DirectBuffer buffer, final int mediaIndex, final byte[] name) {
        for (int i = 0; i < count; i++) {
            if (media[i] == mediaIndex && Ascii.equals(buffer, Span.offset(names[i]), Span.length(names[i]), name)) {
                return i;
            }
        }
        return -1;
    }

    int number(final int index) {
        return numbers[index];
    }

    long value(final int index) {
        return values[index];
    }

    int count() {
        return count;
    }
}
