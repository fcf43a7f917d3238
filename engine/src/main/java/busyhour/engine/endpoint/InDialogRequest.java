package busyhour.engine.endpoint;

import org.agrona.DirectBuffer;

/** Tells re-INVITE, UPDATE and PRACK from other messages by their first octets and the To tag (RFC 3261 12.2, RFC 3311, RFC 3262). */
final class InDialogRequest {

    private static final byte[] INVITE = {'I', 'N', 'V', 'I', 'T', 'E', ' '};
    private static final byte[] UPDATE = {'U', 'P', 'D', 'A', 'T', 'E', ' '};
    private static final byte[] PRACK = {'P', 'R', 'A', 'C', 'K', ' '};
    private static final byte[] TAG = {';', 't', 'a', 'g', '='};

    private InDialogRequest() {
    }

    /** Whether the message changes or refreshes a session in a dialog. */
    static boolean isReInvite(final DirectBuffer buffer, final int offset, final int length) {
        return starts(buffer, offset, length, UPDATE) || starts(buffer, offset, length, INVITE) && hasToTag(buffer, offset, length);
    }

    /** Whether the message acknowledges a provisional response. */
    static boolean isPrack(final DirectBuffer buffer, final int offset, final int length) {
        return starts(buffer, offset, length, PRACK);
    }

    private static boolean starts(final DirectBuffer buffer, final int offset, final int length, final byte[] word) {
        if (length < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((buffer.getByte(offset + i) & ~0x20) != (word[i] & ~0x20)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasToTag(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        for (int at = lineAfter(buffer, offset, end); at < end && buffer.getByte(at) != '\r'; at = lineAfter(buffer, at, end)) {
            final int colon = nameEnd(buffer, at, end);
            final int first = buffer.getByte(at) | 0x20;
            if (first == 't' && (colon == 1 || colon == 2 && (buffer.getByte(at + 1) | 0x20) == 'o')) {
                return contains(buffer, at, lineAfter(buffer, at, end));
            }
        }
        return false;
    }

    private static int nameEnd(final DirectBuffer buffer, final int at, final int end) {
        int length = 0;
        while (length < 3 && at + length < end && buffer.getByte(at + length) != ':' && buffer.getByte(at + length) != ' ') {
            length++;
        }
        return length;
    }

    private static int lineAfter(final DirectBuffer buffer, final int from, final int end) {
        int at = from;
        while (at < end && buffer.getByte(at) != '\n') {
            at++;
        }
        return at + 1;
    }

    private static boolean contains(final DirectBuffer buffer, final int from, final int end) {
        for (int at = from; at + TAG.length <= end; at++) {
            int same = 0;
            while (same < TAG.length && (buffer.getByte(at + same) | 0x20) == (TAG[same] | 0x20)) {
                same++;
            }
            if (same == TAG.length) {
                return true;
            }
        }
        return false;
    }
}
