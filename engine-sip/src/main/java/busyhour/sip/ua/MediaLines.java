package busyhour.sip.ua;

import org.agrona.DirectBuffer;

/** Media lines of a session description, counted without reading it: an answer has as many as its offer (RFC 3264 6). */
final class MediaLines {

    private MediaLines() {
    }

    static int count(final DirectBuffer text, final int offset, final int length) {
        int count = 0;
        for (int i = offset; i + 1 < offset + length; i++) {
            if (text.getByte(i) == 'm' && text.getByte(i + 1) == '=' && (i == offset || text.getByte(i - 1) == '\n')) {
                count++;
            }
        }
        return count;
    }
}
