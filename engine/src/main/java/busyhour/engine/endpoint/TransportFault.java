package busyhour.engine.endpoint;

import org.agrona.DirectBuffer;

/**
 * Why a connection failed, while what waited for it fails too: what happens to endpoints meanwhile happens for this reason, and
 * their records say so.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class TransportFault implements CharSequence {

    private static final int MAX_LENGTH = 512;

    private final byte[] octets = new byte[MAX_LENGTH];
    private int length;

    void begin(final DirectBuffer buffer, final int offset, final int textLength) {
        length = Math.min(textLength, MAX_LENGTH);
        buffer.getBytes(offset, octets, 0, length);
    }

    void end() {
        length = 0;
    }

    /** This sentence while there is one, else the other. */
    CharSequence or(final String detail) {
        return length == 0 ? detail : this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(final int index) {
        return (char) (octets[index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(final int start, final int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        return new StringBuilder(length).append(this, 0, length).toString();
    }
}
