package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** The m= lines of one description with their formats, and the c= lines of both levels (RFC 8866 5.7, 5.14). */
final class SdpMediaLines {

    static final int MAX_MEDIA = 32;
    static final int MAX_FORMATS = 64;

    private static final byte[] AUDIO_NAME = Ascii.bytes("audio");
    private static final byte[] VIDEO_NAME = Ascii.bytes("video");
    private static final byte[] IP4 = Ascii.bytes("ip4");
    private static final byte[] IP6 = Ascii.bytes("ip6");
    private static final byte[] TIAS = Ascii.bytes("tias");
    private static final byte[] AS = Ascii.bytes("as");
    private static final int BITS_PER_KILOBIT = 1_000;
    private static final int MAX_PORT = 65_535;

    final int[] types = new int[MAX_MEDIA];
    final long[] typeTexts = new long[MAX_MEDIA];
    final int[] ports = new int[MAX_MEDIA];
    final long[] protocols = new long[MAX_MEDIA];
    final long[] formatLists = new long[MAX_MEDIA];
    final int[] formatCounts = new int[MAX_MEDIA];
    private final long[] formats = new long[MAX_MEDIA * MAX_FORMATS];
    private final long[] connections = new long[MAX_MEDIA];
    private long sessionConnection;
    private final int[] applicationBps = new int[MAX_MEDIA];
    private final int[] transportBps = new int[MAX_MEDIA];
    int count;

    void clear() {
        count = 0;
        sessionConnection = Span.NONE;
    }

    /** @return a fault or OK. The first c= of each level counts; further ones are addresses of a multicast group. */
    int addConnection(final DirectBuffer buffer, final int start, final int end) {
        final long net = SdpLine.word(buffer, start, end);
        final long type = net < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(net), end);
        final long address = type < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(type), end);
        if (address < 0 || !Ascii.equalsIgnoreCase(buffer, type, IP4) && !Ascii.equalsIgnoreCase(buffer, type, IP6)) {
            return SdpFault.BAD_CONNECTION;
        }
        final int slash = SdpLine.find(buffer, Span.offset(address), Span.end(address), '/');
        final long host = Span.between(Span.offset(address), slash);
        if (count == 0) {
            sessionConnection = host;
        } else if (connections[count - 1] < 0) {
            connections[count - 1] = host;
        }
        return SdpFault.OK;
    }

    /** @return a fault or OK. */
    int addMedia(final DirectBuffer buffer, final int start, final int end) {
        if (count == MAX_MEDIA) {
            return SdpFault.TOO_MANY_MEDIA;
        }
        final int index = count;
        final long type = SdpLine.word(buffer, start, end);
        final long port = type < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(type), end);
        final long protocol = port < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(port), end);
        if (protocol < 0) {
            return SdpFault.BAD_MEDIA;
        }
        final int slash = SdpLine.find(buffer, Span.offset(port), Span.end(port), '/');
        ports[index] = (int) Ascii.number(buffer, Span.offset(port), slash, MAX_PORT);
        int formatCount = 0;
        int at = Span.end(protocol);
        long word;
        while ((word = SdpLine.word(buffer, at, end)) >= 0) {
            if (formatCount == MAX_FORMATS) {
                return SdpFault.TOO_MANY_FORMATS;
            }
            formats[index * MAX_FORMATS + formatCount++] = word;
            at = Span.end(word);
        }
        if (ports[index] < 0 || formatCount == 0) {
            return SdpFault.BAD_MEDIA;
        }
        types[index] = Ascii.equalsIgnoreCase(buffer, type, AUDIO_NAME) ? SdpView.AUDIO
                : Ascii.equalsIgnoreCase(buffer, type, VIDEO_NAME) ? SdpView.VIDEO : SdpView.OTHER;
        typeTexts[index] = type;
        protocols[index] = protocol;
        formatCounts[index] = formatCount;
        formatLists[index] = Span.between(Span.offset(formats[index * MAX_FORMATS]), at);
        connections[index] = Span.NONE;
        applicationBps[index] = -1;
        transportBps[index] = -1;
        count++;
        return SdpFault.OK;
    }

    /** The session's own limits, other units and what is no number say nothing of a line. */
    void addBandwidth(final DirectBuffer buffer, final int start, final int end) {
        final int colon = SdpLine.find(buffer, start, end, ':');
        if (count == 0 || colon == end) {
            return;
        }
        final long value = Ascii.number(buffer, colon + 1, end, Integer.MAX_VALUE);
        if (value > 0 && Ascii.equalsIgnoreCase(buffer, start, colon - start, TIAS)) {
            transportBps[count - 1] = (int) value;
        } else if (value > 0 && value <= Integer.MAX_VALUE / BITS_PER_KILOBIT && Ascii.equalsIgnoreCase(buffer, start, colon - start, AS)) {
            applicationBps[count - 1] = (int) value * BITS_PER_KILOBIT;
        }
    }

    /** @return bits per second, -1 without a limit. TIAS counts no headers, and is the newer one (RFC 3890). */
    int bandwidthBps(final int media) {
        return transportBps[media] > 0 ? transportBps[media] : applicationBps[media];
    }

    long format(final int media, final int format) {
        return formats[media * MAX_FORMATS + format];
    }

    /** @return the host in the line's c=, else in the session's, else {@link Span#NONE}. */
    long connection(final int media) {
        return connections[media] >= 0 ? connections[media] : sessionConnection;
    }
}
