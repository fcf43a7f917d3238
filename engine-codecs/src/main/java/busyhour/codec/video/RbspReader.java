package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * Bits of an H.264 raw byte sequence payload (H.264 7.3.1, 9.1): drops emulation prevention octets (00 00 03) on the way. Reading
 * past the end gives zeros and sets {@link #isExhausted}, so that hostile input needs one check at the end. Reusable.
 */
final class RbspReader {

    private DirectBuffer buffer;
    private int position;
    private int end;
    private int zeros;
    private int octet;
    private int bitsLeft;
    private boolean isExhausted;

    void wrap(final DirectBuffer source, final int offset, final int length) {
        buffer = source;
        position = offset;
        end = offset + length;
        zeros = 0;
        octet = 0;
        bitsLeft = 0;
        isExhausted = false;
    }

    /** Whether more was read than there was, or a number had more than 32 bits. */
    boolean isExhausted() {
        return isExhausted;
    }

    int bit() {
        if (bitsLeft == 0 && !loadOctet()) {
            isExhausted = true;
            return 0;
        }
        bitsLeft--;
        return octet >> bitsLeft & 1;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** u(n), n at most 32. */
    int bits(final int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** ue(v). A value above 2^31 - 2 counts as exhausted. */
    int unsignedExpGolomb() {
        int leadingZeros = 0;
        while (bit() == 0) {
            leadingZeros++;
            if (leadingZeros > 30 || isExhausted) {
                isExhausted = true;
                return 0;
            }
        }
        return (1 << leadingZeros) - 1 + bits(leadingZeros);
    }

    /** se(v). */
    int signedExpGolomb() {
        final int code = unsignedExpGolomb();
        return (code & 1) == 1 ? (code >> 1) + 1 : -(code >> 1);
    }

    private boolean loadOctet() {
        if (position >= end) {
            return false;
        }
        octet = buffer.getByte(position++) & 0xff;
        if (zeros >= 2 && octet == 3) {
            zeros = 0;
            if (position >= end) {
                return false;
            }
            octet = buffer.getByte(position++) & 0xff;
        }
        zeros = octet == 0 ? zeros + 1 : 0;
        bitsLeft = 8;
        return true;
    }
}
