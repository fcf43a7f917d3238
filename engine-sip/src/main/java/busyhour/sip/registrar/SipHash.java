package busyhour.sip.registrar;

import org.agrona.DirectBuffer;

/**
 * SipHash-2-4 (Aumasson and Bernstein), a keyed hash that strangers cannot foresee: for nonces, tags and branches that
 * a stateless element must find again.
 */
final class SipHash {

    private final long k0;
    private final long k1;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    SipHash(final long k0, final long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Of a number's eight octets, little-endian. */
    long hash(final long value) {
        begin();
        word(value);
        return end((long) Long.BYTES << 56);
    }

    /** Of some text, salted. */
    long hash(final DirectBuffer buffer, final int offset, final int length, final long salt) {
        begin();
        v0 ^= salt;
        int at = offset;
        final int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            word(buffer.getLong(at, java.nio.ByteOrder.LITTLE_ENDIAN));
        }
        long last = (long) length << 56;
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            last |= (buffer.getByte(at) & 0xFFL) << shift;
        }
        return end(last);
    }

    private void begin() {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    private void word(final long value) {
        v3 ^= value;
        round();
        round();
        v0 ^= value;
    }

    private long end(final long last) {
        word(last);
        v2 ^= 0xFF;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
