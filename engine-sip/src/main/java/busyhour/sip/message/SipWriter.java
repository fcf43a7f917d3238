package busyhour.sip.message;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes one message into a buffer, front to back. When something does not fit nothing more is written,
 * {@link #finish()} returns {@link #OVERFLOW} and {@link #overflows()} counts: no exception on the hot path.
 * <pre>
 *   writer.wrap(buffer, 0, capacity).requestLine(SipMethod.BYE, target, targetSpan);
 *   writer.name(SipHeader.CSEQ).uint(2).space().append(SipMethod.octets(SipMethod.BYE)).endLine();
 *   writer.copyHeaders(invite, SipHeader.CALL_ID);
 *   final int length = writer.noBody().finish();
 * </pre>
 * Reusable, allocates nothing. Not thread safe.
 */
public final class SipWriter {

    /** The message did not fit. */
    public static final int OVERFLOW = -1;

    private static final byte[] VERSION = Ascii.bytes("SIP/2.0");
    private static final byte[] RECEIVED = Ascii.bytes(";received=");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length:");
    /** Room for the number that is written once the body's length is known: white space and five digits. */
    private static final int LENGTH_FIELD = 6;
    private static final int HEX_DIGITS = 16;

    private final UnsafeBuffer out = new UnsafeBuffer(0, 0);
    private final TransportAddress address = new TransportAddress();
    private int at;
    private int capacity;
    private boolean full;
    private int lengthField;
    private int bodyStart;
    private long overflows;

    /** @return this, empty, writing to {@code capacity} octets from {@code offset}. */
    public SipWriter wrap(final MutableDirectBuffer buffer, final int offset, final int capacity) {
        out.wrap(buffer, offset, capacity);
        this.capacity = capacity;
        at = 0;
        full = false;
        lengthField = -1;
        return this;
    }

    /** @return whether {@code length} more octets fit; from the first that do not nothing more is written. */
    private boolean fits(final int length) {
        if (full) {
            return false;
        }
        if (length > capacity - at) {
            full = true;
            overflows++;
            return false;
        }
        return true;
    }

    /** @return {@link #requestLine(byte[], DirectBuffer, long)} with a known method. */
    public SipWriter requestLine(final byte method, final DirectBuffer uri, final long uriSpan) {
        return requestLine(SipMethod.octets(method), uri, uriSpan);
    }

    public SipWriter requestLine(final byte[] method, final DirectBuffer uri, final long uriSpan) {
        return append(method).space().append(uri, uriSpan).space().append(VERSION).endLine();
    }

    /** @return this, with the status line and the phrase that belongs to the code. */
    public SipWriter statusLine(final int statusCode) {
        return statusLine(statusCode, SipReason.phrase(statusCode));
    }

    public SipWriter statusLine(final int statusCode, final byte[] reason) {
        return append(VERSION).space().uint(statusCode).space().append(reason).endLine();
    }

    /** Begins a header line: {@code Name: }. */
    public SipWriter name(final byte headerId) {
        return append(SipHeader.octets(headerId)).octet((byte) ':').octet((byte) ' ');
    }

    /** Begins a header line with a name that {@link SipHeader} does not know. */
    public SipWriter name(final byte[] name) {
        return append(name).octet((byte) ':').octet((byte) ' ');
    }

    public SipWriter header(final byte headerId, final byte[] value) {
        return name(headerId).append(value).endLine();
    }

    public SipWriter header(final byte headerId, final long value) {
        return name(headerId).uint(value).endLine();
    }

    public SipWriter header(final byte headerId, final DirectBuffer value, final long span) {
        return name(headerId).append(value, span).endLine();
    }

    public SipWriter endLine() {
        if (fits(2)) {
            out.putByte(at, (byte) '\r');
            out.putByte(at + 1, (byte) '\n');
            at += 2;
        }
        return this;
    }

    public SipWriter space() {
        return octet((byte) ' ');
    }

    public SipWriter octet(final byte octet) {
        if (fits(1)) {
            out.putByte(at++, octet);
        }
        return this;
    }

    public SipWriter append(final byte[] octets) {
        if (fits(octets.length)) {
            out.putBytes(at, octets, 0, octets.length);
            at += octets.length;
        }
        return this;
    }

    public SipWriter append(final byte[] octets, final int offset, final int length) {
        if (fits(length)) {
            out.putBytes(at, octets, offset, length);
            at += length;
        }
        return this;
    }

    public SipWriter append(final DirectBuffer text, final int offset, final int length) {
        if (fits(length)) {
            out.putBytes(at, text, offset, length);
            at += length;
        }
        return this;
    }

    /** @return this; nothing is written for {@link Span#NONE}. */
    public SipWriter append(final DirectBuffer text, final long span) {
        return span < 0 ? this : append(text, Span.offset(span), Span.length(span));
    }

    /** Writes ASCII characters; others become a question mark. */
    public SipWriter ascii(final CharSequence text) {
        final int length = text.length();
        if (fits(length)) {
            for (int i = 0; i < length; i++) {
                final char c = text.charAt(i);
                out.putByte(at + i, c < 0x80 ? (byte) c : (byte) '?');
            }
            at += length;
        }
        return this;
    }

    /** @param value not negative. */
    public SipWriter uint(final long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        if (fits(digits)) {
            out.putNaturalLongAscii(at, value);
            at += digits;
        }
        return this;
    }

    /** Writes 16 hexadecimal digits, lower case. */
    public SipWriter hex(final long value) {
        if (fits(HEX_DIGITS)) {
            for (int i = 0; i < HEX_DIGITS; i++) {
                final int digit = (int) (value >>> (HEX_DIGITS - 1 - i) * 4) & 0xF;
                out.putByte(at + i, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
            at += HEX_DIGITS;
        }
        return this;
    }

    /** Writes {@code host:port}, IPv6 in brackets. */
    public SipWriter hostPort(final TransportAddress value) {
        return host(value).octet((byte) ':').uint(value.port());
    }

    /** Writes the address without port, IPv6 in brackets. */
    public SipWriter host(final TransportAddress value) {
        if (fits(TransportAddress.MAX_TEXT_LENGTH)) {
            at += value.putHost(out, at);
        }
        return this;
    }

    /** Copies one header line as it stands, with its folds. */
    public SipWriter copyHeader(final SipMessage from, final int index) {
        return append(from.buffer(), from.headerName(index)).octet((byte) ':').octet((byte) ' ')
                .append(from.buffer(), from.headerValue(index)).endLine();
    }

    /** Copies all header lines with this id in their order: Record-Route, Call-ID, CSeq, From ... */
    public SipWriter copyHeaders(final SipMessage from, final byte headerId) {
        for (int i = from.firstHeader(headerId); i >= 0; i = from.nextHeader(i)) {
            copyHeader(from, i);
        }
        return this;
    }

    /**
     * Copies all Vias into a response. In the topmost the source is added as RFC 3261 18.2.1 and RFC 3581 4 want it:
     * {@code received} when the sent-by host is another or {@code rport} was asked for, and the port in {@code rport}.
     *
     * @param source where the request came from, null to copy unchanged.
     */
    public SipWriter copyVias(final SipMessage request, final TransportAddress source) {
        final Via top = request.topVia();
        if (source == null || !top.isPresent()) {
            return copyHeaders(request, SipHeader.VIA);
        }
        final DirectBuffer text = request.buffer();
        final int line = request.firstHeader(SipHeader.VIA);
        final long value = request.headerValue(line);
        name(SipHeader.VIA);
        int copied = Span.offset(value);
        if (top.hasRport() && top.rport() < 0) {
            final int afterName = Span.end(top.rportName());
            append(text, copied, afterName - copied).octet((byte) '=').uint(source.port());
            copied = afterName;
        }
        final int topEnd = Span.end(top.text());
        append(text, copied, topEnd - copied);
        final boolean sameHost = address.parse(text, Span.offset(top.host()), Span.length(top.host())) && address.sameAddress(source);
        if (top.received() < 0 && (top.hasRport() || !sameHost)) {
            append(RECEIVED);
            appendReceived(source);
        }
        append(text, topEnd, Span.end(value) - topEnd).endLine();
        for (int i = request.nextHeader(line); i >= 0; i = request.nextHeader(i)) {
            copyHeader(request, i);
        }
        return this;
    }

    /** IPv6 without brackets, as RFC 3261 25.1 via-received has it (RFC 5118 4.5: receivers take both). */
    private void appendReceived(final TransportAddress source) {
        if (fits(TransportAddress.MAX_TEXT_LENGTH)) {
            at += source.putText(out, at);
        }
    }

    /** Ends the message without a body. */
    public SipWriter noBody() {
        return append(CONTENT_LENGTH).space().uint(0).endLine().endLine();
    }

    /** Ends the message with a body that is there already; its Content-Type is the caller's. */
    public SipWriter body(final DirectBuffer body, final int offset, final int length) {
        return append(CONTENT_LENGTH).space().uint(length).endLine().endLine().append(body, offset, length);
    }

    /** Ends the headers; a body of unknown length follows by {@code append}. {@link #finish()} writes its length. */
    public SipWriter beginBody() {
        append(CONTENT_LENGTH);
        if (fits(LENGTH_FIELD)) {
            lengthField = at;
            out.setMemory(at, LENGTH_FIELD, (byte) ' ');
            at += LENGTH_FIELD;
        }
        endLine().endLine();
        bodyStart = at;
        return this;
    }

    /** @return the message's length, or {@link #OVERFLOW}. */
    public int finish() {
        if (full) {
            return OVERFLOW;
        }
        if (lengthField >= 0) {
            int rest = at - bodyStart;
            int digit = lengthField + LENGTH_FIELD;
            do {
                out.putByte(--digit, (byte) ('0' + rest % 10));
                rest /= 10;
            } while (rest > 0);
            lengthField = -1;
        }
        return at;
    }

    /** @return the octets written so far. */
    public int length() {
        return at;
    }

    public boolean isFull() {
        return full;
    }

    /** @return messages that did not fit since construction. */
    public long overflows() {
        return overflows;
    }

    /** @return what is being written to; offset 0 is where the message begins. */
    public MutableDirectBuffer buffer() {
        return out;
    }
}
