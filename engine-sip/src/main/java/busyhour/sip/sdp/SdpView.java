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
    public static final int MAX_MEDIA = 32;
    /** Formats of one media line at most. */
    public static final int MAX_FORMATS = 64;

    public static final int OTHER = 0;
    public static final int AUDIO = 1;
    public static final int VIDEO = 2;

    private static final byte[] AUDIO_NAME = Ascii.bytes("audio");
    private static final byte[] VIDEO_NAME = Ascii.bytes("video");
    private static final byte[] IP4 = Ascii.bytes("ip4");
    private static final byte[] IP6 = Ascii.bytes("ip6");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final int MAX_PTIME_MS = 1_000;
    private static final int ORIGIN_WORDS = 6;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final SdpAttributes attributes = new SdpAttributes();
    private final long[] origin = new long[ORIGIN_WORDS];
    private final int[] types = new int[MAX_MEDIA];
    private final long[] typeTexts = new long[MAX_MEDIA];
    private final int[] ports = new int[MAX_MEDIA];
    private final long[] protocols = new long[MAX_MEDIA];
    private final long[] formatLists = new long[MAX_MEDIA];
    private final int[] formatCounts = new int[MAX_MEDIA];
    private final long[] formats = new long[MAX_MEDIA * MAX_FORMATS];
    private final long[] connections = new long[MAX_MEDIA];
    private long sessionConnection;
    private boolean hasOrigin;
    private int mediaCount;
    private int fault;

    /** As {@link #parse(DirectBuffer, int, int)}, over a message's body. */
    public int parse(final SipMessage message) {
        return parse(message.buffer(), message.bodyOffset(), message.bodyLength());
    }

    /** @return {@link SdpFault#OK} or the first fault. What was read before the fault can be asked for. */
    public int parse(final DirectBuffer buffer, final int offset, final int length) {
        attributes.clear();
        mediaCount = 0;
        hasOrigin = false;
        sessionConnection = Span.NONE;
        fault = SdpFault.OK;
        if (length > MAX_LENGTH) {
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
            case 'c' -> parseConnection(value, end);
            case 'm' -> parseMedia(value, end);
            case 'a' -> {
                if (!attributes.add(view, value, end, mediaCount - 1)) {
                    fault = SdpFault.TOO_MANY_ATTRIBUTES;
                }
            }
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

    private void parseConnection(final int start, final int end) {
        final long net = SdpLine.word(view, start, end);
        final long type = net < 0 ? Span.NONE : SdpLine.word(view, Span.end(net), end);
        final long address = type < 0 ? Span.NONE : SdpLine.word(view, Span.end(type), end);
        if (address < 0 || !Ascii.equalsIgnoreCase(view, type, IP4) && !Ascii.equalsIgnoreCase(view, type, IP6)) {
            fault = SdpFault.BAD_CONNECTION;
            return;
        }
        final int slash = SdpLine.find(view, Span.offset(address), Span.end(address), '/');
        final long host = Span.between(Span.offset(address), slash);
        if (mediaCount == 0) {
            sessionConnection = host;
        } else if (connections[mediaCount - 1] < 0) {
            connections[mediaCount - 1] = host;
        }
    }

    private void parseMedia(final int start, final int end) {
        if (mediaCount == MAX_MEDIA) {
            fault = SdpFault.TOO_MANY_MEDIA;
            return;
        }
        final int index = mediaCount;
        final long type = SdpLine.word(view, start, end);
        final long port = type < 0 ? Span.NONE : SdpLine.word(view, Span.end(type), end);
        final long protocol = port < 0 ? Span.NONE : SdpLine.word(view, Span.end(port), end);
        if (protocol < 0) {
            fault = SdpFault.BAD_MEDIA;
            return;
        }
        final int slash = SdpLine.find(view, Span.offset(port), Span.end(port), '/');
        ports[index] = (int) Ascii.number(view, Span.offset(port), slash, MAX_PORT);
        int count = 0;
        int at = Span.end(protocol);
        long word;
        while ((word = SdpLine.word(view, at, end)) >= 0) {
            if (count == MAX_FORMATS) {
                fault = SdpFault.TOO_MANY_FORMATS;
                return;
            }
            formats[index * MAX_FORMATS + count++] = word;
            at = Span.end(word);
        }
        if (ports[index] < 0 || count == 0) {
            fault = SdpFault.BAD_MEDIA;
            return;
        }
        types[index] = Ascii.equalsIgnoreCase(view, type, AUDIO_NAME) ? AUDIO
                : Ascii.equalsIgnoreCase(view, type, VIDEO_NAME) ? VIDEO : OTHER;
        typeTexts[index] = type;
        protocols[index] = protocol;
        formatCounts[index] = count;
        formatLists[index] = Span.between(Span.offset(formats[index * MAX_FORMATS]), at);
        connections[index] = Span.NONE;
        mediaCount++;
    }

    /** @return the text that all spans are into; offset 0 is the body's first octet. */
    public DirectBuffer buffer() {
        return view;
    }

    public int fault() {
        return fault;
    }

    /** @return the sess-id in o=, digits as they stand, {@link Span#NONE} without o=. */
    public long sessionId() {
        return hasOrigin ? origin[1] : Span.NONE;
    }

    /** @return the sess-version in o=, digits as they stand, {@link Span#NONE} without o=. */
    public long sessionVersion() {
        return hasOrigin ? origin[2] : Span.NONE;
    }

    public int mediaCount() {
        return mediaCount;
    }

    /** @return {@link #AUDIO}, {@link #VIDEO} or {@link #OTHER}. */
    public int mediaType(final int media) {
        return types[media];
    }

    public long mediaTypeText(final int media) {
        return typeTexts[media];
    }

    /** @return 0..65535; 0 means rejected or closed (RFC 3264 6, 8.2). */
    public int port(final int media) {
        return ports[media];
    }

    /** @return the transport protocol: {@code RTP/AVP}. */
    public long protocol(final int media) {
        return protocols[media];
    }

    public int formatCount(final int media) {
        return formatCounts[media];
    }

    /** @return all formats of the line. */
    public long formats(final int media) {
        return formatLists[media];
    }

    /** @return the payload type, 0..127, or -1 when the format is something else. */
    public int payloadType(final int media, final int format) {
        return (int) SdpLine.number(view, formats[media * MAX_FORMATS + format], MAX_PAYLOAD_TYPE);
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
        final int found = attributes.find(media, kind);
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

    /**
     * Reads where RTP for this line goes.
     *
     * @return false when there is no c= for it or it holds a name, not an address: then {@code into} is as before.
     */
    public boolean rtpAddress(final int media, final TransportAddress into) {
        final long host = connection(media);
        if (host < 0 || !into.parse(view, Span.offset(host), Span.length(host))) {
            return false;
        }
        into.port(ports[media]);
        return true;
    }

    /**
     * Reads where RTCP for this line goes when it is not multiplexed: {@code a=rtcp} (RFC 3605), else the next port.
     *
     * @return false when there is no such address.
     */
    public boolean rtcpAddress(final int media, final TransportAddress into) {
        if (!rtpAddress(media, into)) {
            return false;
        }
        into.port(Math.min(ports[media] + 1, MAX_PORT));
        final int found = attributes.find(media, SdpAttributes.RTCP);
        if (found >= 0 && attributes.value(found) >= 0) {
            final long value = attributes.value(found);
            final int end = Span.end(value);
            final long port = SdpLine.word(view, Span.offset(value), end);
            final int number = (int) SdpLine.number(view, port, MAX_PORT);
            if (number > 0) {
                into.port(number);
                final long net = SdpLine.word(view, Span.end(port), end);
                final long type = net < 0 ? Span.NONE : SdpLine.word(view, Span.end(net), end);
                final long host = type < 0 ? Span.NONE : SdpLine.word(view, Span.end(type), end);
                if (host >= 0) {
                    into.parse(view, Span.offset(host), Span.length(host));
                }
            }
        }
        return true;
    }

    /** @return the host in the line's c=, else in the session's, else {@link Span#NONE}. */
    public long connection(final int media) {
        return connections[media] >= 0 ? connections[media] : sessionConnection;
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
