package busyhour.engine.stream;

import org.agrona.DirectBuffer;

/** The Content-Length of one message, over all its header lines and their folds (RFC 3261 20.14). Allocates nothing. */
final class ContentLength {

    private static final byte[] NAME = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h'};

    private boolean isOpen;
    private boolean bad;
    /** Of the line being read; -1 = no digit yet. */
    private long number = -1;
    private boolean numberEnded;
    /** -1 = not told. */
    private int value = -1;

    /** A header line begins: it may be this one, or its compact form. */
    void onLine(final DirectBuffer buffer, final int from, final int to) {
        final int start = valueStart(buffer, from, to);
        isOpen = start >= 0;
        if (isOpen) {
            digits(buffer, start, to);
        }
    }

    /** The line at hand goes on. */
    void onFold(final DirectBuffer buffer, final int from, final int to) {
        if (isOpen) {
            digits(buffer, from, to);
        }
    }

    /** The line at hand is over. */
    void onLineEnd() {
        if (isOpen) {
            bad |= number < 0 || value >= 0 && value != number;
            value = (int) Math.max(number, 0);
        }
        isOpen = false;
        number = -1;
        numberEnded = false;
    }

    boolean isMissing() {
        return value < 0;
    }

    /** Whether it says nothing, or two things. */
    boolean isBad() {
        return bad;
    }

    /** Octets of the body; none when not told. */
    int value() {
        return Math.max(value, 0);
    }

    void reset() {
        isOpen = false;
        bad = false;
        number = -1;
        numberEnded = false;
        value = -1;
    }

    private static int valueStart(final DirectBuffer buffer, final int from, final int to) {
        final int name;
        if ((buffer.getByte(from) | 0x20) == 'l') {
            name = 1;
        } else if (to - from > NAME.length && Octets.matches(buffer, from, NAME)) {
            name = NAME.length;
        } else {
            return -1;
        }
        int colon = from + name;
        while (colon < to && Octets.isBlank(buffer.getByte(colon))) {
            colon++;
        }
        return colon < to && buffer.getByte(colon) == ':' ? colon + 1 : -1;
    }

    private void digits(final DirectBuffer buffer, final int from, final int to) {
        numberEnded |= number >= 0; // a fold is a blank
        for (int i = from; i < to; i++) {
            final byte c = buffer.getByte(i);
            if (c >= '0' && c <= '9' && !numberEnded) {
                number = Math.min(Math.max(number, 0) * 10 + c - '0', Integer.MAX_VALUE);
            } else if (Octets.isBlank(c)) {
                numberEnded = number >= 0;
            } else {
                bad = true;
            }
        }
    }
}
