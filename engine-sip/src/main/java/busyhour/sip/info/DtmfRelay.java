package busyhour.sip.info;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A digit in the body of an INFO.
 *
 * <pre>
 *   application/dtmf-relay        application/dtmf
 *     Signal=5                      5
 *     Duration=160
 * </pre>
 *
 * Reusable; allocates nothing. Not thread safe.
 */
public final class DtmfRelay {

    /** For {@code Content-Type}: what we send. */
    public static final byte[] CONTENT_TYPE = Ascii.bytes("application/dtmf-relay");
    /** Octets that a written body needs at most. */
    public static final int MAX_LENGTH = 32;
    /** When the peer does not say: what Asterisk takes then. */
    public static final int DEFAULT_DURATION_MS = 100;

    private static final int LONGEST_MS = 60_000;
    private static final int LONGEST_BODY = 256;
    private static final byte[] APPLICATION = Ascii.bytes("application");
    private static final byte[] RELAY = Ascii.bytes("dtmf-relay");
    private static final byte[] PLAIN = Ascii.bytes("dtmf");
    private static final byte[] SIGNAL = Ascii.bytes("signal");
    private static final byte[] DURATION = Ascii.bytes("duration");
    private static final byte[] SIGNAL_IS = Ascii.bytes("Signal=");
    private static final byte[] DURATION_IS = Ascii.bytes("\r\nDuration=");
    /** By event code (RFC 4733 3.2), which some peers write as a number. */
    private static final byte[] BY_EVENT = Ascii.bytes("0123456789*#ABCD");
    private static final byte NONE = 0;

    private byte digit;
    private int durationMs;

    /**
     * Writes a body.
     *
     * @param asciiDigit 0-9, A-D, * or #.
     * @param into       with room for {@link #MAX_LENGTH} octets.
     * @return its length.
     */
    public static int write(final byte asciiDigit, final int durationMs, final MutableDirectBuffer into, final int offset) {
        int at = offset;
        into.putBytes(at, SIGNAL_IS);
        at += SIGNAL_IS.length;
        into.putByte(at++, asciiDigit);
        into.putBytes(at, DURATION_IS);
        at += DURATION_IS.length;
        at += into.putNaturalIntAscii(at, durationMs);
        into.putByte(at++, (byte) '\r');
        into.putByte(at++, (byte) '\n');
        return at - offset;
    }

    /** @return whether the message carries a digit; then {@link #digit()} and {@link #durationMs()} hold. */
    public boolean parse(final SipMessage message) {
        digit = NONE;
        durationMs = DEFAULT_DURATION_MS;
        final int length = message.bodyLength();
        if (length == 0 || length > LONGEST_BODY) {
            return false;
        }
        if (message.hasContentType(APPLICATION, RELAY)) {
            readRelay(message.buffer(), message.bodyOffset(), message.bodyOffset() + length);
        } else if (message.hasContentType(APPLICATION, PLAIN)) {
            readPlain(message.buffer(), message.bodyOffset(), message.bodyOffset() + length);
        }
        return digit != NONE;
    }

    private void readPlain(final DirectBuffer buffer, final int start, final int end) {
        final int from = Ascii.skipSpace(buffer, start, end);
        if (find(buffer, from, end, (byte) '=') == end) {
            digit = digit(buffer, from, Ascii.trimEnd(buffer, from, end));
        } else {
            readRelay(buffer, start, end); // some write the longer form under the shorter name
        }
    }

    private void readRelay(final DirectBuffer buffer, final int start, final int end) {
        int at = start;
        while (at < end) {
            final int lineEnd = find(buffer, at, end, (byte) '\n');
            final int equals = find(buffer, at, lineEnd, (byte) '=');
            final int name = Ascii.skipSpace(buffer, at, equals);
            final int nameLength = Ascii.trimEnd(buffer, name, equals) - name;
            final int value = Ascii.skipSpace(buffer, Math.min(equals + 1, lineEnd), lineEnd);
            final int valueEnd = Ascii.trimEnd(buffer, value, lineEnd);
            if (Ascii.equalsIgnoreCase(buffer, name, nameLength, SIGNAL)) {
                digit = digit(buffer, value, valueEnd);
            } else if (Ascii.equalsIgnoreCase(buffer, name, nameLength, DURATION)) {
                final long number = Ascii.number(buffer, value, valueEnd, LONGEST_MS);
                durationMs = number > 0 ? (int) number : durationMs;
            }
            at = lineEnd + 1;
        }
    }

    private static byte digit(final DirectBuffer buffer, final int start, final int end) {
        if (end - start == 1) {
            final byte c = buffer.getByte(start);
            final byte upper = c >= 'a' && c <= 'd' ? (byte) (c - 32) : c;
            return Ascii.isDigit(c) || c == '*' || c == '#' || upper >= 'A' && upper <= 'D' ? upper : NONE;
        }
        final long event = end - start == 2 ? Ascii.number(buffer, start, end, BY_EVENT.length - 1) : -1;
        return event >= 0 ? BY_EVENT[(int) event] : NONE;
    }

    private static int find(final DirectBuffer buffer, final int start, final int end, final byte octet) {
        int at = start;
        while (at < end && buffer.getByte(at) != octet) {
            at++;
        }
        return at;
    }

    /** @return 0-9, A-D, * or #, ASCII. */
    public byte digit() {
        return digit;
    }

    public int durationMs() {
        return durationMs;
    }
}
