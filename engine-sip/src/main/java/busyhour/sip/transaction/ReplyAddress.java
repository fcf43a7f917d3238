package busyhour.sip.transaction;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import busyhour.sip.message.Via;
import org.agrona.DirectBuffer;

/** Where responses go. */
public final class ReplyAddress {

    private ReplyAddress() {
    }

    /**
     * For a server that got the request from {@code source}: RFC 3261 18.2.2, RFC 3581 4.
     *
     * @param reliable whether it came over a connection: the response goes back over it.
     * @param out      set to the source's address, with its port when rport was asked for, else with the Via's.
     */
    public static TransportAddress ofRequest(
            final SipMessage request, final TransportAddress source, final boolean reliable, final TransportAddress out) {
        final Via via = request.topVia();
        if (reliable) {
            return out.copyFrom(source);
        }
        return out.copyFrom(source).port(via.hasRport() ? source.port() : via.portOrDefault());
    }

    /**
     * For a server whose connection has closed (RFC 3261 18.2.2): the source's address, and the port of the sent-by.
     *
     * @param via of the response, amended with received where needed.
     * @return false when the Via names no address.
     */
    public static boolean ofClosed(final DirectBuffer buffer, final Via via, final TransportAddress out) {
        final long host = Span.isPresent(via.received()) ? via.received() : via.host();
        if (!out.parse(buffer, Span.offset(host), Span.length(host))) {
            return false;
        }
        out.port(via.portOrDefault());
        return true;
    }

    /**
     * For a proxy that sends a response on to the next Via, which has been amended with received and rport.
     *
     * @return false when the Via names no address.
     */
    public static boolean ofVia(final DirectBuffer buffer, final Via via, final TransportAddress out) {
        final long host = Span.isPresent(via.received()) ? via.received() : via.host();
        if (!out.parse(buffer, Span.offset(host), Span.length(host))) {
            return false;
        }
        out.port(via.rport() > 0 ? via.rport() : via.portOrDefault());
        return true;
    }
}
