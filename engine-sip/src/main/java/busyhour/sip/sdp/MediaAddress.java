package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Where the packets of a media line go: its c= and m= lines and a=rtcp. Stateless. */
final class MediaAddress {

    private static final int MAX_PORT = 65_535;
    private static final byte[] INVALID = Ascii.bytes(".invalid");

    private MediaAddress() {
    }

    /** @return false when the host is none or a name: then {@code into} is as before. */
    static boolean rtp(final DirectBuffer view, final SdpMediaLines lines, final int media, final TransportAddress into) {
        final long host = lines.connection(media);
        if (host < 0 || !into.parse(view, Span.offset(host), Span.length(host))) {
            return false;
        }
        into.port(lines.ports[media]);
        return true;
    }

    /** @param found index of a=rtcp, negative without: then it is the next port. */
    static boolean rtcp(
            final DirectBuffer view, final SdpMediaLines lines, final SdpAttributes attributes, final int found, final int media,
            final TransportAddress into) {
        if (!rtp(view, lines, media, into)) {
            return false;
        }
        into.port(Math.min(lines.ports[media] + 1, MAX_PORT));
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

    static boolean isNobody(final DirectBuffer view, final long host, final TransportAddress scratch) {
        if (host < 0) {
            return false;
        }
        if (scratch.parse(view, Span.offset(host), Span.length(host))) {
            return scratch.isUnspecified();
        }
        final int start = Span.end(host) - INVALID.length;
        return start >= Span.offset(host) && Ascii.equalsIgnoreCase(view, start, INVALID.length, INVALID);
    }
}
