package busyhour.engine.run;

import busyhour.engine.dns.SipLocation;
import busyhour.engine.dns.SipLocator;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.Span;
import busyhour.sip.message.Via;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Names and URIs of a plan turned into addresses. Set-up time. */
final class SipTarget {

    static final int DEFAULT_PORT = 5060;

    private SipTarget() {
    }

    /**
     * What a URI says of where requests to it go.
     *
     * @param kind transport that the plan gives, {@link SipLocation#ANY} for none; the URI's own is more exact.
     * @throws RunFaultException for what is no SIP URI.
     */
    static SipLocation location(final String uri, final byte kind) throws RunFaultException {
        final byte[] text = uri.getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer buffer = new UnsafeBuffer(text);
        final SipUri view = new SipUri();
        if (view.wrap(buffer, 0, text.length) != SipFault.OK || view.scheme() != SipUri.SIP && view.scheme() != SipUri.SIPS) {
            throw new RunFaultException("target " + uri + ": expected a SIP URI such as sip:echo@10.0.0.5:5060");
        }
        final long maddr = view.maddr();
        final long host = Span.isPresent(maddr) ? maddr : view.host();
        return new SipLocation(buffer.getStringWithoutLengthAscii(Span.offset(host), Span.length(host)), Math.max(0, view.port()),
                kindOf(view, kind), view.scheme() == SipUri.SIPS);
    }

    private static byte kindOf(final SipUri uri, final byte kind) throws RunFaultException {
        return switch (uri.transport()) {
            case -1 -> kind;
            case Via.UDP -> TransportKind.UDP;
            case Via.TCP -> TransportKind.TCP;
            case Via.TLS -> TransportKind.TLS;
            // RFC 7118 8: this parameter stands for WSS too
            case Via.WS -> kind == TransportKind.WSS ? TransportKind.WSS : TransportKind.WS;
            case Via.WSS -> TransportKind.WSS;
            default -> throw new RunFaultException("a target asks for a transport that is not spoken here");
        };
    }

    /** @param hostPort {@code host}, {@code host:port} or {@code [v6]:port}. */
    static TransportAddress ofHostPort(final String hostPort) throws RunFaultException {
        final SipLocation location = location("sip:" + hostPort, SipLocation.ANY);
        return ofHost(location.host(), location.port() > 0 ? location.port() : DEFAULT_PORT);
    }

    /** @throws RunFaultException when the name has no address. */
    static TransportAddress ofHost(final String host, final int port) throws RunFaultException {
        try {
            return SipLocator.of(InetAddress.getByName(host), port);
        } catch (final UnknownHostException e) {
            throw new RunFaultException("host " + host + " has no address");
        }
    }

    /** The address that the kernel would send from. @throws RunFaultException when there is no route. */
    static TransportAddress localAddressTowards(final TransportAddress peer) throws RunFaultException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(inetAddress(peer), peer.port()));
            return SipLocator.of(socket.getLocalAddress(), 0);
        } catch (final SocketException | UnknownHostException | java.io.UncheckedIOException e) {
            throw new RunFaultException("no route to " + peer + ": " + e.getMessage());
        }
    }

    /** Whether the kernel would send there at all. */
    static boolean hasRoute(final TransportAddress peer) {
        try {
            return !localAddressTowards(peer).isUnspecified();
        } catch (final RunFaultException e) {
            return false;
        }
    }

    private static InetAddress inetAddress(final TransportAddress address) throws UnknownHostException {
        final byte[] bytes = address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4()).array()
                : ByteBuffer.allocate(16).putLong(address.hi()).putLong(address.lo()).array();
        return InetAddress.getByAddress(bytes);
    }
}
