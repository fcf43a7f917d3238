package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of a session description (RFC 8866). Reads what offer/answer needs and passes over the rest: unknown lines and
 * attributes do no harm. Spans are into {@link #buffer()}, valid until the body's memory changes. Lines end with CRLF
 * or LF. Reusable, allocates nothing. Not thread safe.
 */
public final class SdpView {

    /** Octets of a description at most. */
    public static final int MAX_LENGTH = 16_384;
    /** Media lines at most. */
    public static final int MAX_MEDIA = SdpMediaLines.MAX_MEDIA;
    /** Formats of one media line at most. */
    public static final int MAX_FORMATS = SdpMediaLines.MAX_FORMATS;

    public static final int OTHER = 0;
    public static final int AUDIO = 1;
    public static final int VIDEO = 2;

    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final int MAX_PTIME_MS = 1_000;
    private static final byte[] RTCP_MUX_ONLY = Ascii.bytes("rtcp-mux-only");

    private final SdpText text = new SdpText();
    private final UnsafeBuffer view = text.view;
    private final SdpMediaLines lines = text.lines;
    private final SdpAttributes attributes = text.attributes;

    /** As {@link #parse(DirectBuffer, int, int)}, over the description that a message has ({@link SipMessage#hasSdp()}). */
    public int parse(final SipMessage message) {
        final long sdp = message.sdp();
        return parse(message.buffer(), Math.max(0, Span.offset(sdp)), Span.length(sdp));
    }

    /** @return {@link SdpFault#OK} or the first fault. What was read before the fault can be asked for. */
    public int parse(final DirectBuffer buffer, final int offset, final int length) {
        return text.parse(buffer, offset, length);
    }

    /** @return the text that all spans are into; offset 0 is the body's first octet. */
    public DirectBuffer buffer() {
        return view;
    }

    public int fault() {
        return text.fault();
    }

    /** @return the sess-id in o=, digits as they stand, {@link Span#NONE} without o=. */
    public long sessionId() {
        return text.origin(1);
    }

    /** @return the sess-version in o=, digits as they stand, {@link Span#NONE} without o=. */
    public long sessionVersion() {
        return text.origin(2);
    }

    public int mediaCount() {
        return lines.count;
    }

    /** @return {@link #AUDIO}, {@link #VIDEO} or {@link #OTHER}. */
    public int mediaType(final int media) {
        return lines.types[media];
    }

    public long mediaTypeText(final int media) {
        return lines.typeTexts[media];
    }

    /** @return 0..65535; 0 means rejected or closed (RFC 3264 6, 8.2). */
    public int port(final int media) {
        return lines.ports[media];
    }

    /** @return the transport protocol: {@code RTP/AVP}. */
    public long protocol(final int media) {
        return lines.protocols[media];
    }

    public int formatCount(final int media) {
        return lines.formatCounts[media];
    }

    /** @return all formats of the line. */
    public long formats(final int media) {
        return lines.formatLists[media];
    }

    /** @return the text of one format. */
    long format(final int media, final int format) {
        return lines.format(media, format);
    }

    /** @return one of {@link RtpProfile}. */
    public int profile(final int media) {
        return RtpProfile.find(view, lines.protocols[media]);
    }

    /** @return the payload type, 0..127, or -1 when the format is something else. */
    public int payloadType(final int media, final int format) {
        return (int) SdpLine.number(view, lines.format(media, format), MAX_PAYLOAD_TYPE);
    }

    /** @return {@code PCMU/8000} of the payload type, {@link Span#NONE} without an rtpmap. */
    public long rtpmap(final int media, final int payloadType) {
        return attributes.find(media, SdpAttributes.RTPMAP, payloadType);
    }

    /** @return the format parameters of the payload type, {@link Span#NONE} without. */
    public long fmtp(final int media, final int payloadType) {
        return attributes.find(media, SdpAttributes.FMTP, payloadType);
    }

    /** @return one of {@link Direction}: the line's own, else the session's, else sendrecv. */
    public int direction(final int media) {
        int found = attributes.find(media, SdpAttributes.DIRECTION);
        if (found < 0) {
            found = attributes.find(SdpAttributes.SESSION, SdpAttributes.DIRECTION);
        }
        return found < 0 ? Direction.SENDRECV : attributes.number(found);
    }

    /** @return 1..1000 ms, -1 when it is missing or no such number. */
    public int ptimeMs(final int media) {
        return milliseconds(media, SdpAttributes.PTIME);
    }

    /** @return 1..1000 ms, -1 when it is missing or no such number. */
    public int maxptimeMs(final int media) {
        return milliseconds(media, SdpAttributes.MAXPTIME);
    }

    private int milliseconds(final int media, final byte kind) {
        int found = attributes.find(media, kind);
        if (found < 0) {
            found = attributes.find(SdpAttributes.SESSION, kind); // belongs to the media, but some phones put it first
        }
        if (found < 0 || attributes.value(found) < 0) {
            return -1;
        }
        final long value = attributes.value(found);
        final long word = SdpLine.word(view, Span.offset(value), Span.end(value));
        final int number = (int) SdpLine.number(view, word, MAX_PTIME_MS);
        return number == 0 ? -1 : number;
    }

    /** @return whether the line has {@code a=rtcp-mux}. */
    public boolean hasRtcpMux(final int media) {
        return attributes.find(media, SdpAttributes.RTCP_MUX) >= 0;
    }

    /** @return whether the line has {@code a=rtcp-mux-only}: without multiplexing there is no stream (RFC 8858). */
    public boolean hasRtcpMuxOnly(final int media) {
        return attributes.findNamed(view, media, RTCP_MUX_ONLY) >= 0;
    }

    /**
     * Whether the peer names a host that no packet can reach: 0.0.0.0, ::, or a name in {@code .invalid}. So RFC 2543 put
     * a call on hold, and RFC 3264 5.1 and 8.4 with RFC 6157 still know it.
     */
    public boolean isHeldByAddress(final int media, final TransportAddress scratch) {
        return MediaAddress.isNobody(view, connection(media), scratch);
    }

    /**
     * Reads where RTP for this line goes.
     *
     * @return false when there is no c= for it or it holds a name, not an address: then {@code into} is as before.
     */
    public boolean rtpAddress(final int media, final TransportAddress into) {
        return MediaAddress.rtp(view, lines, media, into);
    }

    /**
     * Reads where RTCP for this line goes when it is not multiplexed: {@code a=rtcp} (RFC 3605), else the next port.
     *
     * @return false when there is no such address.
     */
    public boolean rtcpAddress(final int media, final TransportAddress into) {
        return MediaAddress.rtcp(view, lines, attributes, attributes.find(media, SdpAttributes.RTCP), media, into);
    }

    /** @return the host in the line's c=, else in the session's, else {@link Span#NONE}. */
    public long connection(final int media) {
        return lines.connection(media);
    }

    /** @return bits per second that the line's b=TIAS, else its b=AS allows, -1 without. */
    public int bandwidthBps(final int media) {
        return lines.bandwidthBps(media);
    }

    SdpAttributes attributes() {
        return attributes;
    }

    /**
     * Looks for an attribute by name.
     *
     * @param media an index, or -1 for the session level.
     * @return its value, an empty span for a property attribute, {@link Span#NONE} when there is none.
     */
    public long attribute(final int media, final byte[] name) {
        final int found = attributes.findNamed(view, media, name);
        return found < 0 ? Span.NONE : Math.max(attributes.value(found), Span.of(0, 0));
    }
}
