package busyhour.sip.dialog;

import busyhour.sip.HostNames;
import busyhour.sip.SipHop;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.Span;
import busyhour.sip.message.Via;
import org.agrona.DirectBuffer;

/**
 * Where a URI leads (RFC 3263 4.1, 4.2): its transport parameter, else TLS for sips and UDP for the others; its maddr or
 * host, when that is an address or a name whose address is known. One thread.
 */
final class HopResolver {

    private final HostNames names;
    private final TransportAddress found = new TransportAddress();

    HopResolver(final HostNames names) {
        this.names = names;
    }

    /** Sets {@code out}, or leaves it where the URI's host says nothing to us. */
    void resolve(final DirectBuffer buffer, final SipUri uri, final SipHop out) {
        if (uri.scheme() != SipUri.SIP && uri.scheme() != SipUri.SIPS) {
            return;
        }
        final long host = Span.isPresent(uri.maddr()) ? uri.maddr() : uri.host();
        if (!Span.isPresent(host)) {
            return;
        }
        final byte kind = kindOf(uri);
        if (found.parse(buffer, Span.offset(host), Span.length(host))) {
            found.port(uri.port() > 0 ? uri.port() : TransportKind.defaultPort(kind));
        } else if (!names.lookup(buffer, Span.offset(host), Span.length(host), kind, Math.max(0, uri.port()), found)) {
            return;
        }
        out.set(kind, found, SipHop.NO_TARGET);
    }

    /**
     * As {@link #resolve}, for a request out of a dialog: addresses only, since names are for whoever knows all their targets; the
     * transport that a URI does not name is the one of {@code out}, which stays when it is there.
     */
    void resolveLiteral(final DirectBuffer buffer, final SipUri uri, final SipHop out) {
        if (uri.scheme() != SipUri.SIP && uri.scheme() != SipUri.SIPS) {
            return;
        }
        final long host = Span.isPresent(uri.maddr()) ? uri.maddr() : uri.host();
        if (!Span.isPresent(host) || !found.parse(buffer, Span.offset(host), Span.length(host))) {
            return;
        }
        final byte kind = uri.transport() < 0 && uri.scheme() == SipUri.SIP ? out.kind() : kindOf(uri);
        found.port(uri.port() > 0 ? uri.port() : TransportKind.defaultPort(kind));
        if (!found.equals(out.address())) {
            out.set(kind, found, SipHop.NO_TARGET);
        }
    }

    private static byte kindOf(final SipUri uri) {
        final boolean secure = uri.scheme() == SipUri.SIPS;
        return switch (uri.transport()) {
            case Via.TLS -> TransportKind.TLS;
            case Via.TCP -> secure ? TransportKind.TLS : TransportKind.TCP;
            case Via.WS -> secure ? TransportKind.WSS : TransportKind.WS;
            case Via.WSS -> TransportKind.WSS;
            default -> secure ? TransportKind.TLS : TransportKind.UDP;
        };
    }
}
