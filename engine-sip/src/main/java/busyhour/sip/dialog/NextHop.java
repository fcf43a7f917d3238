package busyhour.sip.dialog;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Where a URI leads, when its host (or maddr) is an address literal (RFC 3263 4.1 and 4.2 without DNS, which a sans-IO core
 * has not).
 */
public final class NextHop {

    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    private NextHop() {
    }

    /** Sets {@code out} and answers true, or leaves it and answers false for names and other schemes. */
    public static boolean resolve(final DirectBuffer buffer, final SipUri uri, final TransportAddress out) {
        if (uri.scheme() != SipUri.SIP && uri.scheme() != SipUri.SIPS) {
            return false;
        }
        final long host = Span.isPresent(uri.maddr()) ? uri.maddr() : uri.host();
        if (!Span.isPresent(host) || !out.parse(buffer, Span.offset(host), Span.length(host))) {
            return false;
        }
        out.port(uri.port() > 0 ? uri.port() : uri.scheme() == SipUri.SIPS ? SIPS_PORT : SIP_PORT);
        return true;
    }
}
