package busyhour.sip.message;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes one SIP message into a buffer. When something does not fit nothing more is written, {@link #finish()}
 * returns {@link #OVERFLOW} and {@link #overflows()} counts: no exception on the hot path.
 * <pre>
 *   writer.wrap(buffer, 0, capacity).requestLine(SipMethod.BYE, target, targetSpan);
 *   writer.name(SipHeader.CSEQ).uint(2).space().append(SipMethod.octets(SipMethod.BYE)).endLine();
 *   writer.copyHeaders(invite, SipHeader.CALL_ID);
 *   final int length = writer.noBody().finish();
 * </pre>
 * Reusable, allocates nothing. Not thread safe.
 */
public final class SipWriter extends TextWriter<SipWriter> {

    private static final byte[] VERSION = Ascii.bytes("SIP/2.0");
    private static final byte[] RECEIVED = Ascii.bytes(";received=");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length:");
    /** Room for the number that is written once the body's length is known: white space and five digits. */
    private static final int LENGTH_FIELD = 6;

    private final TransportAddress address = new TransportAddress();
    private int lengthField = -1;
    private int bodyStart;
    /** Lines that go before the body, and headers that are passed over, of a message with {@link #lines}. */
    private byte[] added;
    private long replacedLow;
    private long replacedHigh;
    /** Where a header line that is passed over began, -1 outside of one. */
    private int passedOver = -1;

    @Override
    protected SipWriter self() {
        return this;
    }

    @Override
    public SipWriter wrap(final MutableDirectBuffer buffer, final int offset, final int capacity) {
        lengthField = -1;
        added = null;
        replacedLow = 0;
        replacedHigh = 0;
        passedOver = -1;
        return super.wrap(buffer, offset, capacity);
    }

    /** Adds these lines to the message just begun; ours that they replace are passed over from here on. */
    public SipWriter lines(final HeaderLines lines, final byte method) {
        added = lines.added(method);
        replacedLow = lines.replacedLow(method);
        replacedHigh = lines.replacedHigh(method);
        return this;
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
        if ((replacedLow | replacedHigh) != 0
                && ((headerId < Long.SIZE ? replacedLow : replacedHigh) >>> headerId & 1) != 0) {
            passedOver = at;
        }
        return append(SipHeader.octets(headerId)).octet((byte) ':').octet((byte) ' ');
    }

    @Override
    public SipWriter endLine() {
        if (passedOver >= 0) {
            at = passedOver;
            passedOver = -1;
            return this;
        }
        return super.endLine();
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
            // RFC 3261 25.1 via-received has no brackets around IPv6; RFC 5118 4.5: receivers take both.
            append(RECEIVED).address(source);
        }
        append(text, topEnd, Span.end(value) - topEnd).endLine();
        for (int i = request.nextHeader(line); i >= 0; i = request.nextHeader(i)) {
            copyHeader(request, i);
        }
        return this;
    }

    private SipWriter addedLines() {
        return added == null ? this : append(added);
    }

    /** Ends the message without a body. */
    public SipWriter noBody() {
        return addedLines().append(CONTENT_LENGTH).space().uint(0).endLine().endLine();
    }

    /** Ends the message with a body that is there already; its Content-Type is the caller's. */
    public SipWriter body(final DirectBuffer body, final int offset, final int length) {
        return addedLines().append(CONTENT_LENGTH).space().uint(length).endLine().endLine().append(body, offset, length);
    }

    /** Ends the headers; a body of unknown length follows by {@code append}. {@link #finish()} writes its length. */
    public SipWriter beginBody() {
        addedLines().append(CONTENT_LENGTH);
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
    @Override
    public int finish() {
        if (lengthField >= 0 && !isFull()) {
            int rest = at - bodyStart;
            int digit = lengthField + LENGTH_FIELD;
            do {
                out.putByte(--digit, (byte) ('0' + rest % 10));
                rest /= 10;
            } while (rest > 0);
            lengthField = -1;
        }
        return super.finish();
    }
}
