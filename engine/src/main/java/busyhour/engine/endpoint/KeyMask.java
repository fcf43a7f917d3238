package busyhour.engine.endpoint;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hides the master keys of SRTP ({@code a=crypto:1 ... inline:KEY|2^20}, RFC 4568) in messages that are kept for people: each
 * character of a key becomes an asterisk, so that lengths stay true. Messages without keys are passed on as they are.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class KeyMask {

    private static final byte[] INLINE = {'i', 'n', 'l', 'i', 'n', 'e', ':'};
    private static final int NOT_FOUND = -1;
    private static final int LOWER = 0x20;
    private static final int MAX_LENGTH = 65_536;
    /** How far to look on from an octet that stands at the word's last place (Horspool). */
    private static final byte[] SKIP = new byte[256];

    static {
        Arrays.fill(SKIP, (byte) INLINE.length);
        for (int i = 0; i < INLINE.length - 1; i++) {
            SKIP[INLINE[i]] = (byte) (INLINE.length - 1 - i);
            SKIP[INLINE[i] & ~LOWER] = SKIP[INLINE[i]];
        }
    }

    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[MAX_LENGTH]);

    /** @return the buffer itself when there is no key in the message, else {@link #copy()}, which holds it from offset 0 on. */
    DirectBuffer of(final DirectBuffer buffer, final int offset, final int length) {
        int at = find(buffer, offset, offset + length);
        if (at == NOT_FOUND || length > MAX_LENGTH) {
            return buffer;
        }
        copy.putBytes(0, buffer, offset, length);
        while (at != NOT_FOUND) {
            final int end = hide(at - offset, length);
            at = find(buffer, offset + end, offset + length);
        }
        return copy;
    }

    private int hide(final int start, final int length) {
        int at = start;
        while (at < length && isKey(copy.getByte(at))) {
            copy.putByte(at++, (byte) '*');
        }
        return at;
    }

    private static boolean isKey(final byte c) {
        return c > ' ' && c != '|' && c != ';';
    }

    /** @return where the text after the next {@code inline:} begins, {@link #NOT_FOUND} without. */
    private static int find(final DirectBuffer buffer, final int start, final int end) {
        int last = start + INLINE.length - 1;
        while (last < end) {
            int i = INLINE.length - 1;
            while (i >= 0 && isSame(buffer.getByte(last - INLINE.length + 1 + i), INLINE[i])) {
                i--;
            }
            if (i < 0) {
                return last + 1;
            }
            last += SKIP[buffer.getByte(last) & 0xFF];
        }
        return NOT_FOUND;
    }

    private static boolean isSame(final byte c, final byte lowerCase) {
        return c == lowerCase || lowerCase >= 'a' && (c | LOWER) == lowerCase;
    }
}
