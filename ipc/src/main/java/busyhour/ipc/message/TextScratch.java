package busyhour.ipc.message;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Brings text to a bounded number of bytes without allocating. */
final class TextScratch {
    private final UnsafeBuffer buffer;
    private int length;

    TextScratch(final int limitBytes) {
        buffer = new UnsafeBuffer(new byte[limitBytes]);
    }

    /** Takes ASCII; other characters become '?'. Null is empty. */
    TextScratch set(final CharSequence text) {
        length = text == null ? 0 : Math.min(text.length(), buffer.capacity());
        if (length > 0) {
            buffer.putStringWithoutLengthAscii(0, text, 0, length);
        }
        return this;
    }

    /** Takes UTF-8; what is too long is cut before the character that does not fit. */
    TextScratch set(final DirectBuffer source, final int offset, final int sourceLength) {
        length = sourceLength;
        if (length > buffer.capacity()) {
            length = buffer.capacity();
            while (length > 0 && (source.getByte(offset + length) & 0xC0) == 0x80) {
                length--;
            }
        }
        buffer.putBytes(0, source, offset, length);
        return this;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int length() {
        return length;
    }
}
