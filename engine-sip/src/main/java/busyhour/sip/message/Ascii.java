package busyhour.sip.message;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * The character classes of RFC 3261 25.1 as one table of 256 bit sets, and the comparisons built on it. Header names,
 * methods' neighbours, tokens and parameter names compare without regard to case in ASCII only, whatever the locale.
 */
public final class Ascii {

    static final int TOKEN = 1;
    /** SP, HT, and CR and LF, which stand inside a value only where it was folded. */
    static final int SPACE = 2;
    static final int DIGIT = 4;
    static final int HEX = 8;
    /** Part of a host: alphanumeric, dot, hyphen, and underscore as found in the wild. */
    static final int HOST = 16;
    /** Ends a bare word in an address or parameter: separators and white space. */
    static final int DELIMITER = 32;
    static final int ALPHA = 64;

    static final byte[] CLASS = new byte[256];
    static final byte[] LOWER = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            LOWER[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
            if (c >= '0' && c <= '9') {
                CLASS[c] |= TOKEN | DIGIT | HEX | HOST;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                CLASS[c] |= TOKEN | HOST | ALPHA;
            }
        }
        mark("abcdefABCDEF", HEX);
        mark("-.!%*_+`'~", TOKEN);
        mark("-._", HOST);
        mark(" \t\r\n", SPACE);
        mark(" \t\r\n;,=?<>\"", DELIMITER);
    }

    private Ascii() {
    }

    private static void mark(final String characters, final int characterClass) {
        for (int i = 0; i < characters.length(); i++) {
            CLASS[characters.charAt(i)] |= (byte) characterClass;
        }
    }

    static boolean is(final byte c, final int characterClass) {
        return (CLASS[c & 0xFF] & characterClass) != 0;
    }

    /** @return the octet in lower case when it is an ASCII letter, else itself. */
    public static byte lower(final byte c) {
        return LOWER[c & 0xFF];
    }

    public static boolean isDigit(final byte c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isToken(final byte c) {
        return (CLASS[c & 0xFF] & TOKEN) != 0;
    }

    /** @return whether the octet stands for itself in a URI (RFC 3261 25.1 unreserved). */
    public static boolean isUnreserved(final byte c) {
        return (CLASS[c & 0xFF] & (ALPHA | DIGIT)) != 0 || c == '-' || c == '_' || c == '.' || c == '!' || c == '~' || c == '*';
    }

    public static boolean isSpace(final byte c) {
        return (CLASS[c & 0xFF] & SPACE) != 0;
    }

    /** @return the first offset from {@code start} that is no white space, at most {@code end}. */
    public static int skipSpace(final DirectBuffer buffer, final int start, final int end) {
        int i = start;
        while (i < end && (CLASS[buffer.getByte(i) & 0xFF] & SPACE) != 0) {
            i++;
        }
        return i;
    }

    /** @return the end of the text without the white space before {@code end}, at least {@code start}. */
    public static int trimEnd(final DirectBuffer buffer, final int start, final int end) {
        int i = end;
        while (i > start && (CLASS[buffer.getByte(i - 1) & 0xFF] & SPACE) != 0) {
            i--;
        }
        return i;
    }

    /** @return the first offset from {@code start} that is no token character, at most {@code end}. */
    public static int skipToken(final DirectBuffer buffer, final int start, final int end) {
        int i = start;
        while (i < end && (CLASS[buffer.getByte(i) & 0xFF] & TOKEN) != 0) {
            i++;
        }
        return i;
    }

    /**
     * @param lowerCase the word to compare with, in lower case.
     * @return whether the text is that word, without regard to case.
     */
    public static boolean equalsIgnoreCase(
            final DirectBuffer buffer, final int offset, final int length, final byte[] lowerCase) {
        if (length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (LOWER[buffer.getByte(offset + i) & 0xFF] != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #equalsIgnoreCase(DirectBuffer, int, int, byte[])}; false for {@link Span#NONE}. */
    public static boolean equalsIgnoreCase(final DirectBuffer buffer, final long span, final byte[] lowerCase) {
        return span >= 0 && equalsIgnoreCase(buffer, Span.offset(span), Span.length(span), lowerCase);
    }

    /** @return whether both texts are the same octets. */
    public static boolean equals(
            final DirectBuffer a, final int aOffset, final int aLength, final DirectBuffer b, final int bOffset, final int bLength) {
        if (aLength != bLength) {
            return false;
        }
        for (int i = 0; i < aLength; i++) {
            if (a.getByte(aOffset + i) != b.getByte(bOffset + i)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether the text is exactly these octets. */
    public static boolean equals(final DirectBuffer buffer, final int offset, final int length, final byte[] octets) {
        if (length != octets.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(offset + i) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads digits only.
     *
     * @param max the greatest value allowed, less than 10^17.
     * @return the number, or -1 when there is no digit, something else, or more than {@code max}.
     */
    public static long number(final DirectBuffer buffer, final int start, final int end, final long max) {
        if (start >= end) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            final int digit = buffer.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
            if (value > max) {
                return -1;
            }
        }
        return value;
    }

    /** @return the value of a hexadecimal digit, or -1. */
    public static int hex(final byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        final int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** @return the octets of an ASCII word; for constants, allocates. */
    public static byte[] bytes(final String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
