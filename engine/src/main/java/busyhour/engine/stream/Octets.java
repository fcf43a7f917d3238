package busyhour.engine.stream;

import org.agrona.DirectBuffer;

/** Octets as text. */
final class Octets {

    private Octets() {
    }

    static boolean matches(final DirectBuffer buffer, final int at, final byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            final byte c = buffer.getByte(at + i);
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(final byte c) {
        return c == ' ' || c == '\t';
    }
}
