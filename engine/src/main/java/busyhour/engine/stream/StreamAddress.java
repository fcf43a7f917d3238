package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses as the JDK has them, and back. */
final class StreamAddress {

    private StreamAddress() {
    }

    static InetSocketAddress toSocket(final TransportAddress address) {
        return toSocket(address, address.port());
    }

    static InetSocketAddress toSocket(final TransportAddress address, final int port) {
        final ByteBuffer octets = address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4())
                : ByteBuffer.allocate(16).putLong(address.hi()).putLong(address.lo());
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets.array()), port);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // only for another number of octets
        }
    }

    static TransportAddress of(final InetSocketAddress address) {
        final ByteBuffer octets = ByteBuffer.wrap(address.getAddress().getAddress());
        return octets.capacity() == 4
                ? new TransportAddress().setIpv4(octets.getInt(), address.getPort())
                : new TransportAddress().set(octets.getLong(), octets.getLong(), address.getPort());
    }

    /** The address alone, as text. */
    static String host(final TransportAddress address) {
        return toSocket(address).getAddress().getHostAddress();
    }
}
