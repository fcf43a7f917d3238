package busyhour.engine.run;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.Span;
import java.net.DatagramSocket;
import java.net.Inet4Address;
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

    /** Where a request to this URI goes. @throws RunFaultException for what is no SIP URI or has no address. */
    static TransportAddress ofUri(final String uri) throws RunFaultException {
        final byte[] text = uri.getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer buffer = new UnsafeBuffer(text);
        final SipUri view = new SipUri();
        if (view.wrap(buffer, 0, text.length) != SipFault.OK || view.scheme() != SipUri.SIP) {
            throw new RunFaultException("target " + uri + ": expected a SIP URI such as sip:echo@10.0.0.5:5060");
        }
        final String host = buffer.getStringWithoutLengthAscii(Span.offset(view.host()), Span.length(view.host()));
        return ofHost(host, view.port() > 0 ? view.port() : DEFAULT_PORT);
    }

    /** @param hostPort {@code host}, {@code host:port} or {@code [v6]:port}. */
    static TransportAddress ofHostPort(final String hostPort) throws RunFaultException {
        return ofUri("sip:" + hostPort);
    }

    /** @throws RunFaultException when the name has no address. */
    static TransportAddress ofHost(final String host, final int port) throws RunFaultException {
        try {
            final String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            return address(InetAddress.getByName(bare), port);
        } catch (final UnknownHostException e) {
            throw new RunFaultException("host " + host + " has no address");
        }
    }

    /** The address that the kernel would send from. @throws RunFaultException when there is no route. */
    static TransportAddress localAddressTowards(final TransportAddress peer) throws RunFaultException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(inetAddress(peer), peer.port()));
            return address(socket.getLocalAddress(), 0);
        } catch (final SocketException | UnknownHostException | java.io.UncheckedIOException e) {
            throw new RunFaultException("no route to " + peer + ": " + e.getMessage());
        }
    }

    private static InetAddress inetAddress(final TransportAddress address) throws UnknownHostException {
        final byte[] bytes = address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4()).array()
                : ByteBuffer.allocate(16).putLong(address.hi()).putLong(address.lo()).array();
        return InetAddress.getByAddress(bytes);
    }

    private static TransportAddress address(final InetAddress address, final int port) {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        final TransportAddress result = new TransportAddress();
        return address instanceof Inet4Address
                ? result.setIpv4(bytes.getInt(), port)
                : result.set(bytes.getLong(), bytes.getLong(), port);
    }
}
