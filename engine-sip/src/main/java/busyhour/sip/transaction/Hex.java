package busyhour.sip.transaction;

import busyhour.sip.message.Ascii;
import org.agrona.DirectBuffer;

/** Hexadecimal digits as {@link busyhour.sip.message.SipWriter#hex} writes them. */
public final class Hex {

    private Hex() {
    }

    /** The number that these digits stand for, or {@code otherwise} when one of them is none. At most 16 digits. */
    public static long parse(final DirectBuffer buffer, final int offset, final int digits, final long otherwise) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            final int digit = Ascii.hex(buffer.getByte(offset + i));
            if (digit < 0) {
                return otherwise;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
