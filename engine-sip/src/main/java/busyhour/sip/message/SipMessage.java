package busyhour.sip.message;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A parsed message: a reusable view over a datagram, filled by {@link SipParser}. Owns no text.
 * <p>
 * All spans are into {@link #buffer()}, where offset 0 is the datagram's first octet. They are valid until the
 * datagram's memory changes. After a fault all that was readable before and after it is there, so that a refusal can
 * be written: {@link #isAnswerable()}. Not thread safe.
 */
public final class SipMessage {

    static final int NO_HEADER = -1;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final byte[] ids = new byte[SipLimits.MAX_HEADERS];
    private final long[] names = new long[SipLimits.MAX_HEADERS];
    private final long[] values = new long[SipLimits.MAX_HEADERS];
    private final short[] next = new short[SipLimits.MAX_HEADERS];
    private final short[] first = new short[SipHeader.COUNT];
    private final short[] last = new short[SipHeader.COUNT];
    private final HeaderValues accepted = new HeaderValues();
    private int headerCount;

    int fault;
    boolean request;
    byte method;
    long methodText;
    int statusCode;
    long reason;
    long requestUriText;
    int requestUriFault;
    final SipUri requestUri = new SipUri();
    final Via topVia = new Via();
    int viaCount;
    final NameAddr from = new NameAddr();
    final NameAddr to = new NameAddr();
    final NameAddr contact = new NameAddr();
    int contactCount;
    long callId;
    long cSeq;
    byte cSeqMethod;
    long cSeqMethodText;
    int maxForwards;
    long expires;
    int contentLength;
    int bodyOffset;
    int bodyLength;

    /** Makes an empty message; wrap nothing by hand, let {@link SipParser#parse} fill it. */
    public SipMessage() {
        Arrays.fill(first, (short) NO_HEADER);
        reset();
    }

    /** Empties the view; the buffer is let go of when a next one is wrapped. */
    void reset() {
        for (int i = 0; i < headerCount; i++) {
            first[ids[i]] = NO_HEADER;
        }
        headerCount = 0;
        fault = SipFault.OK;
        request = false;
        method = SipMethod.UNKNOWN;
        methodText = Span.NONE;
        statusCode = 0;
        reason = Span.NONE;
        requestUriText = Span.NONE;
        requestUriFault = SipFault.OK;
        requestUri.clear();
        topVia.clear();
        viaCount = 0;
        from.clear();
        to.clear();
        contact.clear();
        contactCount = 0;
        callId = Span.NONE;
        cSeq = -1;
        cSeqMethod = SipMethod.UNKNOWN;
        cSeqMethodText = Span.NONE;
        maxForwards = -1;
        expires = -1;
        contentLength = -1;
        bodyOffset = 0;
        bodyLength = 0;
    }

    UnsafeBuffer wrap(final DirectBuffer buffer, final int offset, final int length) {
        view.wrap(buffer, offset, length);
        return view;
    }

    /** There is room for one more: {@link SipLimits#MAX_HEADERS}. */
    void addHeader(final byte id, final long name, final long value) {
        final int index = headerCount;
        ids[index] = id;
        names[index] = name;
        values[index] = value;
        next[index] = NO_HEADER;
        if (first[id] == NO_HEADER) {
            first[id] = (short) index;
        } else {
            next[last[id]] = (short) index;
        }
        last[id] = (short) index;
        headerCount = index + 1;
    }

    /** Remembers the first fault. */
    void fault(final int code) {
        if (fault == SipFault.OK) {
            fault = code;
        }
    }

    /** @return the text that all spans are into. */
    public DirectBuffer buffer() {
        return view;
    }

    /** @return octets of the message: start line, headers and body, without what a datagram holds behind it. */
    public int length() {
        return bodyOffset + bodyLength;
    }

    /** @return what {@link SipParser#parse} returned. */
    public int fault() {
        return fault;
    }

    /** @return whether this is a request with a readable Via: a response can find its way, even to a faulty one. */
    public boolean isAnswerable() {
        return request && topVia.isPresent() && method != SipMethod.ACK;
    }

    public boolean isRequest() {
        return request;
    }

    public boolean isResponse() {
        return !request && statusCode != 0;
    }

    /** @return a code of {@link SipMethod}; of a response the method in CSeq. */
    public byte method() {
        return request ? method : cSeqMethod;
    }

    /** @return the request line's method. */
    public long methodText() {
        return methodText;
    }

    /** @return 100..699, 0 for a request. */
    public int statusCode() {
        return statusCode;
    }

    /** @return the reason phrase, may be empty. */
    public long reason() {
        return reason;
    }

    /** @return the Request-URI as it stands. */
    public long requestUriText() {
        return requestUriText;
    }

    /** @return the Request-URI, read; of a scheme other than sip and sips only the scheme. */
    public SipUri requestUri() {
        return requestUri;
    }

    public int headerCount() {
        return headerCount;
    }

    /** @return a code of {@link SipHeader}. */
    public byte headerId(final int index) {
        return ids[index];
    }

    /** @return the name as it stands. */
    public long headerName(final int index) {
        return names[index];
    }

    /** @return the value, trimmed; line ends stay inside where it was folded. */
    public long headerValue(final int index) {
        return values[index];
    }

    /** @return the index of the first header with this id, -1 when there is none. */
    public int firstHeader(final byte id) {
        return first[id];
    }

    /** @return the index of the next header with the same id, -1 when there is none. */
    public int nextHeader(final int index) {
        return next[index];
    }

    public boolean hasHeader(final byte id) {
        return first[id] != NO_HEADER;
    }

    /** @return the value of the first header with this id, {@link Span#NONE} when there is none. */
    public long value(final byte id) {
        return first[id] == NO_HEADER ? Span.NONE : values[first[id]];
    }

    /**
     * Looks for a header that {@link SipHeader} does not know.
     *
     * @param lowerCaseName the name in lower case.
     * @return the index of the first such header line, -1 when there is none.
     */
    public int findUnknown(final byte[] lowerCaseName) {
        for (int i = first[SipHeader.UNKNOWN]; i != NO_HEADER; i = next[i]) {
            if (Ascii.equalsIgnoreCase(view, names[i], lowerCaseName)) {
                return i;
            }
        }
        return NO_HEADER;
    }

    /** @return the topmost Via; not present when it is missing or faulty. */
    public Via topVia() {
        return topVia;
    }

    /** @return how many Via values there are. */
    public int viaCount() {
        return viaCount;
    }

    public NameAddr from() {
        return from;
    }

    public NameAddr to() {
        return to;
    }

    /** @return the From tag, or {@link Span#NONE}. */
    public long fromTag() {
        return from.tag();
    }

    /** @return the To tag, or {@link Span#NONE}. */
    public long toTag() {
        return to.tag();
    }

    /** @return the first Contact; see {@link NameAddr#isPresent()}. */
    public NameAddr contact() {
        return contact;
    }

    public int contactCount() {
        return contactCount;
    }

    public long callId() {
        return callId;
    }

    /** @return the sequence number, 0..2^32-1, -1 when it is missing or faulty. */
    public long cSeq() {
        return cSeq;
    }

    public byte cSeqMethod() {
        return cSeqMethod;
    }

    public long cSeqMethodText() {
        return cSeqMethodText;
    }

    /** @return 0..255, -1 when it is missing or greater. */
    public int maxForwards() {
        return maxForwards;
    }

    /** @return the Expires header in seconds, 0..2^32-1, -1 when it is missing or no such number. */
    public long expiresSeconds() {
        return expires;
    }

    /** @return the Content-Length header, -1 when it is missing. */
    public int contentLength() {
        return contentLength;
    }

    public int bodyOffset() {
        return bodyOffset;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** @return whether there is a session description: the body is {@code application/sdp}, or one of its parts (RFC 5621). */
    public boolean hasSdp() {
        return bodyLength > 0 && sdp() >= 0;
    }

    /** @return where the session description is: the body or its part, {@link Span#NONE} without. */
    public long sdp() {
        final long type = value(SipHeader.CONTENT_TYPE);
        return MediaType.isSdp(view, type) ? Span.of(bodyOffset, bodyLength) : MultipartBody.sdp(view, type, bodyOffset, bodyLength);
    }

    /** Whether Content-Type names this type, parameters aside; type and subtype in lower case. */
    public boolean hasContentType(final byte[] type, final byte[] subtype) {
        return MediaType.is(view, value(SipHeader.CONTENT_TYPE), type, subtype);
    }

    /** @return whether the sender takes SDP: no Accept, or one that covers it (RFC 3261 20.1; an empty one covers nothing). */
    public boolean acceptsSdp() {
        if (!hasHeader(SipHeader.ACCEPT)) {
            return true;
        }
        accepted.reset(this, SipHeader.ACCEPT);
        while (accepted.next()) {
            if (MediaType.coversSdp(view, accepted.value())) {
                return true;
            }
        }
        return false;
    }
}
