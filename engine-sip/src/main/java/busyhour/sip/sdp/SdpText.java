package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The lines of one description, sorted by what they are (RFC 8866 5): what {@link SdpView} answers from. */
final class SdpText {

    private static final int ORIGIN_WORDS = 6;

    final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    final SdpMediaLines lines = new SdpMediaLines();
    final SdpAttributes attributes = new SdpAttributes();
    private final long[] origin = new long[ORIGIN_WORDS];
    private boolean hasOrigin;
    private int fault;

    /** @return {@link SdpFault#OK} or the first fault. */
    int parse(final DirectBuffer buffer, final int offset, final int length) {
        attributes.clear();
        lines.clear();
        hasOrigin = false;
        fault = SdpFault.OK;
        if (length > SdpView.MAX_LENGTH) {
            view.wrap(buffer, offset, 0);
            fault = SdpFault.TOO_LARGE;
            return fault;
        }
        view.wrap(buffer, offset, length);
        int at = 0;
        boolean first = true;
        while (at < length && fault == SdpFault.OK) {
            final int lineFeed = SdpLine.find(view, at, length, '\n');
            final int end = Ascii.trimEnd(view, at, lineFeed);
            if (end > at) {
                parseLine(at, end, first);
                first = false;
            }
            at = lineFeed + 1;
        }
        if (fault == SdpFault.OK && !hasOrigin) {
            fault = first ? SdpFault.BAD_VERSION : SdpFault.MISSING_ORIGIN;
        }
        return fault;
    }

    private void parseLine(final int start, final int end, final boolean first) {
        if (end - start < 2 || view.getByte(start + 1) != '=') {
            fault = first ? SdpFault.BAD_VERSION : SdpFault.BAD_LINE;
            return;
        }
        final int value = start + 2;
        final byte letter = view.getByte(start);
        if (first) {
            fault = letter == 'v' && end - value == 1 && view.getByte(value) == '0' ? SdpFault.OK : SdpFault.BAD_VERSION;
            return;
        }
        switch (letter) {
            case 'o' -> parseOrigin(value, end);
            case 'c' -> fault = lines.addConnection(view, value, end);
            case 'm' -> fault = lines.addMedia(view, value, end);
            case 'a' -> {
                if (!attributes.add(view, value, end, lines.count - 1)) {
                    fault = SdpFault.TOO_MANY_ATTRIBUTES;
                }
            }
            case 'b' -> lines.addBandwidth(view, value, end);
            default -> {
            }
        }
    }

    private void parseOrigin(final int start, final int end) {
        int at = start;
        for (int i = 0; i < ORIGIN_WORDS; i++) {
            origin[i] = SdpLine.word(view, at, end);
            if (origin[i] < 0) {
                fault = SdpFault.BAD_ORIGIN;
                return;
            }
            at = Span.end(origin[i]);
        }
        hasOrigin = true;
    }

    int fault() {
        return fault;
    }

    /** @return a word of the o= line, {@link Span#NONE} without. */
    long origin(final int word) {
        return hasOrigin ? origin[word] : Span.NONE;
    }
}
