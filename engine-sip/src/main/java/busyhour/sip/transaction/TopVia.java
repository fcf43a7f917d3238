package busyhour.sip.transaction;

import busyhour.sip.message.Ascii;
import org.agrona.MutableDirectBuffer;

/** Puts another topmost Via into a request of ours, which has it alone in its second line: another way, another branch. */
public final class TopVia {

    private static final byte[] NAME = Ascii.bytes("Via: ");
    private static final int DIGITS = 16;
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private TopVia() {
    }

    /**
     * Replaces it in place.
     *
     * @param length   of the message, from offset 0.
     * @param capacity that the message may grow to.
     * @param via      the new value up to the branch's number.
     * @return the new length, or -1: it does not fit, or the message is not one of ours; nothing has changed.
     */
    public static int replace(
            final MutableDirectBuffer buffer, final int length, final int capacity, final byte[] via, final long branch) {
        final int line = endOfLine(buffer, 0, length) + 2;
        final int end = line < 2 ? -1 : endOfLine(buffer, line, length);
        if (end < 0 || !startsWithName(buffer, line, end)) {
            return -1;
        }
        final int start = line + NAME.length;
        final int grows = via.length + DIGITS - (end - start);
        if (length + grows > capacity) {
            return -1;
        }
        if (grows != 0) {
            move(buffer, end, end + grows, length - end);
        }
        buffer.putBytes(start, via);
        for (int i = 0; i < DIGITS; i++) {
            buffer.putByte(start + via.length + i, HEX[(int) (branch >>> 60 - 4 * i) & 0xF]);
        }
        return length + grows;
    }

    private static boolean startsWithName(final MutableDirectBuffer buffer, final int line, final int end) {
        for (int i = 0; i < NAME.length; i++) {
            if (line + i >= end || buffer.getByte(line + i) != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    /** Offset of the line's CRLF, or -1. */
    private static int endOfLine(final MutableDirectBuffer buffer, final int start, final int length) {
        for (int i = start; i + 1 < length; i++) {
            if (buffer.getByte(i) == '\r' && buffer.getByte(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Both ranges may overlap. */
    private static void move(final MutableDirectBuffer buffer, final int from, final int to, final int length) {
        if (to < from) {
            for (int i = 0; i < length; i++) {
                buffer.putByte(to + i, buffer.getByte(from + i));
            }
        } else {
            for (int i = length - 1; i >= 0; i--) {
                buffer.putByte(to + i, buffer.getByte(from + i));
            }
        }
    }
}
