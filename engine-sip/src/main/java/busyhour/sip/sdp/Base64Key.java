package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** Base 64 (RFC 4648 4) of a master key and salt, without allocation. Stateless. */
final class Base64Key {

    private static final byte[] DIGITS = Ascii.bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final byte[] VALUES = new byte[128];
    private static final byte PAD = '=';

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (byte value = 0; value < DIGITS.length; value++) {
            VALUES[DIGITS[value]] = value;
        }
    }

    private Base64Key() {
    }

    static void write(final SdpWriter writer, final byte[] key, final int length) {
        for (int i = 0; i < length; i += 3) {
            final int left = length - i;
            final int bits = (key[i] & 0xFF) << 16 | (left > 1 ? (key[i + 1] & 0xFF) << 8 : 0) | (left > 2 ? key[i + 2] & 0xFF : 0);
            writer.octet(DIGITS[bits >> 18]).octet(DIGITS[bits >> 12 & 63])
                    .octet(left > 1 ? DIGITS[bits >> 6 & 63] : PAD).octet(left > 2 ? DIGITS[bits & 63] : PAD);
        }
    }

    /**
     * Reads a key of a known length; the padding may be missing.
     *
     * @param into changed also when the text is no such key.
     */
    static boolean read(final DirectBuffer buffer, final int start, final int end, final byte[] into, final int length) {
        int digitsEnd = end;
        while (digitsEnd > start && end - digitsEnd < 2 && buffer.getByte(digitsEnd - 1) == PAD) {
            digitsEnd--;
        }
        if ((digitsEnd - start) * 6 / 8 != length || (digitsEnd - start) % 4 == 1 || digitsEnd < end && (end - start) % 4 != 0) {
            return false;
        }
        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = start; i < digitsEnd; i++) {
            final byte digit = buffer.getByte(i);
            final byte value = digit < 0 ? -1 : VALUES[digit];
            if (value < 0) {
                return false;
            }
            bits = bits << 6 | value;
            count += 6;
            if (count >= 8) {
                count -= 8;
                into[at++] = (byte) (bits >> count);
            }
        }
        return at == length;
    }
}
